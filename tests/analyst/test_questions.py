"""An analyst's question: filters, what is hidden, what is refused, and what is written down."""

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from data_access.__main__ import main
from data_access.analyst import Analyst
from data_access.audit import AuditError, Entry, read_entries
from data_access.audit_check import verify
from data_access.curve_question import ask_curve
from data_access.questions import Question, QuestionError
from data_access.records import Records, answers, exact_answers
from metrics.complementary import SMALLEST_CELL

NOW = dt.datetime.now(dt.UTC)


def question(**asked: object) -> Question:
    whole = {"measure_id": "rebooking", "window_days": 365, "period": "2022", "by": (), "only": {}}
    return Question(**{**whole, **asked})  # type: ignore[arg-type]


def by_group(frame: pl.DataFrame, name: str) -> dict[str, tuple[int | None, int | None, str]]:
    return {row[name]: (row["numerator"], row["denominator"], row["status"]) for row in frame.to_dicts()}


def log(analyst: Analyst) -> list[tuple[str, str, dict[str, object]]]:
    entries: list[Entry] = read_entries(analyst.data_dir, analyst.county.id)
    return [(entry.deed, entry.done_by, json.loads(entry.about)) for entry in entries]


def test_a_filter_with_several_groups_counts_the_people_of_each(records: Records) -> None:
    of_each = by_group(exact_answers(records, question(by=("age_band",))).frame, "age_band")
    kept = ("under_25", "25_34")
    (row,) = exact_answers(records, question(only={"age_band": kept})).frame.to_dicts()
    came_back = sum(of_each[group][0] or 0 for group in kept)
    people = sum(of_each[group][1] or 0 for group in kept)
    assert (row["numerator"], row["denominator"]) == (came_back, people)
    assert people > 100


def test_filters_by_other_fields_and_splits_by_three_groupings_add_up(records: Records) -> None:
    whole = exact_answers(records, question(only={"severity": ("felony",)})).frame
    by = ("sex", "offense_category", "age_band")
    split = exact_answers(records, question(only={"severity": ("felony",)}, by=by)).frame
    for name in ("numerator", "denominator"):
        assert split[name].sum() == whole[name].item() > 10
    felonies = by_group(exact_answers(records, question(by=("severity",))).frame, "severity")
    assert felonies["felony"][:2] == (whole["numerator"].item(), whole["denominator"].item())


def test_a_shown_row_is_exact_and_a_small_one_has_no_number(records: Records) -> None:
    asked = question(by=("sex", "race_ethnicity"), window_days=None)
    exact = exact_answers(records, asked).frame
    told = answers(records, asked)
    assert told.height == exact.height
    shown = told["status"] == "shown"
    for name in ("numerator", "denominator", "value"):
        assert told[name].filter(shown).equals(exact[name].filter(shown))
        assert told[name].filter(~shown).null_count() == (~shown).sum()
    counts = told.filter(shown & (pl.col("denominator") > 0)).select(
        pl.min_horizontal("numerator", pl.col("denominator") - pl.col("numerator"))
    )
    assert counts.to_series().min() >= SMALLEST_CELL  # type: ignore[operator]
    small = exact.filter(pl.col("status") == "shown", pl.col("denominator").is_between(1, SMALLEST_CELL - 1))
    assert small.height > 0
    assert set(told["status"]) >= {"shown", "hidden"}


