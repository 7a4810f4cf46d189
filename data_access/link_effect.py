"""What joining people does to the headline: coming back within a year, measured again with looser and stricter links."""

from typing import Any

import polars as pl

from data_access.county import County
from data_access.extract import LOOSER, STRICTER, Extract, measure_settings
from data_access.linkage_statement import LinkEffect
from metrics.answers import PublishedAnswers
from metrics.blurring import Noise
from metrics.cohort import counted_in_period
from metrics.declaration import Unit
from metrics.declared.coming_back import REBOOKING
from metrics.events import of_kinds
from metrics.group_keys import key_sum
from metrics.language import ALL, Status
from metrics.limits import PUBLIC
from metrics.measuring import one_question
from metrics.periods import Period, parse_period
from metrics.prepared import Prepared, prepare

WINDOW_DAYS = 365


def effect_on_headline(
    county: County, extract: Extract, published: PublishedAnswers, noise: Noise
) -> LinkEffect | None:
    """Measure the newest published headline again with other links.

    None where people are not joined, or no headline of at least PUBLIC.of_a_curve people is shown. Looser links join the
    pairs that wait for a decision too; stricter ones need as much more as looser ones need less (see
    linkage_settings.Linkage.stricter_at). Decisions and guards hold in all three. Counts are shifted as all others are, by
    the people that the other links make, and shares are told in whole hundredths.
    """
    headline = _newest(published)
    if extract.other_links is None or headline is None or headline["denominator"] < PUBLIC.of_a_curve:
        return None
    values = {}
    for name in (LOOSER, STRICTER):
        others = extract.keyed_episodes.with_columns(extract.other_links[name].alias("person_id"))
        prepared = prepare(of_kinds(others, REBOOKING.starts), measure_settings(county, extract))
        values[name] = _blurred(prepared, parse_period(headline["period"]), noise, name)
    return LinkEffect(
        measure_id=REBOOKING.measure_id,
        window_days=WINDOW_DAYS,
        period=headline["period"],
        value=headline["value"],
        looser=values[LOOSER],
        stricter=values[STRICTER],
    )


def _blurred(prepared: Prepared, period: Period, noise: Noise, name: str) -> float:
    """Return the share of one period from shifted counts; the shifts go by everyone who left in it."""
    row = one_question(prepared, REBOOKING, [period], (WINDOW_DAYS,), ()).frame.select("numerator", "denominator")
    keys = counted_in_period(prepared.releases, period, Unit.PERSON).select(key_sum())
    row = row.with_columns(keys.to_series(), _what=pl.lit(f"{REBOOKING.measure_id} {name}"))
    shown = row.with_columns(noise.shown(row, "_what", count) for count in ("numerator", "denominator"))
    return round(float((shown["numerator"] / shown["denominator"]).item()), 2)


def _newest(published: PublishedAnswers) -> dict[str, Any] | None:
    """Return the newest shown answer of the headline for everyone, as the first page picks it."""
    rows = published.frame.filter(
        pl.col("measure_id") == REBOOKING.measure_id,
        pl.col("window_days") == WINDOW_DAYS,
        pl.col("status") == Status.SHOWN,
        *(pl.col(grouping) == ALL for grouping in published.grouping_ids),
    ).sort("period_end", "period_start", descending=[True, False])
    rows = rows.filter((pl.col("period_end") - pl.col("period_start")).dt.total_days() >= 364)
    return rows.row(0, named=True) if rows.height else None
