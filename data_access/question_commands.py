"""The commands `measure` and `curve`: the questions that pages answer, and those of an analyst, at the keyboard."""

import argparse
import datetime as dt
import json
from pathlib import Path

import polars as pl

from data_access import questions
from data_access.access import Role
from data_access.analyst import Analyst, marked
from data_access.county import County
from data_access.publications import Audience, read_publication
from data_access.questions import QuestionError
from data_access.records import open_records
from data_access.settings import who_is_here
from metrics.answers import as_csv
from metrics.bands import bands

PERIODS = "2017, 2017-Q3 or year_to_2017-09; for an analyst also all_watched; every year without it"
_BY = "split by these groupings of the county"
_PURPOSE = "for an analyst, once a day: what the questions are for"


def measure_asks(command: argparse.ArgumentParser) -> None:
    """Add what `measure` is asked beside the county."""
    command.add_argument("--measure", required=True, metavar="ID")
    command.add_argument("--window", type=int, metavar="DAYS", help="how long to look for a return")
    command.add_argument("--period", metavar="PERIOD", help=PERIODS)
    command.add_argument("--by", default="", metavar="GROUPING[,GROUPING]", help=_BY)
    command.add_argument(
        "--only", action="append", default=[], metavar="GROUPING=GROUP", help="keep this group of a grouping"
    )
    command.add_argument(
        "--bands", action="store_true", help="0 to 180, 181 to 365 and 366 to 730 days instead of windows"
    )
    command.add_argument("--audience", choices=[*Audience, Role.ANALYST], default="public")
    _end(command)


def curve_asks(command: argparse.ArgumentParser) -> None:
    """Add what `curve` is asked beside the county."""
    command.add_argument("--measure", required=True, metavar="ID")
    command.add_argument("--period", required=True, metavar="PERIOD", help="2017, 2017-Q3 or year_to_2017-09")
    command.add_argument("--by", default="", metavar="GROUPING[,GROUPING]", help=_BY)
    command.add_argument("--summary", action="store_true", help="medians and means instead of the days of the curve")
    _end(command)


def _end(command: argparse.ArgumentParser) -> None:
    command.add_argument("--purpose", metavar="TEXT", help=_PURPOSE)
    command.add_argument("--format", choices=["csv", "json"], default="csv")


def run_measure(county: County, data_dir: Path, chosen: argparse.Namespace) -> int:
    """Print the answer to one question, of a publication or of the records."""
    question = questions.Question(
        measure_id=chosen.measure,
        window_days=chosen.window,
        period=chosen.period,
        by=_groupings(chosen.by),
        only=_only(chosen.only),
    )
    if chosen.audience == Role.ANALYST:
        analyst, now = _analyst(county, data_dir, chosen.purpose), dt.datetime.now(dt.UTC)
        frame = marked(analyst.ask(open_records(county, data_dir), question, now))
    else:
        publication = read_publication(data_dir, county.id, Audience(chosen.audience))
        frame = questions.ask_publication(publication, question)
    if chosen.bands:
        try:
            frame = bands(frame)
        except ValueError as error:
            raise QuestionError(f"--bands cannot be told of {chosen.measure}: {error}. Leave out --window.") from None
    print_rows(frame, chosen.format)
    return 0


def run_curve(county: County, data_dir: Path, chosen: argparse.Namespace) -> int:
    """Print the days of a time curve, or its medians and means."""
    question = questions.Question(
        measure_id=chosen.measure, window_days=None, period=chosen.period, by=_groupings(chosen.by), only={}
    )
    analyst = _analyst(county, data_dir, chosen.purpose)
    drawn, whole = analyst.ask_curve(open_records(county, data_dir), question, dt.datetime.now(dt.UTC))
    print_rows(marked(whole if chosen.summary else drawn), chosen.format)
    return 0


def _analyst(county: County, data_dir: Path, purpose: str | None) -> Analyst:
    """Return the account that runs this command as an analyst, and write a purpose down where one is said."""
    analyst = Analyst(by=who_is_here(), county=county, data_dir=data_dir)
    if purpose is not None:
        analyst.say_purpose(purpose)
    return analyst


def _groupings(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def print_rows(frame: pl.DataFrame, form: str) -> None:
    """Print rows as they stand in files: CSV, or JSON where that is asked for."""
    print(f"{json.dumps(frame.to_dicts(), default=str, indent=1)}\n" if form == "json" else as_csv(frame), end="")


def _only(texts: list[str]) -> dict[str, tuple[str, ...]]:
    """Read what stands after each --only: one group each, since an agency may have a comma in its name."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        grouping, sign, group = text.partition("=")
        if not sign:
            raise QuestionError(f"--only takes GROUPING=GROUP, such as sex=female, not {text!r}.")
        found[grouping.strip()] = (*found.get(grouping.strip(), ()), group.strip())
    return found
