"""Earlier publications that are still kept: which came before, and which a link may bring back."""

import json
from pathlib import Path

from data_access import store
from data_access.publications import PUBLICATION_FORMAT, Audience, Publication, format_of, publications_folder


def before(data_dir: Path, county_id: str, audience: Audience, publication_id: str) -> str:
    """Return the id of the publication that was kept last before this one and can be read; "" where there is none."""
    names = _readable(publications_folder(data_dir, county_id, audience))
    place = names.index(publication_id) if publication_id in names else 0
    return names[place - 1] if place else ""


def is_kept(data_dir: Path, county_id: str, audience: Audience, publication_id: str) -> bool:
    """Whether a publication of this id is kept for the audience and can be read by this program."""
    return publication_id in _readable(publications_folder(data_dir, county_id, audience))


def may_be_shown(earlier: Publication, current: Publication) -> bool:
    """Whether an earlier publication may be brought back: not where records that it tells of may no longer be used.

    A measure that was reported and is not any more has lost its records: an agreement ended, or was withdrawn. Then no
    number of that publication is shown again.
    """
    return earlier.reported <= current.reported


def _readable(folder: Path) -> list[str]:
    return [name for name in store.names(folder) if _format(folder / name) == PUBLICATION_FORMAT]


def _format(folder: Path) -> int | None:
    try:
        return format_of(folder)
    except (OSError, json.JSONDecodeError, AttributeError):
        return None  # it cannot be read, so it is not offered; reading the current one says so aloud