def test_the_filtered_groups_stand_in_their_column(records: Records) -> None:
    (row,) = answers(records, question(only={"sex": ("male", "female"), "severity": ("felony",)})).to_dicts()
    assert (row["sex"], row["severity"], row["age_band"]) == ("male+female", "felony", "all")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"by": ("sex", "age_band", "severity", "agency")}, "at most 3"),
        ({"by": ("sex", "sex")}, "each once"),
        ({"by": ("shoe_size",)}, "There is no grouping 'shoe_size'. Known: sex, age_band"),
        ({"only": {"sex": ("tall",)}}, "sex has no group tall. Known: female, male"),
        ({"only": {"sex": ()}}, "sex has no group"),
        ({"only": {"flag_sud_treatment": ("yes",)}}, "an outcome alone"),
        ({"by": ("flag_methadone",)}, "an outcome alone"),
        ({"only": {"agency": ("Harbor Detox Center",)}}, "an outcome alone"),
        ({"measure_id": "follow_up_after_hospital", "only": {"agency": ("x",)}}, "no provider can be chosen"),
        ({"measure_id": "admissions", "period": "all_watched", "window_days": None}, "follows nobody"),
        ({"period": "1999"}, "does not lie wholly inside"),
        ({"measure_id": "happiness"}, "happiness"),
    ],
)
def test_what_cannot_be_asked_is_told_in_words(records: Records, asked: dict[str, object], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        answers(records, question(**asked))


def test_every_measure_can_be_asked_and_hides_its_small_groups(records: Records) -> None:
    shown = 0
    for measure in records.settings.measures:
        asked = question(measure_id=measure.measure_id, window_days=None, by=("sex",))
        exact, told = exact_answers(records, asked).frame, answers(records, asked)
        few = exact["group_size"].is_between(1, SMALLEST_CELL - 1) & (exact["status"] == "shown")
        assert set(told["status"].filter(few)) <= {"hidden"}, measure.measure_id
        shown += told.filter(pl.col("status") == "shown").height
    assert shown > 50


def test_a_curve_of_few_people_has_no_numbers(records: Records) -> None:
    drawn, whole = ask_curve(records, question(by=("race_ethnicity",), window_days=None))
    people = dict(whole.select("race_ethnicity", "people").iter_rows())
    assert None in people.values()
    assert min(count for count in people.values() if count is not None) >= SMALLEST_CELL
    for group, count in people.items():
        values = drawn.filter(pl.col("race_ethnicity") == group, pl.col("day") > 0)["value"]
        assert (values.null_count() == len(values)) == (count is None)


def test_nothing_is_answered_before_the_purpose_of_the_day_is_said(analyst: Analyst, records: Records) -> None:
    with pytest.raises(QuestionError, match="Say first what the questions of today are for"):
        analyst.ask(records, question(), NOW)
    assert log(analyst) == []
    analyst.say_purpose("  planning   beds\n for winter ")
    assert analyst.purpose(NOW) == 1
    assert log(analyst) == [("purpose", "ana@county.example", {"purpose": "planning beds for winter"})]
    assert analyst.purpose(NOW + dt.timedelta(days=1)) is None
    assert Analyst(by="ben", county=analyst.county, data_dir=analyst.data_dir).purpose(NOW) is None


def test_each_question_and_each_file_is_written_down_by_the_ids_of_its_filters(
    analyst: Analyst, records: Records
) -> None:
    analyst.say_purpose("planning beds")
    agency = next(one for one in records.settings.groupings if one.grouping_id == "agency").group_ids[0]
    asked = question(by=("sex",), only={"severity": ("felony", "misdemeanor"), "agency": (agency,)})
    rows = analyst.ask(records, asked, NOW)
    analyst.take_away(records, asked, rows, "csv", NOW)
    _, told, taken = log(analyst)
    assert told[:2] == ("question", "ana@county.example")
    assert told[2]["only"] == (
        f"severity=felony,severity=misdemeanor,agency={agency.lower().replace(' ', '_').replace('-', '_')}"
    )
    expected = {"measure_id": "rebooking", "window_days": 365, "period": "2022", "by": "sex", "purpose_entry": 1}
    assert expected.items() <= told[2].items()
    assert told[2]["rows"] == rows.height
    assert told[2]["hidden"] == (rows["status"] == "hidden").sum()
    assert taken[0] == "export"
    assert taken[2] == {**told[2], "form": "csv"}
    assert verify(analyst.data_dir, analyst.county.id).findings == ()


def test_no_log_no_answer(analyst: Analyst, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    analyst.say_purpose("planning beds")

    def broken(*_: object, **__: object) -> None:
        raise AuditError("the disk is full")

    monkeypatch.setattr("data_access.analyst.note", broken)
    for ask in (analyst.ask, analyst.ask_curve):
        with pytest.raises(AuditError):
            ask(records, question(), NOW)


def test_the_command_asks_for_the_purpose_once_a_day(
    extracted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(extracted))
    asked = ["made-up", "--measure", "rebooking", "--period", "2022", "--by", "sex"]
    exact = [*asked, "--window", "365", "--audience", "analyst", "--only", "age_band=under_25"]
    exact += ["--only", "age_band=25_34"]
    assert main(["measure", *exact]) == 2
    assert "--purpose" in capsys.readouterr().err
    assert main(["measure", *exact, "--purpose", "planning beds"]) == 0
    header, row, *_ = capsys.readouterr().out.splitlines()
    assert header.startswith("for_analysts_only,measure_id")
    assert row.startswith("yes,rebooking")
    assert "under_25+25_34" in row
    assert main(["measure", *exact]) == 0
    assert main(["curve", *asked]) == 0
    deeds = [entry.deed for entry in read_entries(extracted, "made-up")]
    assert deeds[-4:] == ["purpose", "question", "question", "question"]
