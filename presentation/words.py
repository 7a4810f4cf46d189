"""Fills the sentence templates, and names days, periods, windows and groups so that they fit into them.

A language is a folder of gettext catalogs of whole templates with named slots (languages/en/*.po, one for each room; see
presentation/catalogs.py). No sentence is glued from pieces. The language of a run: presentation/language_of_run.py.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from babel.dates import get_month_names
from babel.numbers import format_decimal

from metrics.folding import OTHER_GROUPS
from metrics.glossary import term
from metrics.language import NOT_STATED, UNMAPPED, Status
from metrics.periods import PeriodKind, parse_period
from presentation import catalogs
from presentation.catalogs import Catalog
from presentation.finished_texts import SaidAgain, say_again
from presentation.language_of_run import ENGLISH, locale, run
from presentation.place import Grouping, Place

UNKNOWN: Final = (NOT_STATED, UNMAPPED)
"""The two kinds of unknown, in the order of lists: always last."""
NAMED_SPANS: Final = frozenset({1, 30, 90, 180, 365, 730, 1095})
"""Windows, in days, that have a name of their own, such as "a year"."""
DECEMBER: Final = 12

TEMPLATES: Final = catalogs.TEMPLATES[ENGLISH].messages
"""Every template in English, which has them all."""

NO_NUMBER: Final = {
    Status.HIDDEN: "mark_hidden",
    Status.TOO_EARLY: "mark_too_early",
    Status.NOT_REPORTED: "mark_not_reported",
}
"""The template of what stands in a table where there is no number. Zero is a number and is written 0."""


def say(template: str, **slots: object) -> str:
    """Fill a template in the language of the run; English stands in for a template that the language does not have yet.

    Raise KeyError for a template or slot that is missing, ValueError for a slot that is empty.
    """
    for name, value in slots.items():
        if value is None or str(value).strip() == "":
            raise ValueError(f"the slot {name!r} of the sentence {template!r} is empty")
    return _template(template).format(**slots)


def made_by_machine() -> tuple[str, ...]:
    """Say that a machine made the words of this run, where one of those said so far was reviewed by no person."""
    return (say("made_by_machine"),) if run().not_reviewed else ()


def all_translated(texts: Iterable[str]) -> tuple[str, ...]:
    """Return finished English texts in the language of the run."""
    return tuple(translated(text) for text in texts)


def _template(name: str) -> str:
    """Look a template up, and note where no person has reviewed it."""
    speech, in_english = run(), TEMPLATES[name]
    if speech.language == ENGLISH:
        return in_english
    catalog = catalogs.TEMPLATES[speech.language]
    if name in catalog.not_reviewed:
        speech.not_reviewed.add(name)
    return catalog.messages.get(name, in_english)


def translated(text: str, of_county: Catalog | None = None) -> str:
    """Return a finished English text in the language of the run; itself where it has no translation yet.

    of_county holds the county's own words in that language; they count before the program's.
    """
    speech = run()
    if speech.language == ENGLISH or not text:
        return text
    of_program = catalogs.TRANSLATED[speech.language]
    if of_county and text in of_county.messages:
        speech.not_reviewed.update({text} & of_county.not_reviewed)
        return of_county.messages[text]
    said = _said_by_the_program(speech.language, text)
    if said is None and of_county:
        said = say_again(text, (of_county, of_program), _months())
        speech.not_reviewed.update(said.msgids & of_county.not_reviewed if said else ())
    if said is None:
        return text
    speech.not_reviewed.update(said.msgids & of_program.not_reviewed)
    return said.text


@lru_cache(maxsize=20_000)
def _said_by_the_program(language: str, text: str) -> SaidAgain | None:
    return say_again(text, (catalogs.TRANSLATED[language],), _months())


def _months() -> Mapping[int, str]:
    return get_month_names("wide", locale=locale())


def mark(status: Status = Status.NOT_REPORTED) -> str:
    """Write what stands in a table where there is no number."""
    return say(NO_NUMBER.get(status, NO_NUMBER[Status.NOT_REPORTED]))


def count(number: float) -> str:
    """Write a count with thousands separated: 40,032."""
    return format_decimal(round(number), format="#,##0", locale=locale())


def decimal(number: float) -> str:
    """Write a number that is no count and no share: whole from 100 on, with one place below."""
    return format_decimal(number, format="#,##0" if number >= 100 else "#,##0.0", locale=locale())


def hundredths(number: float) -> str:
    """Write a number with two places: 0.05, -0.40."""
    return format_decimal(number, format="#,##0.00", locale=locale())


def month_name(month: int) -> str:
    """Name a month of the year, 1 to 12, as it stands inside a date: December."""
    return str(get_month_names("wide", locale=locale())[month])


def day(date: dt.date) -> str:
    """Write a day: December 31, 2019."""
    return say("day", month=month_name(date.month), day=date.day, year=date.year)


def month(date: dt.date) -> str:
    """Write a month: December 2019."""
    return say("month", month=month_name(date.month), year=date.year)


def short_month(date: dt.date) -> str:
    """Write a month for an axis: Dec 2019."""
    return say("short_month", month=get_month_names("abbreviated", locale=locale())[date.month], year=date.year)


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
        return say("quarter", month=month_name(named.last_on.month), year=named.last_on.year)
    if named.last_on.month == DECEMBER:
        return str(named.last_on.year)
    return say("year_to", month=month_name(named.last_on.month), year=named.last_on.year)


def period_choice(period_id: str) -> str:
    """Name a period in a list of choices: 2018, 12 months to June 2018, 3 months to June 2018. No two share a name."""
    named = parse_period(period_id)
    slots = {"month": month_name(named.last_on.month), "year": named.last_on.year}
    if named.kind is PeriodKind.YEAR:
        return str(named.first_on.year)
    return say("period_choice_quarter" if named.kind is PeriodKind.QUARTER else "period_choice_year_to", **slots)


def span(window_days: int) -> str:
    """Name a window inside a sentence: a year."""
    return say(f"span_{window_days}") if window_days in NAMED_SPANS else say("other_span", days=window_days)


def span_label(window_days: int) -> str:
    """Name a window on an axis or in a heading: 1 year."""
    return say("span_label_365") if window_days == 365 else span(window_days)


def group_label(grouping: Grouping, group_id: str) -> str:
    """Name a group in a list: Women. The two kinds of unknown have the glossary's words."""
    if group_id in UNKNOWN:
        return capitalized(translated(term(group_id).screen_word))
    if group_id == OTHER_GROUPS:
        return say("other_groups")
    return next((group.label for group in grouping.groups if group.group_id == group_id), group_id)


def capitalized(text: str) -> str:
    """Write the first letter large and leave the rest as it is."""
    return text[:1].upper() + text[1:]


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
    return everyone()


def everyone() -> str:
    """Name the members of no group in particular as a sentence does: people."""
    return say("everyone_people")
