"""The gettext catalogs of each language, read once at start: templates by their key, and texts by what they say in English.

languages/LANGUAGE/*.po, one file for each room, hold the templates: msgid is the key that the code says. The files in its
folder texts/ hold what the program declares in English (measures, glossary, findings): msgid is the English text.
A fuzzy message is one that no person has reviewed, as in Poedit and Weblate, which show it so and can clear the mark.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.pofile import PoFileError, read_po

FOLDER: Final = Path(__file__).parent / "languages"
TEXTS: Final = "texts"
LINE: Final = re.compile(r'#.*|((msgid|msgstr) )?"(?:[^"\\]|\\.)*"|')
KEY: Final = re.compile(r'^msgid ("(?:.*)"(?:\n".*")*)$', re.MULTILINE)


class CatalogError(Exception):
    """A catalog cannot be used. Its message names the file, what is wrong and what to do."""


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """What one language says. An empty message counts as not there.

    messages: by msgid. not_reviewed: the msgids whose message no person has reviewed. english: for templates of another
    language, the English template that each was made from, where its file tells it.
    """

    messages: Mapping[str, str]
    not_reviewed: frozenset[str] = frozenset()
    english: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The msgids with slots: each stands for every text of that form."""
        return tuple(msgid for msgid in self.messages if "{" in msgid)


def read_catalog(files: Iterable[Path]) -> Catalog:
    """Read PO files into one catalog; raise CatalogError for a file that is no PO file and for a msgid that stands twice."""
    messages: dict[str, str] = {}
    found_in: dict[str, Path] = {}
    not_reviewed: set[str] = set()
    english: dict[str, str] = {}
    for path in sorted(files):
        for message in _read(path):
            key, said = str(message.id), str(message.string)
            if not key or not said:
                continue
            if key in messages:
                raise CatalogError(
                    f"{path.name}: {key!r} stands in {found_in[key].name} as well; take one of them out."
                )
            messages[key], found_in[key] = said, path
            if message.fuzzy:
                not_reviewed.add(key)
            if message.auto_comments:
                english[key] = "\n".join(message.auto_comments)
    return Catalog(
        messages=MappingProxyType(messages),
        not_reviewed=frozenset(not_reviewed),
        english=MappingProxyType(english),
    )


def _read(path: Path) -> PoCatalog:
    """Read one PO file. Babel takes broken lines as they are and the last of two equal keys, so both are looked for here."""
    try:
        text = path.read_text("utf-8")
        broken = [number for number, line in enumerate(text.splitlines(), 1) if not LINE.fullmatch(line.strip())]
        if broken:
            raise CatalogError(
                f'{path.name}, line {broken[0]}: only comments, msgid "..." and msgstr "..." may stand here.'
            )
        catalog = read_po(StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError, OSError) as error:
        raise CatalogError(
            f"{path.name} cannot be read as a PO file: {error} Mend it, or take it from the repo."
        ) from error
    keys = Counter(KEY.findall(text))
    twice = [key for key, times in keys.items() if times > 1]
    if twice:
        raise CatalogError(f"{path.name}: {twice[0]!r} stands there {keys[twice[0]]} times; keep one of them.")
    return catalog


def _languages() -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


LANGUAGES: Final = _languages()
"""The languages that there are, by the names of their folders."""
TEMPLATES: Final = {language: read_catalog((FOLDER / language).glob("*.po")) for language in LANGUAGES}
"""The templates of each language."""
TRANSLATED: Final = {language: read_catalog((FOLDER / language / TEXTS).glob("*.po")) for language in LANGUAGES}
"""The translations of what is declared in English; none of them for English itself."""
