"""The county's programs in a list: where on the path each helps, whom it reaches, who finishes, who is in jail again."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

from babel.lists import format_list

from metrics.declaration import Measure
from metrics.declared import program_outcomes, program_steps
from metrics.intercepts import intercept_of, measures_at
from metrics.programs import INTERCEPTS, PROGRAM
from presentation import in_words, language_of_run, words
from presentation.answer import Answer, Reading
from presentation.place import Place, Program
from presentation.table import Table

MEASURES: Final[tuple[Measure, ...]] = (*program_steps.MEASURES, *program_outcomes.MEASURES)
"""All that the pages of programs tell numbers of."""
OPENING: Final = program_steps.PROGRAM_FINISHED
"""The measure whose newest year the pages open on: the one that becomes known last."""
YEAR_DAYS: Final = 365
BY_PROGRAM: Final = (PROGRAM,)
"""The grouping by which the list is split."""
PAGE: Final = "program"
"""The page of one program, and the name in its address that says which."""


def of_program(reading: Reading, program_id: str) -> Reading:
    """Return the answers of one program, from those that are split by program."""
    return reading.only(answer for answer in reading.answers if answer.groups.get(PROGRAM) == program_id)


def answer_line(place: Place, reading: Reading) -> str:
    """Say how many people were sent to programs, or that the county names none."""
    if not place.programs:
        return words.say("programs_nothing", county=place.name)
    sent = [_sent(reading, program) for program in place.programs]
    told = [answer for answer in sent if answer and answer.shown and answer.value is not None]
    if not told:
        return words.say("programs_no_number")
    count = words.count(sum(answer.value or 0 for answer in told))
    name = "programs_answer" if len(told) == len(sent) else "programs_answer_some"
    return words.say(name, count=count, period=words.period(told[0].period), n=len(told))


def gaps(place: Place) -> str:
    """Name the places on the path at which the county has no program; empty where it has one at each, or none at all."""
    held = {program.intercept for program in place.programs}
    missing = [words.say(f"intercept_{number}") for number in INTERCEPTS if number not in held]
    if not held or not missing:
        return ""
    return words.say("programs_gaps", places=format_list(missing, locale=language_of_run.locale()))


def path(place: Place, measures: Iterable[Measure], along: Mapping[str, str]) -> str:
    """Return the strip of the six places on a person's path: the programs at each, as links, and how many numbers there are.

    measures: those whose records the county shares. What is counted of programs is counted at the place of each of them.
    along: what goes along in an address from page to page.
    """
    shared = tuple(measures)
    numbers = {at: len(found) for at, found in measures_at(shared).items()}
    of_programs = sum(intercept_of(one) is None for one in shared)
    for at in {program.intercept for program in place.programs}:
        numbers[at] += of_programs
    steps = "".join(_step(place, number, numbers[number], along) for number in INTERCEPTS)
    return f'<ol class="tl-path" aria-label="{escape(words.say("path_label"))}">{steps}</ol>'


def _step(place: Place, number: int, numbers: int, along: Mapping[str, str]) -> str:
    here = [program for program in place.programs if program.intercept == number]
    links = (
        "".join(f'<a href="{address(program, along)}" target="_self">{escape(program.name)}</a>' for program in here)
        or f"<em>{escape(words.say('path_no_program'))}</em>"
    )
    data = words.say("path_no_data" if not numbers else "path_one" if numbers == 1 else "path_many", n=numbers)
    gap = "" if here and numbers else ' class="tl-gap"'
    return (
        f"<li{gap}><strong>{number}</strong><span>{escape(words.say(f'intercept_{number}'))}</span>{links}"
        f"<small>{escape(data)}</small></li>"
    )


def address(program: Program, along: Mapping[str, str]) -> str:
    """Return where the page of a program stands, from any other page."""
    return _link(PAGE, program, along)


def to_the_difference(program: Program, along: Mapping[str, str]) -> str:
    """Return a link to the page that holds the program beside people like its own who were not in it."""
    told = words.say("program_difference", program=program.name)
    address = _link("did-it-make-a-difference", program, along)
    return f'<p class="tl-text"><a href="{address}" target="_self">{escape(told)}</a></p>'


def _link(page: str, program: Program, along: Mapping[str, str]) -> str:
    return escape(f"{page}?{urlencode({PAGE: program.program_id, **along})}")


def listed(place: Place, reading: Reading) -> Table:
    """Return a line for each program: sent, let in, finished, and back in jail within a year of coming in."""
    columns: tuple[tuple[str, Measure, int | None], ...] = (
        ("programs_sent", program_steps.PROGRAM_REFERRALS, None),
        ("programs_let_in", program_steps.PROGRAM_ADMITTED, None),
        ("programs_finished", program_steps.PROGRAM_FINISHED, None),
        ("programs_back", program_outcomes.REBOOKING_AFTER_START, YEAR_DAYS),
    )
    return Table(
        caption=words.say("programs_table"),
        header=(words.say("programs_label"), words.say("programs_place"), *(words.say(name) for name, *_ in columns)),
        rows=tuple(
            (
                program.name,
                words.say(f"intercept_{program.intercept}"),
                *(number(of_program(reading, program.program_id), measure, days) for _, measure, days in columns),
            )
            for program in place.programs
        ),
        words_columns=frozenset({0, 1}),
        caption_shown=False,
    )


def number(reading: Reading, measure: Measure, window_days: int | None = None) -> str:
    """Write one number with its unit, or the mark of its kind of nothing."""
    answer = reading.where(measure_id=measure.measure_id, window_days=window_days).answers
    return in_words.how_many(measure, answer[0]) if answer else words.mark()


def about(programs: Sequence[Program]) -> tuple[str, ...]:
    """Say of each program what it does for whom."""
    return tuple(words.say("programs_about", name=program.name, about=program.about) for program in programs)


def _sent(reading: Reading, program: Program) -> Answer | None:
    return of_program(reading, program.program_id).first(measure_id=program_steps.PROGRAM_REFERRALS.measure_id)
