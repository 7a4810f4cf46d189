"""The words of how records may be used, and who used them."""

from typing import Final

from metrics.terms.term import Term

TERMS: Final = (
    Term(
        term_id="agreement",
        field_word="data-sharing agreement",
        screen_word="agreement to share records",
        meaning=(
            "A paper in which an office says which records it shares, what they may be used for, what law allows it, and "
            "until when."
        ),
        forms=("agreement to share records", "agreement to share them", "agreements to share records"),
    ),
    Term(
        term_id="consent",
        field_word="consent (42 CFR Part 2)",
        screen_word="consent",
        meaning=(
            "A person says in writing that records of treatment for drugs or alcohol may be shared, with whom, and until "
            "when. The person can take it back."
        ),
        forms=("consent", "consents"),
    ),
    Term(
        term_id="audit_log",
        field_word="audit log",
        screen_word="log of who did what",
        meaning="A list of each look at the records and each change. It shows if someone changes the list itself.",
        forms=("log of who did what", "audit log"),
    ),
)
