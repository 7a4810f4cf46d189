"""All that a measure says of itself, as texts; and the words that a child of ten knows."""

import importlib.resources
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from metrics.declaration import FollowUpMeasure, Measure

LONG_SENTENCE: Final = 15
"""Words. In shorter sentences one long word decides the grade; they are graded together with the rest of their measure."""
_SLOT: Final = re.compile(r"\{\w+\}")
_ENDINGS: Final = ("s", "es", "d", "ed", "ing", "er", "est", "ly")


def told(measure: Measure) -> dict[str, tuple[str, ...]]:
    """Return every text of a declaration but its source, by its part; a slot of a sentence is filled with a word."""
    parts: dict[str, tuple[str, ...]] = {
        "name": (measure.name,),
        "question": (measure.question,),
        "left out": measure.left_out,
        "switches": tuple(text for switch in measure.switches for text in (switch.question, switch.off_sentence)),
        "topic": (measure.topic.question, measure.topic.sentence),
    }
    if isinstance(measure, FollowUpMeasure):
        parts |= {
            "start": (measure.start_event,),
            "cohort": (measure.cohort,),
            "outcome": (measure.outcome,),
            "choice": (measure.came_back_means,),
            "sentence": (_SLOT.sub("it", measure.sentence),),
        }
    else:
        parts["counted"] = (measure.counted,)
    return parts


def sentences(text: str) -> list[str]:
    """Split a text into its sentences."""
    return re.split(r"(?<=[.?!]) +", text)


def hard_words(text: str) -> Iterator[str]:
    """Give the words of a text that are not on the list of Dale and Chall: those that pupils of the fourth grade know."""
    for word in re.findall(r"(?<![a-z\d])[a-z]+", text.lower()):
        if len(word) > 1 and not any(stem in _known() for stem in _stems(word)):
            yield word


@cache
def _known() -> frozenset[str]:
    listed = importlib.resources.files("textstat") / "resources" / "en" / "easy_words.txt"
    return frozenset(listed.read_text("utf-8").lower().split())


def _stems(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem, stem + "e", re.sub(r"(.)\1$", r"\1", stem), re.sub("i$", "y", stem))
