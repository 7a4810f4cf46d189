"""Words of jails, courts, prisons, probation and parole."""

from typing import Final

from metrics.terms.term import Term

TERMS: Final = (
    Term(
        term_id="booking",
        field_word="booking, admission",
        screen_word="booking",
        meaning="The jail took a person in. A stay in jail starts with it.",
        forms=("booking", "bookings", "booked"),
    ),
    Term(
        term_id="release",
        field_word="release",
        screen_word="left jail",
        meaning="The day a person's stay in jail ended. It does not matter how it ended.",
        forms=("left jail", "leave jail", "leaves jail", "leaving jail", "release", "releases", "released"),
    ),
    Term(
        term_id="custody_episode",
        field_word="custody episode",
        screen_word="stay in jail",
        meaning=(
            "Jail records of one person that overlap, or follow each other within a day, are joined into one stay. "
            "A move to another building or a day in court does not count as leaving jail."
        ),
        forms=("stay in jail", "stays in jail"),
    ),
    Term(
        term_id="rebooking",
        field_word="rebooking, a form of recidivism",
        screen_word="came back to jail",
        meaning="The first new stay in jail after a person left, whatever the reason for it.",
        forms=("came back to jail", "come back to jail", "returns to jail", "coming back to jail", "any new booking"),
    ),
    Term(
        term_id="readmission_look_back",
        field_word="look-back readmission",
        screen_word="in jail in the year before",
        meaning="We look back from a booking: had this person left this jail in the last 365 days?",
        forms=("in jail in the year before", "looks back"),
    ),
    Term(
        term_id="assessment",
        field_word="risk and needs assessment",
        screen_word="assessment",
        meaning="Staff went through a set of questions with a person, about what could bring them back and what could help.",
        forms=("assessment", "assessed"),
    ),
    Term(
        term_id="rearrest",
        field_word="rearrest",
        screen_word="arrested again",
        meaning="The first arrest or charge for a new act after the day from which we count. A booking need not follow.",
        forms=("arrested again", "arrested", "arrest", "arrests"),
    ),
    Term(
        term_id="recharge",
        field_word="recharge, new filing",
        screen_word="charged with a new crime",
        meaning="A new criminal case was opened. A charge says what a person may have done. It does not prove it.",
        forms=("charged", "charge", "charges", "criminal case"),
    ),
    Term(
        term_id="reconviction",
        field_word="reconviction",
        screen_word="convicted again",
        meaning="A court found the person guilty in a new case.",
        forms=("convicted", "convict", "conviction", "convictions", "guilty"),
    ),
    Term(
        term_id="reincarceration",
        field_word="reincarceration",
        screen_word="went back to prison",
        meaning="A new stay in prison. Most stay there for long. In jail people wait for court, or stay for a short time.",
        forms=("prison", "prisons"),
    ),
    Term(
        term_id="supervision",
        field_word="community supervision",
        screen_word="supervision",
        meaning="Time on probation or parole, or before a trial, in which a person lives at home and has rules to keep.",
        forms=("supervision", "supervised"),
    ),
    Term(
        term_id="probation",
        field_word="probation",
        screen_word="probation",
        meaning="A judge lets a person live at home, with rules to keep, and not in jail.",
    ),
    Term(
        term_id="parole",
        field_word="parole",
        screen_word="parole",
        meaning="A person leaves prison early and lives at home, with rules to keep.",
    ),
    Term(
        term_id="pretrial",
        field_word="pretrial supervision",
        screen_word="pretrial supervision",
        meaning="A person waits at home for the trial, with rules to keep.",
        forms=("pretrial",),
    ),
    Term(
        term_id="supervision_term",
        field_word="term of supervision",
        screen_word="term",
        meaning="One time on probation or parole, or before a trial, from its first day to its last.",
        forms=("term", "terms"),
    ),
    Term(
        term_id="revocation",
        field_word="revocation",
        screen_word="lost probation or parole",
        meaning="A judge or a board took it away. Jail or prison can follow.",
        forms=("lost probation or parole", "taken away", "took supervision away", "lost it"),
    ),
    Term(
        term_id="technical_violation",
        field_word="technical violation",
        screen_word="broke a rule of release",
        meaning="The person broke a rule of parole or probation, such as a missed visit. There was no new criminal charge.",
        forms=(
            "broke a rule",
            "breaking a rule",
            "broken rule",
            "broken rules",
            "rule of release",
            "rule of parole",
            "rule was broken",
        ),
    ),
)
