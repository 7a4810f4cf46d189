"""From the extract to publications: measure everything, protect it, keep it for each audience."""

from pathlib import Path

import metrics
from data_access import store
from data_access.checks import RULES
from data_access.county import County
from data_access.extract import Extract, measure_settings
from data_access.publications import (
    PUBLICATION_FORMAT,
    Audience,
    Manifest,
    Protection,
    PublishedMeasure,
    ShownCounty,
    publications_folder,
    write_publication,
)
from data_access.receipts import Finding, SourceReceipt
from metrics import protection, registry
from metrics.answers import PublishedAnswers
from metrics.measuring import everything, prepare


def publish(county: County, extract: Extract, data_dir: Path) -> tuple[str, ...]:
    """Keep one publication per audience and return their ids; the same extract and settings give the same publication."""
    measured: tuple[PublishedAnswers, dict[str, int]] | None = None
    ids = []
    for audience in Audience:
        manifest = _manifest(county, extract, audience)
        folder = publications_folder(data_dir, county.id, audience)
        if store.is_kept(folder, manifest.publication_id):
            store.point_at(folder, manifest.publication_id)
        else:
            measured = measured or _measured(county, extract)
            answers, counts = measured
            write_publication(data_dir, answers, manifest.model_copy(update=counts))
        ids.append(manifest.publication_id)
    return tuple(ids)


def _measured(county: County, extract: Extract) -> tuple[PublishedAnswers, dict[str, int]]:
    """Return all protected answers, and what the manifest counts."""
    prepared = prepare(extract.episodes, measure_settings(county, extract))
    counts = {
        "episodes": prepared.episodes.height,
        "episodes_ended": prepared.releases.height,
        "people": extract.people.height,
    }
    return protection.protect(everything(prepared)), counts


def _manifest(county: County, extract: Extract, audience: Audience) -> Manifest:
    """Return the manifest of the publication to be, named by all that decides its answers; its counts are still 0."""
    settings = measure_settings(county, extract)
    manifest = Manifest(
        format=PUBLICATION_FORMAT,
        publication_id="",
        audience=audience,
        county=_shown(county),
        data_first_on=settings.data_first_on,
        data_last_on=settings.followed_through_on,
        extract_id=extract.extract_id,
        measures=tuple(
            PublishedMeasure(measure_id=measure.measure_id, version=measure.version) for measure in registry.MEASURES
        ),
        protection=Protection(smallest_group=protection.SMALLEST_GROUP, sentence=protection.SENTENCE),
        sources=_with_conflicts(
            tuple(SourceReceipt.model_validate(source) for source in extract.manifest["sources"]),
            extract.manifest["conflicts"],
        ),
        episodes=0,
        episodes_ended=0,
        people=0,
        answers=0,
        answers_sha256="",
    )
    digest = store.digest([manifest.model_dump(mode="json"), _engine_digest()])
    return manifest.model_copy(update={"publication_id": f"{settings.followed_through_on}-{digest[:12]}"})


def _engine_digest() -> str:
    """Return the digest of the code that measures and protects: other code may give other answers, so another name."""
    folder = Path(metrics.__file__).parent
    return store.digest([[path.name, store.file_digest(path)] for path in sorted(folder.glob("*.py"))])


def _shown(county: County) -> ShownCounty:
    return ShownCounty(
        county_id=county.id,
        name=county.name,
        made_up=county.made_up,
        place=county.place,
        limits=county.limits,
        groupings=county.groupings,
        comparisons=county.comparisons,
        episode_gap_days=county.episode_gap_days,
    )


def _with_conflicts(sources: tuple[SourceReceipt, ...], conflicts: dict[str, int]) -> tuple[SourceReceipt, ...]:
    """Add, to the first source, how many people have records that do not agree about them."""
    rule = RULES["person_values_differ"]
    found = tuple(
        Finding(
            rule_id=rule.rule_id,
            severity=rule.severity.value,
            column=name,
            sentence=rule.sentence,
            what_to_do=rule.what_to_do,
            rows=people,
        )
        for name, people in conflicts.items()
        if people
    )
    first, *others = sources
    return (first.model_copy(update={"findings": first.findings + found}), *others)
