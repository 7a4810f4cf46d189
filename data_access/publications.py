"""The finished, protected answers for one audience: written once, read by every page, file and command."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from data_access import store
from data_access.county import Annotation, Comparison, Grouping, OftenBooked
from data_access.county_costs import Costs
from data_access.county_programs import Program
from data_access.county_targets import Target
from data_access.county_words import CountyWords
from data_access.kept_effects import EFFECTS, read_effects, write_effects
from data_access.linkage_statement import LinkageStatement, LinkEffect
from data_access.packs.reading import Pack
from data_access.receipts import SourceReceipt
from metrics import language
from metrics.answers import PublishedAnswers
from metrics.effects.shown import ShownEffects
from metrics.folding import Table
from metrics.frozen import tables_from
from metrics.programs import PROGRAM
from metrics.registry import measures_of_return

ANSWERS = "answers.parquet"
TABLES = "tables.parquet"
"""Which groups are shown together in which period, so that the next publication can keep to it. No numbers."""
PUBLICATION_FORMAT = 3


class Audience(StrEnum):
    """Who a publication is for. An analyst reads the extract instead, and has no publication."""

    PUBLIC = "public"
    PARTNER = "partner"


class PublicationError(Exception):
    """No publication to read, or one that is damaged; the message says what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class AgencyWords(_Part):
    """How one column of a source is read: each code of the agency, and our word for it."""

    source: str
    agency: str
    column: str
    words: tuple[tuple[str, str], ...]


class ShownCounty(_Part):
    """What pages may say about the county."""

    county_id: str
    name: str
    made_up: bool
    place: str
    limits: tuple[str, ...]
    switches: dict[str, bool] = {}
    often_booked: OftenBooked = OftenBooked()
    groupings: tuple[Grouping, ...]
    programs: tuple[Program, ...] = ()
    comparisons: tuple[Comparison, ...]
    episode_gap_days: int
    annotations: tuple[Annotation, ...] = ()
    targets: tuple[Target, ...] = ()
    packs: tuple[Pack, ...] = ()
    costs: Costs | None = None
    crosswalk: tuple[AgencyWords, ...] = ()
    words: CountyWords = {}  # publications made before counties had words in other languages carry none


class AttackResult(_Part):
    """What one attack on this publication found, and the most that it may find."""

    attack: str
    found: float
    at_most: float
    holds: bool


class Protection(_Part):
    """How people are protected in this publication: what was asked for, and what attacks on it found.

    smallest_group: the fewest people in any group shown. in_a_year, in_other_periods: by the number of groupings. variance,
    largest_shift, largest_never_shown: of the noise table. follows: the publication before, whose numbers stay as they were
    told; frozen_rows: how many of the answers are its. changed: why periods were counted anew, where they were.
    """

    smallest_group: int
    in_a_year: tuple[int, ...]
    in_other_periods: tuple[int, ...]
    variance: float
    largest_shift: int
    largest_never_shown: int
    sentence: str
    attacks: tuple[AttackResult, ...] = ()
    follows: str = ""
    frozen_rows: int = 0
    changed: str = ""


class PublishedMeasure(_Part):
    """Which version of a definition the answers follow."""

    measure_id: str
    version: int


class Manifest(_Part):
    """What a publication is made of and from."""

    format: int
    publication_id: str
    audience: Audience
    county: ShownCounty
    data_first_on: dt.date
    data_last_on: dt.date
    extract_id: str
    measures: tuple[PublishedMeasure, ...]
    protection: Protection
    sources: tuple[SourceReceipt, ...]
    linkage: LinkageStatement
    link_effect: LinkEffect | None = None
    episodes: int
    episodes_ended: int
    people: int
    answers: int
    answers_sha256: str
    tables_sha256: str = ""
    effects_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One publication in memory: its manifest, its answers, and what it tells of comparisons and case mix."""

    manifest: Manifest
    frame: pl.DataFrame
    effects: ShownEffects

    @property
    def grouping_ids(self) -> tuple[str, ...]:
        """The grouping columns of its answers, in order."""
        county = self.manifest.county
        return (*(grouping.id for grouping in county.groupings), *((PROGRAM,) if county.programs else ()))

    @property
    def answers_whole(self) -> PublishedAnswers:
        """All of its answers."""
        return PublishedAnswers(frame=self.frame, grouping_ids=self.grouping_ids)

    @cached_property
    def reported(self) -> frozenset[str]:
        """The ids of the measures whose records the county shares; a number may still be hidden or too early."""
        held = self.frame.filter(pl.col("status") != language.Status.NOT_REPORTED)
        return frozenset(held["measure_id"].unique().to_list())

    @property
    def tells_of_jail(self) -> bool:
        """Whether coming back to jail can be told from the records that the county shares."""
        return any(measure.measure_id in self.reported for measure in measures_of_return())

    def answers(
        self,
        *,
        measure_id: str | None = None,
        period_kind: str | None = None,
        period: str | None = None,
        windows_days: tuple[int, ...] | None = None,
        by: tuple[str, ...] = (),
        only: Mapping[str, str] | None = None,
    ) -> PublishedAnswers:
        """Look answers up; nothing is computed.

        The rows that come back are split by the groupings in by (one row per group) and, where only names a group of a
        grouping, hold just that group. Groupings in neither are "all". A question that was never published gives no rows.
        """
        only = only or {}
        conditions = [
            pl.col(grouping) == only[grouping]
            if grouping in only
            else pl.col(grouping) != language.ALL
            if grouping in by
            else pl.col(grouping) == language.ALL
            for grouping in self.grouping_ids
        ]
        for column, wanted in (("measure_id", measure_id), ("period_kind", period_kind), ("period", period)):
            if wanted is not None:
                conditions.append(pl.col(column) == wanted)
        if windows_days is not None:
            conditions.append(pl.col("window_days").is_in(windows_days))
        return PublishedAnswers(frame=self.frame.filter(*conditions), grouping_ids=self.grouping_ids)


def publications_folder(data_dir: Path, county_id: str, audience: Audience) -> Path:
    """Return the store that holds this county's publications for this audience."""
    return data_dir / county_id / "publications" / audience


