"""The steps of a build, in order: import, link, extract, publish."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from filelock import FileLock, Timeout

from data_access import audited, store
from data_access.agreements import AGREEMENTS_FILE
from data_access.audit import Deed, note_here
from data_access.checks import OUTCOME_CERTAIN, StopLoadError
from data_access.county import County
from data_access.extract import extracts_folder, left_out, make_extract, read_extract
from data_access.forgetting import read_forgotten
from data_access.importing import Say, take_in
from data_access.intake import current_load
from data_access.linking import link_people, newest_linkage
from data_access.made_up import make_county
from data_access.publications import Audience, read_publication
from data_access.publishing import publish
from data_access.use_of_data import write_use
from data_access.voices import inbox, made_up
from data_access.voices.shown import write_voices
from data_access.warehouse import EVENT, PERSON, in_warehouse, open_warehouse, warehouse_url

WRITES_ITSELF = "made-up"
"""The county whose files this program writes; those of other made-up counties lie somewhere, as real ones do."""


class BuildError(Exception):
    """A build that could not go on; the message says what to do."""


@contextmanager
def only_one(data_dir: Path, county: County) -> Iterator[None]:
    """Hold the county's data folder for this process; raise BuildError where another one is at work on it."""
    folder = data_dir / county.id
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "build.lock", timeout=0):
            yield
    except Timeout:
        raise BuildError(f"Another build of {county.name} is running. Wait until it has finished.") from None


def sources_folder(county: County, named: Path | None, data_dir: Path, say: Say) -> Path:
    """Return the folder of the county's files: named on the command line, in the county file, or made up on the spot."""
    if named is not None:
        if not named.is_dir():
            raise BuildError(f"There is no folder {named}. Correct the path after --sources.")
        return named
    if county.sources_folder is not None:
        if not county.sources_folder.is_dir():
            raise BuildError(f"There is no folder {county.sources_folder}. Correct sources_folder in the county file.")
        return county.sources_folder
    if county.id != WRITES_ITSELF:
        raise BuildError(
            f"Where are the files of {county.name}? Run: python -m data_access build {county.id} --sources FOLDER"
        )
    folder = data_dir / county.id / "sources"
    if not all((folder / source.file).is_file() for source in county.sources):
        say("Making up a county")
        make_county(folder)
    return folder


def import_sources(
    county: County, folder: Path, data_dir: Path, now: dt.datetime, say: Say, *, keep: bool = True
) -> list[str]:
    """Take in every source, each in a transaction of its own; return the messages of those that were stopped.

    A source that is stopped keeps what was loaded before; the others go on. With keep=False everything is checked and
    nothing is kept.
    """
    stopped = []
    engine = open_warehouse(warehouse_url(data_dir, county.id))
    local_now = now.astimezone(ZoneInfo(county.time_zone))
    for source in county.sources:
        with engine.connect() as connection:
            try:
                forgotten = read_forgotten(connection, data_dir / county.id)
                changed = take_in(connection, county, source, folder, local_now, say, forgotten)
            except StopLoadError as stop:
                connection.rollback()
                stopped.append(f"{source.title}: {stop}")
                say(f"Not loaded. {source.title}: {stop}")
                if keep:
                    audited.note_stop(data_dir, county.id, source.id, stop.rule.rule_id)
                continue
            if keep:
                if changed:
                    audited.note_receipt(connection, data_dir, county.id, source.id)
                connection.commit()
            else:
                connection.rollback()
    engine.dispose()
    return stopped


def _is_loaded(county: County, data_dir: Path) -> bool:
    engine = open_warehouse(warehouse_url(data_dir, county.id))
    with engine.connect() as connection:
        loaded = any(current_load(connection, source.id) for source in county.sources)
    engine.dispose()
    return loaded


def link(county: County, data_dir: Path, now: dt.datetime, say: Say) -> None:
    """Say who is the same person: by comparing who the records say that people are, or else by the keys that they carry.

    One transaction: when it dies, who is who stays as it was.
    """
    with in_warehouse(data_dir, county.id) as connection:
        if county.joins_people:
            changed = link_people(connection, county, now, say)
            linkage = newest_linkage(connection)
            told = linkage["statement"] if linkage else {}
            if changed:
                note_here(data_dir, county.id, Deed.LINK, {name: told[name] for name in ("people", "keys", "waiting")})
            say(
                f"People: {told['people']:,}, of {told['keys']:,} keys. Pairs that wait for a decision: {told['waiting']:,}"
            )
        else:
            people = connection.scalar(sa.select(sa.func.count(sa.distinct(EVENT.c.person_id)))) or 0
            spaces = connection.scalar(sa.select(sa.func.count(sa.distinct(PERSON.c.key_space)))) or 0
            how = f"by the keys that their records carry ({spaces} kind{'s' * (spaces != 1)} of key)"
            if county.each_row_is_a_person:
                how = "each row taken for a person of its own"
            say(f"People: {people:,}, {how}")


def extract(county: County, data_dir: Path, now: dt.datetime, say: Say) -> str:
    """Make the extract of what is loaded and may be used on this day, by the county's clock.

    Where people must stay forgotten, earlier extracts are deleted.
    """
    engine = open_warehouse(warehouse_url(data_dir, county.id))
    with engine.connect() as connection:
        today = now.astimezone(ZoneInfo(county.time_zone)).date()
        extract_id = make_extract(connection, county, data_dir, today)
        someone_is_forgotten = bool(read_forgotten(connection, data_dir / county.id).hashes)
    engine.dispose()
    if someone_is_forgotten:  # earlier extracts may still hold their rows
        store.drop_others(extracts_folder(data_dir, county.id), extract_id)
    say(f"Extract {extract_id}, without names or keys")
    if county.agreements is None:
        say(f"  No agreements are on record. Write them into {AGREEMENTS_FILE} beside the county file.")
    for source_id, reason, rows in left_out(data_dir, county.id):
        say(f"  Left out of it: {rows:,} rows of {source_id} ({reason.replace('_', ' ')})")
    return extract_id


def publish_extract(county: County, data_dir: Path, say: Say, recount: str = "") -> tuple[str, ...]:
    """Measure the current extract and publish the answers. recount: why published periods are to be counted anew."""
    say("Measuring, and trying to find out about people from the answers (this takes a minute or two)")
    ids = publish(county, read_extract(data_dir, county.id), data_dir, recount)
    write_use(county, data_dir)
    write_voices(county, data_dir)
    for audience, publication_id in zip(Audience, ids, strict=True):
        say(f"Published for the audience {audience}: {publication_id}")
    for source in read_publication(data_dir, county.id, Audience.PUBLIC).manifest.sources:
        for finding in source.findings:
            if finding.rule_id == OUTCOME_CERTAIN:
                say(f"Warning. {source.title}: {finding.sentence} {finding.what_to_do}")
    return ids


def build(county: County, named: Path | None, data_dir: Path, now: dt.datetime, say: Say) -> list[str]:
    """Do all steps; return the messages of sources that were stopped. What was published before stays until the end."""
    with only_one(data_dir, county):
        folder = sources_folder(county, named, data_dir, say)
        stopped = import_sources(county, folder, data_dir, now, say)
        if stopped and not _is_loaded(county, data_dir):
            raise BuildError(
                "Nothing was loaded, so there is nothing to publish. Mend what is said above and run again."
            )
        link(county, data_dir, now, say)
        extract(county, data_dir, now, say)
        inbox.make(data_dir, county.id)
        with in_warehouse(data_dir, county.id) as connection:
            made_up.bring_in(connection, county)
        publish_extract(county, data_dir, say)
    return stopped
