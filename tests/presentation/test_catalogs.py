"""The gettext catalogs are read whole or not at all, and a run speaks its own language and no other run's."""

import threading
from pathlib import Path

import pytest

from presentation import catalogs, language_of_run, words
from presentation.catalogs import CatalogError, read_catalog


def po(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_message_without_words_counts_as_not_there_and_a_fuzzy_one_as_not_reviewed(tmp_path: Path) -> None:
    path = po(
        tmp_path,
        "es.po",
        'msgid "one"\nmsgstr "uno"\n\nmsgid "two"\nmsgstr ""\n\n'
        '#. three of {n}\n#, fuzzy\nmsgid "three"\nmsgstr "tres de {n}"\n',
    )
    catalog = read_catalog([path])
    assert dict(catalog.messages) == {"one": "uno", "three": "tres de {n}"}
    assert catalog.not_reviewed == {"three"}
    assert dict(catalog.english) == {"three": "three of {n}"}


def test_a_key_in_two_files_is_an_error_that_names_both(tmp_path: Path) -> None:
    first = po(tmp_path, "a.po", 'msgid "one"\nmsgstr "uno"\n')
    second = po(tmp_path, "b.po", 'msgid "one"\nmsgstr "una"\n')
    with pytest.raises(CatalogError, match=r"b\.po: 'one' stands in a\.po as well"):
        read_catalog([first, second])


def test_a_key_twice_in_one_file_is_an_error(tmp_path: Path) -> None:
    path = po(tmp_path, "a.po", 'msgid "one"\nmsgstr "uno"\n\nmsgid "one"\nmsgstr "una"\n')
    with pytest.raises(CatalogError, match=r"one.* 2 times"):
        read_catalog([path])


def test_a_broken_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = po(tmp_path, "a.po", 'msgid "one\nmsgstr uno\n')
    with pytest.raises(CatalogError, match=r"a\.po, line 1"):
        read_catalog([path])


def test_no_english_template_is_marked_as_not_reviewed() -> None:
    """English is what its authors wrote: a flag on it would say nothing."""
    assert catalogs.TEMPLATES["en"].not_reviewed == frozenset()


def test_a_run_speaks_english_until_it_is_told_another_language() -> None:
    assert language_of_run.language() == "en"
    with language_of_run.speaking("es"):
        assert language_of_run.language() == "es"
        with language_of_run.speaking("en"):
            assert language_of_run.language() == "en"
        assert language_of_run.language() == "es"
    assert language_of_run.language() == "en"


def test_two_runs_at_once_do_not_hear_each_other() -> None:
    heard: dict[str, str] = {}
    both = threading.Barrier(2)

    def speak(language: str) -> None:
        language_of_run.speak(language)
        both.wait(timeout=10)
        heard[language] = language_of_run.language()

    threads = [threading.Thread(target=speak, args=(language,)) for language in ("en", "es")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"en": "en", "es": "es"}


def test_english_stands_in_for_what_a_language_lacks() -> None:
    with language_of_run.speaking("es"):
        assert words.translated("A sentence that nobody has declared.") == "A sentence that nobody has declared."
