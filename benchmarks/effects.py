"""Measures the effect of a program, with its interval and every check, for 100,000 people and 20 covariates.

Run by `python -m benchmarks.effects`. A naive bootstrap is what a user would do instead: draw people anew and learn all
models anew, 500 times. Only some of its draws are run, and the time of one is multiplied: the draws do not depend on
each other, so this is fair, and it is said in what is printed.
"""

import argparse
import math
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from benchmarks.build_and_pages import commit, processor_name
from metrics.effects.answer import Estimate
from metrics.effects.estimating import estimate
from metrics.intervals import Z_95
from tests.places import ROOT

PEOPLE: Final = 100_000
COVARIATES: Final = tuple(f"covariate_{number:02}" for number in range(20))
OUTCOME: Final = "returned_365"
REFITS: Final = 500
RESULTS: Final = ROOT / "benchmarks" / "effects.md"
Answer = TypeVar("Answer")


def main() -> None:
    """Print what was measured, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"rows, one for each person ({PEOPLE:,})")
    parser.add_argument("--runs", type=int, default=5, help="how often ours is run, each time with other folds (5)")
    parser.add_argument("--refits", type=int, default=120, help="how many draws of the naive bootstrap are run (120)")
    chosen = parser.parse_args()
    people = made_up(chosen.people)
    at_commit = commit()
    ours, answers = timed(lambda number: ask(people, number), chosen.runs)
    with threadpool_limits(1, user_api="blas"):  # as ours; on a busy machine more threads are slower
        (same_way,) = timed(lambda _: naive(people, np.arange(people.height)), 1)[1]
        refit, differences = timed(lambda number: naive(people, drawn(people.height, number)), chosen.refits)
    error = (answers[0].high - answers[0].low) / (2 * Z_95)
    values = [one.value for one in answers]
    versions = ", ".join(f"{name} {version(name)}" for name in ("polars", "numpy", "scikit-learn"))
    all_refits = REFITS * refit
    lines = [
        "# Effect of a program",
        "",
        f"`python -m benchmarks.effects` at commit {at_commit}, Python {platform.python_version()}, {versions}.",
        f"{processor_name()}, {os.cpu_count()} cores that other work used too (load {os.getloadavg()[0]:.1f} at the end).",
        "",
        f"{chosen.people:,} people, {len(COVARIATES)} covariates, one window. Ours has every check and other choice in it.",
        "Both keep their linear algebra to one thread.",
        "",
        "| | seconds | as many times as ours | difference, points | standard error, points |",
        "|---|---:|---:|---:|---:|",
        f"| this program, with interval (median of {chosen.runs}) | {ours:.2f} | | {points(values[0])} "
        f"| {points(error)} |",
        f"| the naive way, once, with the people as they are | | | {points(same_way)} | |",
        f"| one refit of a naive bootstrap (median of {chosen.refits}) | {refit:.2f} | {refit / ours:.2f} "
        f"| {points(statistics.fmean(differences))} (mean) | {points(statistics.stdev(differences))} |",
        f"| {REFITS} refits: **not run**, the line above times {REFITS} | {all_refits:,.0f} | {all_refits / ours:,.0f} | | |",
        "",
        f"The standard error of {chosen.refits} refits is known to {100 / math.sqrt(2 * chosen.refits - 2):.0f} of 100 only,",
        f"and their mean to {points(error / math.sqrt(chosen.refits))} points.",
        f"With other folds our difference lies between {points(min(values))} and {points(max(values))} ({chosen.runs} runs).",
    ]
    print("\n".join(lines))
    RESULTS.write_text("\n".join([*lines, ""]), "utf-8")


def made_up(size: int) -> pl.DataFrame:
    """Make people, half of whose covariates are yes or no, and of whom more enter the more of them come back."""
    chance = np.random.default_rng(1)
    columns = chance.normal(size=(size, len(COVARIATES)))
    columns[:, ::2] = columns[:, ::2] > 0.5
    weights = np.linspace(0.3, -0.1, len(COVARIATES))
    program = 1 / (1 + np.exp(1 - columns @ weights))
    treated = (chance.random(size) < program).astype(np.int64)
    outcome = chance.random(size) < 1 / (1 + np.exp(1 - columns @ weights + 0.3 * treated))
    return pl.DataFrame(
        {
            "person_id": np.arange(size),
            "treated": treated,
            "time_zero_on": np.full(size, 18_000, dtype=np.int32),
            **{name: columns[:, number] for number, name in enumerate(COVARIATES)},
            OUTCOME: outcome.astype(np.int64),
        }
    ).with_columns(pl.col("time_zero_on").cast(pl.Date))


def ask(people: pl.DataFrame, seed: int) -> Estimate:
    """Return our answer."""
    (window,) = estimate(people, covariates=COVARIATES, outcomes={365: OUTCOME}, randomised=False, seed=seed).windows
    if window.difference is None:
        raise ValueError(f"the comparison was declined: {window.declined}")
    return window.difference


def drawn(size: int, number: int) -> npt.NDArray[np.int64]:
    """Return the rows of one draw of people, in order."""
    return np.sort(np.random.default_rng(number).integers(0, size, size))


def naive(people: pl.DataFrame, rows: npt.NDArray[np.int64]) -> float:
    """Learn all models from these rows with scikit-learn as it comes, and return the same estimate."""
    columns = people.select(COVARIATES).to_numpy()[rows]
    columns = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    treated, outcome = (people.get_column(name).to_numpy()[rows] for name in ("treated", OUTCOME))
    e, m1, m0 = (np.empty(rows.size) for _ in range(3))
    for other, own in GroupKFold(5).split(columns, groups=rows):
        for answer, target, learnt_from in (
            (e, treated, other),
            (m1, outcome, other[treated[other] == 1]),
            (m0, outcome, other[treated[other] == 0]),
        ):
            model = LogisticRegression().fit(columns[learnt_from], target[learnt_from])
            answer[own] = model.predict_proba(columns[own])[:, 1]
    left = treated - e
    return float((left * (outcome - e * m1 - (1 - e) * m0)).sum() / (left**2).sum())


def timed(do: Callable[[int], Answer], times: int) -> tuple[float, list[Answer]]:
    """Return the median seconds, and what each run gave; do gets the number of the run."""
    seconds, answers = [], []
    for number in range(times):
        began_at = time.perf_counter()
        answers.append(do(number))
        seconds.append(time.perf_counter() - began_at)
    return statistics.median(seconds), answers


def points(share: float) -> str:
    """Return a share in points of 100."""
    return f"{100 * share:.3f}"


if __name__ == "__main__":
    main()
