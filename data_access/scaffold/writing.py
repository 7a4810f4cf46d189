"""Writes the first county file: what was guessed, and a question for each thing that only people know."""

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from data_access.adapters.fitting import fitting_parts
from data_access.county import COUNTIES_FOLDER, COUNTY_FILE, CountyFileError, read_county
from data_access.scaffold import groups
from data_access.scaffold.code_words import plain, word_for
from data_access.scaffold.guessing import Guess, guess, is_private
from data_access.scaffold.looking import Column, Look, look_at
from data_access.sources import CODED_FIELDS
from metrics import language

QUESTION: Final = "# QUESTION: "


class ScaffoldError(Exception):
    """A county file that cannot be written; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Scaffold:
    """What was written: where, the questions with their lines, and what makes the file unusable as it stands."""

    path: Path
    questions: tuple[tuple[int, str], ...]
    mistakes: str


@dataclass(kw_only=True)
class _Text:
    lines: list[str] = field(default_factory=list)

    def add(self, *lines: str) -> None:
        self.lines += lines

    def ask(self, question: str) -> None:
        self.lines.append(QUESTION + question)


def scaffold(county: str, paths: list[Path]) -> Scaffold:
    """Look at the files and write the county file of a new county; raise ScaffoldError or LookError, writing nothing.

    county is a name under counties/, or a path to a folder. A county file that is there is never written over.
    """
    folder = Path(county) if Path(county).name != county else COUNTIES_FOLDER / county
    target = folder / COUNTY_FILE
    if target.exists():
        raise ScaffoldError(
            f"{folder.name}/{COUNTY_FILE} is there already. Choose another name, or move that file away."
        )
    looks = [look_at(path) for path in paths]
    text = _Text()
    found = [(look, guess(look)) for look in looks]
    _county(text, folder.name, found)
    for look, guessed in found:
        _source(text, look, guessed)
    folder.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8") as stream:
        stream.write("\n".join(text.lines) + "\n")
    questions = tuple(
        (number, line.strip().removeprefix(QUESTION))
        for number, line in enumerate(text.lines, start=1)
        if line.strip().startswith(QUESTION)
    )
    try:
        read_county(str(folder.resolve()))
    except CountyFileError as error:
        return Scaffold(path=target, questions=questions, mistakes=str(error))
    return Scaffold(path=target, questions=questions, mistakes="")


def _county(text: _Text, name: str, found: list[tuple[Look, Guess]]) -> None:
    files = ", ".join(look.path.name for look, _ in found)
    text.add(f"# A first county file, guessed from {files}. Answer each question and remove its line.")
    text.add("# docs/bring-your-county.md explains every key.", "")
    text.ask("What is the county called?")
    text.add(f"name = {_quoted(plain(name).title() or 'My county')}")
    text.ask(
        "In which time zone is it? Such as America/New_York, America/Chicago, America/Denver, America/Los_Angeles."
    )
    text.add('time_zone = "America/Chicago"')
    gap = 0 if any(guessed.plus_days is not None for _, guessed in found) else 1
    text.ask(
        "Stays that overlap, or start at most so many days after the last one ended, are one stay: someone who comes back in "
        "that time never left. Is that right? 1 fits where people are moved from building to building."
    )
    text.add(f"episode_gap_days = {gap}")
    systems = {guessed.system for _, guessed in found}
    text.ask('What completes "people who left ..."?')
    text.add(f'place = "{groups.PLACES.get(min(systems), "the program")}"', "")
    text.ask("What can these records not tell? One sentence each, for the readers.")
    text.add("limits = [", *[f"  {_quoted(limit)}," for limit in _limits(found)], "]", "")
    carried = {name: _column(look, guessed, name) for look, guessed in found for name in guessed.columns}
    split = groups.groupings(carried)
    if not split:
        text.add("# No way to split people was found. Write a [[grouping]] instead of this line when you have one.")
        text.add("grouping = []", "")
    text.add("[data_span]")
    text.ask('What is the last day that the files cover? Then write rule = "fixed" and last_on = 2024-12-31.')
    text.add('rule = "latest"')
    text.ask("How many days late do records arrive?")
    text.add("lag_days = 0", "")
    text.add(*split)


def _limits(found: list[tuple[Look, Guess]]) -> list[str]:
    limits = []
    if any("person_key" not in guessed.columns for _, guessed in found):
        limits.append(
            "These records do not say which rows are about the same person. Someone who left twice counts twice."
        )
    if any(guessed.year_column for _, guessed in found):
        limits.append("These records give a year and no day. So only whole years can be compared.")
    return limits


def _column(look: Look, guessed: Guess, name: str) -> Column:
    return next(column for column in look.columns if column.name == guessed.columns[name])


def _source(text: _Text, look: Look, guessed: Guess) -> None:
    """Write one file: as an adapter where one fits; else guessed, in two sources where it gives days after a year."""
    looked = "all" if look.all_rows else "the first"
    text.add("", f"# {'-' * 100}", f"# {look.path.name}: {looked} {look.rows:,} rows were looked at.")
    parts = fitting_parts(look.path)
    for adapter, part in parts:
        text.add("", "[[source]]")
        text.ask("Is this such an export? It has the columns of this adapter, which brings columns and codes with it.")
        text.add(f'adapter = "{adapter}"', f'part = "{part}"')
        text.ask("Which office sends this file?")
        text.add('agency = "The agency"')
    if parts:
        return
    both = guessed.plus_days is not None and guessed.kind in language.STAYS
    for part in ("left", "back") if both else ("",):
        # Why people came back is known only of the return: of the stay that they left it would tell the future.
        kept = {"left": guessed.columns.keys() - {"reason"}, "back": guessed.columns.keys() & {"person_key", "reason"}}
        fields = kept.get(part, guessed.columns.keys())
        columns = {name: heading for name, heading in guessed.columns.items() if name in fields}
        _one_source(text, look, replace(guessed, columns=columns), part)


def _one_source(text: _Text, look: Look, guessed: Guess, part: str) -> None:
    stem = re.sub(r"^[^a-z]+", "", plain(look.path.stem).replace(" ", "_")) or "file"
    text.add("", "[[source]]", f'id = "{stem}{"_" + part if part else ""}"')
    text.add(f"title = {_quoted(plain(look.path.stem).capitalize() + (f', {part}' if part else ''))}")
    text.ask("Which office sends this file?")
    text.add('agency = "The agency"')
    if not guessed.is_sure_of_kind:
        text.ask("Is this the right system and kind? docs/bring-your-county.md lists them.")
    text.add(f'system = "{guessed.system}"', f'kind = "{guessed.kind}"', f"file = {_quoted(look.path.name)}")
    if not look.source.is_typed:
        text.add(f"delimiter = {json.dumps(look.source.delimiter)}", f'encoding = "{look.source.encoding}"')
    again = look.table.height - look.table.unique().height
    if again:
        text.ask(
            f'{again:,} rows are the same as another row, cell by cell. Are they mistakes ("refuse") or real ("keep")?'
        )
        text.add(f'exact_duplicates = "{"keep" if "person_key" not in guessed.columns else "refuse"}"')
    if "person_key" not in guessed.columns:
        text.ask(
            "No column looks like a person's key. Is there one? Then name it under [source.columns] as person_key."
        )
        text.add("each_row_is_a_person = true")
    _edges(text, guessed, part)
    _columns(text, look, guessed, part)
    _dates(text, look, guessed, part)
    for name in guessed.columns:
        if name in CODED_FIELDS or name == "age_at_start":
            _codes(text, _column(look, guessed, name), name, guessed)
    if _has_charges(look, guessed):
        _charges(text, _column(look, guessed, "charge"))
    _not_used(text, look, guessed)


def _edges(text: _Text, guessed: Guess, part: str) -> None:
    if part == "back":
        text.add('edges = "start"', 'empty_start = "no_event"  # no days: did not come back')
    elif part == "left":
        text.add('edges = "end"')
    elif guessed.kind in language.STAYS and "end" not in guessed.columns:
        text.ask("No column looks like the end of the stay. Is there one? Then name it as end, and remove edges.")
        text.add('edges = "start"')


def _columns(text: _Text, look: Look, guessed: Guess, part: str) -> None:
    text.add("", "[source.columns]")
    for name, heading in guessed.columns.items():
        if name == "first_name":
            text.ask(
                "May people be joined by name here? If your agreements do not allow it, remove the names and numbers."
            )
        if name in guessed.unsure:
            text.ask(f"Is this right? {guessed.unsure[name]}")
        if name == "charge" and not _has_charges(look, guessed):
            text.ask("For offense categories take the # away, and say in [source.charges] how codes begin.")
            text.add(f"# charge = {_quoted(heading)}")
        else:
            text.add(f"{name} = {_quoted(heading)}")
    if guessed.year_column:
        text.ask("There is no date, only a year. Is this the right year?")
        text.add(f"{'end' if part == 'left' else 'start'} = {_quoted(guessed.year_column)}")
    elif "start" not in guessed.columns:
        text.ask("Which column is the date of the start? None looks like it.")


def _dates(text: _Text, look: Look, guessed: Guess, part: str) -> None:
    dated = [name for name in ("start", "end", "birth_date") if name in guessed.columns]
    if dated:
        text.add("", "[source.date_formats]")
    for name in dated:
        column = _column(look, guessed, name)
        if column.also_read_as:
            text.ask(f"Month before day, or day before month? {column.also_read_as} fits every row as well.")
        text.add(f"{name} = {json.dumps(list(column.date_forms))}  # {column.first_year} to {column.last_year}")
    if guessed.year_column:
        text.add("", f"[source.dates.{'end' if part == 'left' else 'start'}]")
        text.ask(
            "Which day stands for the whole year? A day in its middle is nearest to the truth. With 01-01 the first year is "
            "counted whole; with a later day it lies before the first day of the files."
        )
        text.add('day_of_year = "07-01"')
        text.ask(
            "Is it a fiscal year, named by the year in which it ends? One from July to June has its middle on 01-01."
        )
        if part == "back":
            text.add(f"plus_days = {_quoted(guessed.plus_days or '')}")


def _codes(text: _Text, column: Column, name: str, guessed: Guess) -> None:
    """Write a table of codes with their rows; a code that is not plain is a question, and counts as not known until then."""
    if name == "age_at_start" and column.is_whole_number:
        return
    text.add("", f"[source.codes.{name}]  # of {_quoted(column.name)}")
    for code, rows in () if is_private(column) else column.codes:
        word = word_for(name, code, guessed.kind)
        if word is None:
            text.ask(
                f"What does {json.dumps(code)} mean ({rows:,} rows)? Write our word for it and take the first # away."
            )
            text.add(f'# {_quoted(code)} = "not_stated"')
        else:
            text.add(f'{_quoted(code)} = "{word}"  # {rows:,} rows')
    empty = column.rows - column.filled
    if empty:
        text.add(f"# {empty:,} cells are empty: not_stated by itself.")
    if column.rare_rows:
        held = "1 row holds a code" if column.rare_rows == 1 else f"{column.rare_rows:,} rows hold codes"
        text.ask(f"{held} too rare to be shown here. Add them from the code list of the system.")


def _has_charges(look: Look, guessed: Guess) -> bool:
    """Whether there is a column of charges whose values are few and plain enough to be offense categories."""
    if "charge" not in guessed.columns:
        return False
    column = _column(look, guessed, "charge")
    return column.is_coded and any(word_for("charge", code) for code, _ in column.codes)


def _charges(text: _Text, column: Column) -> None:
    categories: dict[str, list[str]] = {}
    for code, _ in column.codes:
        word = word_for("charge", code)
        if word:
            categories.setdefault(word, []).append(code)
    text.add("", "[source.charges.categories]")
    text.ask(
        f"Are these the right categories? {len(column.codes)} common values of {json.dumps(column.name)} were looked at."
    )
    text.add(*[f"{word} = {json.dumps(codes, ensure_ascii=False)}" for word, codes in categories.items()])


def _not_used(text: _Text, look: Look, guessed: Guess) -> None:
    used = {*guessed.columns.values(), guessed.plus_days, guessed.year_column}
    left = [column for column in look.columns if column.name not in used]
    if left:
        text.add(
            "",
            '# Not used. A yes-or-no column can become a mark: flag_veteran = "Vet", with [source.codes.flag_veteran].',
        )
        text.add(
            *[f"#   {column.name}: {column.filled:,} filled, {column.different:,} different values" for column in left]
        )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
