"""Did it make a difference: the page, its address and its command, on a small publication and on the made-up county."""

import json
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from data_access.__main__ import main
from data_access.comparing import compared
from data_access.county import read_county
from data_access.county_programs import Program
from data_access.extract import measure_settings, read_extract
from data_access.publications import Audience, PublicationError, read_publication, write_publication
from metrics.answers import PublishedAnswers
from metrics.effects.answer import Choice, Declined, Evidence
from metrics.effects.measured import MeasuredWindow
from metrics.effects.shown import ShownEffects, ShownWindow
from metrics.frozen import SCHEMA
from metrics.limits import TABLE
from metrics.prepared import prepare
from metrics.programs import PROGRAM
from presentation import words
from tests.pages.conftest import Open, answer_of, markup
from tests.presentation.test_difference import NOTHING, TOLD, WINDOW
from tests.small_county import COUNTY

NAMED = (
    Program(id="court", name="Court", about="It meets.", intercept=3, codes=("C",)),
    Program(id="housing", name="Housing help", about="It finds homes.", intercept=4, codes=("H",)),
)
FEW: ShownWindow = replace(
    WINDOW, **NOTHING, declined=(Declined.FEW_PEOPLE,), evidence=Evidence.DESCRIBED_ONLY, choices=(), program=None,
    others=None, overlap=None, balance=(),
)  # fmt: skip
EFFECTS = ShownEffects(differences=(TOLD, replace(TOLD, program_id="housing", windows=(FEW,))))


def publish(data_dir: Path, effects: ShownEffects) -> None:
    """Put these comparisons beside the answers of the small county, which then has two programs."""
    before = read_publication(data_dir, COUNTY, Audience.PUBLIC)
    at = before.frame.columns.index("numerator")
    frame = before.frame.insert_column(at, pl.Series(PROGRAM, ["all"] * before.frame.height))
    county = before.manifest.county.model_copy(update={"programs": NAMED})
    manifest = before.manifest.model_copy(update={"county": county, "publication_id": "2023-12-31-second"})
    answers = PublishedAnswers(frame=frame, grouping_ids=(*before.grouping_ids, PROGRAM))
    write_publication(data_dir, answers, pl.DataFrame(schema=SCHEMA), effects, manifest)


def test_a_county_that_has_not_said_how_people_come_in_compares_nothing(open_page: Open) -> None:
    app = open_page("did_it_make_a_difference")
    assert words.say("difference_none") in answer_of(app)
    assert not app.get("vega_lite_chart")


def test_the_answer_comes_first_with_its_label_and_every_way_to_compare(small_data: Path, open_page: Open) -> None:
    publish(small_data, EFFECTS)
    app = open_page("did_it_make_a_difference")
    assert not app.exception
    assert "Court: 6 fewer of every 100 people came back to jail within a year" in answer_of(app)
    shown = markup(app)
    assert words.TEMPLATES["difference_label_like_for_like"] in shown
    assert words.say("difference_choice_unadjusted") in shown
    assert "1.7 times as likely" in shown
    assert len(app.get("vega_lite_chart")) == 2
    assert f"difference {COUNTY} --program court --audience public" in app.code[0].value


def test_a_program_that_cannot_be_compared_is_chosen_in_the_address_and_gives_no_number(
    small_data: Path, open_page: Open
) -> None:
    publish(small_data, EFFECTS)
    app = open_page("did_it_make_a_difference", program="housing")
    said = re.sub("<[^>]+>", "", answer_of(app))
    assert said == words.say("difference_declined_few_people", program="Housing help")
    assert not re.search(r"\d", said)
    assert not app.get("vega_lite_chart")
    assert words.TEMPLATES["difference_label_described_only"] in markup(app)


def test_the_command_line_has_the_numbers_of_the_page(
    small_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_data, EFFECTS)
    monkeypatch.setattr("data_access.__main__.read_county", lambda _: _Named())
    assert main(["difference", COUNTY, "--program", "court", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    plain = {row["number"]: row["value"] for row in told if not row["detail"]}
    assert (plain["rate_with_program"], plain["rate_of_like_group"], plain["difference"]) == (0.28, 0.34, -0.06)
    assert main(["difference", COUNTY, "--program", "nowhere"]) == 2
    assert "Programs with one: court, housing." in capsys.readouterr().err
    assert main(["difference", COUNTY, "--case-mix"]) == 0


class _Named:
    id = COUNTY


def test_comparisons_that_were_changed_after_they_were_kept_are_damage(small_data: Path) -> None:
    publish(small_data, EFFECTS)
    kept = small_data / COUNTY / "publications" / "public" / "2023-12-31-second" / "effects.json"
    kept.write_text(kept.read_text("utf-8").replace("-0.06", "-0.26"), "utf-8")
    with pytest.raises(PublicationError, match="damaged"):
        read_publication(small_data, COUNTY, Audience.PUBLIC)


@pytest.fixture(scope="module")
def compared_in_made_up(made_up_data: Path) -> dict[str, MeasuredWindow]:
    """Return what is measured of the made-up county's programs within a year, before anything is shifted."""
    county, extract = read_county("made-up"), read_extract(made_up_data, "made-up")
    found = compared(county, prepare(extract.keyed_episodes, measure_settings(county, extract)))
    return {
        one.compare.program_id: next(window for window in one.windows if window.window_days == 365)
        for one in found.programs
    }


def test_what_is_planted_in_the_made_up_county_is_found_where_the_plain_difference_misleads(
    made_up_data: Path, compared_in_made_up: dict[str, MeasuredWindow]
) -> None:
    truth = json.loads((made_up_data / "made-up" / "sources" / "truth.json").read_text("utf-8"))["program"]
    court = compared_in_made_up["treatment_court"].effect
    assert court.declined == ()
    assert court.evidence is Evidence.LIKE_FOR_LIKE
    assert court.difference is not None
    assert court.difference.low <= truth["true_difference"] <= court.difference.high
    naive = abs(truth["counted_difference"] - truth["true_difference"])
    assert abs(court.difference.value - truth["true_difference"]) < naive


def test_the_lottery_of_the_made_up_county_gives_the_plain_difference_which_holds_the_planted_zero(
    compared_in_made_up: dict[str, MeasuredWindow],
) -> None:
    lot = compared_in_made_up["reentry_navigator"].effect
    assert lot.evidence is Evidence.RANDOMISED
    assert lot.difference is not None
    plain = lot.program.with_outcome / lot.program.moments - lot.others.with_outcome / lot.others.moments
    assert lot.difference.value == pytest.approx(plain)
    assert lot.difference.low <= 0 <= lot.difference.high
    (like,) = [one for one in lot.choices if one.choice is Choice.OVERLAP]
    assert lot.difference.low <= like.difference.value <= lot.difference.high


def test_what_each_audience_is_told_of_the_made_up_county_is_the_measured_number_a_little_moved(
    made_up_data: Path, compared_in_made_up: dict[str, MeasuredWindow]
) -> None:
    for audience in Audience:
        for told in read_publication(made_up_data, "made-up", audience).effects.differences:
            raw = compared_in_made_up[told.program_id].effect
            (year,) = [window for window in told.windows if window.window_days == 365]
            assert year.evidence is raw.evidence
            assert year.difference is not None
            assert raw.difference is not None
            assert raw.one_person is not None
            moved = abs(year.difference.value - raw.difference.value)
            assert moved <= TABLE.largest_shift * sum(raw.one_person) + 0.011
            assert year.difference.high - year.difference.low > raw.difference.high - raw.difference.low
