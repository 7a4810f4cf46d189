"""The county as a page names it in the language of the run: its own words, in that language where it gave them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from data_access import county, county_programs
from data_access.county_words import CountyWords, SaidWord
from data_access.publications import Manifest
from metrics import language
from presentation import language_of_run, words
from presentation.catalogs import Catalog
from presentation.place import Group, Grouping, Happened, Place, Program


def of_county(texts: CountyWords) -> Catalog:
    """Return the county's own words in the language of the run; empty where it gave none."""
    said: Mapping[str, SaidWord] = texts.get(language_of_run.language(), {})
    return Catalog(
        messages=MappingProxyType({english: word.said for english, word in said.items()}),
        not_reviewed=frozenset(english for english, word in said.items() if not word.reviewed),
    )


def groupings(declared: Sequence[county.Grouping], own: Catalog) -> tuple[Grouping, ...]:
    """Return the county's groupings with their labels in the language of the run."""
    return tuple(
        Grouping(
            grouping_id=grouping.id,
            label=words.translated(grouping.label, own),
            flag=grouping.field if grouping.field.startswith(language.FLAG_PREFIX) else "",
            groups=tuple(
                Group(
                    group_id=group.id,
                    label=words.translated(group.label, own),
                    people=words.translated(group.people, own),
                )
                for group in grouping.groups
            ),
        )
        for grouping in declared
    )


def programs(declared: Sequence[county_programs.Program], own: Catalog) -> tuple[Program, ...]:
    """Return the county's programs with their words in the language of the run."""
    return tuple(
        Program(
            program_id=one.id,
            name=words.translated(one.name, own),
            about=words.translated(one.about, own),
            people=words.say("program_people", program=words.translated(one.name, own)),
            intercept=one.intercept,
            randomised=one.randomised,
        )
        for one in declared
    )


def place_of(manifest: Manifest) -> Place:
    """Return the county of a publication as screens name it."""
    shown, own = manifest.county, of_county(manifest.county.words)
    return Place(
        name=words.translated(shown.name, own),
        name_in_files=shown.name,
        inside=words.translated(shown.place, own),
        made_up=shown.made_up,
        groupings=groupings(shown.groupings, own),
        first_on=manifest.data_first_on,
        last_on=manifest.data_last_on,
        gap_days=shown.episode_gap_days,
        switches=shown.switches,
        publication_id=manifest.publication_id,
        protection=words.translated(manifest.protection.sentence, own),
        happened=tuple(Happened(on=one.on, text=words.translated(one.text, own)) for one in shown.annotations),
        programs=programs(shown.programs, own),
        programs_label=words.say("programs_label"),
    )
