"""Housing: shelter, outreach, transitional and permanent housing, and who becomes homeless again after a permanent home."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import NEVER, Floats, Span, Texts, happens, pick, whole
from data_access.made_up.people import CHILD, JAIL

RETURN_SHARE: Final = {"ES": 0.34, "SO": 0.42, "TH": 0.22, "RRH": 0.24}
"""The planted truth: of the exits to a permanent home from each kind of project, those homeless again within 730 days."""
RETURN_BY: Final = ((1, 180, 0.5), (181, 365, 0.28), (366, 730, 0.22))
"""The planted truth: of these returns, the share from this to this day after the exit. Even within each."""

_HOMELESS_SHARE: Final = {"often": 0.35, JAIL: 0.12, "community": 0.3}
_ENTRIES: Final = {"ES": 0.55, "SO": 0.15, "TH": 0.12, "RRH": 0.18}
_MEAN_DAYS: Final = {"ES": 45, "SO": 60, "TH": 150, "RRH": 160}
_DESTINATIONS: Final = {
    "ES": {
        "410": 0.2,
        "435": 0.14,
        "422": 0.06,
        "312": 0.13,
        "116": 0.16,
        "302": 0.06,
        "207": 0.07,
        "206": 0.04,
        "30": 0.14,
    },
    "SO": {"410": 0.1, "435": 0.1, "312": 0.1, "101": 0.3, "116": 0.2, "207": 0.08, "30": 0.12},
    "TH": {"410": 0.35, "435": 0.2, "422": 0.1, "312": 0.15, "101": 0.08, "30": 0.12},
    "RRH": {"410": 0.5, "435": 0.22, "422": 0.06, "312": 0.1, "101": 0.06, "30": 0.06},
}
PERMANENT: Final = ("410", "435", "422")
_MOVED_IN_SHARE: Final = 0.35
"""Of the exits from shelter to a rental with a subsidy: those followed at once by an entry to permanent housing."""
_LATEST_MOVE_DAYS: Final = 14
"""An entry to permanent housing within so many days of the exit is the home itself, and no return."""
_ELSEWHERE_BACK_SHARE: Final = 0.45
"""Of the exits to another place: those who come to a project again."""

_COLUMNS: Final = ("person", "project", "start", "end", "destination", "chance")


def draw_housing(rng: np.random.Generator, people: pl.DataFrame, deaths: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per stay in a project: person, project, start, end (after the last day: still there), destination, chance.

    chance: for exits to a permanent home, the planted chance of being homeless again within 730 days; null for others. It
    falls on the days that return_by tells. A stay in permanent supportive housing (PSH) begins at most 14 days after the
    exit that leads to it, and ends where the person becomes homeless again. Nobody who dies is among these people.
    """
    share = (
        pl.when(pl.col("part") == CHILD)
        .then(0.0)
        .when("often")
        .then(_HOMELESS_SHARE["often"])
        .otherwise(pl.when(pl.col("part") == JAIL).then(_HOMELESS_SHARE[JAIL]).otherwise(_HOMELESS_SHARE["community"]))
    )
    homeless = people.filter(pl.Series(rng.random(people.height)) < share).join(deaths, on="person", how="anti")
    who, start = homeless["person"].to_numpy(), span.first_day + whole(rng.random(homeless.height) * (span.days - 30))
    not_rehoused = np.zeros(len(who), dtype=bool)
    waves = []
    while len(who):
        drawn = pick(rng, _ENTRIES, len(who))
        stays = _one_stay_each(rng, who, start, np.where(not_rehoused & (drawn == "RRH"), "ES", drawn))
        waves += [stays.select(_COLUMNS), _moved_in(rng, stays).select(_COLUMNS)]
        again = stays.filter(pl.col("back_on") <= span.last_day)
        who, start = again["person"].to_numpy(), again["back_on"].to_numpy()
        not_rehoused = again["moved_in"].to_numpy() | (again["gap"] <= _LATEST_MOVE_DAYS).to_numpy()
    return pl.concat(waves).filter(pl.col("start") <= span.last_day).sort("person", "start")


def _one_stay_each(rng: np.random.Generator, who: np.ndarray, start: np.ndarray, project: Texts) -> pl.DataFrame:
    """Return one stay per person, with the day on which each comes again (NEVER: does not), and whether a home follows."""
    count = len(who)
    means = pl.Series(project).replace_strict(_MEAN_DAYS, return_dtype=pl.Float64).to_numpy()
    end = start + 1 + np.minimum(whole(rng.exponential(means)), 900)
    destination = np.full(count, "", dtype="<U3")
    for kind, shares in _DESTINATIONS.items():
        here = project == kind
        destination[here] = pick(rng, shares, int(here.sum()))
    permanent = np.isin(destination, PERMANENT)
    chance = pl.Series(project).replace_strict(RETURN_SHARE, return_dtype=pl.Float64).to_numpy()
    back = happens(rng, np.where(permanent, chance, _ELSEWHERE_BACK_SHARE), count)
    gap = np.where(permanent, _days_back(rng, count), 3 + whole(rng.exponential(120, count)))
    gap = np.where(back, gap, NEVER)
    could_move_in = (project == "ES") & (destination == "435") & (gap > _LATEST_MOVE_DAYS + 1)
    return pl.DataFrame(
        {
            "person": who,
            "project": project,
            "start": start,
            "end": end,
            "destination": destination,
            "chance": pl.Series(np.where(permanent, chance, np.nan), nan_to_null=True),
            "gap": gap,
            "back_on": np.where(back, end + gap, NEVER),
            "moved_in": could_move_in & happens(rng, _MOVED_IN_SHARE, count),
        }
    )


def _moved_in(rng: np.random.Generator, stays: pl.DataFrame) -> pl.DataFrame:
    """Return the stays in permanent supportive housing that some exits from shelter lead to."""
    moved = stays.filter("moved_in")
    return moved.with_columns(
        project=pl.lit("PSH"),
        start=pl.col("end") + pl.Series(rng.integers(0, _LATEST_MOVE_DAYS + 1, moved.height)),
        end="back_on",
        destination=pl.lit("116"),
        chance=pl.lit(None, pl.Float64),
    )


def _days_back(rng: np.random.Generator, count: int) -> np.ndarray:
    band = pick(rng, {str(n): share for n, (_, _, share) in enumerate(RETURN_BY)}, count).astype(np.int64)
    first = np.array([first for first, _, _ in RETURN_BY])[band]
    last = np.array([last for _, last, _ in RETURN_BY])[band]
    return rng.integers(first, last + 1)


def return_by(days: int) -> float:
    """Return the planted share of the returns within 730 days that come up to this day."""
    return sum(share * min(max((days - first + 1) / (last - first + 1), 0), 1) for first, last, share in RETURN_BY)


def chances_by(chance: Floats, days: int) -> Floats:
    """Return the planted chances of being homeless again up to this day."""
    return chance * return_by(days)
