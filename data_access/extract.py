"""The extract: people and episodes without names or keys, immutable, made from the warehouse."""

import datetime as dt
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import sqlalchemy as sa

from data_access import audited, store
from data_access.chosen import Chosen, NothingToUseError, choose
from data_access.county import County, Grouping
from data_access.linkage_statement import uncompared
from data_access.linking import linked_people
from data_access.receipts import read_receipts
from data_access.sources import Source
from data_access.warehouse import EVENT, read_frame
from metrics import grouping as metrics_grouping
from metrics.events import Edge, SystemKind
from metrics.group_keys import RECORD_KEY
from metrics.language import EPISODES, FLAG_PREFIX, NOT_STATED, PEOPLE, UNMAPPED, Kind, System
from metrics.prepared import NEVER_ON, Carried, Settings

EXTRACT_FORMAT = 5
_UNKNOWN = (NOT_STATED, UNMAPPED)
_OF_THE_WAREHOUSE = ("event_id", "load_id", "line", "row_digest")
_OF_A_PERSON = ("sex", "race_ethnicity")
LOOSER, STRICTER = "looser_id", "stricter_id"
_OTHER_LINKS = "other_links.parquet"


class ExtractError(Exception):
    """No extract to read or nothing to make one from; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Extract:
    """One extract in memory. manifest is what its manifest.json says.

    other_links: one row per row of episodes, in its order: whose it would be under looser and stricter links (LOOSER,
    STRICTER). None where people are not joined by comparing records.
    """

    extract_id: str
    people: pl.DataFrame
    episodes: pl.DataFrame
    manifest: dict[str, Any]
    other_links: pl.DataFrame | None = None

    @property
    def keyed_episodes(self) -> pl.DataFrame:
        """The episodes, each with the record key of its person."""
        keys = self.people.select("person_id", RECORD_KEY)
        return self.episodes.join(keys, on="person_id", how="left", maintain_order="left")


def extracts_folder(data_dir: Path, county_id: str) -> Path:
    """Return the store that holds this county's extracts."""
    return data_dir / county_id / "extracts"


def make_extract(connection: sa.Connection, county: County, data_dir: Path, today: dt.date) -> str:
    """Keep an extract of what the warehouse holds now and return its id; the same content gives the same id and files.

    Sources that no agreement covers today are left out, and the manifest says so: what they carry is then not reported.

    The id is the last day covered and a digest of the loads and settings that it is made from. It cannot be a digest of
    the rows: person_id is random, so that it tells nothing and joins to nothing.
    """
    try:
        chosen = choose(connection, county, today)
    except NothingToUseError as error:
        raise ExtractError(str(error)) from None
    made_from = [
        [source.id, load.file_sha256, load.mapping_sha256, load.patches_sha256] for source, load in chosen.loads
    ]
    first_on, last_on = _span(connection, county, chosen.load_ids)
    who = linked_people(connection, county)
    linked_from = [who.statement.model_dump(mode="json"), who.input_sha256] if who else []
    digest = store.digest([EXTRACT_FORMAT, made_from, first_on, last_on, *linked_from, *chosen.left_out])
    extract_id = f"{last_on}-{digest[:12]}"
    manifest = {
        "format": EXTRACT_FORMAT,
        "extract_id": extract_id,
        "data_first_on": first_on.isoformat(),
        "data_last_on": last_on.isoformat(),
        # Of what is used, not of what the county file names: a source that never came says nothing about anyone.
        "carried": [_carries(source, kind, last_on) for source, _ in chosen.loads for kind in source.kinds],
        "sources": [
            receipt.model_copy(
                update={"withheld": tuple(rows for rows in chosen.withheld if rows.source_id == receipt.source_id)}
            ).model_dump(mode="json")
            for receipt in read_receipts(connection, county)
        ],
        "linkage": linked_from[0] if linked_from else None,
    }

    def write(folder: Path) -> None:
        _write(_events(connection, county, chosen, who.people if who else None), county, manifest, folder)

    folder = extracts_folder(data_dir, county.id)
    audited.note_extract(folder, data_dir, county.id, extract_id, len(chosen.loads), chosen.withheld)
    store.keep(folder, extract_id, write)
    if chosen.withheld:  # earlier extracts may still hold what may not be used any more
        store.drop_others(folder, extract_id)
    return extract_id


