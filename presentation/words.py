"""Fills the sentence templates, and names days, periods, windows and groups so that they fit into them.

A language is a folder of gettext catalogs of whole templates with named slots (languages/en/*.po, one for each room; see
presentation/catalogs.py). No sentence is glued from pieces. The language of a run: presentation/language_of_run.py.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from metrics.folding import OTHER_GROUPS
from metrics.glossary import term
from metrics.language import NOT_STATED, UNMAPPED, Status
from metrics.periods import PeriodKind, parse_period
from presentation import catalogs
from presentation.language_of_run import ENGLISH, run
from presentation.place import Grouping, Place

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_MONTHS: Final = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")

EVERYONE: Final = "people"
UNKNOWN: Final = (NOT_STATED, UNMAPPED)
"""The two kinds of unknown, in the order of lists: always last."""
SPAN_IN_SENTENCE: Final = {
    1: "1 day",
    30: "30 days",
    90: "3 months",
    180: "6 months",
    365: "a year",
    730: "2 years",
    1095: "3 years",
}
SPAN_AS_LABEL: Final = {**SPAN_IN_SENTENCE, 365: "1 year"}

TEMPLATES: Final = catalogs.TEMPLATES[ENGLISH].messages
"""Every template in English, which has them all."""

CELL: Final = {
    Status.HIDDEN: "not shown",
    Status.TOO_EARLY: "too early",
    Status.NOT_REPORTED: "not reported",
}
"""What stands in a table where there is no number. Zero is a number and is written 0."""


def say(template: str, **slots: object) -> str:
    """Fill a template in the language of the run; English stands in for a template that the language does not have yet.

    Raise KeyError for a template or slot that is missing, ValueError for a slot that is empty.
    """
    for name, value in slots.items():
        if value is None or str(value).strip() == "":
            raise ValueError(f"the slot {name!r} of the sentence {template!r} is empty")
    return _said(catalogs.TEMPLATES, template, TEMPLATES[template]).format(**slots)


def translated(text: str) -> str:
    """Return a text that is declared in English in the language of the run; itself where it has no translation yet."""
    return _said(catalogs.TRANSLATED, text, text)


def _said(of: Mapping[str, catalogs.Catalog], msgid: str, in_english: str) -> str:
    """Look a message up, and note where no person has reviewed it."""
    speech = run()
    if speech.language == ENGLISH:
        return in_english
    catalog = of[speech.language]
    if msgid in catalog.not_reviewed:
        speech.not_reviewed.add(msgid)
    return catalog.messages.get(msgid, in_english)


def count(number: float) -> str:
    """Write a count with thousands separated: 40,032."""
    return f"{round(number):,}"


def decimal(number: float) -> str:
    """Write a number that is no count and no share: whole from 100 on, with one place below."""
    return f"{number:,.0f}" if number >= 100 else f"{number:,.1f}"


def day(date: dt.date) -> str:
    """Write a day: December 31, 2019."""
    return say("day", month=MONTHS[date.month - 1], day=date.day, year=date.year)


def month(date: dt.date) -> str:
    """Write a month: December 2019."""
    return say("month", month=MONTHS[date.month - 1], year=date.year)


def short_month(date: dt.date) -> str:
    """Write a month for an axis: Dec 2019."""
    return say("month", month=SHORT_MONTHS[date.month - 1], year=date.year)


def known_from(period_end: dt.date, window_days: int) -> str:
    """Write the first whole month in which a period can be known: the month after its last follow-up day."""
    last_day = period_end + dt.timedelta(days=window_days)
    return month((last_day.replace(day=1) + dt.timedelta(days=32)).replace(day=1))


def period(period_id: str) -> str:
    """Name a period so that it fits after "in": 2018, the year to June 2018, the three months to June 2018."""
    named = parse_period(period_id)
    if named.kind is PeriodKind.YEAR:
        return str(named.first_on.year)
    if named.kind is PeriodKind.QUARTER:
        return say("quarter", month=MONTHS[named.last_on.month - 1], year=named.last_on.year)
    if named.last_on.month == len(MONTHS):
        return str(named.last_on.year)
    return say("year_to", month=MONTHS[named.last_on.month - 1], year=named.last_on.year)


def period_choice(period_id: str) -> str:
    """Name a period in a list of choices: 2018, 12 months to June 2018, 3 months to June 2018. No two share a name."""
    named = parse_period(period_id)
    slots = {"month": MONTHS[named.last_on.month - 1], "year": named.last_on.year}
    if named.kind is PeriodKind.YEAR:
        return str(named.first_on.year)
    return say("period_choice_quarter" if named.kind is PeriodKind.QUARTER else "period_choice_year_to", **slots)


def span(window_days: int) -> str:
    """Name a window inside a sentence: a year."""
    return SPAN_IN_SENTENCE.get(window_days) or say("other_span", days=window_days)


def span_label(window_days: int) -> str:
    """Name a window on an axis or in a heading: 1 year."""
    return SPAN_AS_LABEL.get(window_days) or say("other_span", days=window_days)


def group_label(grouping: Grouping, group_id: str) -> str:
    """Name a group in a list: Women. The two kinds of unknown have the glossary's words."""
    if group_id in UNKNOWN:
        return term(group_id).screen_word.capitalize()
    if group_id == OTHER_GROUPS:
        return say("other_groups")
    return next((group.label for group in grouping.groups if group.group_id == group_id), group_id)


def people(place: Place, groups: Mapping[str, str]) -> str:
    """Name the members of a group as a sentence does: women. Without a group: people."""
    for grouping_id, group_id in groups.items():
        grouping = place.grouping(grouping_id)
        name = grouping.label.lower()
        if group_id == NOT_STATED:
            return say("not_stated_people", grouping=name)
        if group_id == UNMAPPED:
            return say("unmapped_people", grouping=name)
        if group_id == OTHER_GROUPS:
            return say("other_groups_people")
        for group in grouping.groups:
            if group.group_id == group_id:
                return group.people
    return EVERYONE
