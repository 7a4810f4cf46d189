"""A form filled from answers that are known: numbers, bands, years before, each kind of nothing, and its three files."""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import polars as pl
import pytest

from data_access.county import read_county
from data_access.packs import reading
from metrics import registry
from metrics.answers import PublishedAnswers, answer_schema
from metrics.declaration import Measure
from metrics.language import Status
from metrics.periods import PeriodKind, parse_period
from presentation.forms import printed, rows, text, word
from presentation.forms.filling import (
    Form,
    Gives,
    Pack,
    Question,
    Why,
    answer_line,
    fill,
    missing_table,
    period_choices,
    table,
)
from tests.presentation.small_answers import PLACE

AS_OF = dt.date(2024, 12, 31)
RETURNS = registry.measure("return_to_homelessness")


def row(period: str, window: int | None, numbers: tuple[int, int] | None, status: str = "shown", **more: Any) -> Any:
    measure_id = more.get("measure_id", "return_to_homelessness")
    numerator, denominator = numbers or (None, None)
    value = numerator / denominator if numerator is not None and denominator else None
    days = (dt.date(int(period), 1, 1), dt.date(int(period), 12, 31))
    lead = (measure_id, 1, "year", period, *days, window)
    return (*lead, numerator, denominator, value, value, value, status, "", AS_OF)


ROWS = pl.DataFrame(
    [
        row("2021", 180, (40, 400)),
        row("2021", 365, (64, 400)),
        row("2021", 730, (80, 400)),
        row("2022", 180, (0, 400)),
        row("2022", 365, None, Status.HIDDEN),
        row("2022", 730, None, Status.TOO_EARLY),
        row("2022", None, None, Status.NOT_REPORTED, measure_id="releases"),
    ],
    schema=answer_schema(()),
    orient="row",
)


def lookup(measure: Measure, period: str, groups: Mapping[str, str]) -> PublishedAnswers:
    found = ROWS.filter(pl.col("measure_id") == measure.measure_id, pl.col("period") == period, not groups)
    return PublishedAnswers(frame=found, grouping_ids=())


def asks(number: str, **more: Any) -> Question:
    return Question(number=number, asks=f"Question {number}?", **{"measure": RETURNS, **more})


def filled(*questions: Question, period: str = "2023", example: bool = False) -> Form:
    pack = Pack(
        pack_id="a_form",
        name="A form",
        about="What somebody asks.",
        source="Somebody.",
        example=example,
        periods=(PeriodKind.YEAR,),
        questions=questions,
    )
    return fill(pack, PLACE, period, lookup, made_on=dt.date(2025, 1, 15), not_public=False)


FULL = filled(
    asks("1", window_days=730, years_back=2, gives=Gives.DENOMINATOR),
    asks("2", window_days=180, years_back=2, gives=Gives.NUMERATOR),
    asks("3", window_days=365, after_days=180, years_back=2, gives=Gives.NUMERATOR),
    asks("4", window_days=730, after_days=365, years_back=2),
    asks("5", window_days=730, years_back=2),
    asks("6", window_days=180, years_back=1, gives=Gives.NUMERATOR),
    asks("7", window_days=365, years_back=1),
    asks("8", window_days=730, years_back=1),
    asks("9", measure=registry.measure("releases"), years_back=1),
    asks("10", window_days=180, groups={"sex": "female"}),
    asks("11", measure=None, not_counted="A person must write this."),
)


def test_numbers_bands_and_years_before_are_those_of_the_publication() -> None:
    """Of 400 who left two years before: 40, then 64 - 40 = 24, then 80 - 64 = 16, which is 4 of 100; 80 in all.

    16 are fewer than 20, so their share is marked as that of few people.
    """
    assert [one.said for one in FULL.filled[:6]] == ["400", "40", "24", "4 of 100 (few people)", "20 of 100", "0"]
    assert [one.period for one in FULL.filled[:7]] == ["2021"] * 5 + ["2022"] * 2


def test_a_zero_is_a_number_and_every_kind_of_nothing_has_its_reason() -> None:
    assert FULL.filled[5].why is None
    assert [one.why for one in FULL.missing] == [
        Why.HIDDEN,
        Why.TOO_EARLY,
        Why.NOT_REPORTED,
        Why.NOT_PUBLISHED,
        Why.NOT_COUNTED,
    ]
    reasons = [line[2] for line in missing_table(FULL).rows]
    assert reasons[1] == "It is too early to say. The full time has not passed yet for everyone."
    assert reasons[4] == "A person must write this."
    assert answer_line(FULL) == "6 of the 11 questions have a number for 2023."
    assert [line[2] for line in table(FULL).rows[6:]] == [
        "not shown",
        "too early",
        "not reported",
        "no number",
        "no number",
    ]


