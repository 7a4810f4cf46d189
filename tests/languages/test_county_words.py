"""A county's own words in another language: read whole or refused, carried in the publication, told on pages."""

from pathlib import Path

import pytest

from data_access.county_words import CountyWordsError, SaidWord, read_county_words
from data_access.publications import Audience, Manifest, read_publication
from presentation.language_of_run import run, speaking
from shell.told_county import place_of
from tests.small_county import COUNTY, publish_small_county

TEXTS = frozenset({"Women", "women", "the county jail", "Sex"})


def written(folder: Path, text: str) -> Path:
    (folder / "es.po").write_text(text, "utf-8")
    return folder


def test_words_are_read_with_whether_a_person_has_reviewed_them(tmp_path: Path) -> None:
    text = 'msgid "Women"\nmsgstr "Mujeres"\n\n#, fuzzy\nmsgid "women"\nmsgstr "mujeres"\n\nmsgid "Sex"\nmsgstr ""\n'
    words = read_county_words(written(tmp_path, text), TEXTS)
    assert words == {
        "es": {"Women": SaidWord(said="Mujeres", reviewed=True), "women": SaidWord(said="mujeres", reviewed=False)}
    }


def test_a_county_without_such_a_file_has_no_words(tmp_path: Path) -> None:
    assert read_county_words(tmp_path, TEXTS) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('msgid "Wimmen"\nmsgstr "Mujeres"\n', "es.po: 'Wimmen' is no text of county.toml or agreements.toml"),
        ('msgid "Women"\nmsgstr Mujeres\n', "es.po, line 2: only comments"),
        ('msgid "Women"\nmsgstr "Mujeres"\n\nmsgid "Women"\nmsgstr "Damas"\n', "es.po: a text stands there twice"),
    ],
    ids=["unknown", "broken", "twice"],
)
def test_a_wrong_file_says_what_is_wrong_and_where(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CountyWordsError) as error:
        read_county_words(written(tmp_path, text), TEXTS)
    assert told in str(error.value)


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    publish_small_county(tmp_path, made_up=False)
    return read_publication(tmp_path, COUNTY, Audience.PUBLIC).manifest


def test_pages_tell_the_countys_words_in_the_language_of_the_run_and_files_keep_their_names(manifest: Manifest) -> None:
    said = {"Women": "Mujeres", "women": "mujeres", "the county jail": "la cárcel del condado", "Sex": "Sexo"}
    words = {"es": {english: SaidWord(said=text, reviewed=False) for english, text in said.items()}}
    shown = manifest.model_copy(update={"county": manifest.county.model_copy(update={"words": words})})
    with speaking("es"):
        place = place_of(shown)
        assert run().not_reviewed >= set(said)
    assert (place.inside, place.grouping("sex").label) == ("la cárcel del condado", "Sexo")
    assert place.grouping("sex").groups[0].people == "mujeres"
    assert place.name_in_files == manifest.county.name
    assert place_of(shown) == place_of(manifest), "in English nothing changes"


def test_a_publication_made_before_counties_had_words_is_told_in_its_own(manifest: Manifest) -> None:
    old = Manifest.model_validate_json(manifest.model_dump_json(exclude={"county": {"words"}}, by_alias=True))
    with speaking("es"):
        assert place_of(old).inside == "the county jail"
