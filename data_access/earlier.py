"""Earlier publications that are still kept: which came before, and which a link may bring back."""

import json
from pathlib import Path

from data_access import store
from data_access.publications import PUBLICATION_FORMAT, Audience, Publication, format_of, publications_folder


def before(data_dir: Path, county_id: str, audience: Audience, publication_id: str) -> str:
    """Return the id of the publication that was kept last before this one and can be read; "" where there is none."""
    folder = publications_folder(data_dir, county_id, audience)
    names = store.names(folder)
    place = names.index(publication_id) if publication_id in names else 0
    return next((name for name in reversed(names[:place]) if _can_be_read(folder / name)), "")


def is_kept(data_dir: Path, county_id: str, audience: Audience, publication_id: str) -> bool:
    """Whether a publication of this id is kept for the audience and can be read by this program."""
    folder = publications_folder(data_dir, county_id, audience)
    return publication_id in store.names(folder) and _can_be_read(folder / publication_id)


def may_be_shown(earlier: Publication, current: Publication) -> bool:
    """Whether an earlier publication may be brought back: not where records that it tells of may no longer be used.

    A measure that was reported and is not any more has lost its records: an agreement ended, or was withdrawn. Then no
    number of that publication is shown again.
    """
    return earlier.reported <= current.reported


def _can_be_read(kept: Path) -> bool:
    try:
        return format_of(kept) == PUBLICATION_FORMAT
    except (OSError, json.JSONDecodeError, AttributeError):
        return False  # it is not offered; reading the current one says aloud what is wrong
