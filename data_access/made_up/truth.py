"""The truth about a made-up county, as it is written beside its files: what was planted, and what must be found."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl

from data_access.made_up import (
    care,
    court,
    foster_care,
    housing,
    jail,
    navigator,
    opioid_treatment,
    program,
    supervision,
)
from data_access.made_up.dirt import mistakes
from data_access.made_up.drawing import Span
from data_access.made_up.files import MadeUpFile
from data_access.made_up.followed_truth import followed_measures
from data_access.made_up.identities import MISTAKES
from data_access.made_up.slow_counts import Spell, Start, first_in_years, groups_of, merge, watched_years
from data_access.made_up.world import WINDOW_DAYS, World

_PARTS: Final = {"NEW": "new_offense", "PV": "technical"}


def conviction_chances(rng: np.random.Generator, episodes: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Return person, end and the planted chance of a conviction within a year, for each first release of a year."""
    released = episodes.filter(pl.col("end").is_between(span.first_day, span.last_day)).with_columns(
        _year=pl.from_epoch("end", time_unit="d").dt.year()
    )
    first = released.unique(["person", "_year"], keep="first", maintain_order=True).drop("_year")
    chance = court.chance_of_conviction(rng, first, WINDOW_DAYS, span)
    return first.select("person", "end", chance=pl.Series(chance))


def whole_truth(world: World, files: Sequence[MadeUpFile], seed: int) -> dict[str, Any]:
    """Return everything that a test may want to know, ready for JSON."""
    span, stays = world.span, world.stays
    spells = merge(
        stays.sort("person", "start").select("person", "start", "end", "booking_type", "sex", "screen").to_dicts()
    )
    return {
        "people_drawn": world.people.height,
        "seed": seed,
        "first_on": _date(span.first_day),
        "last_on": _date(span.last_day),
        "people": len({person for file in files for person in file.table[file.table.columns[-1]].to_list()}),
        "people_in_jail": len(spells),
        "episodes": sum(len(of_one) for of_one in spells.values()),
        "episodes_ended": sum(spell["end"] <= span.last_day for of_one in spells.values() for spell in of_one),
        "deaths": world.deaths.height,
        "late_cases": world.cases.height - int(world.cases["is_entered"].sum()),
        "late_dispositions": int(world.cases.filter("is_entered")["late"].sum()),
        "files": {file.name: _of_file(file) for file in files},
        "unmapped_codes": {
            "reason": {"WE": stays["booking_type"].eq("WE").sum()},
            "race_ethnicity": {"ZZ": mistakes(files[0])[1].get("unknown_code", 0)},
        },
        "planted": _planted(),
        "opioid_stays_by_consent": dict(world.opioid_stays["consent"].value_counts(sort=True).rows()),
        "rebooking": _rebooking(world, spells),
        "program": _program(world),
        "navigator": _navigator(world),
        "measures": followed_measures(world, spells),
    }


def _of_file(file: MadeUpFile) -> dict[str, Any]:
    """Return how many rows a file has, and its mistakes by the rule that speaks of them."""
    added, spoiled = mistakes(file)
    true_rows = file.table.height
    return {"rows": true_rows + sum(added.values()), "true_rows": true_rows, "added": added, "spoiled": spoiled}


def _planted() -> dict[str, Any]:
    return {
        "log_odds": jail.LOG_ODDS,
        "booking_type_shares": jail.BOOKING_TYPES,
        "program_log_odds": program.EFFECT_LOG_ODDS,
        "enroll_log_odds": program.ENROLL_LOG_ODDS,
        "navigator_log_odds": navigator.EFFECT_LOG_ODDS,
        "dispositions": court.DISPOSITIONS,
        "revoked_log_odds": supervision.REVOKED_LOG_ODDS,
        "connected_log_odds": care.CONNECTED_LOG_ODDS,
        "followed_up": care.FOLLOWED_UP,
        "first_visit": care.FIRST_VISIT,
        "homeless_again": housing.RETURN_SHARE,
        "homeless_again_by": housing.RETURN_BY,
        "foster_care_again": foster_care.AGAIN_SHARE,
        "consents": opioid_treatment.CONSENT_SHARES,
        "mistakes_in_identities": MISTAKES,
    }


