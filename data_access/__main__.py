"""The data team's door: python -m data_access COMMAND COUNTY."""

import argparse
import datetime as dt
import sys
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data_access import building, corrections, review
from data_access.audit import AuditError
from data_access.audit_command import audit_parser, run_audit
from data_access.backup import BackupError
from data_access.backup_command import BACKUP, RESTORE, backup_to, restore_from, run_backup, run_restore
from data_access.building import BuildError
from data_access.checks import StopLoadError
from data_access.county import CountyFileError, read_county
from data_access.difference_command import difference_asks, run_difference
from data_access.extract import ExtractError
from data_access.forgetting import ForgetError
from data_access.link_model import LinkError
from data_access.made_up import MadeUpError, make_county
from data_access.mending import MendError
from data_access.noise_secret import SecretError
from data_access.publications import Audience, PublicationError, published
from data_access.question_commands import curve_asks, measure_asks, run_curve, run_measure
from data_access.questions import QuestionError
from data_access.receipts import read_receipts
from data_access.refusals import refused_rows
from data_access.review_command import review_parser, run_review
from data_access.scaffold.looking import LookError
from data_access.scaffold.writing import ScaffoldError, scaffold
from data_access.settings import data_dir
from data_access.voices.command import run_voices, voices_parser
from data_access.voices.desk import VoiceError
from data_access.warehouse import WarehouseError, open_warehouse, reason_of, warehouse_url
from metrics.answers import as_csv

MAKE_UP = "write the files of the made-up county, with as many people as asked for"
AUDIT = "check the log of who did what, or print it"
VOICES = "notes and questions of readers: take them in, list, screen, answer, withdraw, publish"
FINDINGS_OF_A_BUILD = 12
"""A build that has more findings than this says how many, and how to see them; an import says them all."""

USER_ERRORS = (
    AuditError,
    BackupError,
    BuildError,
    CountyFileError,
    ExtractError,
    ForgetError,
    LinkError,
    LookError,
    MadeUpError,
    MendError,
    PublicationError,
    QuestionError,
    SecretError,
    ScaffoldError,
    VoiceError,
    WarehouseError,
    review.ReviewError,
)


