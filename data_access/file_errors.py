"""Says what is wrong in a county's text file, in words that a clerk can act on: the file, the key and the remedy."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError


def told(error: ValidationError, shown: str, places: Sequence[str] = ()) -> str:
    """Return a line for each wrong key of the file that is shown under this name.

    places names the sources of a county file, which an adapter may have made more than the file has.
    """
    parts = [part for part in error.errors() if not _only_echoes(part, error.errors())]
    return "\n".join(f"{shown}: {_key(part['loc'], places)}: {_remedy(part)}" for part in parts)


def _only_echoes(part: Any, parts: list[Any]) -> bool:
    """Whether a list is called too short only because something in it is wrong, which another part says already."""
    place = part["loc"]
    return part["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in parts
    )


def _key(location: tuple[int | str, ...], places: Sequence[str]) -> str:
    """Name a place in the file as a clerk would find it: source[1].columns.start (counted from 1)."""
    parts: list[str] = []
    if location[:1] == ("source",) and len(location) > 1 and places:
        parts, location = [places[int(location[1])]], location[2:]
    for part in location:
        if isinstance(part, int) and parts:
            parts[-1] += f"[{part + 1}]"
        else:
            parts.append(str(part))
    return ".".join(parts) or "the whole file"


def _remedy(part: Any) -> str:
    kind, message = part["type"], part["msg"].removeprefix("Value error, ")
    if kind == "missing":
        return "is missing: add it"
    if kind == "extra_forbidden":
        return "is not a key that we know: correct its spelling or remove it"
    if kind == "value_error":
        return str(message)
    return f"{message} (the file says {part['input']!r})"
