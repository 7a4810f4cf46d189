"""Words of care, homes, families and programs."""

from typing import Final

from metrics.terms.term import Term

TERMS: Final = (
    Term(
        term_id="behavioral_health",
        field_word="behavioral health care",
        screen_word="care for mental health or drug use",
        meaning="Help for a mind that is not well, or with drinking or drugs.",
        forms=("mental health", "mental-health", "drug use", "drug treatment", "substance use"),
    ),
    Term(
        term_id="treatment",
        field_word="treatment episode",
        screen_word="treatment",
        meaning="Care by one clinic or doctor that goes on for a while. It has a first day and a last day.",
        forms=("treatment", "provider", "providers"),
    ),
    Term(
        term_id="connection_to_care",
        field_word="connection to care",
        screen_word="reached care",
        meaning="The first visit for care, or the first treatment, after a person left jail.",
        forms=("reached care", "got care"),
    ),
    Term(
        term_id="follow_up_after_hospital",
        field_word="follow-up after hospitalization (FUH)",
        screen_word="care after a hospital stay",
        meaning="A visit for care soon after a person left the hospital. A visit on the same day does not count.",
        forms=("hospital stay", "hospital stays"),
    ),
    Term(
        term_id="follow_up_after_emergency",
        field_word="follow-up after emergency visits (FUM, FUA)",
        screen_word="care after an emergency visit",
        meaning="A visit for care soon after a person was seen in an emergency room. A visit on the same day counts.",
        forms=("emergency visit", "emergency visits", "emergency room"),
    ),
    Term(
        term_id="screening",
        field_word="screening",
        screen_word="screening",
        meaning="A few set questions that staff ask at booking to find a need. Not everyone is asked.",
        forms=("screening", "screened"),
    ),
    Term(
        term_id="need_found",
        field_word="positive screen",
        screen_word="need found",
        meaning="The answers point to a mental-health need. A doctor may come to another view.",
        forms=("need found", "mental-health need", "mental health need", "with a need", "found a need"),
    ),
    Term(
        term_id="crisis_care",
        field_word="crisis services",
        screen_word="crisis care",
        meaning="Help at once for a person in great need: a phone line, or a team that comes.",
    ),
    Term(
        term_id="return_to_homelessness",
        field_word="return to homelessness",
        screen_word="homeless again",
        meaning="A person who had left for a home was in a shelter, or living outside, once more.",
        forms=("homeless again", "homeless"),
    ),
    Term(
        term_id="permanent_housing",
        field_word="permanent housing destination",
        screen_word="lasting home",
        meaning="A place to live for good. It may be one's own, with family or friends, or in a housing program.",
        forms=("lasting home", "home that can last", "permanent housing", "for a home"),
    ),
    Term(
        term_id="shelter",
        field_word="emergency shelter",
        screen_word="shelter",
        meaning="A place to sleep for people who have no home.",
        forms=("shelter", "shelters"),
    ),
    Term(
        term_id="transitional_housing",
        field_word="transitional housing",
        screen_word="transitional housing",
        meaning="A place to live for some months, with help to find a home.",
    ),
    Term(
        term_id="street_outreach",
        field_word="street outreach",
        screen_word="street outreach",
        meaning="Helpers who go out to people who live outside.",
    ),
    Term(
        term_id="foster_care_reentry",
        field_word="re-entry to foster care",
        screen_word="back in foster care",
        meaning="A child had left foster care for a family, and came into care once more.",
        forms=("foster care", "foster home"),
    ),
    Term(
        term_id="guardian",
        field_word="guardianship",
        screen_word="guardian",
        meaning="A grown-up whom a court has asked to bring up a child.",
    ),
    Term(
        term_id="child_welfare",
        field_word="child welfare",
        screen_word="child welfare",
        meaning="The office that looks out for children, and that runs foster care.",
    ),
    Term(
        term_id="program",
        field_word="program",
        screen_word="program",
        meaning="Help that a person takes part in for a while, such as a drug court or a class.",
        forms=("program", "programs"),
    ),
    Term(
        term_id="entry_to_exit",
        field_word="entry-to-exit change of state",
        screen_word="at entry and at exit",
        meaning="On the first day in a program and on the last one, for the same people.",
        forms=("at entry", "at exit", "entry or exit"),
    ),
    Term(
        term_id="regular_care",
        field_word="usual source of care",
        screen_word="regular care",
        meaning="Care by the same people over time, not one visit alone.",
    ),
)