def say(text: str) -> None:
    """Show progress to the person at the keyboard; results go to standard output instead."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 when all went well, 1 when something was stopped, 2 when the question was wrong."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except USER_ERRORS as error:
        say(str(error))
        return 2 if isinstance(error, QuestionError) else 1
    except StopLoadError as error:
        say(str(error))
        return 1
    except sa.exc.DBAPIError as error:
        say(f"The warehouse could not be used: {reason_of(error)}. What was published before is still there.")
        return 1
    except OSError as error:
        say(
            f"The data folder {data_dir()} could not be used: {error.strerror}. What was published before is still there."
        )
        return 1
    except KeyboardInterrupt:
        say("Stopped. What was published before is still there.")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_access", description="Load, measure and publish a county.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: object, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("county", metavar="COUNTY", help="a folder under counties/, or a path to one")
        command.set_defaults(run=run)
        return command

    whole = add("build", _build, "import, link, extract and publish")
    whole.add_argument("--unless-published", action="store_true", help="do nothing when something is published already")
    for command in (
        whole,
        add("import", _import, "take the files into the warehouse"),
        add("check", _check, "say what an import would keep and refuse, and keep nothing"),
    ):
        command.add_argument("--sources", type=Path, metavar="DIR", help="the folder that the files are in")
    add("link", _link, "say who is the same person")
    review_parser(add("review", _review, "list the pairs that may be one person, or decide about them; it shows names"))
    add("extract", _extract, "make the extract: people and episodes without names or keys")
    publish = add(
        "publish", _publish, "measure the extract and publish the answers; periods told before stay as they were"
    )
    publish.add_argument(
        "--recount", default="", metavar="WHY", help="count periods anew that were published; readers are told why"
    )
    refused = add("refused", _refused, "list the rows that were refused: file, line, column and rule")
    refused.add_argument(
        "--to", type=Path, metavar="FILE", help="write the rows themselves to a file, to be mended there"
    )
    refused.add_argument("--source", metavar="ID", help="the source whose rows are written")
    reoffer = add("reoffer", _reoffer, "take in refused rows that were mended in the file that refused --to wrote")
    reoffer.add_argument("--source", metavar="ID", required=True, help="the source that the rows are of")
    reoffer.add_argument("--sources", type=Path, metavar="DIR", help="the folder that its joined files are in")
    reoffer.add_argument("file", type=Path, metavar="FILE")
    forget = add("forget", _forget, "take people out of the warehouse, and keep their rows from coming in again")
    forget.add_argument(
        "--key-space", required=True, metavar="S", help="key_space of the sources; or else a source's id"
    )
    forget.add_argument("--key-file", required=True, type=Path, metavar="FILE", help="their keys, one in each line")
    add("loads", _loads, "list the receipts: what was taken in and out, when, and how many rows changed")
    audit = commands.add_parser("audit", help=AUDIT, description=AUDIT)
    audit_parser(audit)
    audit.set_defaults(run=_audit)
    voices_parser(commands.add_parser("voices", help=VOICES, description=VOICES)).set_defaults(run=_voices)
    backup_to(add("backup", _backup, BACKUP))
    restore_from(add("restore", _restore, RESTORE))
    add("publications", _publications, "list what is published, from what")
    curve_asks(add("curve", _curve, "for an analyst: the share with the outcome by each day, and how groups differ"))
    difference_asks(add("difference", _difference, "what is published of the difference that a program made"))
    first = add("scaffold", _scaffold, "look at new files and write a first county.toml with questions")
    first.add_argument("--source", type=Path, action="append", required=True, metavar="FILE", help="a file to look at")
    measure_asks(add("measure", _measure, "answer one question"))
    _add_make_up(commands.add_parser("make-up", help=MAKE_UP, description=MAKE_UP))
    return parser


def _add_make_up(command: argparse.ArgumentParser) -> None:
    command.add_argument("--people", type=int, default=20_000, metavar="N", help="how many people (20000 without it)")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="another number makes up other people")
    command.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new or empty folder for the files")
    command.set_defaults(run=_make_up)


def _make_up(chosen: argparse.Namespace) -> int:
    try:
        if chosen.to.exists() and (not chosen.to.is_dir() or any(chosen.to.iterdir())):
            raise MadeUpError(f"{chosen.to} is not an empty folder. Name a new one after --to.")
        make_county(chosen.to, people=chosen.people, seed=chosen.seed)
    except OSError as error:
        raise MadeUpError(f"The folder {chosen.to} could not be written: {error.strerror}.") from None
    say(
        f"Made up {chosen.people:,} people in {chosen.to}. Next: python -m data_access build made-up --sources {chosen.to}"
    )
    return 0


def _build(chosen: argparse.Namespace) -> int:
    county = read_county(chosen.county)
    if chosen.unless_published and published(data_dir(), county.id, Audience.PUBLIC):
        return 0
    stopped = building.build(county, chosen.sources, data_dir(), dt.datetime.now(dt.UTC), say)
    _say_findings(chosen.county, at_most=FINDINGS_OF_A_BUILD)
    return 1 if stopped else 0


def _import(chosen: argparse.Namespace, *, keep: bool = True) -> int:
    county = read_county(chosen.county)
    with building.only_one(data_dir(), county):
        folder = building.sources_folder(county, chosen.sources, data_dir(), say)
        stopped = building.import_sources(county, folder, data_dir(), dt.datetime.now(dt.UTC), say, keep=keep)
    if keep:
        _say_findings(chosen.county)
    return 1 if stopped else 0


def _check(chosen: argparse.Namespace) -> int:
    return _import(chosen, keep=False)


def _link(chosen: argparse.Namespace) -> int:
    county = read_county(chosen.county)
    with building.only_one(data_dir(), county):
        building.link(county, data_dir(), dt.datetime.now(dt.UTC), say)
    return 0


def _review(chosen: argparse.Namespace) -> int:
    return run_review(read_county(chosen.county), data_dir(), chosen)


def _extract(chosen: argparse.Namespace) -> int:
    county = read_county(chosen.county)
    with building.only_one(data_dir(), county):
        building.extract(county, data_dir(), dt.datetime.now(dt.UTC), say)
    return 0


def _publish(chosen: argparse.Namespace) -> int:
    county = read_county(chosen.county)
    with building.only_one(data_dir(), county):
        building.publish_extract(county, data_dir(), say, chosen.recount.strip())
    return 0


def _refused(chosen: argparse.Namespace) -> int:
    if chosen.to:
        corrections.write_refused(read_county(chosen.county), data_dir(), chosen.source, chosen.to, say)
        return 0
    rows = refused_rows(data_dir(), read_county(chosen.county))
    print(as_csv(pl.DataFrame(rows)) if rows else "Nothing was refused.", end="")
    return 0


def _reoffer(chosen: argparse.Namespace) -> int:
    county = read_county(chosen.county)
    with building.only_one(data_dir(), county):
        folder = chosen.sources or county.sources_folder or Path()
        now = dt.datetime.now(dt.UTC)
        taken = corrections.reoffer(county, data_dir(), chosen.source, chosen.file, folder, now, say)
    return 0 if taken else 1


def _forget(chosen: argparse.Namespace) -> int:
    county = read_county(chosen.county)
    with building.only_one(data_dir(), county):
        now = dt.datetime.now(dt.UTC)
        corrections.forget(county, data_dir(), chosen.key_space, chosen.key_file, now, say)
    return 0


def _loads(chosen: argparse.Namespace) -> int:
    rows = corrections.receipts(read_county(chosen.county), data_dir())
    print(as_csv(pl.DataFrame(rows)) if rows else "Nothing was loaded yet.", end="")
    return 0


def _audit(chosen: argparse.Namespace) -> int:
    return run_audit(read_county(chosen.county), data_dir(), chosen.what)


def _voices(chosen: argparse.Namespace) -> int:
    return run_voices(read_county(chosen.county), data_dir(), chosen)


def _backup(chosen: argparse.Namespace) -> int:
    return run_backup(read_county(chosen.county), data_dir(), chosen.to, say)


def _restore(chosen: argparse.Namespace) -> int:
    return run_restore(read_county(chosen.county), data_dir(), chosen.backup, say)


def _publications(chosen: argparse.Namespace) -> int:
    county = read_county(chosen.county)
    rows = [row for audience in Audience for row in published(data_dir(), county.id, audience)]
    print(as_csv(pl.DataFrame(rows)) if rows else "Nothing is published yet.", end="")
    return 0


def _scaffold(chosen: argparse.Namespace) -> int:
    written = scaffold(chosen.county, chosen.source)
    for line, question in written.questions:
        say(f"  line {line}: {question}")
    say(
        f"Written: {written.path}, with {len(written.questions)} questions, which are listed above and stand in the file."
    )
    if written.mistakes:
        say(f"Before it can be used, mend this:\n{written.mistakes}")
        return 1
    folder = chosen.source[0].parent
    say("It can be tried as it is, but your answers decide what it counts:")
    say(f"  python -m data_access build {chosen.county} --sources {folder}")
    return 0


def _measure(chosen: argparse.Namespace) -> int:
    return run_measure(read_county(chosen.county), data_dir(), chosen)


def _difference(chosen: argparse.Namespace) -> int:
    return run_difference(read_county(chosen.county), data_dir(), chosen)


def _curve(chosen: argparse.Namespace) -> int:
    return run_curve(read_county(chosen.county), data_dir(), chosen)


def _say_findings(county_name: str, *, at_most: int | None = None) -> None:
    """Say what the rules found in the current loads: rule, column and number of rows, never a value of a person.

    Where there are more findings than at_most, each source gets one line, and the last line says how to see them all.
    """
    county = read_county(county_name)
    engine = open_warehouse(warehouse_url(data_dir(), county.id))
    with engine.connect() as connection:
        receipts = read_receipts(connection, county)
    engine.dispose()
    if at_most is not None and sum(len(receipt.findings) for receipt in receipts) > at_most:
        for receipt in receipts:
            refused = f"{receipt.rows_refused:,} of {receipt.rows_in:,} rows refused"
            say(f"  {receipt.title}: {refused}; {len(receipt.findings)} kinds of findings")
        say(f"  All of them, with what to do: python -m data_access import {county_name}")
        return
    for receipt in receipts:
        for finding in receipt.findings:
            column = f", column {finding.column}" if finding.column else ""
            rows = "1 row" if finding.rows == 1 else f"{finding.rows:,} rows"
            say(f"  {rows} of {receipt.file_name}{column}: {finding.sentence}")
            say(f"    What to do: {finding.what_to_do}")


if __name__ == "__main__":
    sys.exit(main())
