"""Makes up a county: jail bookings of people who do not exist, with true answers planted in them and written beside."""

import csv
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from data_access.county import read_county
from data_access.made_up_truth import WINDOW_DAYS, count_slowly
from data_access.sources import Source

TRUTH_FILE: Final = "truth.json"

_COLUMNS: Final = (
    "Person No", "Booking No", "Booked", "Released", "DOB", "Sex", "Race", "Booking Type", "Charge Class", "Statute",
    "MH Screen", "Facility",
)  # fmt: skip

_LOG_ODDS: Final = {"base": -1.05, "female": -0.4, "need": 0.5, "under_25": 0.3, "each_year": -0.09, "often": 3.4}
"""The planted truth: log-odds of a return within 365 days. each_year counts from 2019 to the year of release."""

_OFTEN_SHARE: Final = 0.055
_NEED_SHARE: Final = 0.3
_KNOWN_BEFORE_SHARE: Final = 0.22
"""People who were in and out of jail around the day on which the records begin."""
_SHORT_SHARE: Final = 0.52
"""Episodes of 0 or 1 days."""
_DECLINED_SHARE: Final = 0.03
"""Of the people whom the jail wanted to screen."""
_ATTEMPT_SHARE: Final = 0.04
"""Of the charges."""
_DEATH_SHARE: Final = 0.03
"""Of the releases that no return follows within 365 days."""
_LATER_SHARE: Final = 0.35
"""Of those that no death follows either: the share with a return after day 365."""
_SHORTEST_MOVE_DAYS: Final = 3
_MOVED_SHARE: Final = 0.08
"""Of the episodes that long: the share that the jail recorded as two stays."""

_SEXES: Final = {"1": 0.76, "2": 0.23, "9": 0.01}
_RACES: Final = {"WH": 0.44, "BL": 0.30, "HI": 0.19, "AS": 0.02, "AI": 0.03, "UN": 0.02}
_BOOKING_TYPES: Final = {"NEW": 0.58, "PV": 0.22, "FTA": 0.11, "SEN": 0.05, "HLD": 0.035, "WE": 0.005}
_STATUTES: Final = {
    "11-": 0.20, "12-": 0.25, "13-": 0.20, "14-": 0.05, "15-": 0.12, "16-": 0.12, "19-": 0.05, "99-": 0.01,
}  # fmt: skip
_CLASSES: Final = {"F": 0.38, "M": 0.54, "I": 0.04, "": 0.04}
_FACILITIES: Final = {"Cañon Road Jail": 0.8, "Jail Annex": 0.2}

_SAME_ROWS_SPOILED: Final = {"implausible_age": 2, "unknown_code": 6}
"""Mistakes in one cell of a row that is otherwise true, and how many."""
_ROWS_ADDED: Final = {
    "release_before_start": 7,
    "impossible_date": 5,
    "missing_person": 4,
    "ragged_row": 3,
    "future_date": 3,
    "exact_duplicate": 9,
}
"""Rows that stand beside the true ones, and how many. Refusing all of them leaves exactly the true rows."""

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
_Row = list[str]


def make_county(folder: Path, *, people: int = 20_000, seed: int = 1) -> None:
    """Write the made-up county's source file and truth.json into folder; the same people and seed give the same bytes.

    people is how many are drawn. The few whose last stay ended before the records begin are not in the file.
    Only tests may read truth.json.
    """
    county = read_county("made-up")
    first_on, last_on = county.data_span.first_on, county.data_span.last_on
    if first_on is None or last_on is None:
        raise ValueError("counties/made-up/county.toml: data_span needs first_on and a fixed last_on here: add them")
    first_day, last_day = _day(first_on), _day(last_on)
    rng = np.random.default_rng(seed)
    episodes = _draw_episodes(rng, _draw_persons(rng, people, first_day, last_day), first_day, last_day)
    stays = _split_into_stays(rng, episodes, last_day)
    rows = _rows(rng, stays, last_on)
    with_dirt = _with_dirt(rng, rows, last_on)
    truth = {
        "people_drawn": people,
        "seed": seed,
        "first_on": first_on.isoformat(),
        "last_on": last_on.isoformat(),
        "rows": len(with_dirt),
        "true_rows": len(rows),
        "rows_spoiled": _SAME_ROWS_SPOILED,
        "rows_added": _ROWS_ADDED,
        "unmapped_codes": {
            "reason": {"WE": stays["booking_type"].eq("WE").sum()},
            "race_ethnicity": {"ZZ": _SAME_ROWS_SPOILED["unknown_code"]},
        },
        "planted": {"log_odds": _LOG_ODDS, "booking_type_shares": _BOOKING_TYPES},
        "deaths": episodes["died"].sum(),
        **count_slowly(stays, episodes, first_on, last_on),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TRUTH_FILE).write_text(json.dumps(truth, indent=1) + "\n", "utf-8")
    _write_rows(folder, county.sources[0], with_dirt)  # last and by rename: where the file is, all of it is


