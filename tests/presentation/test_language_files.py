"""The templates of each language: whole sentences, none unused, none missing, no slot left empty."""

import re
import string

import pytest

from presentation import words
from tests.places import ROOT
from tests.reading_grade import HIGHEST, grade, too_hard
from tests.words_of_measures import LONG_SENTENCE, sentences

CODE = "\n".join(
    path.read_text("utf-8") for room in ("presentation", "shell", "pages") for path in (ROOT / room).rglob("*.py")
)
MADE_NAMES = re.compile(
    "|".join(
        rf"^{name}$"
        for name in (
            r"(back|part|times)_bound",
            r"(back|part|times|change_fewer|change_more)_(many|one|few|none)",
            r"(few|systems)_title_nothing",
            r"(turned_away|role|view|withheld|use_role|use_deed|use_attack)_\w+",
            r"amount_\w+_(many|one)",
            r"any_(trend|curve)_\w+",
            r"at_least",
            r"at_most",
            r"brief_(for|choice|ask|missing|read)_\w+",
            r"chapter_(all|some|none)",
            r"codebook_\w+",
            r"counted_later",
            r"counted_times_later",
            r"data_answer_(many|one|none)",
            r"difference_(declined|label|choice|known|could)_\w+",
            r"gap_(more|fewer)_(many|one|few)",
            r"gap_cell_(more|fewer)_few",
            r"hidden",
            r"(intercept|step|left|wait|after|part|program|programs|path)_\w+",
            r"not_reported",
            r"our_word_\w+",
            r"package_(file|status)_\w+",
            r"packet_to_\w+",
            r"product_\w+",
            r"span_\d+",
            r"(housed|working|in_care|again|jail_again)_(title|title_nothing|subtitle|note)",
            r"band_\w+",
            r"costs_(returns|days|beds|benefit|cost|net)",
            r"form_(hidden|too_early|not_reported)",
            r"input_\w+",
            r"stands_\w+",
            r"voices_(kind|author|what|not|warned|declined)_\w+",
        )
    )
)
"""Names that the code puts together from a stem and what the answer is."""


def test_every_template_is_used() -> None:
    unused = [name for name in words.TEMPLATES if f'"{name}"' not in CODE and not MADE_NAMES.search(name)]
    assert unused == []


def test_every_template_that_the_code_names_is_there() -> None:
    named = set(re.findall(r'words\.say\(\s*"([a-z0-9_]+)"', CODE))
    assert named - set(words.TEMPLATES) == set()


@pytest.mark.parametrize("name", sorted(words.TEMPLATES))
def test_slots_have_names(name: str) -> None:
    template = words.TEMPLATES[name]
    assert template.strip() == template
    assert all(slot is None or slot.isidentifier() for _, slot, _, _ in string.Formatter().parse(template))


def test_an_empty_slot_is_an_error() -> None:
    with pytest.raises(ValueError, match="slot 'n'"):
        words.say("of_100", n="")
    with pytest.raises(KeyError):
        words.say("of_100")
    with pytest.raises(KeyError):
        words.say("no_such_sentence")


def test_templates_are_easy_to_read() -> None:
    filled = [re.sub(r"\{\w+\}", "it", template) for template in words.TEMPLATES.values()]
    assert too_hard(filled) == []
    long = [one for text in filled for one in sentences(text) if len(one.split()) >= LONG_SENTENCE]
    assert [one for one in long if grade(one) > HIGHEST] == []
