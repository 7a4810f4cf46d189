"""A finished English text is said again whole or sentence by sentence, with its numbers, months and names carried over."""

from presentation.catalogs import Catalog
from presentation.finished_texts import say_again

MONTHS = {number: f"mes {number}" for number in range(1, 13)}
CATALOG = Catalog(
    messages={
        "It is so.": "Es así.",
        "It is so. And more.": "Es así, y más.",
        "They begin in {month} {year}.": "Empiezan en {month} de {year}.",
        "After that: {means}.": "Después: {means}.",
        "a new charge": "un cargo nuevo",
    }
)


def said(text: str) -> str | None:
    found = say_again(text, [CATALOG], MONTHS)
    return found.text if found else None


def test_a_text_with_an_entry_of_its_own_is_never_cut() -> None:
    assert said("It is so. And more.") == "Es así, y más."
    assert said("It is so.") == "Es así."


def test_sentences_are_put_together_and_what_slots_hold_is_said_too() -> None:
    assert said("It is so. They begin in March 2018.") == "Es así. Empiezan en mes 3 de 2018."
    assert said("After that: a new charge.") == "Después: un cargo nuevo."
    assert said("After that: a word that nobody knows.") == "Después: a word that nobody knows."


def test_one_unknown_sentence_leaves_the_whole_text_as_it_is() -> None:
    assert said("It is so. Nobody wrote this.") is None
    assert said("") is None


def test_the_county_is_asked_before_the_program() -> None:
    own = Catalog(messages={"It is so.": "Aquí es así."})
    found = say_again("It is so. They begin in June 2019.", [own, CATALOG], MONTHS)
    assert found is not None
    assert found.text == "Aquí es así. Empiezan en mes 6 de 2019."
    assert found.msgids == {"It is so.", "They begin in {month} {year}."}
