"""The catalogs of every language say the same: same keys and slots, nothing empty, nothing unused, nothing out of date."""

import string
from pathlib import Path

import pytest

from data_access.county import COUNTIES_FOLDER, read_county
from metrics import registry
from metrics.declaration import FollowUpMeasure
from presentation import catalogs
from presentation.finished_texts import say_again
from presentation.language_of_run import ENGLISH
from tests.translations import (
    NO_MONTHS,
    bring_up_to_date,
    declared_texts,
    report,
    without_translation,
)

OTHERS = tuple(language for language in catalogs.LANGUAGES if language != ENGLISH)
FIGURES = (
    "They begin in March 2018; the records look whole through 2018-02-28.",
    "June 2018: 1,204 rows, a year before 3,000.",
    "And 4 months more.",
    "On an average day 170 people were there, and bookings times length of stay give 95.",
    "1,204 stays have no end, 17 of them began more than two years before.",
    "It is unknown in 40 of 100 rows.",
    "By race_ethnicity: unknown in 40 of 100 rows of black, and in 3 of 100 of white.",
    "Here it is so after March 1, 2018: any new booking.",
    "Groups of fewer than 100 people are not shown.",
)
"""Sentences with figures that loads, publications and older ones write (load_checks, publishing)."""


def slots(text: str) -> set[str]:
    return {slot for _, slot, _, _ in string.Formatter().parse(text) if slot}


@pytest.mark.parametrize("language", OTHERS)
def test_every_template_is_there_with_the_same_slots(language: str) -> None:
    english, other = catalogs.TEMPLATES[ENGLISH].messages, catalogs.TEMPLATES[language].messages
    assert set(english) - set(other) == set(), f"write them, or make room: python -m tests.translations {language}"
    assert set(other) - set(english) == set()
    assert [key for key, text in other.items() if slots(text) != slots(english[key])] == []
    assert [key for key, text in other.items() if text != text.strip()] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_template_is_older_than_its_english(language: str) -> None:
    """The comment of an entry is the English that it was made from."""
    made_from = catalogs.TEMPLATES[language].english
    for key, english in catalogs.TEMPLATES[ENGLISH].messages.items():
        lines = [line.strip() for line in english.split("\n") if line.strip()]
        assert made_from.get(key, "").split("\n") == lines, (
            f"{key}: translate it anew, or run python -m tests.translations"
        )


@pytest.mark.parametrize("language", OTHERS)
def test_everything_that_the_program_declares_can_be_said(language: str) -> None:
    catalog = catalogs.TRANSLATED[language]
    assert without_translation([*declared_texts(), *FIGURES], catalog) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_unused_and_slots_agree(language: str) -> None:
    catalog = catalogs.TRANSLATED[language]
    said = (say_again(text, [catalog], NO_MONTHS) for text in (*declared_texts(), *FIGURES))
    used = frozenset().union(*(one.msgids for one in said if one))
    assert sorted(set(catalog.messages) - used) == []
    assert [msgid for msgid, text in catalog.messages.items() if slots(text) != slots(msgid)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_choices_that_differ_in_english_differ_in_every_language(language: str) -> None:
    catalog = catalogs.TRANSLATED[language]
    after_jail = [one for one in registry.MEASURES if isinstance(one, FollowUpMeasure)]
    for texts in ([one.name for one in registry.MEASURES], [one.came_back_means for one in after_jail]):
        different = set(texts)
        said = {found.text for text in different if (found := say_again(text, [catalog], NO_MONTHS))}
        assert len(said) == len(different)


@pytest.mark.parametrize(
    "path", sorted(COUNTIES_FOLDER.glob("*/*.po")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_county_that_has_a_language_says_all_of_its_words_in_it(path: Path) -> None:
    county = read_county(path.parent.name)
    words = county.words[path.stem]
    assert county.texts() - set(words) == set()
    for grouping in county.groupings:
        labels = [words[group.label].said for group in grouping.groups]
        assert len(set(labels)) == len({group.label for group in grouping.groups})


def test_the_review_of_each_language_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is claimed: the count is printed, and so long as it is not 0 pages say that a machine made them."""
    for language in OTHERS:
        lines = report(language)
        with capsys.disabled():
            print(f"\n{' '.join(lines[:2])}", end=" ")  # noqa: T201  # what the one who runs the tests should see
        not_reviewed = len(catalogs.TEMPLATES[language].not_reviewed) + len(catalogs.TRANSLATED[language].not_reviewed)
        assert lines[1].startswith(f"{not_reviewed} of these ")


def test_an_entry_whose_english_has_changed_is_marked_and_kept(tmp_path: Path) -> None:
    for name, text in (
        ("en/room.po", 'msgid "a"\nmsgstr "Now {n}."\n\nmsgid "b"\nmsgstr "Same."\n\nmsgid "c"\nmsgstr "New."\n'),
        ("es/room.po", '#. Once {n}.\nmsgid "a"\nmsgstr "Antes {n}."\n\n#. Same.\nmsgid "b"\nmsgstr "Igual."\n'),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    bring_up_to_date("es", tmp_path)
    catalog = catalogs.read_catalog((tmp_path / "es").glob("*.po"))
    assert dict(catalog.messages) == {"a": "Antes {n}.", "b": "Igual."}
    assert catalog.not_reviewed == {"a"}
    assert catalog.english["a"] == "Now {n}."
    assert 'msgid "c"\nmsgstr ""' in (tmp_path / "es" / "room.po").read_text("utf-8")
