"""What happens to people beside all that: calls to the crisis line, and deaths."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import NEVER, Span, happens, whole
from data_access.made_up.people import CHILD, COMMUNITY

_CALLS_PER_YEAR: Final = 0.12
"""Of each person with a mental-health need."""
_DEATH_SHARE: Final = 0.06
"""Of the adults who never come to jail or to care."""


def draw_calls(rng: np.random.Generator, people: pl.DataFrame, deaths: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per crisis contact: person and day, while the person lives."""
    callers = people.filter(pl.col("need"), pl.col("part") != CHILD)
    calls = rng.poisson(_CALLS_PER_YEAR * span.days / 365, callers.height)
    person = np.repeat(callers["person"].to_numpy(), calls)
    drawn = pl.DataFrame({"person": person, "day": span.first_day + whole(rng.random(len(person)) * span.days)})
    alive = drawn.join(deaths, on="person", how="left", maintain_order="left")
    return (
        alive.filter(pl.col("day") < pl.col("died_on").fill_null(NEVER)).select("person", "day").sort("person", "day")
    )


def draw_deaths(
    rng: np.random.Generator, people: pl.DataFrame, episodes: pl.DataFrame, in_care: pl.Series, span: Span
) -> pl.DataFrame:
    """One row per death up to the last day: person and died_on. Of the adults who never come to jail, none of in_care."""
    after_jail = episodes.filter(pl.col("died_on").is_not_null()).select("person", "died_on")
    adults = people.filter(pl.col("part") == COMMUNITY, ~pl.col("person").is_in(in_care.implode()))
    others = adults.filter(pl.Series(happens(rng, _DEATH_SHARE, adults.height)))
    died_on = others["first_seen"].to_numpy() + 1 + whole(rng.exponential(600, others.height))
    late = others.select("person", died_on=pl.Series(died_on))
    return (
        pl.concat([after_jail, late]).filter(pl.col("died_on").is_between(span.first_day, span.last_day)).sort("person")
    )
