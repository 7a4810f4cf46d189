"""What a brief says: built once from published answers, so that page, PDF, slides, packet and posters cannot disagree."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from metrics.declaration import Measure
from presentation import language_of_run, words
from presentation.answer import Reading
from presentation.briefs import numbers, pictures
from presentation.briefs.changes import Changes, Earlier, changes
from presentation.briefs.numbers import Number
from presentation.briefs.pictures import Chart
from presentation.briefs.texts import LONGEST_ROLE, Written, breakable, cleaned
from presentation.figure import Figure
from presentation.files import name_of
from presentation.palette import LIGHT, Palette
from presentation.place import Grouping, Place
from presentation.targets import Target

MOST_MEASURES: Final = 4
MOST_UNKNOWN: Final = 4
"""So many lines of what we do not know stand in a brief; the rest is on the page Can I trust this?"""
LONGEST_LIMIT: Final = 190
"""Characters of one of the county's own lines of what its records cannot tell."""


class For(StrEnum):
    """Who a brief is for."""

    BOARD = "board"
    PUBLIC = "public"
    PROGRAM = "program"


@dataclass(frozen=True, kw_only=True)
class View:
    """What a brief is asked about, and the answers to it.

    measures: one to four, as the county counts them; the first is the one that the brief opens with. period: the id of a
    year that ends with a quarter. groups: empty for everyone. years: answers of this group for all years that end with a
    quarter, every window; split: the same for the period, by grouping, which is None where nothing is compared.
    limits: what the county says that its records cannot tell. targets: what it wants to reach for this group.
    not_public: the numbers are for partners alone.
    earlier: the publication before this one, None where there is none. link: the address of this view, empty where it is not
    known.
    """

    place: Place
    measures: tuple[Measure, ...]
    period: str
    groups: Mapping[str, str]
    years: Reading
    grouping: Grouping | None
    split: Reading
    limits: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    link: str = ""
    made_for: For = For.BOARD
    not_public: bool = False
    earlier: Earlier | None = None
    made_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Brief:
    """All that any product says.

    numbers: the first is the headline. charts: the one of the one-page brief comes first; grouping: what one compares by.
    behind and ask: what a person wrote; None where nobody did. unknown: one sentence each. definitions: name, id and version
    of each measure. made_on is the day on which it was made, as_of the last day of the records.
    """

    place: Place
    measures: tuple[Measure, ...]
    period: str
    groups: Mapping[str, str]
    made_for: For
    not_public: bool
    finding: str
    details: tuple[str, ...]
    who_is_counted: str
    numbers: tuple[Number, ...]
    numbers_title: str
    charts: tuple[Chart, ...]
    grouping: Grouping | None
    changes: Changes
    behind: Written | None
    ask: Written | None
    unknown: tuple[str, ...]
    definitions: tuple[str, ...]
    as_of: dt.date
    made_on: dt.date
    link: str

    @property
    def headline(self) -> Number:
        """The number that the finding tells."""
        return self.numbers[0]

    @property
    def chart(self) -> Figure:
        """The one chart of the one-page brief."""
        return self.charts[0].figure

    @property
    def title(self) -> str:
        """What the document is called."""
        return words.say("brief_document", county=self.place.name, period=words.period(self.period))

    @property
    def banner(self) -> str:
        """What must be known first: people are made up, numbers are for partners alone, a machine translated."""
        told = [words.say("made_up", county=self.place.name)] if self.place.made_up else []
        told += [words.say("brief_not_public")] if self.not_public else []
        return " ".join([*told, *words.made_by_machine()])

    @property
    def file_name(self) -> str:
        """The beginning of the name of each of its files."""
        parts = (self.headline.measure_id, self.period, *self.groups.values(), self.made_for)
        return name_of(self.place.name_in_files, "brief", *parts, *(["partners"] if self.not_public else []))

    @property
    def digest(self) -> str:
        """Tells apart briefs that would differ in any product."""
        told = (self.finding, self.details, self.numbers, self.behind, self.ask, self.unknown, self.definitions)
        figures = tuple((one.figure.title, one.figure.table, one.figure.alt) for one in self.charts)
        kept = (
            language_of_run.language(),
            told,
            self.changes,
            figures,
            self.made_for,
            self.not_public,
            self.made_on,
            self.as_of,
            self.link,
            self.place.publication_id,
        )
        return hashlib.sha256(repr(kept).encode()).hexdigest()


def on_screen(view: View, palette: Palette) -> Figure:
    """Return the first chart of a brief in the colors of the screen: what is taken away is for paper, and light."""
    return pictures.over_years(view.place, view.measures[0], view.years, view.period, palette).figure


def build(view: View) -> Brief:
    """Put a brief together, without the texts of a person; ValueError where the view names no measure or more than four."""
    if not 1 <= len(view.measures) <= MOST_MEASURES:
        raise ValueError(f"a brief tells one to {MOST_MEASURES} measures, not {len(view.measures)}")
    told = tuple(
        numbers.number(view.place, measure, view.years, view.period, view.targets) for measure in view.measures
    )
    first = told[0]
    return Brief(
        place=view.place,
        measures=view.measures,
        period=view.period,
        groups=view.groups,
        made_for=view.made_for,
        not_public=view.not_public,
        finding=numbers.finding(view.place, view.measures[0], first),
        details=tuple(line for line in (numbers.change(first), numbers.how_sure(first)) if line),
        who_is_counted=numbers.who_is_counted(view.place, view.measures[0], first),
        numbers=told,
        numbers_title=numbers.title(told),
        charts=pictures.charts(view.place, view.measures[0], view.years, view.period, view.grouping, view.split, LIGHT),
        grouping=view.grouping,
        changes=changes(view.measures, view.years, view.earlier),
        behind=None,
        ask=None,
        unknown=_unknown(view, told),
        definitions=tuple(
            words.say(
                "brief_definition",
                name=words.translated(measure.name),
                measure_id=measure.measure_id,
                version=measure.version,
            )
            for measure in view.measures
        ),
        as_of=view.place.last_on,
        made_on=view.made_on,
        link=view.link,
    )


def with_texts(brief: Brief, *, behind: Written | None = None, ask: Written | None = None) -> Brief:
    """Return the brief with what a person wrote, cut to length and cleaned; a text of which nothing is left is None."""
    return replace(brief, behind=_checked(behind), ask=_checked(ask))


def _checked(written: Written | None) -> Written | None:
    """Return what a person wrote as it may be printed; None where nothing is left of it."""
    if written is None or not cleaned(written.text):
        return None
    role = breakable(cleaned(written.role, LONGEST_ROLE)) or words.say("brief_role_unknown")
    return Written(text=breakable(cleaned(written.text)), role=role, on=written.on)


def _unknown(view: View, told: Sequence[Number]) -> tuple[str, ...]:
    """Return what we do not know: numbers that are not there, those to read with care, and the county's own limits."""
    missing = [numbers.why_missing(view.place, number) for number in told]
    lines = [line for line in missing if line]
    if any(number.answer is not None and number.answer.shaky for number in told):
        lines.append(words.say("brief_few_people"))
    lines.append(words.say("brief_not_why"))
    own = [words.translated(limit) for limit in view.limits if len(limit) <= LONGEST_LIMIT]
    return tuple(dict.fromkeys([*lines, *own]))[:MOST_UNKNOWN]


def unknown_title() -> str:
    """Return the heading over what we do not know."""
    return words.say("brief_unknown")
