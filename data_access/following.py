"""Which earlier publication a new one follows: its numbers stay as they were told, or it is said why they do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data_access import store
from data_access.publications import (
    PUBLICATION_FORMAT,
    Manifest,
    Publication,
    format_of,
    publications_folder,
    read_publication,
    read_tables,
)
from metrics import registry
from metrics.effects.shown import ShownEffects
from metrics.folding import Table

_SETTINGS: Final = {
    "groupings": "the groups that numbers are split by",
    "programs": "its programs",
    "switches": "who is counted",
    "often_booked": "who counts as booked often",
    "episode_gap_days": "which stays are joined",
}
_PROTECTION: Final = (
    "smallest_group",
    "in_a_year",
    "in_other_periods",
    "variance",
    "largest_shift",
    "largest_never_shown",
)


@dataclass(frozen=True, kw_only=True)
class Following:
    """The publication before, None where nothing of it stays; its tables; and why periods are counted anew, or ""."""

    publication: Publication | None
    tables: Mapping[str, Sequence[Table]]
    changed: str

    @property
    def publication_id(self) -> str:
        """The id of the publication before, "" where nothing of it stays."""
        return self.publication.manifest.publication_id if self.publication else ""

    @property
    def effects(self) -> ShownEffects:
        """What it told of comparisons and case mix; nothing where nothing of it stays."""
        return self.publication.effects if self.publication else ShownEffects()


def follow(manifest: Manifest, data_dir: Path, recount: str) -> Following:
    """Return what a publication to be follows. recount: why someone asked to count all periods anew, or "".

    A publication of the same extract keeps the reason that it was made for. Raises PublicationError where the publication
    before is damaged.
    """
    county_id, audience = manifest.county.county_id, manifest.audience
    folder = publications_folder(data_dir, county_id, audience)
    try:
        before = store.current(folder)
    except store.StoreError:
        lost = "The publication before could not be read." if store.names(folder) else ""
        return _anew(recount or lost)
    if format_of(before) != PUBLICATION_FORMAT:
        return _anew(recount or "The publication before was made by an older version of this program.")
    publication = read_publication(data_dir, county_id, audience)
    same_extract = publication.manifest.extract_id == manifest.extract_id
    said = publication.manifest.protection.changed if same_extract else ""
    if recount and recount != said:
        return _anew(recount)
    settings = _changed_settings(publication.manifest, manifest)
    if settings:
        return _anew(f"The county changed {settings}.")
    changed = " ".join(_changed_measures(publication.manifest, manifest)) or said
    return Following(publication=publication, tables=read_tables(publication, data_dir), changed=changed)


def _anew(changed: str) -> Following:
    return Following(publication=None, tables={}, changed=changed)


def _changed_settings(before: Manifest, now: Manifest) -> str:
    """Name what differs of the settings that decide numbers or groups: then no number can stay beside a new one."""
    found = [said for name, said in _SETTINGS.items() if getattr(before.county, name) != getattr(now.county, name)]
    if any(getattr(before.protection, name) != getattr(now.protection, name) for name in _PROTECTION):
        found.append("how people are protected")
    return ", ".join(found)


def _changed_measures(before: Manifest, now: Manifest) -> list[str]:
    versions = {measure.measure_id: measure.version for measure in before.measures}
    changed = [one.measure_id for one in now.measures if versions.get(one.measure_id, one.version) != one.version]
    return [f"{registry.measure(measure_id).name}: the definition changed." for measure_id in changed]
