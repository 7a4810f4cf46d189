"""The command `difference`: what is published of programs' differences and of case mix, the same numbers as on the pages."""

import argparse
from pathlib import Path
from typing import Final

import polars as pl

from data_access.county import County
from data_access.publications import Audience, read_publication
from data_access.question_commands import print_rows
from data_access.questions import QuestionError
from metrics.effects.rows import rows
from metrics.effects.shown import ShownCaseMix

USUAL: Final = pl.Schema(
    {
        "measure_id": pl.String,
        "measure_version": pl.Int16,
        "period": pl.String,
        "window_days": pl.Int32,
        "grouping": pl.String,
        "group": pl.String,
        "expected": pl.Float64,
        "calibrated": pl.Boolean,
    }
)
"""One row per group: the share, 0..1, that usually has the outcome among people with such records. How many of the group had
it is the answer of the measure itself."""


def difference_asks(command: argparse.ArgumentParser) -> None:
    """Add what `difference` is asked beside the county."""
    asked = command.add_mutually_exclusive_group(required=True)
    asked.add_argument("--program", metavar="ID", help="the id of a program in county.toml")
    asked.add_argument("--case-mix", action="store_true", help="what is usual for the groups that the county marks")
    command.add_argument("--audience", choices=[*Audience], default="public")
    command.add_argument("--format", choices=["csv", "json"], default="csv")


def run_difference(county: County, data_dir: Path, chosen: argparse.Namespace) -> int:
    """Print what is published of one program's difference, or of case mix."""
    print_rows(_asked(county.id, data_dir, chosen), chosen.format)
    return 0


def _asked(county_id: str, data_dir: Path, chosen: argparse.Namespace) -> pl.DataFrame:
    effects = read_publication(data_dir, county_id, Audience(chosen.audience)).effects
    if chosen.case_mix:
        return pl.DataFrame([_usual(one) for one in effects.case_mix], schema=USUAL)
    for told in effects.differences:
        if told.program_id == chosen.program:
            return rows(told)
    known = ", ".join(told.program_id for told in effects.differences) or "none"
    raise QuestionError(f"No difference is published for the program {chosen.program!r}. Programs with one: {known}.")


def _usual(one: ShownCaseMix) -> dict[str, object]:
    return {
        "measure_id": one.measure_id,
        "measure_version": one.measure_version,
        "period": one.period,
        "window_days": one.window_days,
        "grouping": one.grouping_id,
        "group": one.group,
        "expected": one.expected.expected if one.expected.calibrated else None,
        "calibrated": one.expected.calibrated,
    }