def write_publication(
    data_dir: Path, answers: PublishedAnswers, tables: pl.DataFrame, effects: ShownEffects, manifest: Manifest
) -> Path:
    """Keep a publication under manifest.publication_id; where it is there already, nothing changes.

    tables: as frozen.tables_of gives them.
    """
    folder = publications_folder(data_dir, manifest.county.county_id, manifest.audience)
    return store.keep(folder, manifest.publication_id, partial(_write, answers.frame, tables, effects, manifest))


def _write(frame: pl.DataFrame, tables: pl.DataFrame, effects: ShownEffects, manifest: Manifest, folder: Path) -> None:
    frame.write_parquet(folder / ANSWERS)
    tables.write_parquet(folder / TABLES)
    write_effects(effects, folder)
    digests = {
        "answers_sha256": store.file_digest(folder / ANSWERS),
        "tables_sha256": store.file_digest(folder / TABLES),
        "effects_sha256": store.file_digest(folder / EFFECTS),
    }
    whole = manifest.model_copy(update={"answers": frame.height, **digests})
    (folder / store.MANIFEST).write_text(whole.model_dump_json(indent=2, by_alias=True), "utf-8")


def read_publication(
    data_dir: Path, county_id: str, audience: Audience, publication_id: str | None = None
) -> Publication:
    """Read a kept publication whole, the current one where none is named, and check it against its manifest.

    Raises PublicationError where there is none, and where it is damaged.
    """
    kept = publications_folder(data_dir, county_id, audience)
    try:
        folder = store.current(kept) if publication_id is None else store.named(kept, publication_id)
    except store.StoreError:
        raise PublicationError(
            f"Nothing is published for {county_id} yet. Run: python -m data_access build {county_id}"
        ) from None
    damaged = _damaged(folder, county_id)
    try:
        text = (folder / store.MANIFEST).read_text("utf-8")
        made_by = format_of(folder)
        if made_by != PUBLICATION_FORMAT:
            raise PublicationError(
                f"The publication {folder.name} of {county_id} has format {made_by}; this program reads format "
                f"{PUBLICATION_FORMAT}. Run: python -m data_access build {county_id}"
            )
        manifest = Manifest.model_validate_json(text)
        if store.file_digest(folder / ANSWERS) != manifest.answers_sha256:
            raise PublicationError(damaged)
        frame = pl.read_parquet(folder / ANSWERS)
        publication = Publication(manifest=manifest, frame=frame, effects=_effects(manifest, folder, damaged))
        PublishedAnswers(frame=frame, grouping_ids=publication.grouping_ids)
    except (OSError, ValidationError, json.JSONDecodeError, pl.exceptions.PolarsError, TypeError) as error:
        raise PublicationError(damaged) from error
    return publication


def _effects(manifest: Manifest, folder: Path, damaged: str) -> ShownEffects:
    """Read the comparisons; a publication that was made before there were any has none."""
    if not manifest.effects_sha256:
        return ShownEffects()
    if store.file_digest(folder / EFFECTS) != manifest.effects_sha256:
        raise PublicationError(damaged)
    return read_effects(folder)


def put_in_place_on(data_dir: Path, manifest: Manifest) -> dt.date:
    """Return the day (UTC) on which this machine got a publication; a publication itself does not know its day."""
    folder = publications_folder(data_dir, manifest.county.county_id, manifest.audience) / manifest.publication_id
    return dt.datetime.fromtimestamp((folder / store.MANIFEST).stat().st_mtime, dt.UTC).date()


def format_of(folder: Path) -> int | None:
    """Return the format of a kept publication; None where its manifest does not say."""
    found: int | None = json.loads((folder / store.MANIFEST).read_text("utf-8")).get("format")
    return found


def read_tables(publication: Publication, data_dir: Path) -> Mapping[str, Sequence[Table]]:
    """Return which groups a publication shows together, by measure; raise PublicationError where that is damaged."""
    manifest = publication.manifest
    county_id = manifest.county.county_id
    folder = publications_folder(data_dir, county_id, manifest.audience) / manifest.publication_id
    if not (folder / TABLES).is_file() or store.file_digest(folder / TABLES) != manifest.tables_sha256:
        raise PublicationError(_damaged(folder, county_id))
    return tables_from(pl.read_parquet(folder / TABLES))


def _damaged(folder: Path, county_id: str) -> str:
    return (
        f"The publication {folder.name} of {county_id} is damaged. "
        f"Delete that folder and run: python -m data_access publish {county_id}"
    )


def published(data_dir: Path, county_id: str, audience: Audience) -> list[dict[str, Any]]:
    """Return one row per kept publication, oldest first: id, whether current, data span, extract and number of answers."""
    folder = publications_folder(data_dir, county_id, audience)
    try:
        current = store.current(folder).name
    except store.StoreError:
        current = None
    rows = []
    for name in store.names(folder):
        manifest = json.loads((folder / name / store.MANIFEST).read_text("utf-8"))
        rows.append(
            {
                "audience": audience.value,
                "publication_id": name,
                "current": name == current,
                **{key: manifest[key] for key in ("data_first_on", "data_last_on", "extract_id", "people", "answers")},
            }
        )
    return rows
