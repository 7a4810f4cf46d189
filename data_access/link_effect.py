"""What joining people does to the headline: coming back within a year, measured again with looser and stricter links."""

from typing import Any

import polars as pl

from data_access.county import County
from data_access.extract import LOOSER, STRICTER, Extract, measure_settings
from data_access.linkage_statement import LinkEffect
from metrics import protection
from metrics.answers import PublishedAnswers
from metrics.declared.coming_back import REBOOKING
from metrics.events import of_kinds
from metrics.language import ALL, Status
from metrics.measuring import one_question
from metrics.periods import parse_period
from metrics.prepared import prepare

WINDOW_DAYS = 365


def effect_on_headline(county: County, extract: Extract, published: PublishedAnswers) -> LinkEffect | None:
    """Measure the newest published headline again with other links; None where people are not joined, or nothing is shown.

    Looser links join the pairs that wait for a decision too; stricter ones need as much more as looser ones need less (see
    linkage_settings.Linkage.stricter_at). Decisions and guards hold in all three. Every number goes through protection.
    """
    headline = _newest(published)
    if extract.other_links is None or headline is None:
        return None
    values = {}
    for name in (LOOSER, STRICTER):
        others = extract.episodes.with_columns(extract.other_links[name].alias("person_id"))
        prepared = prepare(of_kinds(others, REBOOKING.starts), measure_settings(county, extract))
        answers = one_question(prepared, REBOOKING, [parse_period(headline["period"])], (WINDOW_DAYS,), ())
        again = _newest(protection.protect(answers))
        if again is None:
            return None
        values[name] = again["value"]
    return LinkEffect(
        measure_id=REBOOKING.measure_id,
        window_days=WINDOW_DAYS,
        period=headline["period"],
        value=headline["value"],
        looser=values[LOOSER],
        stricter=values[STRICTER],
    )


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
