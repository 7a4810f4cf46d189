"""The language in which a run of a page, a file or a test speaks: English, unless it is told another."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

ENGLISH: Final = "en"


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


def run() -> Run:
    """Return the run in which this is called."""
    return _RUN.get() or _SILENT


def language() -> str:
    """Return the language that is spoken here."""
    return run().language
