"""Looks at a whole load: do the volumes, the ends and the unknowns of its rows make sense together?"""

import calendar
import datetime as dt
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from data_access.checks import EMPTY, EMPTY_FOR_SOME, LATE, POPULATION, VOLUME
from data_access.county import Checks
from data_access.sources import Source
from data_access.warehouse import EVENT, read_frame
from metrics.language import NOT_STATED, UNMAPPED

_FEWEST_IN_A_MONTH = 30
"""Rows in the month a year before; with fewer, a change of half is often chance."""
_FEWEST_IN_A_YEAR = 100
"""Stays that began in the year: with fewer, the population moves by itself."""
_FEWEST_IN_A_GROUP = 100
_LONG_OPEN_DAYS = 730
"""Few jail stays last two years, so many open ones that old are rather ends that were never written down."""
_MONTHS_TOLD = 3
_FIELDS = ("sex", "race_ethnicity", "age_at_start", "reason", "status", "severity", "offense_category")
_WORKED_OUT = {"charge": "offense_category", "birth_date": "age_at_start"}
_GROUPS = ("sex", "race_ethnicity")


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What one check found in one load: how many rows it is about, and the figures in a sentence."""

    rule_id: str
    column: str
    rows: int
    said: str


def look_at_load(
    connection: sa.Connection, load_id: int, source: Source, through: dt.date, checks: Checks
) -> list[Detail]:
    """Return what the checks find in the rows that are loaded now; through is the last day for which they are trusted.

    Months say nothing where the file gives only years.
    """
    days = read_frame(
        connection,
        sa.select(EVENT.c.start_on, EVENT.c.end_on, sa.func.count().label("rows"))
        .where(EVENT.c.load_id == load_id)
        .group_by(EVENT.c.start_on, EVENT.c.end_on),
        {"start_on": pl.Date, "end_on": pl.Date, "rows": pl.Int64},
    )
    if days.is_empty():
        return []
    column = source.start_column
    months = [] if source.a_day_stands_for_a_year else months_of(days, through)
    late = late_months(months, checks.late_share)
    found = [_late(late, column), _volume(months[: len(months) - len(late)], column, checks.volume_share)]
    if source.is_of_stays and source.edges == "both":
        found.append(population(days, through, column, checks.population_share))
    return [detail for detail in found if detail] + _unknowns(connection, load_id, source, checks)


Month = tuple[int, int, int]
"""Year, month, rows that begin in it."""


def months_of(days: pl.DataFrame, through: dt.date) -> list[Month]:
    """Return the rows that begin in each whole month, from the first whole one to the last that ends by through.

    A month in which nothing begins is there with 0. The month of the very first row may be cut, so it is left out.
    """
    starts = days.filter(pl.col("start_on") <= through)
    if starts.is_empty():
        return []
    counted = dict(
        starts.group_by(
            (pl.col("start_on").dt.year().cast(pl.Int64) * 12 + pl.col("start_on").dt.month() - 1).alias("m")
        )
        .agg(pl.col("rows").sum())
        .rows()
    )
    last = through.year * 12 + through.month - 1
    if through.day < calendar.monthrange(through.year, through.month)[1]:
        last -= 1
    return [(month // 12, month % 12 + 1, counted.get(month, 0)) for month in range(min(counted) + 1, last + 1)]


def late_months(months: list[Month], late_share: float) -> list[Month]:
    """Return the months at the end that hold less than late_share of the middle one of the twelve before them.

    The longest such end counts, of at most twelve months, in which each month is that low: else records did not come late.
    """
    found: list[Month] = []
    for length in range(1, min(12, len(months) - 12) + 1):
        before = sorted(rows for _, _, rows in months[-length - 12 : -length])
        usual = (before[5] + before[6]) / 2
        end = months[-length:]
        if usual >= _FEWEST_IN_A_MONTH and all(rows < late_share * usual for _, _, rows in end):
            found = end
    return found


def _late(late: list[Month], column: str) -> Detail | None:
    if not late:
        return None
    year, month, _ = late[0]
    whole = dt.date(year, month, 1) - dt.timedelta(days=1)
    said = f"They begin in {_name(late[0])}; the records look whole through {whole.isoformat()}."
    return Detail(rule_id=LATE, column=column, rows=sum(rows for _, _, rows in late), said=said)


def _volume(months: list[Month], column: str, volume_share: float) -> Detail | None:
    """Compare each month with the same one a year before; chance is left out by four standard errors of two counts.

    Where two years before it have rows in each month, a month is held to what the year before it grew or shrank by: a new
    program grows.
    """
    counts = [rows for _, _, rows in months]
    off = []
    for place, (month, rows) in enumerate(zip(months, counts, strict=True)):
        if place < 12 or counts[place - 12] < _FEWEST_IN_A_MONTH:
            continue
        before, expected = counts[place - 12], float(counts[place - 12])
        if place >= 24 and all(counts[place - 24 : place]):
            expected *= sum(counts[place - 12 : place]) / sum(counts[place - 24 : place - 12])
        if abs(rows - expected) > 4 * (rows + expected) ** 0.5 and abs(rows - expected) > volume_share * expected:
            off.append((rows, f"{_name(month)}: {rows:,} rows, a year before {before:,}."))
    if not off:
        return None
    told = [said for _, said in off[:_MONTHS_TOLD]]
    more = [f"And {len(off) - _MONTHS_TOLD} months more."] if len(off) > _MONTHS_TOLD else []
    return Detail(rule_id=VOLUME, column=column, rows=sum(rows for rows, _ in off), said=" ".join(told + more))


def population(days: pl.DataFrame, through: dt.date, column: str, population_share: float) -> Detail | None:
    """Compare, in the last 365 days, the people there on an average day with stays begun a day times the mean stay.

    The two are equal in the long run (Little, A Proof for the Queuing Formula, 1961). Nights count: a stay that ends on the
    day on which it starts has none. The mean is of stays that ended in these days.
    """
    first = through - dt.timedelta(days=364)
    edge = through + dt.timedelta(days=1)
    end = pl.col("end_on").fill_null(edge)
    nights = (pl.min_horizontal(end, pl.lit(edge)) - pl.max_horizontal("start_on", pl.lit(first))).dt.total_days()
    there = int(days.filter(pl.col("start_on") <= through, end >= first).select((nights * pl.col("rows")).sum()).item())
    begun = int(days.filter(pl.col("start_on").is_between(first, through))["rows"].sum())
    ended = days.filter(pl.col("end_on").is_between(first, through))
    if begun < _FEWEST_IN_A_YEAR or ended.is_empty():
        return None
    nights_ended = int(((ended["end_on"] - ended["start_on"]).dt.total_days() * ended["rows"]).sum())
    stayed = nights_ended / int(ended["rows"].sum())
    on_a_day, expected = there / 365, begun / 365 * stayed
    if abs(on_a_day - expected) <= population_share * expected:
        return None
    still = days.filter(pl.col("end_on").is_null(), pl.col("start_on") <= through)
    old = int(still.filter(pl.col("start_on") < through - dt.timedelta(days=_LONG_OPEN_DAYS))["rows"].sum())
    said = (
        f"On an average day {on_a_day:,.0f} people were there, and bookings times length of stay give {expected:,.0f}. "
        f"{still['rows'].sum():,} stays have no end, {old:,} of them began more than two years before."
    )
    return Detail(rule_id=POPULATION, column=column, rows=old, said=said)


def _unknowns(connection: sa.Connection, load_id: int, source: Source, checks: Checks) -> list[Detail]:
    """Look for fields that are often unknown, and for those that are so much more often in one group than in another."""
    carried = {*source.fields, *(ours for theirs, ours in _WORKED_OUT.items() if theirs in source.fields)}
    fields = [name for name in _FIELDS if name in carried]
    if not fields:
        return []
    unknown = [sa.func.sum(sa.case((_is_unknown(name), 1), else_=0)).label(f"{name}_unknown") for name in fields]
    counts = read_frame(
        connection,
        sa.select(*(EVENT.c[name] for name in _GROUPS), sa.func.count().label("rows"), *unknown)
        .where(EVENT.c.load_id == load_id)
        .group_by(*(EVENT.c[name] for name in _GROUPS)),
        {**dict.fromkeys(_GROUPS, pl.String), "rows": pl.Int64, **{f"{name}_unknown": pl.Int64 for name in fields}},
    )
    found = []
    for name in fields:
        of_all = int(counts[f"{name}_unknown"].sum())
        share = of_all / counts["rows"].sum()
        if share > checks.empty_share:
            said = f"It is unknown in {share * 100:.0f} of 100 rows."
            found.append(Detail(rule_id=EMPTY, column=name, rows=of_all, said=said))
        uneven = (_uneven(counts, name, group, checks.group_points) for group in _GROUPS if group != name)
        found += [detail for detail in uneven if detail]
    return found


def _is_unknown(name: str) -> sa.ColumnElement[bool]:
    """Whether a row does not know a field. What came of a stay that still lasts is not unknown: it has not come."""
    missing: sa.ColumnElement[bool] = EVENT.c[name].is_(None)
    if name != "age_at_start":
        missing = sa.or_(missing, EVENT.c[name] == NOT_STATED)
    return sa.and_(missing, EVENT.c.end_on.is_not(None)) if name == "status" else missing


def _uneven(counts: pl.DataFrame, name: str, group: str, group_points: float) -> Detail | None:
    shares = (
        counts.filter(pl.col(group).is_not_null(), ~pl.col(group).is_in([NOT_STATED, UNMAPPED]))
        .group_by(group)
        .agg(pl.col("rows").sum(), pl.col(f"{name}_unknown").sum())
        .filter(pl.col("rows") >= _FEWEST_IN_A_GROUP)
        .with_columns(share=pl.col(f"{name}_unknown") / pl.col("rows"))
        .sort("share", group)
    )
    if shares.height < 2 or shares["share"][-1] - shares["share"][0] <= group_points:
        return None
    low, high = shares.row(0, named=True), shares.row(-1, named=True)
    said = (
        f"By {group}: unknown in {high['share'] * 100:.0f} of 100 rows of {high[group]}, and in {low['share'] * 100:.0f} of "
        f"100 of {low[group]}."
    )
    return Detail(rule_id=EMPTY_FOR_SOME, column=name, rows=int(high[f"{name}_unknown"]), said=said)


def _name(month: Month) -> str:
    return f"{calendar.month_name[month[1]]} {month[0]}"
