"""What arrived, what was refused and why, which codes are not known, and how our numbers compare with published ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from presentation import words
from presentation.answer import Answer
from presentation.strip import Comparison
from presentation.table import Table

FEWEST_TOLD: Final = 11
"""How many rows without a consent are told as a number: fewer of one reason could point at a person."""
FEW_SOURCES: Final = 3
"""With more sources than this a page lists them in one table and folds away what was found, or nobody reaches its end."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule found: its sentence, what to do about it, how many rows, and the codes in question with their rows."""

    refused: bool
    column: str
    sentence: str
    what_to_do: str
    rows: int
    codes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """Rows that arrived whole and may not be used: why (a word such as agreement_ended), how many, and since when."""

    reason: str
    rows: int
    on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Source:
    """What arrived from one source: rows in, kept, refused, without an event and read by another source; people kept.

    last_on: the latest day in it. Pages tell its month alone: in a small source the day would be that of one person.
    """

    title: str
    agency: str
    file_name: str
    rows_in: int
    rows_kept: int
    rows_refused: int
    rows_without_event: int
    rows_read_elsewhere: int
    rows_refused_again: int
    people: int
    findings: tuple[Finding, ...]
    withheld: tuple[Withheld, ...] = ()
    last_on: dt.date | None = None


def named(source: Source) -> str:
    """Name a source and its file."""
    return words.say("trust_file", title=source.title, file=source.file_name)


def every_source(sources: Sequence[Source]) -> Table:
    """Return what arrived from each source and what became of it, one line each; a column that nobody needs is left out."""
    columns = {
        "rows": [source.rows_in for source in sources],
        "used": [source.rows_kept for source in sources],
        "refused": [source.rows_refused for source in sources],
        "nothing_to_count": [source.rows_without_event for source in sources],
        "counted_elsewhere": [source.rows_read_elsewhere for source in sources],
        "people": [source.people for source in sources],
    }
    kept = {name: numbers for name, numbers in columns.items() if any(numbers)}
    return Table(
        caption=words.say("trust_arrived"),
        header=(
            words.say("source"),
            *(words.say(name) for name in kept),
            words.say("reaches"),
            words.say("from_agency"),
        ),
        rows=tuple(
            (
                named(source),
                *(words.count(numbers[place]) for numbers in kept.values()),
                _reaches(source),
                source.agency,
            )
            for place, source in enumerate(sources)
        ),
        words_columns=frozenset({0, len(kept) + 2}),
        caption_shown=False,
    )


def _reaches(source: Source) -> str:
    return words.short_month(source.last_on) if source.last_on else words.mark()


def found(sources: Sequence[Source]) -> str:
    """Return what was found in the rows of each source that has any, as HTML: its name and its tables."""
    parts = [(named(source), tables(source)) for source in sources]
    return "".join(
        f'<h3 class="tl-title">{escape(name)}</h3>' + "".join(table.html() for table in shown)
        for name, shown in parts
        if shown
    )


def withheld_line(sources: Sequence[Source]) -> str:
    """Say how many rows arrived whole and may not be used; "" where there are none, roughly where there are few."""
    rows = sum(rows.rows for source in sources for rows in source.withheld)
    if rows == 0:
        return ""
    few = words.say("withheld_line_few", n=FEWEST_TOLD)
    return few if rows < FEWEST_TOLD else words.say("withheld_line_many", n=words.count(rows))


def withheld(sources: Sequence[Source]) -> Table:
    """Return what arrived and was not used, since no agreement or no consent allows it: source, why, rows.

    Fewer than FEWEST_TOLD rows without a consent are not told exactly.
    """
    return Table(
        caption=words.say("withheld_title"),
        header=(words.say("source"), words.say("withheld_why"), words.say("rows")),
        rows=tuple(
            (source.title, _why(rows), _few(rows)) for source in sources for rows in source.withheld if rows.rows
        ),
        words_columns=frozenset({0, 1}),
        caption_shown=False,
    )


def _why(rows: Withheld) -> str:
    if rows.on is None:
        return words.say(f"withheld_{rows.reason}")
    return words.say(f"withheld_{rows.reason}", day=words.day(rows.on))


def _few(rows: Withheld) -> str:
    if rows.on is None and rows.rows < FEWEST_TOLD:
        return words.say("withheld_few", n=FEWEST_TOLD)
    return words.count(rows.rows)


def tables(source: Source) -> tuple[Table, ...]:
    """Return the tables about one source that have rows: what was refused, what was kept with a warning, unknown codes."""
    every = (findings(source, refused=True), findings(source, refused=False), unknown_codes(source))
    return tuple(table for table in every if table.rows)


