"""What the measures say of themselves can be read by anyone, and every word of the field stands in the glossary."""

import re
from typing import Final

import pytest

from metrics.declaration import Measure
from metrics.glossary import GLOSSARY, terms_in
from metrics.registry import MEASURES, by_topic
from metrics.terms.term import Term
from metrics.topics import TOPICS
from presentation import words
from tests.reading_grade import HIGHEST, grade
from tests.words_of_measures import LONG_SENTENCE, hard_words, sentences, told

EVERYDAY: Final = frozenset(
    {"adopted", "authority", "code", "crime", "criminal", "decision", "earlier", "entry", "federal", "per", "private"}
    | {"relative", "result", "staff", "whatever", "whether", "within"}
)
"""Words that are not on the list of pupils' words and that we hold to be plain all the same."""
OF_THE_ISSUE: Final = (
    "rebooking",
    "rearrest",
    "recharge",
    "reconviction",
    "reincarceration",
    "revocation",
    "technical violation",
    "community supervision",
    "days at liberty",
    "person-years",
    "competing event",
    "cumulative incidence",
    "look-back readmission",
    "average daily population",
    "mean",
    "median",
    "on hand",
    "return to homelessness",
    "permanent housing",
    "re-entry to foster care",
    "follow-up after hospital",
    "follow-up after emergency",
    "connection to care",
    "screening",
    "concentration",
    "overlap",
    "entry-to-exit",
)
"""The field's words in which the measures were asked for."""


def by_id(measure: Measure) -> str:
    return measure.measure_id


@pytest.mark.parametrize("measure", MEASURES, ids=by_id)
def test_every_long_sentence_of_a_measure_is_easy(measure: Measure) -> None:
    texts = [text for part in told(measure).values() for text in part]
    long = [one for text in texts for one in sentences(text) if len(one.split()) >= LONG_SENTENCE]
    assert [f"{grade(one):.1f}: {one}" for one in long if grade(one) > HIGHEST] == []


@pytest.mark.parametrize("measure", MEASURES, ids=by_id)
def test_all_that_a_measure_says_is_easy_when_read_together(measure: Measure) -> None:
    """Its source as well, where names of offices and authors stand."""
    texts = [text if text.endswith((".", "?")) else f"{text}." for part in told(measure).values() for text in part]
    assert grade(" ".join([*texts, measure.source])) <= HIGHEST


@pytest.mark.parametrize("measure", MEASURES, ids=by_id)
def test_no_hard_word_of_a_measure_lacks_a_glossary_entry(measure: Measure) -> None:
    texts = [text for part in told(measure).values() for text in part]
    explained = {
        word for entry in terms_in(texts) for form in (entry.screen_word, *entry.forms) for word in hard_words(form)
    }
    assert {word for text in texts for word in hard_words(text)} - explained - EVERYDAY == set()


@pytest.mark.parametrize("field_word", OF_THE_ISSUE)
def test_the_fields_own_words_can_be_looked_up(field_word: str) -> None:
    assert any(field_word in entry.field_word for entry in GLOSSARY)


@pytest.mark.parametrize("entry", GLOSSARY, ids=lambda entry: entry.term_id)
def test_an_entry_is_easy_and_its_word_is_one_that_we_say(entry: Term) -> None:
    assert grade(entry.meaning) <= HIGHEST
    said = [text for measure in MEASURES for part in told(measure).values() for text in part]
    said += [re.sub(r"\{span\}", "a year", template) for template in words.TEMPLATES.values()]
    assert any(entry.stands_in(text) for text in said)


def test_entries_do_not_share_ids() -> None:
    assert len({entry.term_id for entry in GLOSSARY}) == len(GLOSSARY)


def test_every_question_has_measures_and_every_measure_one_question() -> None:
    grouped = by_topic(MEASURES)
    assert tuple(grouped) == TOPICS
    assert sorted(measure.measure_id for group in grouped.values() for measure in group) == sorted(map(by_id, MEASURES))
    assert all(grade(f"{topic.question} {topic.sentence}") <= HIGHEST for topic in TOPICS)
