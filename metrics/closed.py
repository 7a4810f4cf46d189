"""The closed set of questions: who stands behind each family of answers, and which groups of them are shown."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import polars as pl

from metrics.closeness import without_close_pairs
from metrics.cohort import INDEX_ON
from metrics.declaration import Measure, PeriodMeasure, Unit
from metrics.events import Events, events
from metrics.folding import OTHER_GROUPS, Population, Table, apply, fold
from metrics.group_keys import KEY_SUM, RECORD_KEY, key_sum
from metrics.grouping import UNKNOWN_GROUPS, By, Grouping
from metrics.language import ALL
from metrics.limits import ROLLING_YEAR, TABLE, Limits
from metrics.periods import Period, PeriodKind
from metrics.prepared import NEVER_ON, Prepared
from metrics.rows_of_periods import in_periods
from metrics.tallies.recipes import Rows, reached, recipe
from metrics.tallies.tallied import soonest

YOUTH_UP_TO: Final = 17
"""Years of age."""
_RANK: Final = {PeriodKind.YEAR: 0, PeriodKind.YEAR_TO_QUARTER: 1, PeriodKind.QUARTER: 2}

Behind = tuple[Events, Rows | None, tuple[Hashable, ...]]
"""Which people stand behind a measure: those of its index events, or those whom a tally counts, with what it is given."""


def behind(measure: Measure) -> Behind:
    """Return which people stand behind a measure; measures with the same share their groups, and the noise of their count."""
    if not isinstance(measure, PeriodMeasure):
        return measure.starts, None, ()
    how = recipe(measure.tally)
    return measure.starts, how.rows, how.given


@dataclass(frozen=True, kw_only=True, eq=False)
class ClosedSet:
    """For each population, its people in every period and the tables of them that an audience with these limits is shown."""

    limits: Limits
    populations: Mapping[Behind, Population]
    tables: Mapping[Behind, Sequence[Table]]

    def most_groupings(self, kind: PeriodKind) -> int:
        """Return how many groupings split an answer about a period of this kind."""
        return len(self.limits.in_a_year if kind is PeriodKind.YEAR else self.limits.in_other_periods) - 1

    @property
    def with_other_groups(self) -> frozenset[str]:
        """The groupings of which some table shows several small groups together."""
        return frozenset(
            name
            for tables in self.tables.values()
            for table in tables
            for name, shown_as in zip(table.by, table.shown_as, strict=True)
            if OTHER_GROUPS in shown_as.values()
        )

    def regrouped(self, people: Behind, by: By, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of the tables that are shown, with the groups under which they are shown."""
        return apply(self.tables[people], by, rows)

    def groups(self, names: Sequence[str]) -> pl.DataFrame:
        """Return one row per shown group: population (see place), unit, period, a column for each name, key_sum, widened.

        names: all groupings, in order; "all" where a table is not split. unit: person for the people by the first of their
        events in the period, every_event for everyone with any event in the group. key_sum: of all of them, whatever came
        after; of someone in several of the finest groups, once for each. widened: whether the group holds people of other
        groups beside its own.
        """
        schema = {"population": pl.Int32, "unit": pl.String, "period": pl.String, **dict.fromkeys(names, pl.String)}
        parts = [pl.DataFrame(schema=schema | {KEY_SUM: pl.UInt64, "widened": pl.Boolean})]
        for place, (people, population) in enumerate(self._different().values()):
            for unit, rows in ((Unit.PERSON, population.first), (Unit.EVERY_EVENT, population.people)):
                finest = rows.group_by("period", *population.names).agg(key_sum()).rename({KEY_SUM: RECORD_KEY})
                finest = finest.with_columns(pl.col("period", *population.names).cast(pl.String))
                for by in dict.fromkeys(table.by for table in self.tables[people]):
                    summed = self.regrouped(people, by, finest).group_by("period", *by).agg(key_sum())
                    parts.append(
                        summed.with_columns(self._is_widened(people, by, summed)).select(
                            pl.lit(place).alias("population"),
                            pl.lit(unit.value).alias("unit"),
                            "period",
                            *(pl.col(name) if name in by else pl.lit(ALL).alias(name) for name in names),
                            KEY_SUM,
                            "widened",
                        )
                    )
        return pl.concat(parts)

    def place(self, people: Behind) -> int:
        """Return the place of a population among the different ones: measures with the same people share it.

        -1 where no records tell of such people.
        """
        return list(self._different()).index(id(self.populations[people])) if people in self.populations else -1

    def _different(self) -> dict[int, tuple[Behind, Population]]:
        different: dict[int, tuple[Behind, Population]] = {}
        for people, population in self.populations.items():
            different.setdefault(id(population), (people, population))
        return different

    def _is_widened(self, people: Behind, by: By, groups: pl.DataFrame) -> pl.Series:
        found = {table.period: table.widened() for table in self.tables[people] if table.by == by}
        return pl.Series(
            "widened",
            [
                any(group in wide for group, wide in zip(row, found[period], strict=True))
                for period, *row in groups.select("period", *by).iter_rows()
            ],
            dtype=pl.Boolean,
        )


