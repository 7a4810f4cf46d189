"""Measures curves by group against lifelines and scikit-survival, in turns, on the same made-up releases.

Run by `python -m benchmarks.curves [--large]`. Prints a table; checks that the results are equal, and prints by how much
they differ. Each gets the releases in memory in the form that it likes best; making that form is not measured. Memory is
measured in a process of its own for each, so that none uses again what another has left.
"""

import argparse
import platform
import tempfile
import warnings
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
from sksurv.nonparametric import cumulative_incidence_competing_risks, kaplan_meier_estimator

from benchmarks.turns import take_turns
from metrics.curves import cumulative_incidence, kaplan_meier
from metrics.endings import CENSORED, count_endings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # lifelines uses calls that pandas is about to retire
    from lifelines import AalenJohansenFitter, KaplanMeierFitter

GROUPS: Final = [f"group {number:02}" for number in range(20)]
OUTCOMES: Final = ["new_offense", "technical", "death"]
ENDINGS: Final = [CENSORED, *OUTCOMES]
OURS, LIFELINES, SCIKIT = "this program", "lifelines", "scikit-survival"

MOST_FOR_LIFELINES: Final = 1_000_000
"""Releases. Its Aalen-Johansen moves ties apart by random fractions of a day, again and again until there are none; with
500,000 releases in a group that ends in a RecursionError."""

Curves = dict[str, npt.NDArray[np.float64]]
"""By group (and outcome): [2, days], the days and the values of one curve."""
Turns = Mapping[str, Callable[[], pl.DataFrame | Curves]]

warnings.simplefilter("ignore")  # the jitter of lifelines, and what pandas is about to retire


