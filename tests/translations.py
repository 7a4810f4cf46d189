"""Brings the catalogs of a language up to date with English, and counts what is missing or not reviewed.

    python -m tests.translations es

It writes presentation/languages/es/*.po anew: each key of English in its order, with the English template as the comment that
translators see. What is there stays; an entry whose English has changed is marked fuzzy, which is to say not reviewed. For a
language that is new it makes the folder. Nothing is ever translated by it.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data_access.checks import RULES
from data_access.consent_elements import NOTICE
from data_access.packs.reading import shared_packs
from data_access.publishing import LIMITS
from data_access.review import KEPT_APART
from metrics import registry
from metrics.declaration import FollowUpMeasure, Measure
from metrics.glossary import GLOSSARY
from metrics.protection import sentence
from metrics.switches import SWITCHES
from metrics.topics import TOPICS
from presentation.catalogs import FOLDER, TEXTS, Catalog, read_catalog
from presentation.finished_texts import say_again
from presentation.language_of_run import ENGLISH

HEAD: Final = (
    "# The templates of one room. A slot is a name in braces: it may be moved, never renamed.\n"
    '# "#." is the English that an entry was made from; "fuzzy" says that no person has reviewed it.\n'
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
)
NO_MONTHS: Final[Mapping[int, str]] = dict.fromkeys(range(1, 13), "")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One message of a PO file."""

    msgid: str
    said: str
    english: str
    reviewed: bool

    def lines(self) -> str:
        """Return the entry as it stands in a file."""
        comments = "".join(f"#. {line}\n" for line in self.english.split("\n") if line.strip())
        fuzzy = "" if self.reviewed or not self.said else "#, fuzzy\n"
        return f'\n{comments}{fuzzy}msgid "{_escaped(self.msgid)}"\nmsgstr "{_escaped(self.said)}"\n'


def of_measure(measure: Measure) -> tuple[str, ...]:
    """Return every text of a measure that a page may show."""
    told = [measure.name, measure.question, *measure.left_out, measure.source]
    if isinstance(measure, FollowUpMeasure):
        told += [measure.came_back_means, measure.start_event, measure.cohort, measure.outcome, measure.sentence]
    else:
        told.append(measure.counted)
    return tuple(told)


def declared_texts() -> frozenset[str]:
    """Return every text that the program declares in English and pages show: measures, glossary, choices, rules, notices."""
    told = [text for measure in registry.MEASURES for text in of_measure(measure)]
    told += [text for switch in SWITCHES for text in (switch.question, switch.off_sentence)]
    told += [text for topic in TOPICS for text in (topic.question, topic.sentence)]
    told += [text for entry in GLOSSARY for text in (entry.screen_word, entry.meaning, entry.field_word)]
    told += [text for rule in RULES.values() for text in (rule.sentence, rule.what_to_do)]
    told += [text for pack in shared_packs() for text in pack.texts()]
    told += [one.number for pack in shared_packs() for one in pack.questions if " " in one.number]
    told += [sentence(limits) for limits in LIMITS.values()]
    return frozenset([*told, NOTICE, KEPT_APART])


def without_translation(texts: Iterable[str], catalog: Catalog) -> list[str]:
    """Return the texts of which the catalog does not know every sentence."""
    return sorted(text for text in texts if say_again(text, [catalog], NO_MONTHS) is None)


def bring_up_to_date(language: str, folder: Path = FOLDER) -> None:
    """Write the templates of a language anew with every key that English has, room by room."""
    there = read_catalog((folder / language).glob("*.po"))
    (folder / language / TEXTS).mkdir(parents=True, exist_ok=True)
    for path in sorted((folder / ENGLISH).glob("*.po")):
        entries = (_entry(key, english, there) for key, english in read_catalog([path]).messages.items())
        text = HEAD.format(language=language) + "".join(entry.lines() for entry in entries)
        (folder / language / path.name).write_text(text, "utf-8")


def _entry(key: str, english: str, there: Catalog) -> Entry:
    same = _shown(english) == there.english.get(key)
    reviewed = same and key in there.messages and key not in there.not_reviewed
    return Entry(msgid=key, said=there.messages.get(key, ""), english=english, reviewed=reviewed)


def _shown(english: str) -> str:
    """Return English as a comment holds it: without lines that are empty."""
    return "\n".join(line.strip() for line in english.split("\n") if line.strip())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def report(language: str, folder: Path = FOLDER) -> list[str]:
    """Say how much of a language is there, and how much of it no person has reviewed."""
    english = read_catalog((folder / ENGLISH).glob("*.po")).messages
    templates = read_catalog((folder / language).glob("*.po"))
    texts = read_catalog((folder / language / TEXTS).glob("*.po"))
    missing = sorted(set(english) - set(templates.messages))
    lacking = without_translation(declared_texts(), texts)
    not_reviewed = len(templates.not_reviewed) + len(texts.not_reviewed)
    everything = len(templates.messages) + len(texts.messages)
    return [
        f"{language}: {len(templates.messages)} of {len(english)} templates, {len(texts.messages)} texts.",
        f"{not_reviewed} of these {everything} entries are not reviewed by a person yet.",
        *(f"Missing template: {key}" for key in missing),
        *(f"Missing text: {text}" for text in lacking),
    ]


if __name__ == "__main__":
    for named in sys.argv[1:]:
        bring_up_to_date(named)
        print("\n".join(report(named)))  # noqa: T201  # a command, run by hand