def test_the_spreadsheet_has_numbers_apart_from_words_and_says_why_there_is_none() -> None:
    told = list(csv.DictReader(io.StringIO(rows.csv(FULL).decode("utf-8-sig"))))
    assert [one["answer"] for one in told] == ["400.0", "40.0", "24.0", "0.04", "0.2", "0.0", "", "", "", "", ""]
    assert [one["status"] for one in told[5:]] == [
        "shown",
        "hidden",
        "too_early",
        "not_reported",
        "not_published",
        "not_counted",
    ]
    assert (told[2]["after_days"], told[2]["window_days"], told[2]["period"]) == ("180", "365", "2021")


def test_word_and_pdf_say_the_same_as_the_page_and_are_made_alike_twice() -> None:
    document = docx.Document(io.BytesIO(word.word(FULL)))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[1:] == [list(line) for line in table(FULL).rows]
    assert [[cell.text for cell in row.cells] for row in document.tables[1].rows][1:] == [
        list(line) for line in missing_table(FULL).rows
    ]
    assert document.paragraphs[0].text == "A form, 2023"
    assert word.word(FULL) == word.word(FULL)
    assert printed.pdf(FULL) == printed.pdf(FULL)


def test_an_example_is_called_one_in_every_file() -> None:
    form = filled(asks("1", window_days=180, years_back=2), example=True)
    assert "This form is an example. It belongs to no funder." in text.opening(form)
    assert answer_line(form) == "All of the form's questions have a number for 2023."


def test_a_form_about_years_before_is_filled_for_years_after_the_records() -> None:
    held = [parse_period(one) for one in ("2021", "2022", "2022-Q1")]
    assert period_choices(FULL.pack, held) == ("2022", "2021")
    back = filled(asks("1", window_days=730, years_back=2)).pack
    assert period_choices(back, held) == ("2024", "2023")


def test_the_packs_that_every_county_has_are_the_two_that_are_asked_for_and_one_that_is_called_an_example() -> None:
    shared = {pack.id: pack for pack in reading.shared_packs()}
    assert set(shared) == {"stepping_up", "hud_returns", "example_grant"}
    assert [pack_id for pack_id, pack in shared.items() if pack.example] == ["example_grant"]
    assert shared["example_grant"].name.startswith("Example")


PACK = """
id = "own"
name = "Own"
about = "Own."
source = "Own."
periods = ["year"]
[[question]]
number = "1"
asks = "How many?"
{line}
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "question[1]: give measure_id, or say in not_counted why there is no number"),
        ('measure_id = "coming_home"', "there is no measure 'coming_home'"),
        ('measure_id = "rebooking"', "window_days: rebooking is told for 30, 90, 180, 365, 730, 1095 days"),
        ('measure_id = "releases"\nwindow_days = 365', "window_days: releases has no window"),
        ('measure_id = "rebooking"\nwindow_days = 180\nafter_days = 365', "after_days: use one of"),
        ('measure_id = "releases"\ngives = "all"', "use value, numerator or denominator"),
        ('measure_id = "releases"\nmood = "good"', "is not a key that we know"),
        ("measure_id = releases", "is not valid TOML"),
    ],
)
def test_a_wrong_pack_of_a_county_is_told_what_to_mend(tmp_path: Path, line: str, said: str) -> None:
    folder = tmp_path / "own"
    (folder / reading.OWN_FOLDER).mkdir(parents=True)
    (folder / reading.OWN_FOLDER / "own.toml").write_text(PACK.format(line=line), "utf-8")
    with pytest.raises(reading.PackError) as error:
        reading.own_packs(folder)
    assert "own/packs/own.toml" in str(error.value)
    assert said in str(error.value)


def test_an_id_of_a_pack_that_every_county_has_cannot_be_taken(tmp_path: Path) -> None:
    folder = tmp_path / "own" / reading.OWN_FOLDER
    folder.mkdir(parents=True)
    text_of = PACK.format(line='measure_id = "releases"').replace('id = "own"', 'id = "stepping_up"')
    (folder / "own.toml").write_text(text_of, "utf-8")
    with pytest.raises(reading.PackError, match="two packs have the id stepping_up"):
        reading.own_packs(folder.parent)


def test_the_made_up_county_has_a_form_of_its_own() -> None:
    assert [pack.id for pack in read_county("made-up").packs] == ["county_board"]
