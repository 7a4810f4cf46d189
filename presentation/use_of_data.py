"""How the records are used, told to the people in them: who shares them, why, who looked, and how people are kept safe."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from metrics.terms.use_of_records import TERMS
from presentation import words
from presentation.definitions import meanings
from presentation.place import Place
from presentation.table import Table

MONTHS_TOLD: Final = 12
"""Of how many months the page tells who looked at what."""
MONTHS_OPEN: Final = 2
"""How many of them stand open on the page; the others are folded away."""
ATTACKS: Final = frozenset(
    {
        *("pairs_closer_than_the_floor", "shares_of_0_or_100", "hidden_groups_pinned", "averaging_right"),
        *("reconstruction_auc", "true_confident_claims", "certain_by_linear_programming"),
    }
)
_OF_100: Final = frozenset({"averaging_right", "reconstruction_auc"})
"""Attacks whose result is a share; the others count how often something was found."""
EXAMPLE: Final = ((4, 6), (37, 35), (212, 213))
"""Made-up counts, and what a page could show for them: each moved by 5 at most."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """One agreement. offices: who shares; keep_days, keep_until and publisher are None where they do not apply."""

    offices: tuple[str, ...]
    titles: tuple[str, ...]
    data: str
    purpose: str
    legal_basis: str
    start: dt.date
    end: dt.date | None
    keep_days: int | None
    keep_until: dt.date | None
    publisher: str | None
    license: str | None


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source: its title, its office, and the day on which it was loaded last; None before the first load."""

    title: str
    agency: str
    last_loaded_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How often people of a role did something in a month (2026-11)."""

    month: str
    role: str
    deed: str
    times: int


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One attack on these numbers: what it found and the most that it may find, and whether that holds."""

    attack: str
    found: float
    at_most: float
    holds: bool


@dataclass(frozen=True, kw_only=True)
class UseOfData:
    """All that the page tells. office, how and objections are "" where the county keeps no register.

    noted is whether the log of deeds holds anything. largest_shift: by how much a count may be moved; 0 where none is.
    """

    office: str
    how: str
    objections: str
    agreements: tuple[Agreement, ...]
    sources: tuple[Source, ...]
    seen: tuple[Seen, ...]
    noted_through: dt.date | None
    largest_shift: int
    attacks: tuple[Attack, ...]


def answer_line(use: UseOfData, place: Place) -> str:
    """Say in one sentence who shares records here."""
    published = {agreement.publisher for agreement in use.agreements}
    if published and None not in published:
        return words.say("use_answer_open", county=place.name)
    offices = len({source.agency for source in use.sources})
    return words.say("use_answer_one" if offices == 1 else "use_answer_many", n=words.count(offices), county=place.name)


def overview(use: UseOfData) -> Table:
    """Return which office shares what for, one line per agreement; without a register, which office shares what."""
    if not use.agreements:
        return Table(
            caption=words.say("use_records"),
            header=tuple(words.say(name) for name in ("use_office", "use_records_of", "use_loaded")),
            rows=tuple((source.agency, source.title, _day(source.last_loaded_on)) for source in use.sources),
            words_columns=frozenset({0, 1, 2}),
            caption_shown=False,
        )
    return Table(
        caption=words.say("use_records"),
        header=tuple(words.say(name) for name in ("use_office", "use_why", "use_since")),
        rows=tuple(
            (_offices(agreement), agreement.purpose, words.month(agreement.start)) for agreement in use.agreements
        ),
        words_columns=frozenset({0, 1, 2}),
        caption_shown=False,
    )


def details(use: UseOfData) -> str:
    """Return every agreement with all that it says, as HTML: one small list for each."""
    return "".join(_detail(agreement) for agreement in use.agreements)


def _detail(agreement: Agreement) -> str:
    told = [
        ("use_records_of", ", ".join(agreement.titles)),
        ("use_what", agreement.data),
        ("use_why", agreement.purpose),
        ("use_law", agreement.legal_basis),
        ("use_from_to", _from_to(agreement)),
        ("use_kept", _kept(agreement)),
    ]
    rows = "".join(f"<dt>{escape(words.say(name))}</dt><dd>{escape(text)}</dd>" for name, text in told)
    return f'<h3 class="tl-title">{escape(_offices(agreement))}</h3><dl class="tl-terms">{rows}</dl>'


def _offices(agreement: Agreement) -> str:
    return ", ".join(agreement.offices)


