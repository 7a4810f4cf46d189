"""The language in which a run of a page, a file or a test speaks: English, unless it is told another."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

ENGLISH: Final = "en"
IN_ADDRESS: Final = "lang"
"""The name of the language in the address of a page."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run speaks, and which texts that no person has reviewed it has said so far, by their msgid."""

    language: str = ENGLISH
    not_reviewed: set[str] = field(default_factory=set)


_RUN: Final[ContextVar[Run | None]] = ContextVar("language_of_run", default=None)
_SILENT: Final = Run()
"""Where nobody said which language is spoken. It is English, in which every text is the one that its author wrote."""


def speak(language: str) -> None:
    """Speak this language from here to the end of the run. A thread or task that is started anew speaks English again."""
    _RUN.set(Run(language=language))


@contextmanager
def speaking(language: str) -> Iterator[Run]:
    """Speak this language inside a with block, and what was spoken before after it."""
    run = Run(language=language)
    token = _RUN.set(run)
    try:
        yield run
    finally:
        _RUN.reset(token)


def in_address() -> dict[str, str]:
    """Return what a link to a page must carry of the language: nothing for English, which is spoken where none is named."""
    spoken = language()
    return {} if spoken == ENGLISH else {IN_ADDRESS: spoken}


def locale() -> Locale:
    """Return how numbers and dates are written here: in the language of the run, the way of the United States."""
    return _locale(language())


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(f"{language}_US")
    except UnknownLocaleError:  # a language that Babel does not know, such as one made up for a test
        return Locale.parse("en_US")


def run() -> Run:
    """Return the run in which this is called."""
    return _RUN.get() or _SILENT


def language() -> str:
    """Return the language that is spoken here."""
    return run().language