def _carries(source: Source, kind: Kind, last_on: dt.date) -> dict[str, Any]:
    """Say what a source tells about one kind of episode, and through which day."""
    return {
        "system": source.system.value,
        "kind": kind.value,
        "through": ((source.last_on or last_on) - dt.timedelta(days=source.lag_days)).isoformat(),
        "fields": sorted(source.fields),
        "edges": [edge.value for edge in source.edges_known],
    }


def read_extract(data_dir: Path, county_id: str) -> Extract:
    """Read the current extract, checking its files against its manifest; raise ExtractError otherwise."""
    remedy = f"Run: python -m data_access build {county_id}"
    try:
        folder = store.current(extracts_folder(data_dir, county_id))
    except store.StoreError:
        raise ExtractError(f"There is no extract of {county_id} yet. {remedy}") from None
    manifest = json.loads((folder / store.MANIFEST).read_text("utf-8"))
    if manifest["format"] != EXTRACT_FORMAT:
        raise ExtractError(f"The extract {folder.name} was made by another version of this program. {remedy}")
    for name, sha256 in manifest["files"].items():
        if store.file_digest(folder / name) != sha256:
            raise ExtractError(f"The extract {folder.name} is damaged. Delete its folder. {remedy}")
    return Extract(
        extract_id=folder.name,
        people=pl.read_parquet(folder / "people.parquet"),
        episodes=pl.read_parquet(folder / "episodes.parquet"),
        manifest=manifest,
        other_links=pl.read_parquet(folder / _OTHER_LINKS) if _OTHER_LINKS in manifest["files"] else None,
    )


def left_out(data_dir: Path, county_id: str) -> list[tuple[str, str, int]]:
    """Return what the current extract left out: source, reason, rows."""
    manifest = json.loads((store.current(extracts_folder(data_dir, county_id)) / store.MANIFEST).read_text("utf-8"))
    withheld = [rows for source in manifest["sources"] for rows in source["withheld"]]
    return [(rows["source_id"], rows["reason"], rows["rows"]) for rows in withheld]


def measure_settings(county: County, extract: Extract) -> Settings:
    """Return what metrics needs to know to measure this extract of this county."""
    last_on = dt.date.fromisoformat(extract.manifest["data_last_on"])
    through = last_on - dt.timedelta(days=county.data_span.lag_days)
    return Settings(
        data_first_on=dt.date.fromisoformat(extract.manifest["data_first_on"]),
        followed_through_on=through,
        episode_gap_days=county.episode_gap_days,
        groupings=tuple(_grouping(grouping) for grouping in county.groupings),
        carried=_carried(extract.manifest["carried"], through),
        switches=county.switches,
        often=county.often_booked.rule,
        programs=tuple(program.measured for program in county.programs),
    )


def _carried(entries: list[dict[str, Any]], through: dt.date) -> dict[SystemKind, Carried]:
    """Return, for each kind, what the sources that carry it have in common: the earliest last day, and all their fields."""
    carried: dict[SystemKind, Carried] = {}
    for of_a_kind in dict.fromkeys((System(entry["system"]), Kind(entry["kind"])) for entry in entries):
        alike = [entry for entry in entries if (entry["system"], entry["kind"]) == of_a_kind]
        days = {
            edge: min(
                [min(through, dt.date.fromisoformat(entry["through"])) for entry in alike if edge in entry["edges"]],
                default=NEVER_ON,
            )
            for edge in Edge
        }
        fields = frozenset(field for entry in alike for field in entry["fields"])
        carried[of_a_kind] = Carried(through=days[Edge.START], ended_through=days[Edge.END], fields=fields)
    return carried


