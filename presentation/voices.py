"""Notes, questions and answers as HTML. Their words come from readers: they are shown as text, whatever they hold."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from statistics import median

from presentation import words
from presentation.place import Place

QUESTION = "question"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One text that is shown. about names the number that it stands beside, "" where it stands beside none.

    kind and author are words of lists, never names. answer is "" and answered_on None while there is no answer.
    """

    kind: str
    author: str
    about: str
    text: str
    sent_on: dt.date
    answer: str
    answered_on: dt.date | None

    @property
    def answered(self) -> bool:
        """Whether it is a question that has its answer."""
        return self.answered_on is not None


def number_named(place: Place, measure: str, period: str, groups: Mapping[str, str]) -> str:
    """Name a number in one line: its measure, and its period and groups where it has any."""
    labels = [
        words.say("group_choice", grouping=one.label, group=words.group_label(one, groups[one.grouping_id]))
        for one in place.groupings
        if one.grouping_id in groups
    ]
    return ", ".join([measure, *([words.period_choice(period)] if period else []), *labels])


def answer_line(voices: Sequence[Voice]) -> str:
    """Say how many questions have an answer, and how long people waited for it: the median, in whole days."""
    answered = [voice for voice in voices if voice.kind == QUESTION and voice.answered_on]
    if not answered:
        return words.say("voices_answer_none")
    days = [(voice.answered_on - voice.sent_on).days for voice in answered if voice.answered_on]
    middle = words.count(ceil(median(days)))  # so that half of them had it by then also where two stand in the middle
    if len(answered) == 1:
        return words.say("voices_answer_one", n=middle)
    return words.say("voices_answer_many", count=len(answered), n=middle)


def questions(voices: Sequence[Voice]) -> str:
    """Return the questions with their answers, newest first, those with an answer before those that wait for one."""
    asked = [voice for voice in voices if voice.kind == QUESTION]
    asked.sort(key=lambda voice: (voice.answered, voice.answered_on or voice.sent_on), reverse=True)
    return "".join(card(voice) for voice in asked)


def notes(voices: Sequence[Voice]) -> str:
    """Return the notes, newest first."""
    told = sorted((voice for voice in voices if voice.kind != QUESTION), key=lambda one: one.sent_on, reverse=True)
    return "".join(card(voice) for voice in told)


def card(voice: Voice, *, with_number: bool = True) -> str:
    """Return one text: what it is about, the words, who says it and when, and the answer where there is one."""
    parts = ['<article class="tl-voice">']
    if with_number and voice.about:
        parts.append(f'<p class="tl-note">{escape(words.say("voices_about", number=voice.about))}</p>')
    parts.append(quoted(voice.text))
    said = words.say(
        "voices_said", kind=kind_name(voice.kind), author=author_name(voice.author), day=words.day(voice.sent_on)
    )
    parts.append(f'<p class="tl-note">{escape(said)}</p>')
    if voice.kind == QUESTION:
        parts.append(_answer(voice))
    return "".join([*parts, "</article>"])


def kind_name(kind: str) -> str:
    """Name what a text is."""
    return words.say(f"voices_kind_{kind}")


def author_name(author: str) -> str:
    """Name the role of an author."""
    return words.say(f"voices_author_{author}")


def _answer(voice: Voice) -> str:
    if voice.answered_on is None:
        return f'<p class="tl-note">{escape(words.say("voices_no_answer_yet"))}</p>'
    told = words.say("voices_answered", day=words.day(voice.answered_on))
    return f'<div class="tl-reply">{quoted(voice.answer)}<p class="tl-note">{escape(told)}</p></div>'


def quoted(text: str) -> str:
    """Return words of a reader. dir=auto: writing goes in the direction of its own script, and turns nothing else around."""
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    return f'<blockquote dir="auto"><p>{lines}</p></blockquote>'