def close(
    prepared: Prepared,
    limits: Limits,
    like: ClosedSet | None = None,
    earlier: Mapping[str, Sequence[Table]] = MappingProxyType({}),
) -> ClosedSet:
    """Decide for every population which tables an audience is shown, from who is in which group alone.

    like: what another audience is shown of the same extract: its people are taken over instead of being looked up again.
    earlier: the tables of an earlier publication, by measure. Its periods keep them, whoever came into the records since.
    """
    settings = prepared.settings
    populations: dict[Behind, Population] = {}
    tables: dict[Behind, Sequence[Table]] = {}
    kept_by: dict[Behind, Sequence[Table]] = {}
    floors = {period.period_id: _floors(period, limits) for period in settings.periods}
    rank = {p.period_id: 1_000 * _RANK[p.kind] + number for number, p in enumerate(settings.periods)}
    measured: dict[Behind, list[Measure]] = {}
    for measure in settings.measures:
        if settings.counted_through(measure) != NEVER_ON:
            measured.setdefault(behind(measure), []).append(measure)
    for people, about in measured.items():
        tallies = [one for one in about if isinstance(one, PeriodMeasure)]
        how = soonest(tallies) if tallies else None
        held_through = max(settings.counted_through(one) for one in about)
        periods = reached(how, settings.periods, settings.data_first_on, held_through) if how else settings.periods
        population = Population(
            people=like.populations[people].people if like else _people(prepared, people, periods),
            floors=floors,
            apart=limits.smallest_group,
            overlapping=overlapping(settings.periods, how.days_to_end if how else 0),
        )
        kept = next((earlier[one.measure_id] for one in about if one.measure_id in earlier), ())
        same = next((one for one, other in populations.items() if other.is_same(population)), None)
        if same is not None and kept_by[same] is kept:
            populations[people], tables[people] = populations[same], tables[same]
        else:
            populations[people] = population
            groupings = settings.groupings_of(people[0])
            never_alone = {} if limits.youth_alone else _youth(groupings)
            tables[people] = _shown(population, groupings, never_alone, rank, kept)
        kept_by[people] = kept
    return ClosedSet(limits=limits, populations=populations, tables=tables)


def _shown(
    population: Population,
    groupings: Sequence[Grouping],
    never_alone: Mapping[str, Mapping[str, str]],
    rank: Mapping[str, int],
    earlier: Sequence[Table],
) -> list[Table]:
    frozen = {table.period for table in earlier}
    first = [table for table in earlier if table.period in population.floors and population.is_split_by(table)]
    found = [table for table in fold(population, groupings, never_alone) if table.period not in frozen]
    return without_close_pairs(population, [*first, *found], rank, first)


def _people(prepared: Prepared, people: Behind, periods: Sequence[Period]) -> pl.DataFrame:
    starts, source, given = people
    settings = prepared.settings
    groupings = settings.groupings_of(starts)
    names = [one.grouping_id for one in groupings]
    if source is not None:
        rows = source(prepared.episodes, starts, periods or settings.periods[:1], *given)
        rows = rows if periods else rows.clear()
        if RECORD_KEY not in rows.columns:
            keys = prepared.episodes.select("person_id", RECORD_KEY).unique("person_id")
            rows = rows.join(keys, on="person_id", how="left", maintain_order="left")
        if "start_on" in rows.columns:
            rows = rows.sort("start_on", maintain_order=True)
    else:
        index = events(prepared.episodes, starts).rename({"_on": INDEX_ON}).sort(INDEX_ON, "person_id", "start_on")
        index = index.select(INDEX_ON, "person_id", RECORD_KEY, *names)
        rows = in_periods(index, periods, INDEX_ON)
    words = {
        "period": pl.Enum([period.period_id for period in settings.periods]),
        **{one.grouping_id: pl.Enum([*one.group_ids, *UNKNOWN_GROUPS]) for one in groupings},
    }
    columns = ["period", "person_id", RECORD_KEY, *names]
    return rows.select(columns).cast(words).unique(maintain_order=True)  # type: ignore[arg-type]


def _floors(period: Period, limits: Limits) -> tuple[int, ...]:
    """Return the smallest groups of a period; a year that ends with December is the calendar year by another name.

    They are larger than the limits by the largest shift: else a group at the floor would be hidden when its count happens to
    be shifted below it, and be worked out from its table, where all others are shown.
    """
    rolling = period.kind is PeriodKind.YEAR_TO_QUARTER and period.last_on.month != 12
    floors = limits.in_a_year if period.kind is PeriodKind.YEAR else limits.in_other_periods
    return tuple(floor * (ROLLING_YEAR if rolling else 1) + TABLE.largest_shift for floor in floors)


def overlapping(periods: Sequence[Period], days_to_end: int = 0) -> list[tuple[str, str]]:
    """Return the ids of every two periods that share days; days_to_end: as many days up to its end belong to each."""
    first = {
        one.period_id: min(one.first_on, one.last_on - dt.timedelta(days=max(0, days_to_end - 1))) for one in periods
    }
    return [
        (one.period_id, other.period_id)
        for place, one in enumerate(periods)
        for other in periods[place + 1 :]
        if max(first[one.period_id], first[other.period_id]) <= min(one.last_on, other.last_on)
    ]


def _youth(groupings: Sequence[Grouping]) -> dict[str, dict[str, str]]:
    """Return, for groupings by age, the bands of young people with the band above them, under which they are shown."""
    found: dict[str, dict[str, str]] = {}
    for grouping in groupings:
        bands = sorted(grouping.age_bands, key=lambda band: band.youngest or 0)
        young = [band for band in bands if band.oldest is not None and band.oldest <= YOUTH_UP_TO]
        if young and len(young) < len(bands):
            found[grouping.grouping_id] = {band.group_id: bands[len(young)].group_id for band in young}
    return found