def main() -> None:
    """Measure each size, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--large", action="store_true", help="also 10,000,000 releases (some minutes, and 5 GB)")
    parser.add_argument("--runs", type=int, default=3, help="how often each takes its turn (3)")
    chosen = parser.parse_args()
    versions = ", ".join(f"{name} {version(name)}" for name in ("polars", "numpy", "lifelines", "scikit-survival"))
    print(
        f"Python {platform.python_version()}, {versions}. Median of {chosen.runs} turns; memory beyond the releases.\n"
    )
    print(
        "lifelines has no row for Aalen-Johansen of more than 1,000,000 releases: it cannot move so many ties apart "
        "(RecursionError).\n"
    )
    print("| releases | curves of 20 groups | by | seconds | times as long | most memory | largest difference |")
    print("|---:|---|---|---:|---:|---:|---:|")
    for size in (100_000, 1_000_000, *([10_000_000] if chosen.large else [])):
        for what in MEASURED:
            with tempfile.TemporaryDirectory() as folder:
                take_turns(size, what, Path(folder), runs=chosen.runs, make=make_turns, apart=largest_difference)


def made_up_releases(size: int) -> pl.DataFrame:
    """Make one row per release: group, day (1 to 1095) and ending; each group has its own pace."""
    chance = np.random.default_rng(1)
    group = chance.integers(0, len(GROUPS), size)
    days = [chance.geometric(0.0006 * place * (1 + group / len(GROUPS))) for place in range(1, len(OUTCOMES) + 1)]
    days.insert(0, chance.integers(300, 1096, size))
    first = np.argmin(days, axis=0)
    day = np.min(days, axis=0)
    return pl.DataFrame(
        {
            "group": pl.Series(GROUPS, dtype=pl.Enum(GROUPS)).gather(group),
            "day": day.astype(np.int32),
            "ending": pl.Series(ENDINGS, dtype=pl.Enum(ENDINGS)).gather(first),
        }
    )


def kaplan_meiers(releases: pl.DataFrame, _: Path) -> Turns:
    """Return ways to Kaplan-Meier curves with their 95 % intervals, all outcomes taken together."""
    rows = as_pandas(releases)

    def ours() -> pl.DataFrame:
        return kaplan_meier(count_endings(releases, ["group"]), ["group"], OUTCOMES).select(
            pl.col("group").alias("curve"), "day", value="survival"
        )

    def lifelines() -> Curves:
        found = {}
        for group, part in rows.groupby("group", observed=True):
            fitted = KaplanMeierFitter().fit(part["day"], part["ending"] > 0).survival_function_
            found[str(group)] = np.array([fitted.index[1:], fitted.iloc[1:, 0]])
        return found

    def scikit() -> Curves:
        found = {}
        for group, part in rows.groupby("group", observed=True):
            event = part["ending"].to_numpy() > 0
            found[str(group)] = np.array(kaplan_meier_estimator(event, part["day"].to_numpy(), conf_type="log-log")[:2])
        return found

    return {OURS: ours, LIFELINES: lifelines, SCIKIT: scikit}


def incidences(releases: pl.DataFrame, _: Path) -> Turns:
    """Return ways to the cumulative incidence of each outcome: ours with variance and interval, the others without."""
    rows = as_pandas(releases)

    def ours() -> pl.DataFrame:
        return cumulative_incidence(count_endings(releases, ["group"]), ["group"], OUTCOMES).select(
            pl.concat_str("group", "outcome", separator=" ").alias("curve"), "day", value="incidence"
        )

    def lifelines() -> Curves:
        found = {}
        for group, part in rows.groupby("group", observed=True):
            for number, outcome in enumerate(OUTCOMES, 1):
                fitter = AalenJohansenFitter(calculate_variance=False, seed=number)
                fitted = fitter.fit(part["day"], part["ending"], number).cumulative_density_
                found[f"{group} {outcome}"] = at_whole_days(fitted.index.to_numpy(), fitted.iloc[:, 0].to_numpy())
        return found

    def scikit() -> Curves:
        found = {}
        for group, part in rows.groupby("group", observed=True):
            days, values = cumulative_incidence_competing_risks(part["ending"].to_numpy(), part["day"].to_numpy())
            for number, outcome in enumerate(OUTCOMES, 1):
                found[f"{group} {outcome}"] = np.array([days, values[number]])
        return found

    peers = {LIFELINES: lifelines, SCIKIT: scikit} if releases.height <= MOST_FOR_LIFELINES else {SCIKIT: scikit}
    return {f"{OURS}, with variance": ours, **peers}


def counting(releases: pl.DataFrame, folder: Path) -> Turns:
    """Return ways to the table of endings alone: from memory, from text columns in memory, and from a Parquet file."""
    file = folder / "releases.parquet"
    releases.write_parquet(file)
    as_text = releases.with_columns(pl.col("group", "ending").cast(pl.String))

    def count(rows: pl.DataFrame | pl.LazyFrame) -> Callable[[], pl.DataFrame]:
        return lambda: count_endings(rows, ["group"]).select(pl.lit("all").alias("curve"), "day", value="count")

    return {
        "memory": count(releases),
        "text columns in memory": count(as_text),
        "a Parquet file": count(pl.scan_parquet(file)),
    }


def make_turns(size: int, what: str, folder: Path) -> Turns:
    """Return the ways to one thing, on releases of this size."""
    return MEASURED[what](made_up_releases(size), folder)


MEASURED: Final[dict[str, Callable[[pl.DataFrame, Path], Turns]]] = {
    "Kaplan-Meier, with interval": kaplan_meiers,
    "Aalen-Johansen": incidences,
    "table of endings, from": counting,
}


def largest_difference(one: pl.DataFrame | Curves, other: pl.DataFrame | Curves) -> str:
    """Return how far two sets of curves are apart at most; they must have the same days."""
    some, others = as_curves(one), as_curves(other)
    if some.keys() != others.keys():
        raise ValueError(f"curves of {sorted(some)} and of {sorted(others)}")
    for name, curve in some.items():
        if not np.array_equal(curve[0], others[name][0]):
            raise ValueError(f"the curves of {name} are of different days")
    return f"{max(float(np.abs(curve[1] - others[name][1]).max()) for name, curve in some.items()):.0e}"


def at_whole_days(times: npt.NDArray[np.float64], values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Read a curve whose ties were moved apart by random fractions of a day: the last value before each half day."""
    days = np.unique(np.round(times[times > 0.5]))
    return np.array([days, values[np.searchsorted(times, days + 0.5) - 1]])


def as_curves(result: pl.DataFrame | Curves) -> Curves:
    """Cut a frame of curves (curve, day, value) into arrays, as the others give them: without day 0."""
    if not isinstance(result, pl.DataFrame):
        return result
    parts = result.filter(pl.col("day") > 0).partition_by("curve", as_dict=True)
    return {
        str(name): part.select(pl.col("day").cast(pl.Float64), "value").to_numpy().T for (name,), part in parts.items()
    }


def as_pandas(releases: pl.DataFrame) -> Any:
    """Return the releases as pandas likes them: groups as categories, endings as whole numbers with 0 = censored."""
    group = pd.Categorical.from_codes(releases["group"].to_physical().to_numpy().astype(np.int8), GROUPS)
    ending = releases["ending"].to_physical().to_numpy().astype(np.int64)
    return pd.DataFrame({"group": group, "day": releases["day"].to_numpy(), "ending": ending})


if __name__ == "__main__":
    main()