def arrived(source: Source) -> str:
    """Say what arrived from one source and what became of it."""
    said = [_used(source)]
    others = (
        ("arrived_nothing_one", "arrived_nothing_many", source.rows_without_event),
        ("arrived_elsewhere_one", "arrived_elsewhere_many", source.rows_read_elsewhere),
    )
    for one, many, rows in others:
        if rows:
            said.append(words.say(many if rows > 1 else one, n=words.count(rows)))
    return " ".join(said)


def _used(source: Source) -> str:
    slots = {"agency": source.agency, "rows": words.count(source.rows_in), "kept": words.count(source.rows_kept)}
    people = words.count(source.people)
    if source.rows_refused == 0:
        return words.say("arrived_all", people=people, **slots)
    if source.rows_refused == 1:
        return words.say("arrived_one_refused", people=people, **slots)
    return words.say("arrived_some_refused", people=people, refused=words.count(source.rows_refused), **slots)


def answer_line(sources: Sequence[Source]) -> str:
    """Say the answer to the page's question in one sentence: of how many rows how many could be used.

    A row that several sources read from one file counts once: as used where one of them used it, or else as refused.
    """
    files: dict[str, list[Source]] = {}
    for source in sources:
        files.setdefault(source.file_name, []).append(source)
    rows = sum(_rows_of_file(of_one) for of_one in files.values())
    kept = rows - sum(source.rows_refused - source.rows_refused_again for source in sources)
    if rows == 0:
        return words.say("trust_nothing")
    if rows == kept:
        return words.say("trust_all", rows=words.count(rows))
    if rows == kept + 1:
        return words.say("trust_one", rows=words.count(rows), kept=words.count(kept))
    return words.say("trust_some", rows=words.count(rows), kept=words.count(kept), refused=words.count(rows - kept))


def protected(sentence: str, *, frozen: int, answers: int, changed: str) -> tuple[str, ...]:
    """Say how people are protected, how many answers stay as they were published before, and why others do not."""
    stay = words.say("frozen", n=words.count(frozen), all=words.count(answers)) if frozen else ""
    anew = words.say("recounted", why=changed) if changed else ""
    return tuple(line for line in (sentence, stay, anew) if line)


def _rows_of_file(sources: Sequence[Source]) -> int:
    """Count the rows of one file that were used or refused; those of people who must stay forgotten are neither."""
    read = [
        source.rows_kept + source.rows_refused + source.rows_without_event + source.rows_read_elsewhere
        for source in sources
    ]
    each = sum(rows - source.rows_read_elsewhere for rows, source in zip(read, sources, strict=True))
    return min(max(read), each)


def findings(source: Source, *, refused: bool) -> Table:
    """Return what the checks found in a source: the refused rows by rule, or the warnings about rows that were kept."""
    chosen = [finding for finding in source.findings if finding.refused is refused]
    return Table(
        caption=words.say("refused_title" if refused else "warnings_title"),
        header=tuple(words.say(name) for name in ("what_we_found", "column", "rows", "what_to_do")),
        rows=tuple(
            (finding.sentence, finding.column, words.count(finding.rows), finding.what_to_do) for finding in chosen
        ),
        words_columns=frozenset({0, 1, 3}),
    )


def unknown_codes(source: Source) -> Table:
    """Return the codes that the county's settings do not explain, with their rows."""
    return Table(
        caption=words.say("codes_title"),
        header=tuple(words.say(name) for name in ("column", "code", "rows")),
        rows=tuple(
            (finding.column, code or words.say("rare_codes"), words.count(rows))
            for finding in source.findings
            for code, rows in finding.codes
        ),
        words_columns=frozenset({0, 1}),
    )


def comparisons(pairs: Sequence[tuple[str, Comparison, Answer | None]]) -> Table:
    """Return our figures beside those that others published; each pair names the measure it is about."""
    not_held = words.say("not_held")
    return Table(
        caption=words.say("comparisons_title"),
        header=tuple(
            words.say(name) for name in ("measure", "period_label", "ours", "published", "by_whom", "why_they_differ")
        ),
        rows=tuple(
            (
                _measured(name, comparison),
                words.period(comparison.period),
                _figure(comparison, ours.value) if ours and ours.shown and ours.value is not None else not_held,
                words.decimal(comparison.published) if comparison.window_days else words.count(comparison.published),
                comparison.publisher,
                comparison.why_they_differ,
            )
            for name, comparison, ours in pairs
        ),
        words_columns=frozenset({0, 1, 4, 5}),
        caption_shown=False,
    )


def _measured(name: str, comparison: Comparison) -> str:
    """Name what is compared: a share with how long people were watched, and that it is of 100."""
    if comparison.window_days is None:
        return name
    return words.say("compared_share", measure=name, span=words.span(comparison.window_days))


def _figure(comparison: Comparison, ours: float) -> str:
    return words.count(ours) if comparison.window_days is None else words.decimal(100 * ours)
