"""The county's targets at a publication: each with the answers of all calendar years of its group, looked up."""

from collections.abc import Collection, Mapping

from data_access.publications import Manifest
from presentation import answer, words
from presentation.targets import Progress, Target, progress
from shell.told_county import of_county
from shell.visit import Visit


def targets_of(manifest: Manifest, groups: Mapping[str, str] | None = None) -> tuple[Target, ...]:
    """Return the county's targets in the language of the run; groups: only those of this group, empty for everyone."""
    own = of_county(manifest.county.words)
    return tuple(
        Target(
            measure_id=one.measure_id,
            window_days=one.window_days,
            groups=one.group,
            baseline=one.baseline,
            value=one.value / 100 if one.is_share else one.value,
            due_on=one.due,
            set_by=words.translated(one.set_by, own),
        )
        for one in manifest.county.targets
        if groups is None or one.group == dict(groups)
    )


def told(visit: Visit, measure_ids: Collection[str]) -> tuple[Progress, ...]:
    """Return how the targets for these measures stand, in the county's order; none whose records it does not share."""
    wanted = set(measure_ids) & visit.reported
    found = []
    for target in targets_of(visit.publication.manifest):
        if target.measure_id in wanted:
            years = visit.publication.answers(measure_id=target.measure_id, period_kind="year", only=target.groups)
            found.append(progress(target, answer.read(years)))
    return tuple(found)