def _rebooking(world: World, people: dict[int, list[Spell]]) -> list[dict[str, Any]]:
    """Count rebookings within 365 days by fully watched year and group, with their parts by why the return began.

    One row is a year and a group: people at their first release of the year (denominator), those whose next episode starts
    at most 365 days later (numerator) and its parts, and true_rate, the mean of the planted chances of these releases.
    """
    planted = world.episodes.select("person", "end", "chance").iter_rows()
    chances = {(person, end): chance for person, end, chance in planted}
    following = {
        (person, spell["end"]): spells[number + 1] if number + 1 < len(spells) else None
        for person, spells in people.items()
        for number, spell in enumerate(spells)
    }
    starts = [
        Start(person=person, day=spell["end"], groups=groups_of(spell))
        for person, spells in people.items()
        for spell in spells
    ]
    cells: dict[tuple[str, str, str], dict[str, Any]] = {}
    first = first_in_years(starts)
    for year in watched_years(world.span, WINDOW_DAYS, world.span.last_day):
        for start in first[year]:
            after = following[start.person, start.day]
            back = after is not None and after["start"] - start.day <= WINDOW_DAYS
            for by, group in start.groups:
                empty = {
                    "denominator": 0,
                    "numerator": 0,
                    "new_offense": 0,
                    "technical": 0,
                    "other": 0,
                    "true_rate": 0.0,
                }
                cell = cells.setdefault((str(year), by, group), empty)
                cell["denominator"] += 1
                cell["true_rate"] += chances[start.person, start.day]
                if after is not None and back:
                    cell["numerator"] += 1
                    cell[_PARTS.get(after["booking_type"], "other")] += 1
    return [
        {"period": period, "window_days": WINDOW_DAYS, "by": by, "group": group, **cell}
        | {"true_rate": cell["true_rate"] / cell["denominator"]}
        for (period, by, group), cell in sorted(cells.items())
    ]


def _program(world: World) -> dict[str, Any]:
    """Return the true effect of the program on coming back within a year, and what a plain comparison would say.

    Of the people found eligible whose year was watched whole: those enrolled, and those not. true_difference is the mean,
    over the enrolled, of the chance with the program less the chance without; naive_difference compares the planted chances
    of the two groups, counted_difference what happened to them.
    """
    watched = world.episodes.filter("eligible", pl.col("end") + WINDOW_DAYS <= world.span.last_day)
    back = {True: [0, 0], False: [0, 0]}
    sums = {"with": 0.0, "without": 0.0, "not_enrolled": 0.0}
    columns = ("enrolled", "chance_with", "chance_without", "next_start", "end")
    for enrolled, chance_with, chance_without, next_start, end in watched.select(columns).iter_rows():
        back[enrolled][0] += next_start - end <= WINDOW_DAYS
        back[enrolled][1] += 1
        if enrolled:
            sums["with"] += chance_with
            sums["without"] += chance_without
        else:
            sums["not_enrolled"] += chance_without
    joined, others = max(back[True][1], 1), max(back[False][1], 1)
    return {
        "enrolled": back[True][1],
        "enrolled_back": back[True][0],
        "not_enrolled": back[False][1],
        "not_enrolled_back": back[False][0],
        "true_difference": (sums["with"] - sums["without"]) / joined,
        "naive_difference": sums["with"] / joined - sums["not_enrolled"] / others,
        "counted_difference": back[True][0] / joined - back[False][0] / others,
    }


def _navigator(world: World) -> dict[str, Any]:
    """Return how many of those who could come in the lot gave a place, and how many of either came back within a year.

    Of people who left jail early enough that the year was watched whole. A place changes nobody's chance.
    """
    could = world.navigator_referrals.filter(
        pl.col("decision") == navigator.FITS, pl.col("end") + WINDOW_DAYS <= world.span.last_day
    )
    stays = world.episodes.select("person", "end", back=pl.col("next_start") - pl.col("end") <= WINDOW_DAYS)
    found = could.join(stays, on=["person", "end"], how="left")
    counted = {}
    for name, rows in (("place", found.filter("has_place")), ("no_place", found.filter(~pl.col("has_place")))):
        counted[name] = rows.height
        counted[f"{name}_back"] = int(rows["back"].sum())
    return {**counted, "true_difference": 0.0}


def _date(day: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=day)).isoformat()
