"""Splits add up what a loop over rows adds up, whatever the groups of a person are."""

import datetime as dt
import random

import polars as pl
import pytest

from metrics.grouping import UNKNOWN_GROUPS, Grouping
from metrics.periods import quarter, year
from metrics.splits import CELL, PEOPLE, PLACE, Grid, Numbering, Split

SEX = Grouping(grouping_id="sex", field="sex", group_ids=("female", "male", *UNKNOWN_GROUPS))
AGE = Grouping(grouping_id="age", field="age_at_start", group_ids=("under_30", "30_plus", *UNKNOWN_GROUPS))
PERIODS = (year(2020), quarter(2020, 1))
BY_SETS = {(): PERIODS, ("sex",): PERIODS, ("age",): PERIODS, ("sex", "age"): PERIODS[:1]}
GRID = Grid(by_sets=BY_SETS, groupings=(SEX, AGE))


def _rows(seed: int) -> pl.DataFrame:
    """Return rows of people of whom many are in several groups within a period."""
    drawn = random.Random(seed)  # noqa: S311
    rows = [
        (
            drawn.choice(PERIODS).period_id,
            drawn.choice(SEX.group_ids),
            drawn.choice(AGE.group_ids),
            drawn.randrange(25),
            drawn.randrange(4),
        )
        for _ in range(120)
    ]
    schema = {"period": pl.String, "sex": pl.String, "age": pl.String, "person_id": pl.Int64, "days": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _split(rows: pl.DataFrame) -> Split:
    numbering = Numbering(
        names={"period": [period.period_id for period in PERIODS], "sex": SEX.group_ids, "age": AGE.group_ids}
    )
    numbered = numbering.number(rows, "days")
    cells = numbering.cells(numbered)
    return Split(
        rows=numbered,
        numbering=numbering,
        places=[GRID.places(by, cells).select(CELL, PLACE) for by in BY_SETS],
    )


def _inside(rows: pl.DataFrame) -> dict[int, list[tuple[int, int]]]:
    """Return, for each place of the grid, the person and days of the rows in it, by comparing word for word."""
    found: dict[int, list[tuple[int, int]]] = {}
    for place in GRID.rows.iter_rows(named=True):
        for row in rows.iter_rows(named=True):
            same = all(place[name] in ("all", row[name]) for name in ("sex", "age"))
            if same and place["period"] == row["period"]:
                found.setdefault(place[PLACE], []).append((row["person_id"], row["days"]))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_people_sums_amounts_and_medians_are_those_of_a_loop(seed: int) -> None:
    rows = _rows(seed)
    split, inside = _split(rows), _inside(rows)
    assert dict(split.people().iter_rows()) == {place: len({who for who, _ in held}) for place, held in inside.items()}
    by_cell = split.rows.group_by(CELL).agg(pl.col("days").sum())
    assert dict(split.summed(by_cell).iter_rows()) == {
        place: sum(days for _, days in held) for place, held in inside.items()
    }
    amounts: dict[tuple[int, int], int] = {}
    for place, held in inside.items():
        for person in {who for who, _ in held}:
            days = sum(days for who, days in held if who == person)
            amounts[place, days] = amounts.get((place, days), 0) + 1
    told = split.by_amount(pl.col("days"), "days").select(PLACE, "days", PEOPLE)
    assert {(place, days): people for place, days, people in told.iter_rows()} == amounts
    longest = dict(split.each(pl.col("days").max()).iter_rows())
    assert longest == {place: max(days for _, days in held) for place, held in inside.items()}


def test_a_cell_that_is_not_shown_is_counted_in_the_whole_alone() -> None:
    rows = _rows(99)
    numbering = _split(rows).numbering
    numbered = numbering.number(rows, "days")
    cells = numbering.cells(numbered)
    women = cells.filter(pl.col("sex") == "female")
    split = Split(
        rows=numbered,
        numbering=numbering,
        places=[GRID.places((), cells).select(CELL, PLACE), GRID.places(("sex",), women).select(CELL, PLACE)],
    )
    people = GRID.rows.join(split.people(), on=PLACE)
    assert set(people["sex"]) == {"all", "female"}
    for period, size in people.filter(pl.col("sex") == "all").select("period", "group_size").iter_rows():
        assert size == rows.filter(pl.col("period") == period)["person_id"].n_unique()


def test_a_grid_has_a_row_for_every_cell_in_the_periods_of_its_set_alone() -> None:
    assert GRID.rows.height == 2 * (1 + 4 + 4) + 16
    assert GRID.rows.filter(pl.col("split_by") == 2)["period"].unique().to_list() == ["2020"]
    assert GRID.rows["period_end"].max() == dt.date(2020, 12, 31)
