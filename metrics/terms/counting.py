"""Words of counting: who is counted, for how long, how sure a number is, and why there is none."""

from typing import Final

from metrics.terms.term import Term

TERMS: Final = (
    Term(
        term_id="period",
        field_word="reporting period",
        screen_word="period",
        meaning="The year, or the three months, that a number tells of.",
        forms=("period", "periods"),
    ),
    Term(
        term_id="window",
        field_word="follow-up window",
        screen_word="within a year",
        meaning=(
            "How long we look, from a start such as the day a person left. That day is day 0. A year is 365 days, and "
            "day 365 still counts."
        ),
        forms=("within a year", "full time"),
    ),
    Term(
        term_id="index_release",
        field_word="index release",
        screen_word="the first time they left in the period",
        meaning="Each person is counted once in a period: from the first day in that period on which they left jail.",
        forms=("first time they left", "at the first time"),
    ),
    Term(
        term_id="competing_event",
        field_word="competing event",
        screen_word="what can come first",
        meaning="Something, such as a death, that keeps what counts from coming. A time curve shows such people apart.",
    ),
    Term(
        term_id="relative_rate_index",
        field_word="relative rate index",
        screen_word="times as often",
        meaning=(
            "The share of one group at a step, divided by the share of another. Both count from the people who got as far "
            "as that step. 1 is just as often, 2 is twice as often."
        ),
        forms=("times as often",),
    ),
    Term(
        term_id="like_group",
        field_word="comparison group, overlap weights",
        screen_word="people like them",
        meaning=(
            "People who could have come into a program at the same time and did not. They are counted so that, together, "
            "they are like the people of the program in all that the records tell."
        ),
        forms=("people like them", "like group"),
    ),
    Term(
        term_id="case_mix",
        field_word="case mix, observed to expected",
        screen_word="usual for such records",
        meaning=(
            "How often people of the same age, with such charges and so many bookings before, come back in this county. "
            "It is told of groups. Nobody has a number of their own."
        ),
        forms=("usual for such records", "usually do"),
    ),
    Term(
        term_id="time_curve",
        field_word="cumulative incidence, survival curve",
        screen_word="how soon",
        meaning="A line shows the share of people who are back by each day. It can only rise.",
    ),
    Term(
        term_id="days_at_liberty",
        field_word="days at liberty",
        screen_word="days free",
        meaning="Days that did not begin with the person in jail or prison.",
        forms=("days free", "free days", "spend out of jail", "were free"),
    ),
    Term(
        term_id="person_years",
        field_word="person-years at risk",
        screen_word="years that people were free",
        meaning="The free days of all people, added up and told in years. Ten people who are free for a year make ten years.",
    ),
    Term(
        term_id="average_daily_population",
        field_word="average daily population",
        screen_word="people in jail on an average day",
        meaning="All days that people spent in jail in the period, divided by the number of days in it.",
        forms=("average day", "average night"),
    ),
    Term(
        term_id="mean",
        field_word="mean",
        screen_word="on average",
        meaning="All of them added up, divided by how many they are. A few very long stays pull it up.",
    ),
    Term(
        term_id="median",
        field_word="median",
        screen_word="the middle one",
        meaning="Half are lower than this number, and half are higher.",
        forms=("the middle", "median"),
    ),
    Term(
        term_id="length_so_far",
        field_word="elapsed length of stay of people on hand",
        screen_word="length so far",
        meaning="The days since a person was booked, while the stay goes on.",
        forms=("length so far", "lengths so far", "by now"),
    ),
    Term(
        term_id="concentration",
        field_word="concentration of use",
        screen_word="the people with the most",
        meaning="The few people who were booked most often, or were in jail for the most days.",
        forms=("with the most", "have the most"),
    ),
    Term(
        term_id="booked_often",
        field_word="familiar faces, frequent utilizers",
        screen_word="booked again and again",
        meaning="People with many bookings. Each county says how many, and in how long a time.",
        forms=("booked again and again", "booked so often"),
    ),
    Term(
        term_id="overlap",
        field_word="cross-system overlap",
        screen_word="also seen in",
        meaning="The same person has a record in both places in the same period.",
        forms=("also seen", "no other system", "other system", "other systems"),
    ),
    Term(
        term_id="system",
        field_word="public system",
        screen_word="system",
        meaning="Offices that share a task, such as the jail, the courts or the shelters.",
        forms=("system", "systems"),
    ),
    Term(
        term_id="too_early",
        field_word="immature follow-up",
        screen_word="too early to say",
        meaning="We have not watched everyone for the full time yet, so we give no number.",
    ),
    Term(
        term_id="hidden",
        field_word="suppressed cell",
        screen_word="not shown",
        meaning="The group is small, and a number could point at one person. So we do not show it. Other numbers can "
        "be hidden with it, so that no one can work it out.",
    ),
    Term(
        term_id="not_reported",
        field_word="not reported",
        screen_word="not reported",
        meaning="The county has not shared the records that this number needs.",
    ),
    Term(
        term_id="not_stated",
        field_word="missing in the source",
        screen_word="not stated",
        meaning="The record does not say.",
    ),
    Term(
        term_id="unmapped",
        field_word="unmapped code",
        screen_word="code not known",
        meaning="The record holds a code that this county's settings do not explain yet.",
        forms=("code not known", "a code we do not know"),
    ),
    Term(
        term_id="interval",
        field_word="95 % confidence interval (Wilson)",
        screen_word="the true number is likely between",
        meaning=(
            "Even a full count moves up and down by chance. The range shows how far the number could be off by chance "
            "alone. On screen its ends are rounded outward to whole numbers. The files hold them exactly."
        ),
    ),
    Term(
        term_id="shaky",
        field_word="unstable estimate",
        screen_word="few people: read with care",
        meaning="Fewer than 20 people had what is counted, or the likely range is wider than 20 of 100.",
    ),
    Term(
        term_id="target",
        field_word="target, benchmark",
        screen_word="target",
        meaning="A number that the county wants to reach by a day, held against a year that is its baseline.",
        forms=("target", "targets"),
    ),
    Term(
        term_id="marginal_cost",
        field_word="marginal cost of a jail day",
        screen_word="what one day less saves at once",
        meaning="Food, medicine and laundry of one day in jail. It is gone as soon as the day does not happen.",
    ),
    Term(
        term_id="average_cost",
        field_word="average cost of a jail day",
        screen_word="average cost of a day",
        meaning="All that the jail costs over all days in it. Most of it must be paid whether a bed is full or empty.",
    ),
    Term(
        term_id="publication",
        field_word="publication",
        screen_word="this publication",
        meaning="The finished set of answers that this site shows. It never changes; a new one takes its place.",
    ),
)