def _day(day: dt.date | None) -> str:
    return words.say("use_not_yet") if day is None else words.day(day)


def _from_to(agreement: Agreement) -> str:
    start = words.day(agreement.start)
    if agreement.end is None:
        return words.say("use_from", start=start)
    return words.say("use_from_until", start=start, end=words.day(agreement.end))


def _kept(agreement: Agreement) -> str:
    if agreement.publisher is not None:
        return words.say("use_open", publisher=agreement.publisher, license=agreement.license)
    if agreement.keep_until is not None:
        return words.say("use_kept_until", day=words.day(agreement.keep_until))
    if agreement.keep_days == 0:
        return words.say("use_kept_none")
    return words.say("use_kept_days", n=words.count(agreement.keep_days or 0))


def seen(use: UseOfData) -> tuple[Table, ...]:
    """Return who saw or did what, one table for each of the last months in which something happened, the newest first."""
    months = sorted({row.month for row in use.seen}, reverse=True)[:MONTHS_TOLD]
    return tuple(_in_month(month, [row for row in use.seen if row.month == month]) for month in months)


def _in_month(month: str, rows: Sequence[Seen]) -> Table:
    return Table(
        caption=words.month(dt.date.fromisoformat(f"{month}-01")),
        header=tuple(words.say(name) for name in ("use_who", "use_did", "use_times")),
        rows=tuple(
            (words.say(f"use_role_{row.role}"), words.say(f"use_deed_{row.deed}"), words.count(row.times))
            for row in rows
        ),
        words_columns=frozenset({0, 1}),
    )


def seen_line(use: UseOfData) -> str:
    """Say through which day the table tells, or that there is nothing to tell."""
    if use.noted_through is None:
        return words.say("use_seen_nothing")
    return words.say("use_seen_through", day=words.day(use.noted_through))


def blurred(use: UseOfData) -> tuple[str, ...]:
    """Say how numbers are changed before they are shown, one sentence or two a line."""
    if use.largest_shift == 0:
        return (words.say("use_not_moved"),)
    return (words.say("use_moved", n=use.largest_shift), words.say("use_moved_why"), words.say("use_moved_groups"))


def example(use: UseOfData) -> Table:
    """Return a made-up example of counts and what could be shown for them; no rows where numbers are not moved."""
    return Table(
        caption=words.say("use_example"),
        header=tuple(words.say(name) for name in ("use_in_truth", "use_shown")),
        rows=tuple((words.count(true), words.count(shown)) for true, shown in EXAMPLE if use.largest_shift),
        words_columns=frozenset({0}),
    )


def attacked(use: UseOfData) -> str:
    """Say in one sentence what came of the last attacks on these numbers."""
    if not use.attacks:
        return words.say("use_attacks_none")
    held = sum(attack.holds for attack in use.attacks)
    if held == len(use.attacks):
        return words.say("use_attacks_held", n=held)
    return words.say("use_attacks_not_held", n=held, all=len(use.attacks))


def attacks(use: UseOfData) -> Table:
    """Return each attack, what it found and the most that it may find."""
    known = [attack for attack in use.attacks if attack.attack in ATTACKS]
    return Table(
        caption=words.say("use_attacks"),
        header=tuple(words.say(name) for name in ("use_attack", "use_found", "use_at_most")),
        rows=tuple(
            (
                words.say(f"use_attack_{attack.attack}"),
                _figure(attack, attack.found),
                _figure(attack, attack.at_most),
            )
            for attack in known
        ),
        words_columns=frozenset({0}),
        caption_shown=False,
    )


def _figure(attack: Attack, value: float) -> str:
    if attack.attack in _OF_100:
        return words.say("use_of_100", n=words.count(round(100 * value)))
    return words.count(value)


def ask(use: UseOfData) -> tuple[str, ...]:
    """Say whom to ask, and what someone can do who does not agree."""
    if not use.office:
        return (words.say("use_ask_nobody"),)
    return (words.say("use_ask", office=use.office), use.how, use.objections)


def word_list() -> str:
    """Return what the words of this page mean, as HTML."""
    return meanings(TERMS)


def lines(names: Sequence[str]) -> tuple[str, ...]:
    """Return templates that have no slots."""
    return tuple(words.say(name) for name in names)


APART: Final = ("use_apart_1", "use_apart_2", "use_apart_3", "use_apart_4")
NEVER_DONE: Final = ("use_never_1", "use_never_2", "use_never_3", "use_never_4")
