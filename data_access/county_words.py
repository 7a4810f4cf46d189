"""The county's own words in other languages: LANGUAGE.po files beside county.toml, whose msgids are the county's English.

Publications carry them, so that pages read nothing but a publication. A fuzzy entry is one that no person has reviewed.
"""

import re
from collections import Counter
from collections.abc import Collection
from io import StringIO
from pathlib import Path
from typing import Final

from babel.messages.pofile import PoFileError, read_po
from pydantic import BaseModel, ConfigDict

_LANGUAGE_FILE: Final = re.compile(r"[a-z]{2,3}\.po")
_LINE: Final = re.compile(r'#.*|((msgid|msgstr) )?"(?:[^"\\]|\\.)*"|')


class CountyWordsError(Exception):
    """A file of the county's words cannot be used; the message names the file, what is wrong and the remedy."""


class SaidWord(BaseModel):
    """What one of the county's texts is in another language, and whether a person has reviewed that."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    said: str
    reviewed: bool


CountyWords = dict[str, dict[str, SaidWord]]
"""By language, then by the English text."""


def read_county_words(folder: Path, texts: Collection[str]) -> CountyWords:
    """Read every language file of a county's folder; texts are all that the county says in English.

    An entry without a translation counts as not there. Raises CountyWordsError for a broken file, for a text that stands
    there twice, and for one that the county does not say (any more).
    """
    files = sorted(path for path in folder.glob("*.po") if _LANGUAGE_FILE.fullmatch(path.name))
    return {path.stem: _read(path, f"{folder.name}/{path.name}", texts) for path in files}


def _read(path: Path, shown: str, texts: Collection[str]) -> dict[str, SaidWord]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CountyWordsError(
            f"{shown} is not UTF-8 text (byte {error.start}). Save it as UTF-8 and run again."
        ) from None
    for number, line in enumerate(text.splitlines(), 1):
        if not _LINE.fullmatch(line.strip()):
            raise CountyWordsError(
                f'{shown}, line {number}: only comments, msgid "..." and msgstr "..." may stand here. Mend that line.'
            )
    try:
        messages = [message for message in read_po(StringIO(text), abort_invalid=True) if message.id]
    except (PoFileError, ValueError) as error:
        raise CountyWordsError(f"{shown} cannot be read as a PO file: {error} Mend it and run again.") from None
    if len(messages) < _entries(text):
        raise CountyWordsError(f"{shown}: a text stands there twice; keep one of the two.")
    unknown = [str(message.id) for message in messages if message.id not in texts]
    if unknown:
        raise CountyWordsError(
            f"{shown}: {unknown[0]!r} is no text of county.toml or agreements.toml ({len(unknown)} such texts). "
            "Write the msgid as it stands there, or take the entry out."
        )
    return {
        str(message.id): SaidWord(said=str(message.string), reviewed=not message.fuzzy)
        for message in messages
        if message.string
    }


def _entries(text: str) -> int:
    """Count the entries of a PO file, the head left out, by its lines alone: Babel joins two entries of one msgid."""
    ids = re.findall(r'^msgid ((?:".*"\n?)+)', text, flags=re.MULTILINE)
    return sum(count for msgid, count in Counter(ids).items() if msgid.strip() != '""')
