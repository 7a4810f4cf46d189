"""A publication of a small county with every kind of answer, written out by hand: shown, hidden, too early, not reported.

The records reach December 31, 2023. Left in 2021: watched for two years. Left in 2022: watched for one. Left in 2023: too
early for a year. Women and men can be told apart; the few whose sex is not stated are hidden. Why people came back is
known, except that nobody reported other reasons.
"""

import datetime as dt
from pathlib import Path
from typing import Any, Final

import polars as pl

from data_access.county import Group, Grouping
from data_access.linkage_statement import Estimate, LinkageStatement, LinkEffect, MatchRate
from data_access.publications import (
    PUBLICATION_FORMAT,
    Audience,
    Manifest,
    Protection,
    PublishedMeasure,
    ShownCounty,
    write_publication,
)
from data_access.receipts import CodeCount, Finding, SourceReceipt
from metrics.answers import PublishedAnswers, answer_schema
from metrics.declaration import NAMED_WINDOWS
from metrics.effects.shown import ShownEffects
from metrics.frozen import SCHEMA
from metrics.language import ALL, NOT_STATED, Status
from metrics.periods import Period, year, year_to_quarter

COUNTY: Final = "small"
LAST_ON: Final = dt.date(2023, 12, 31)
GROUPINGS: Final = ("sex", "veteran")
CURVE: Final = tuple(sorted({*range(30, 1081, 30), *NAMED_WINDOWS}))
# Left in 2022: 1,000 people, 310 of them back within a year: 200 men and 110 women, in thirds of new charge and rule.
BACK_IN_A_YEAR: Final = {
    "rebooking": {("all", "all"): (310, 1000), ("female", "all"): (110, 400), ("male", "all"): (200, 590)},
    "rebooking_new_offense": {("all", "all"): (205, 1000), ("female", "all"): (75, 400), ("male", "all"): (130, 590)},
    "rebooking_technical": {("all", "all"): (105, 1000), ("female", "all"): (35, 400), ("male", "all"): (70, 590)},
}
YES: Final = ("all", "yes")
NO: Final = ("all", "no")
BACK_IN_A_YEAR["rebooking"] |= {YES: (20, 50), NO: (290, 950), ("female", "yes"): (12, 30)}
SHARE_BY_THEN: Final = {30: 0.2, 90: 0.45, 180: 0.7, 365: 1.0, 730: 1.3, 1095: 1.4}
"""How many of those who are back within a year are back by each window, as a share."""


def publish_small_county(
    data_dir: Path,
    *,
    made_up: bool,
    publication_id: str = "2023-12-31-first",
    county_id: str = COUNTY,
    audience: Audience = Audience.PUBLIC,
    times: int = 1,
    in_a_year: tuple[int, ...] = (100, 100, 150),
) -> None:
    """Put the publication into place under data_dir.

    times: by how much every count of coming back is multiplied. in_a_year: the fewest people, by the number of groupings.
    """
    frame = pl.DataFrame(list(_rows(times)), schema=answer_schema(GROUPINGS), orient="row")
    manifest = _manifest(made_up, publication_id)
    county = manifest.county.model_copy(update={"county_id": county_id})
    protection = manifest.protection.model_copy(update={"in_a_year": in_a_year})
    manifest = manifest.model_copy(update={"county": county, "audience": audience, "protection": protection})
    answers, no_tables = PublishedAnswers(frame=frame, grouping_ids=GROUPINGS), pl.DataFrame(schema=SCHEMA)
    write_publication(data_dir, answers, no_tables, ShownEffects(), manifest)


def _rows(times: int) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    periods = [year(number) for number in (2021, 2022, 2023)]
    periods += [year_to_quarter(number, quarter) for number in (2021, 2022, 2023) for quarter in (1, 2, 3, 4)][3:]
    for period in periods:
        rows += _rates(period, times)
        rows.append(_row("average_daily_population", period, None, (ALL, ALL), (62_050, period.days)))
        *lead, _, denominator, _, low, high, status, flags, as_of = _row(
            "length_of_stay_median", period, None, (ALL, ALL), (0, 1_400)
        )
        rows.append((*lead, None, denominator, 14.0, low, high, status, flags, as_of))
    return rows


def _rates(period: Period, times: int) -> list[tuple[Any, ...]]:
    rows = []
    windows = CURVE if period.kind == "year" else NAMED_WINDOWS
    for measure_id, cells in BACK_IN_A_YEAR.items():
        for groups, (back, people) in cells.items():
            for window in windows:
                early = period.last_on + dt.timedelta(days=window) > LAST_ON
                counted = None if early else (round(back * _by_then(window)) * times, people * times)
                status = Status.TOO_EARLY if early else Status.SHOWN
                rows.append(_row(measure_id, period, window, groups, counted, status))
    for window in windows:
        rows.append(_row("rebooking_other", period, window, (ALL, ALL), None, Status.NOT_REPORTED))
        rows += [_row(name, period, window, (NOT_STATED, ALL), None, Status.HIDDEN) for name in BACK_IN_A_YEAR]
    return rows