def _draw_persons(rng: np.random.Generator, people: int, first_day: int, last_day: int) -> pl.DataFrame:
    """One row per person. Days are counted from 1970-01-01. Some people were in jail when the records begin."""
    first_start = np.where(
        rng.random(people) < _KNOWN_BEFORE_SHARE,
        rng.integers(first_day - 270, first_day + 90, people),
        rng.integers(first_day - 180, last_day + 1, people),
    )
    age_years = np.clip(18 + rng.gamma(1.9, 8.5, people), 18, 88)
    return pl.DataFrame(
        {
            "person_no": rng.permutation(people) + 100_001,
            "first_start": first_start,
            "born": first_start - np.ceil(age_years * 365.25).astype(np.int64),
            "sex": _pick(rng, _SEXES, people),
            "race": _pick(rng, _RACES, people),
            "need": rng.random(people) < _NEED_SHARE,
            "often": rng.random(people) < _OFTEN_SHARE,
        }
    )


def _draw_episodes(rng: np.random.Generator, persons: pl.DataFrame, first_day: int, last_day: int) -> pl.DataFrame:
    """One row per custody episode that ends on first_day or later: the persons' columns, start, end, chance and more.

    Drawn in waves: every person's first episode, then the next one of those who come back, until nobody is left. An end
    after last_day means still in jail. chance is the planted probability that a release is followed by an episode that
    starts 2 to 365 days later; given it, the draw depends on nothing else.
    """
    waves = []
    who, start = persons, persons["first_start"].to_numpy()
    while who.height:
        end = start + _lengths(rng, who.height)
        chance = _chance(who, start, end)
        back = rng.random(who.height) < chance
        died = ~back & (rng.random(who.height) < _DEATH_SHARE)
        later = ~back & ~died & (rng.random(who.height) < _LATER_SHARE)
        early = np.where(who["often"], 4.0, 1.6)
        days_out = np.where(
            back,
            2 + np.floor((WINDOW_DAYS - 1) * rng.beta(1, early)).astype(np.int64),
            WINDOW_DAYS + 1 + np.floor(rng.exponential(500, who.height)).astype(np.int64),
        )
        waves.append(
            who.with_columns(
                start=pl.Series(start),
                end=pl.Series(end),
                chance=pl.Series(chance),
                died=pl.Series(died & (end <= last_day)),
                booking_type=pl.Series(_pick(rng, _BOOKING_TYPES, who.height)),
                screen=pl.Series(_screens(rng, who, start)),
            )
        )
        going_on = (back | later) & (end + days_out <= last_day)
        who, start = who.filter(pl.Series(going_on)), (end + days_out)[going_on]
    return pl.concat(waves).filter(pl.col("end") >= first_day)


def _lengths(rng: np.random.Generator, count: int) -> _Ints:
    """Days from booking to release: about half are 0 or 1, the rest have a long tail up to two years."""
    long = 2 + np.floor(rng.lognormal(2.7, 1.2, count)).astype(np.int64)
    return np.where(rng.random(count) < _SHORT_SHARE, rng.integers(0, 2, count), np.minimum(long, 730))


def _chance(who: pl.DataFrame, start: _Ints, end: _Ints) -> _Floats:
    """The planted probability of a return within 365 days of each release, in 0..1."""
    log_odds = (
        _LOG_ODDS["base"]
        + _LOG_ODDS["female"] * (who["sex"] == "2").to_numpy()
        + _LOG_ODDS["need"] * who["need"].to_numpy()
        + _LOG_ODDS["under_25"] * (start - who["born"].to_numpy() < 25 * 365.25)
        + _LOG_ODDS["often"] * who["often"].to_numpy()
        + _LOG_ODDS["each_year"] * (_years(end) - 2019)
    )
    chance: _Floats = 1 / (1 + np.exp(-log_odds))
    return chance


def _screens(rng: np.random.Generator, who: pl.DataFrame, start: _Ints) -> npt.NDArray[np.str_]:
    """What the screening at booking said. It grows from 7 to 9.5 of every 10 bookings, and a few people decline."""
    screened = rng.random(who.height) < np.clip(0.7 + 0.05 * (_years(start) - 2019), 0.7, 0.95)
    said = np.where(rng.random(who.height) < _DECLINED_SHARE, "REF", np.where(who["need"], "POS", "NEG"))
    return np.where(screened, said, "")


def _split_into_stays(rng: np.random.Generator, episodes: pl.DataFrame, last_day: int) -> pl.DataFrame:
    """One row per stay as the jail recorded it: most episodes are one; some were moves and are two.

    The second stay of a move begins the day before the first ends, on that day, or on the day after.
    """
    start, until = episodes["start"].to_numpy(), np.minimum(episodes["end"].to_numpy(), last_day)
    can_move = until - start >= _SHORTEST_MOVE_DAYS
    moved = can_move & (rng.random(len(start)) < _MOVED_SHARE)
    cut = start + 2 + np.floor(rng.random(len(start)) * np.maximum(until - start - 2, 1)).astype(np.int64)
    first = episodes.with_columns(end=pl.Series(np.where(moved, cut, episodes["end"].to_numpy())))
    second = episodes.with_columns(
        start=pl.Series(cut + rng.integers(-1, 2, len(cut))), booking_type=pl.lit("TRF")
    ).filter(pl.Series(moved))
    return pl.concat([first, second])