def _grouping(grouping: Grouping) -> metrics_grouping.Grouping:
    banded = grouping.field == "age_at_start"
    return metrics_grouping.Grouping(
        grouping_id=grouping.id,
        field=grouping.field,
        group_ids=tuple(group.id for group in grouping.groups),
        age_bands=tuple(
            metrics_grouping.AgeBand(group_id=group.id, youngest=group.from_, oldest=group.to)
            for group in grouping.groups
            if banded
        ),
    )


def _events(connection: sa.Connection, county: County, chosen: Chosen, who: pl.DataFrame | None) -> pl.DataFrame:
    """Return the rows of the chosen loads with one column per flag of the county, and random person ids.

    who: which keys are one person, where that is not told by the keys themselves; then LOOSER and STRICTER are there too.
    """
    columns = [column for column in EVENT.c if column.name not in _OF_THE_WAREHOUSE]
    some_stay_out = not chosen.event_ids.is_empty()
    columns += [EVENT.c.event_id] if some_stay_out else []
    query = sa.select(*columns).where(EVENT.c.load_id.in_(chosen.load_ids)).order_by(EVENT.c.load_id, EVENT.c.line)
    schema: dict[str, pl.DataType] = {column.name: pl.String() for column in columns}
    schema |= {"start_on": pl.Date(), "end_on": pl.Date()}
    schema |= dict.fromkeys(("person_id", "age_at_start", "birth_year"), pl.Int64())
    schema |= {"event_id": pl.Int64()} if some_stay_out else {}
    events = read_frame(connection, query, schema)
    if some_stay_out:
        out = chosen.event_ids.to_frame("event_id")
        events = events.join(out, on="event_id", how="anti", maintain_order="left").drop("event_id")
    used = [source for source in county.sources if not source.is_of_consent]
    flags = sorted({name for source in used for name in source.fields if name.startswith(FLAG_PREFIX)})
    if flags:
        decoded = pl.Struct(dict.fromkeys(flags, pl.String))
        events = events.with_columns(pl.col("flags").str.json_decode(decoded)).unnest("flags")
    else:
        events = events.drop("flags")
    if who is None:
        return _with_random_ids(events, "person_id")
    events = events.join(who, on="person_id", how="left", maintain_order="left").drop("person_id")
    for name in (LOOSER, STRICTER):
        events = _with_random_ids(events, name)
    return _with_random_ids(events.rename({"cluster_id": "person_id"}), "person_id")