def _by_then(window: int) -> float:
    """Interpolate between the named windows, from nobody on day 0."""
    days = [0, *SHARE_BY_THEN]
    shares = [0.0, *SHARE_BY_THEN.values()]
    after = next(place for place, day in enumerate(days) if day >= window)
    if days[after] == window:
        return shares[after]
    part = (window - days[after - 1]) / (days[after] - days[after - 1])
    return shares[after - 1] + part * (shares[after] - shares[after - 1])


def _row(
    measure_id: str,
    period: Period,
    window: int | None,
    groups: tuple[str, str],
    counted: tuple[int, int] | None,
    status: Status = Status.SHOWN,
) -> tuple[Any, ...]:
    lead = (measure_id, 1, period.kind.value, period.period_id, period.first_on, period.last_on, window, *groups)
    if counted is None:
        return (*lead, None, None, None, None, None, status.value, "", LAST_ON)
    value = counted[0] / counted[1]
    low, high = (max(0.0, value - 0.02), min(1.0, value + 0.02)) if window else (None, None)
    shaky = "shaky" if window and counted[0] < 20 else ""
    return (*lead, *counted, value, low, high, status.value, shaky, LAST_ON)


LINKAGE = LinkageStatement(
    method="compared",
    version=1,
    engine="Splink 5.0.0, DuckDB 2.0.0",
    sources=2,
    keys=5200,
    people=4100,
    fields=("first_name", "last_name", "birth_date"),
    match_at=0.95,
    review_at=0.5,
    pairs_compared=90_000,
    pairs_joined=1100,
    waiting=12,
    decided_same=3,
    decided_different=1,
    precision=Estimate(value=0.998, low=0.9951, high=0.9992),
    recall=Estimate(value=0.97, low=0.9567, high=0.981),
    match_rates=(
        MatchRate(field="all", group_id="all", rate=0.42),
        MatchRate(field="sex", group_id="female", rate=0.41),
    ),
)
LINK_EFFECT = LinkEffect(
    measure_id="rebooking", window_days=365, period="2017", value=0.34, looser=0.352, stricter=0.337
)


def _manifest(made_up: bool, publication_id: str) -> Manifest:
    return Manifest(
        format=PUBLICATION_FORMAT,
        linkage=LINKAGE,
        link_effect=LINK_EFFECT,
        publication_id=publication_id,
        audience=Audience.PUBLIC,
        county=ShownCounty(
            county_id=COUNTY,
            name="Small <County>",
            made_up=made_up,
            place="the county jail",
            limits=("Returns to a jail elsewhere are not in these records.",),
            groupings=(
                Grouping(
                    id="sex",
                    label="Sex",
                    field="sex",
                    groups=(
                        Group(id="female", label="Women", people="women"),
                        Group(id="male", label="Men", people="men"),
                    ),
                ),
                Grouping(
                    id="veteran",
                    label="Veterans",
                    field="flag_veteran",
                    groups=(
                        Group(id="yes", label="Veterans", people="veterans"),
                        Group(id="no", label="Not veterans", people="people who are not veterans"),
                    ),
                ),
            ),
            comparisons=(),
            episode_gap_days=1,
        ),
        data_first_on=dt.date(2021, 1, 1),
        data_last_on=LAST_ON,
        extract_id="2023-12-31-extract",
        measures=tuple(
            PublishedMeasure(measure_id=measure_id, version=1) for measure_id in (*BACK_IN_A_YEAR, "rebooking_other")
        ),
        protection=Protection(
            smallest_group=100,
            in_a_year=(100, 100, 150),
            in_other_periods=(100, 100),
            variance=3.0,
            largest_shift=5,
            largest_never_shown=2,
            sentence="Groups of fewer than 100 people are not shown.",
        ),
        sources=(
            SourceReceipt(
                source_id="jail",
                title="Jail stays",
                agency="The county jail",
                file_name="stays.csv",
                file_sha256="0" * 64,
                rows_in=2001,
                rows_kept=2000,
                rows_refused=1,
                people=1000,
                first_on=dt.date(2021, 1, 1),
                last_on=LAST_ON,
                findings=(
                    Finding(
                        rule_id="ends_before_it_begins",
                        severity="error",
                        column="released",
                        sentence="The stay ends before it begins.",
                        what_to_do="Correct one of the two dates.",
                        rows=1,
                    ),
                    Finding(
                        rule_id="unknown_code",
                        severity="warning",
                        column="why",
                        sentence="The code is not explained.",
                        what_to_do="Add the code to the county file.",
                        rows=15,
                        codes=(CodeCount(code="ZZ", rows=12), CodeCount(code="", rows=3)),
                    ),
                ),
            ),
        ),
        episodes=2000,
        episodes_ended=1990,
        people=1000,
        answers=0,
        answers_sha256="",
    )