def _rows(rng: np.random.Generator, stays: pl.DataFrame, last_on: dt.date) -> list[_Row]:
    """The stays as the jail's own text, one row per stay in the order of booking, cells in the order of _COLUMNS."""
    count, day = stays.height, "%m/%d/%Y"
    statutes = pl.Series(_pick(rng, _STATUTES, count)) + pl.Series(rng.integers(1001, 1100, count)).cast(pl.String)
    attempt = rng.random(count) < _ATTEMPT_SHARE
    statutes = pl.select(pl.when(pl.Series(attempt)).then("A-" + statutes).otherwise(statutes)).to_series()
    minutes = stays["start"] * 1440 + pl.Series(rng.integers(0, 1440, count))
    table = stays.select(
        pl.col("person_no").cast(pl.String),
        booking_no=pl.lit(""),
        booked=pl.from_epoch(minutes * 60, time_unit="s").dt.strftime(f"{day} %H:%M"),
        released=pl.when(pl.col("end") <= _day(last_on)).then(_date("end").dt.strftime(day)).otherwise(pl.lit("")),
        born=_date("born").dt.strftime(day),
        sex="sex",
        race="race",
        booking_type="booking_type",
        charge_class=pl.Series(_pick(rng, _CLASSES, count)),
        statute=pl.when(pl.col("booking_type") == "PV").then(pl.lit("30-2001")).otherwise(statutes),
        screen="screen",
        facility=pl.Series(_pick(rng, _FACILITIES, count)),
        order=minutes,
    ).sort("order", "person_no")
    numbered = table.with_columns(booking_no=pl.format("B{}", pl.int_range(pl.len()) + 1_000_001))
    return [list(row) for row in numbered.drop("order").iter_rows()]


def _with_dirt(rng: np.random.Generator, rows: list[_Row], last_on: dt.date) -> list[_Row]:
    """Return the rows with known mistakes at random places; see _SAME_ROWS_SPOILED and _ROWS_ADDED."""
    needed = sum(_SAME_ROWS_SPOILED.values()) + sum(_ROWS_ADDED.values())
    if len(rows) < needed:
        raise ValueError(f"{len(rows)} rows are too few to hold {needed} mistakes: ask for more people")
    places = iter(rng.permutation(len(rows)).tolist())
    rows = [row.copy() for row in rows]
    for kind, count in _SAME_ROWS_SPOILED.items():
        for _ in range(count):
            _spoil(rows[next(places)], kind, last_on)
    added = []
    for number, kind in enumerate(kind for kind, count in _ROWS_ADDED.items() for _ in range(count)):
        place = next(places)
        row = rows[place].copy()
        if kind != "exact_duplicate":
            row[1] = f"D{number + 1}"
        added.append((place, _spoil(row, kind, last_on)))
    for place, row in sorted(added, key=lambda pair: pair[0], reverse=True):
        rows.insert(place + 1, row)
    return rows


def _spoil(row: _Row, kind: str, last_on: dt.date) -> _Row:
    """Make one mistake in the row."""
    if kind == "release_before_start":
        row[3] = f"01/15/{int(row[2][6:10]) - 1}"
    elif kind == "impossible_date":
        row[2] = f"02/30/{row[2][6:]}"
    elif kind == "missing_person":
        row[0] = ""
    elif kind == "ragged_row":
        del row[-4:]
    elif kind == "future_date":
        row[2:4] = [f"{last_on.replace(year=last_on.year + 90):%m/%d/%Y} 08:15", ""]
    elif kind == "implausible_age":
        row[4] = f"{row[4][:3]}01/{int(row[2][6:10]) - 200}"
    elif kind == "unknown_code":
        row[6] = "ZZ"
    return row


def _write_rows(folder: Path, source: Source, rows: list[_Row]) -> None:
    unfinished = folder / f"{source.file}.unfinished"
    with unfinished.open("w", encoding=source.encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=source.delimiter, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        writer.writerows(rows)
    unfinished.replace(folder / source.file)


def _pick(rng: np.random.Generator, shares: Mapping[str, float], count: int) -> npt.NDArray[np.str_]:
    """Draw count keys with these shares, which add up to 1."""
    return rng.choice(np.array(list(shares)), size=count, p=list(shares.values()))


def _years(days: _Ints) -> _Ints:
    """Calendar years of days counted from 1970-01-01."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _day(date: dt.date) -> int:
    return (date - dt.date(1970, 1, 1)).days


def _date(column: str) -> pl.Expr:
    return pl.from_epoch(pl.col(column), time_unit="d")
