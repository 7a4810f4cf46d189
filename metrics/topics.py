"""The questions that measures answer together: each declaration names its own, and pages and documents group by it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One question, with a sentence on what its measures tell and what they cannot."""

    topic_id: str
    question: str
    sentence: str


COMING_BACK: Final = Topic(
    topic_id="coming_back",
    question="Do people come back to jail?",
    sentence=(
        "We follow people from the day they left jail to the next booking, or count the days that they were free. One "
        "number looks back from a booking."
    ),
)
COURTS: Final = Topic(
    topic_id="courts",
    question="Are people arrested, charged or convicted again?",
    sentence="These come from court records: the arrest or charge, and what the court found.",
)
PRISON_AND_SUPERVISION: Final = Topic(
    topic_id="prison_and_supervision",
    question="Do people go back to prison, or lose probation or parole?",
    sentence="We follow people from the day they left prison, or from the day their time on probation or parole began.",
)
CARE: Final = Topic(
    topic_id="care",
    question="Do people soon get care?",
    sentence="People left jail or a hospital, or were seen in an emergency room. We look for the next visit.",
)
NEED: Final = Topic(
    topic_id="need",
    question="What happens to people with a mental-health need?",
    sentence=(
        "At booking, staff ask questions to find such a need. Here is what they found, how long people with a need stay, "
        "and what comes after."
    ),
)
HOMES: Final = Topic(
    topic_id="homes",
    question="Do homes last, and do children stay with their families?",
    sentence="We follow people from the day they left for a home, and children from the day they left foster care.",
)
PROGRAM_STEPS: Final = Topic(
    topic_id="program_steps",
    question="Whom do programs reach, and how far do people come?",
    sentence="We follow people from the day they were sent to a program. Each counts once for each program.",
)
PROGRAM_STAYS: Final = Topic(
    topic_id="program_stays",
    question="How long do people stay in a program, and how do they leave?",
    sentence="Some numbers are of everyone who came in, and some of those who left. They are not the same people.",
)
AFTER_PROGRAMS: Final = Topic(
    topic_id="after_programs",
    question="Do people come back to jail after they enter a program?",
    sentence="Everyone who came in is counted. Those who finished look better in almost any program.",
)
PROGRAMS: Final = Topic(
    topic_id="programs",
    question="Where do people stand when they enter and leave a program?",
    sentence=(
        "Housing, work and care of the same people on both days. A change does not prove that the program caused it."
    ),
)
JAIL_USE: Final = Topic(
    topic_id="jail_use",
    question="How many people are in jail, and for how long?",
    sentence="These count people, bookings and days in a period. They follow nobody after jail.",
)
FEW_PEOPLE: Final = Topic(
    topic_id="few_people",
    question="How much of the jail's use falls on a few people?",
    sentence="Some people are booked many times. These say how many they are, and what part of all bookings is theirs.",
)
SEVERAL_SYSTEMS: Final = Topic(
    topic_id="several_systems",
    question="Who is seen in jail and in other systems too?",
    sentence="We look for the same people in the records of other offices in the same period.",
)

TOPICS: Final = (
    COMING_BACK,
    COURTS,
    PRISON_AND_SUPERVISION,
    CARE,
    NEED,
    HOMES,
    PROGRAM_STEPS,
    PROGRAM_STAYS,
    AFTER_PROGRAMS,
    PROGRAMS,
    JAIL_USE,
    FEW_PEOPLE,
    SEVERAL_SYSTEMS,
)
"""In the order of pages."""
