"""The comparisons and the case mix of a publication, as a file of it: written once, with its digest in the manifest."""

from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from metrics.effects.shown import ShownEffects

EFFECTS: Final = "effects.json"
_SCHEMA: Final = TypeAdapter(ShownEffects)


def write_effects(effects: ShownEffects, folder: Path) -> None:
    """Write what is shown, and nothing else, into the folder of a publication."""
    (folder / EFFECTS).write_bytes(_SCHEMA.dump_json(effects, indent=1))


def read_effects(folder: Path) -> ShownEffects:
    """Read it back; raise pydantic's ValidationError where a field is missing, strange or of another kind."""
    return _SCHEMA.validate_json((folder / EFFECTS).read_bytes())