def _with_random_ids(events: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the events with the ids in a column drawn anew, from 1 on: they tell nothing and join to nothing."""
    ids = events.select(name).unique().sort(name)
    shuffled = np.random.default_rng(secrets.randbits(128)).permutation(ids.height) + 1
    ids = ids.with_columns(pl.Series("_random", shuffled, dtype=pl.Int64))
    return events.join(ids, on=name, maintain_order="left").drop(name).rename({"_random": name})


def _span(connection: sa.Connection, county: County, load_ids: list[int]) -> tuple[dt.date, dt.date]:
    span = county.data_span
    edges = sa.select(
        sa.func.min(EVENT.c.end_on),
        sa.func.min(EVENT.c.start_on),
        sa.func.max(EVENT.c.start_on),
        sa.func.max(EVENT.c.end_on),
    )
    first_end, first_start, last_start, last_end = connection.execute(edges.where(EVENT.c.load_id.in_(load_ids))).one()
    if first_start is None:
        raise ExtractError(
            f"No row of {county.id} was kept, so there is nothing to measure. "
            f"Run: python -m data_access refused {county.id}"
        )
    first_on = span.first_on or first_end or first_start
    return first_on, span.last_on or max(day for day in (last_start, last_end) if day)


def _write(events: pl.DataFrame, county: County, manifest: dict[str, Any], folder: Path) -> None:
    flags = [name for name in events.columns if name.startswith(FLAG_PREFIX)]
    absent = [pl.lit(None, kind).alias(name) for name, kind in EPISODES.items() if name not in events.columns]
    known = [_known_by_then(name) for name in _OF_A_PERSON]
    others = [name for name in (LOOSER, STRICTER) if name in events.columns]
    episodes = events.with_columns(absent).with_columns(known).select(*EPISODES, *flags, *others)
    # Neither file keeps the order of the source, which could tell who is who.
    episodes = episodes.sort("person_id", "start_on", "end_on", nulls_last=True, maintain_order=True)
    people = _with_record_keys(_people(events))
    if others:
        episodes.select(others).write_parquet(folder / _OTHER_LINKS)
    episodes.drop(others).cast(EPISODES).write_parquet(folder / "episodes.parquet")
    people.write_parquet(folder / "people.parquet")
    files = {path.name: store.file_digest(path) for path in sorted(folder.glob("*.parquet"))}
    conflicts = {name: _people_who_differ(events, name) for name in _OF_A_PERSON}
    counts = {"episodes": episodes.height, "people": people.height, "conflicts": conflicts}
    whole = {**manifest, **counts, "files": files}
    if not whole["linkage"]:
        whole["linkage"] = uncompared(county, len(whole["sources"]), people.height).model_dump(mode="json")
    (folder / store.MANIFEST).write_text(json.dumps(whole, indent=2), "utf-8")


def _known_by_then(name: str) -> pl.Expr:
    """Return the value of the stay's own record; where that is unknown, the last one known from an earlier stay."""
    known = pl.when(pl.col(name).is_in(_UNKNOWN).not_()).then(pl.col(name))
    return pl.coalesce(known.forward_fill().over("person_id", order_by="start_on"), pl.col(name)).alias(name)


def _people(events: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person. Where records differ, the known value given most often; of equals, the latest."""
    people = events.select("person_id").unique().sort("person_id")
    for name in _OF_A_PERSON:
        people = people.join(_most_often(events, name), on="person_id", how="left", maintain_order="left")
    estimated = pl.col("start_on").dt.year() - pl.col("age_at_start")
    born = events.group_by("person_id").agg(
        pl.coalesce(pl.col("birth_year").mode().min(), estimated.median().round()).alias("birth_year")
    )
    return people.join(born, on="person_id", how="left", maintain_order="left").select(*PEOPLE).cast(PEOPLE)


def _with_record_keys(people: pl.DataFrame) -> pl.DataFrame:
    """Add a random number of 64 bits for each person: the noise of a group's counts is chosen by all of its people's."""
    drawn = np.frombuffer(secrets.token_bytes(8 * people.height), np.uint64)
    return people.with_columns(pl.Series(RECORD_KEY, drawn, dtype=pl.UInt64))


def _most_often(events: pl.DataFrame, name: str) -> pl.DataFrame:
    counted = (
        events.filter(pl.col(name).is_not_null())
        .group_by("person_id", name)
        .agg(pl.len().alias("_rows"), pl.col("start_on").max().alias("_latest"))
        .with_columns(pl.col(name).is_in(_UNKNOWN).alias("_unknown"))
    )
    best_first = counted.sort("_unknown", "_rows", "_latest", name, descending=[False, True, True, False])
    return best_first.unique("person_id", keep="first", maintain_order=True).select("person_id", name)


def _people_who_differ(events: pl.DataFrame, name: str) -> int:
    """Count the people whose records give more than one known value."""
    known = events.filter(pl.col(name).is_not_null(), ~pl.col(name).is_in(_UNKNOWN))
    values = known.group_by("person_id").agg(pl.col(name).n_unique().alias("_values"))
    return values.filter(pl.col("_values") > 1).height
