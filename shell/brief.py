"""Briefs from the command line: python -m shell.brief COUNTY --out FOLDER. The same files as on the page, without a server.

It stands in the shell because it joins what data_access reads with what presentation makes; neither may know the other.
"""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data_access import earlier
from data_access.county import CountyFileError, read_county
from data_access.publications import Audience, Publication, PublicationError, read_publication
from data_access.settings import data_dir
from metrics.periods import PeriodKind, parse_period
from presentation import catalogs, language_of_run
from presentation.briefs import content
from presentation.briefs.content import Brief, For
from presentation.briefs.products import PRODUCTS, make_all
from presentation.briefs.texts import Written
from presentation.palette import LIGHT
from shell.brief_view import BriefChoice, opening_period, usual_measures, view_of
from shell.visit import Visit, visit_of

WRONG: Final = 2
PARTLY: Final = 1


class AskedWrongError(Exception):
    """A choice that this publication does not have; the message names those that it has."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command asks for, whatever the group."""

    visit: Visit
    before: Publication | None
    choice: BriefChoice
    behind: Written | None
    ask: Written | None
    link: str
    today: dt.date

    def brief(self, groups: Mapping[str, str]) -> Brief:
        """Put the brief of one group together."""
        of_group = BriefChoice(
            measures=self.choice.measures,
            period=self.choice.period,
            groups=groups,
            made_for=self.choice.made_for,
            link={},
        )
        view = view_of(self.visit, of_group, link=self.link, made_on=self.today, before=self.before)
        return content.with_texts(content.build(view), behind=self.behind, ask=self.ask)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; return 0, 1 where some could not be made, and 2 where the question was wrong."""
    chosen = _parser().parse_args(arguments)
    language_of_run.speak(chosen.language)
    try:
        asked = _asked(chosen)
        groups = _groups(asked.visit, chosen.only, chosen.each)
    except (AskedWrongError, PublicationError, CountyFileError) as error:
        print(error, file=sys.stderr)
        return WRONG
    lost = 0
    for one in groups:
        started = time.perf_counter()
        brief = asked.brief(one)
        made = make_all(brief, lambda *_: None, [one for one in PRODUCTS if one.product_id in chosen.products])
        for product in made:
            if product.data is None:
                lost += 1
                print(f"{product.file_name} could not be made ({product.why}).", file=sys.stderr)
                continue
            chosen.out.mkdir(parents=True, exist_ok=True)
            (chosen.out / product.file_name).write_bytes(product.data)
            print(chosen.out / product.file_name)
        print(f"  {time.perf_counter() - started:.1f} seconds", file=sys.stderr)
    return PARTLY if lost else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shell.brief", description="Make briefs of published numbers.")
    parser.add_argument("county", metavar="COUNTY", help="a folder under counties/, or a path to one")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the files go")
    parser.add_argument("--measures", metavar="ID,ID", help="one to four; without it those of the first page")
    parser.add_argument(
        "--period", metavar="PERIOD", help="2018 or year_to_2018-09; without it the newest with a number"
    )
    parser.add_argument("--only", metavar="GROUPING=GROUP", help="one group, such as sex=female")
    parser.add_argument("--each", metavar="GROUPING", help="one brief for each group of a grouping")
    parser.add_argument("--for", dest="made_for", choices=[*For], default=For.BOARD)
    parser.add_argument("--audience", choices=[*Audience], default=Audience.PUBLIC, help="whose numbers")
    parser.add_argument("--language", choices=catalogs.LANGUAGES, default=language_of_run.ENGLISH)
    parser.add_argument("--behind", default="", metavar="TEXT", help="what is behind the number")
    parser.add_argument("--ask", default="", metavar="TEXT", help="what is asked")
    parser.add_argument("--role", default="", metavar="ROLE", help="who says so: a role and an office, no name")
    parser.add_argument("--link", default="", metavar="ADDRESS", help="of the page Brief me, for links and QR codes")
    ids = [product.product_id for product in PRODUCTS]
    parser.add_argument("--products", nargs="+", choices=ids, default=ids, metavar="PRODUCT", help=", ".join(ids))
    return parser


def _asked(chosen: argparse.Namespace) -> Asked:
    if chosen.made_for == For.PUBLIC and chosen.audience != Audience.PUBLIC:
        raise AskedWrongError("A brief for the public is made of public numbers: leave out --audience.")
    county, data = read_county(chosen.county), data_dir()
    publication = read_publication(data, county.id, Audience(chosen.audience))
    visit = visit_of(publication, LIGHT)
    measures = usual_measures(visit)
    if chosen.measures:
        held = {measure.measure_id: measure for measure in visit.every_measure()}
        ids = chosen.measures.split(",")
        unknown = [name for name in ids if name not in held]
        if unknown or len(ids) > content.MOST_MEASURES:
            raise AskedWrongError(f"--measures takes one to {content.MOST_MEASURES} of: {', '.join(held)}")
        measures = tuple(held[name] for name in ids)
    today = dt.datetime.now(dt.UTC).astimezone().date()
    return Asked(
        visit=visit,
        before=_before(data, county.id, publication),
        choice=BriefChoice(
            measures=measures,
            period=_period(visit, chosen.period) or opening_period(visit, measures[0]),
            groups={},
            made_for=For(chosen.made_for),
            link={},
        ),
        behind=Written(text=chosen.behind, role=chosen.role, on=today),
        ask=Written(text=chosen.ask, role=chosen.role, on=today),
        link=chosen.link,
        today=today,
    )


def _before(data: Path, county_id: str, publication: Publication) -> Publication | None:
    audience = publication.manifest.audience
    name = earlier.before(data, county_id, audience, publication.manifest.publication_id)
    return read_publication(data, county_id, audience, name) if name else None


def _period(visit: Visit, asked: str | None) -> str:
    if not asked:
        return ""
    held = visit.periods(PeriodKind.YEAR_TO_QUARTER)
    try:
        named = parse_period(asked)
    except ValueError:
        named = None
    period = f"year_to_{named.last_on:%Y-%m}" if named and named.kind is PeriodKind.YEAR else asked
    if period not in held:
        raise AskedWrongError(f"--period takes one of: {', '.join(held)}")
    return period


def _groups(visit: Visit, only: str | None, each: str | None) -> list[Mapping[str, str]]:
    held = {grouping.grouping_id: visit.group_ids(grouping) for grouping in visit.place.groupings}
    if each is not None:
        if each not in held:
            raise AskedWrongError(f"--each takes one of: {', '.join(held)}")
        return [{each: group} for group in held[each]]
    if only is None:
        return [{}]
    name, _, group = only.partition("=")
    if group not in held.get(name, ()):
        pairs = [f"{grouping}={one}" for grouping, groups in held.items() for one in groups]
        raise AskedWrongError(f"--only takes one of: {', '.join(pairs)}")
    return [{name: group}]


if __name__ == "__main__":
    sys.exit(main())
