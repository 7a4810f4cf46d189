"""Fills a form for one period: each question with its number as published, or with why there is none."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from metrics.answers import PublishedAnswers
from metrics.bands import AFTER_DAYS, bands
from metrics.declaration import Measure
from metrics.language import Status
from metrics.periods import Period, PeriodKind, parse_period
from presentation import answer, in_words, words
from presentation.answer import Answer
from presentation.place import Place
from presentation.table import Table


class Gives(StrEnum):
    """Which part of an answer a question asks for: its value, or one of the two counts that it is made of."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


class Why(StrEnum):
    """Why a question has no number: three kinds of nothing (zero is a number), and two of a form."""

    HIDDEN = "hidden"
    TOO_EARLY = "too_early"
    NOT_REPORTED = "not_reported"
    NOT_PUBLISHED = "not_published"
    """The publication has no such period or group."""
    NOT_COUNTED = "not_counted"
    """The form itself says that no number of ours answers it."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a form, in the language of the run. measure None: not_counted says why no number answers it."""

    number: str
    asks: str
    measure: Measure | None
    window_days: int | None = None
    after_days: int | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    years_back: int = 0
    gives: Gives = Gives.VALUE
    not_counted: str = ""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A form. example: it is no form of anybody. periods: the kinds of periods that it can be filled for."""

    pack_id: str
    name: str
    about: str
    source: str
    example: bool
    periods: tuple[PeriodKind, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A question with what stands in the form: said is the number with its unit, or empty where why says why there is none.

    period is the one that the number is about, which may lie before the period of the form. answer is None where nothing was
    published.
    """

    question: Question
    period: str
    said: str = ""
    why: Why | None = None
    because: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class Form:
    """A filled form, with everything that its files say."""

    pack: Pack
    place: Place
    period: str
    filled: tuple[Filled, ...]
    made_on: dt.date
    not_public: bool

    @property
    def missing(self) -> tuple[Filled, ...]:
        """The questions without a number."""
        return tuple(one for one in self.filled if one.why is not None)


Lookup = Callable[[Measure, str, Mapping[str, str]], PublishedAnswers]
"""Gives the published answers of a measure for a period and a group, every window; no rows where there are none."""


def fill(pack: Pack, place: Place, period: str, lookup: Lookup, *, made_on: dt.date, not_public: bool) -> Form:
    """Fill every question of a form for a period; nothing is computed but bands, which are differences of two answers."""
    filled = tuple(_filled(question, place, period, lookup) for question in pack.questions)
    return Form(pack=pack, place=place, period=period, filled=filled, made_on=made_on, not_public=not_public)


def answer_line(form: Form) -> str:
    """Say how many questions the publication answers."""
    known, everything = len(form.filled) - len(form.missing), len(form.filled)
    if known == everything:
        return words.say("form_all", period=words.period(form.period))
    name, counts = ("form_some", {"n": known}) if known else ("form_none", {})
    return words.say(name, **counts, all=everything, period=words.period(form.period))


def table(form: Form) -> Table:
    """Return a line for each question: what it asks, the number, and its likely range."""
    return Table(
        caption=words.say("form_table"),
        header=tuple(
            words.say(name) for name in ("form_number", "form_asks", "this_many", "likely_range", "form_period")
        ),
        rows=tuple(
            (one.question.number, one.question.asks, one.said or _mark(one), _range(one), _period(one))
            for one in form.filled
        ),
        words_columns=frozenset({0, 1, 4}),
        caption_shown=False,
    )


def missing_table(form: Form) -> Table:
    """Return a line for each question without a number, with the reason."""
    return Table(
        caption=words.say("form_missing"),
        header=tuple(words.say(name) for name in ("form_number", "form_asks", "form_why")),
        rows=tuple((one.question.number, one.question.asks, one.because) for one in form.missing),
        words_columns=frozenset({0, 1, 2}),
        caption_shown=False,
    )


def _filled(question: Question, place: Place, period: str, lookup: Lookup) -> Filled:
    if question.measure is None:
        return Filled(question=question, period="", why=Why.NOT_COUNTED, because=question.not_counted)
    about = earlier(period, question.years_back)
    told = _answer(question, lookup(question.measure, about, question.groups))
    if told is None:
        return Filled(question=question, period=about, why=Why.NOT_PUBLISHED, because=words.say("form_not_published"))
    said = _said(question, told)
    if said:
        return Filled(question=question, period=about, said=said, answer=told)
    # A share that is only known to be small or large has no counts: they are hidden.
    why = Why.HIDDEN if told.status is Status.SHOWN else Why(told.status.value)
    because = words.say(f"form_{why}", county=place.name)
    return Filled(question=question, period=about, why=why, because=because, answer=told)


def earlier(period: str, years: int) -> str:
    """Return the id of the same months so many years before."""
    named = parse_period(period)
    return period.replace(str(named.last_on.year), str(named.last_on.year - years))


def _answer(question: Question, published: PublishedAnswers) -> Answer | None:
    """Return the answer that a question asks for; None where nothing was published."""
    rows = published.frame
    if question.after_days is not None and question.window_days is not None:
        ends = (question.after_days, question.window_days)
        if not set(ends) <= set(rows["window_days"].drop_nulls()):
            return None
        rows = bands(rows, ends).drop(AFTER_DAYS)
    rows = rows.filter(pl.col("window_days").eq_missing(question.window_days))
    return next(iter(answer.read(PublishedAnswers(frame=rows, grouping_ids=published.grouping_ids)).answers), None)


def _said(question: Question, told: Answer) -> str:
    """Write the number that a question asks for; empty where there is none."""
    if not told.shown or question.measure is None:
        return ""
    if question.gives is Gives.VALUE:
        return in_words.how_many(question.measure, told)
    number = told.numerator if question.gives is Gives.NUMERATOR else told.denominator
    return "" if number is None else words.count(number)


def _mark(one: Filled) -> str:
    """Write the mark of a kind of nothing; a question that no number answers has a mark of its own."""
    if one.why in (Why.NOT_COUNTED, Why.NOT_PUBLISHED):
        return words.say("form_no_number")
    return words.mark(Status(str(one.why)))


def _range(one: Filled) -> str:
    question = one.question
    if one.why is not None or one.answer is None or question.measure is None or question.gives is not Gives.VALUE:
        return ""
    return in_words.likely_range(question.measure, one.answer)


def _period(one: Filled) -> str:
    return words.period_choice(one.period) if one.period else ""


def period_choices(pack: Pack, held: Sequence[Period]) -> tuple[str, ...]:
    """Return the ids of the periods that a form can be filled for, kind after kind, the newest first.

    A form that asks only about years before can be filled for years that the records do not reach.
    """
    found: list[str] = []
    back = min((one.years_back for one in pack.questions if one.measure is not None), default=0)
    for kind in pack.periods:
        ids = [one.period_id for one in sorted(held, key=lambda one: one.last_on, reverse=True) if one.kind is kind]
        found += [earlier(one, -back) for one in ids]
    return tuple(found)


def measures(pack: Pack) -> tuple[Measure, ...]:
    """Return the measures that a form asks for, each once."""
    found = {one.measure.measure_id: one.measure for one in pack.questions if one.measure is not None}
    return tuple(found.values())
