"""How a publication, or a view of it, is cited: a sentence for a footnote, and a file for programs (Citation File Format)."""

import json
from typing import Final

from presentation import words
from presentation.place import Place

CFF_VERSION: Final = "1.2.0"
"""Source: citation-file-format.github.io, schema 1.2.0. A string of JSON is one of YAML, so that no name can break out."""


def title(place: Place) -> str:
    """Return what the data of a county are called."""
    return words.say("cite_title", county=place.name)


def about(place: Place) -> str:
    """Say what the rows of a county are; and first that they are made up, where they are."""
    told = words.say("package_about", day=words.day(place.last_on), county=place.name)
    made_up = words.say("made_up", county=place.name)
    return f"{made_up} {told}" if place.made_up else told


def sentence(place: Place, link: str) -> str:
    """Return the citation for a footnote. Publisher, year and title as in DataCite; the id says which publication."""
    return words.say(
        "cite",
        county=place.name,
        year=place.last_on.year,
        title=title(place),
        day=words.day(place.last_on),
        publication_id=place.publication_id,
        link=link,
    )


def file_lines(place: Place, link: str) -> list[str]:
    """Return CITATION.cff, line by line. It has a url only where the link is a whole address."""
    told = {
        "cff-version": CFF_VERSION,
        "message": words.say("cite_message"),
        "type": "dataset",
        "title": title(place),
        "version": place.publication_id,
    }
    lines = [f"{key}: {_quoted(value)}" for key, value in told.items()]
    lines += ["authors:", f"  - name: {_quoted(place.name)}"]
    return [*lines, f"url: {_quoted(link)}"] if link.startswith("http") else lines


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
