"""Filled forms from the command line: python -m shell.form COUNTY --form ID --out FOLDER. The same files as on the page."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from data_access.county import CountyFileError, read_county
from data_access.publications import Audience, PublicationError, read_publication
from data_access.settings import data_dir
from presentation import catalogs, language_of_run
from presentation.forms import printed, rows, text, word
from presentation.forms.filling import answer_line
from presentation.palette import LIGHT
from shell import forms
from shell.visit import visit_of

WRONG: Final = 2
_MAKERS: Final = {"docx": word.word, "pdf": printed.pdf, "csv": rows.csv}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files and say what is missing; return 0, or 2 where the question was wrong."""
    chosen = _parser().parse_args(arguments)
    language_of_run.speak(chosen.language)
    try:
        publication = read_publication(data_dir(), read_county(chosen.county).id, Audience(chosen.audience))
    except (PublicationError, CountyFileError) as error:
        print(error, file=sys.stderr)
        return WRONG
    visit = visit_of(publication, LIGHT)
    listed = {pack.pack_id: pack for pack in forms.packs(visit)}
    if chosen.form not in listed:
        print(f"--form takes one of: {', '.join(listed)}", file=sys.stderr)
        return WRONG
    pack = listed[chosen.form]
    held = forms.periods(visit, pack)
    period = chosen.period or forms.opening_period(visit, pack)
    if period not in held:
        print(f"--period takes one of: {', '.join(held)}", file=sys.stderr)
        return WRONG
    form = forms.form_of(visit, pack, period, made_on=dt.datetime.now(dt.UTC).astimezone().date())
    chosen.out.mkdir(parents=True, exist_ok=True)
    for ending in chosen.files:
        path = chosen.out / f"{text.file_name(form)}.{ending}"
        path.write_bytes(_MAKERS[ending](form))
        print(path)
    print(answer_line(form), file=sys.stderr)
    for one in form.missing:
        print(f"  {one.question.number}: {one.because}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shell.form", description="Fill a form from published numbers.")
    parser.add_argument("county", metavar="COUNTY", help="a folder under counties/, or a path to one")
    parser.add_argument("--form", required=True, metavar="ID", help="such as stepping_up, hud_returns, example_grant")
    parser.add_argument(
        "--period", metavar="PERIOD", help="2023, 2023-Q4 or year_to_2023-09; else the newest that is whole"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the files go")
    parser.add_argument("--audience", choices=[*Audience], default=Audience.PUBLIC, help="whose numbers")
    parser.add_argument("--language", choices=catalogs.LANGUAGES, default=language_of_run.ENGLISH)
    parser.add_argument("--files", nargs="+", choices=[*_MAKERS], default=[*_MAKERS], metavar="KIND")
    return parser


if __name__ == "__main__":
    sys.exit(main())
