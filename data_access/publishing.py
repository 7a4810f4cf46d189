"""From the extract to publications: measure everything, protect it, keep it for each audience."""

from pathlib import Path
from typing import Any

import metrics
from data_access import audited, store
from data_access.checks import OUTCOME_CERTAIN, RULES
from data_access.county import County
from data_access.extract import Extract, measure_settings
from data_access.link_effect import effect_on_headline
from data_access.linkage_statement import LinkageStatement
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
from metrics.cohort import INDEX_ON
from metrics.measuring import everything
from metrics.prepared import Prepared, followed_by, prepare
from metrics.soundness import outcome_certain_after


def publish(county: County, extract: Extract, data_dir: Path) -> tuple[str, ...]:
    """Keep one publication per audience and return their ids; the same extract and settings give the same publication."""
    measured: tuple[PublishedAnswers, dict[str, Any]] | None = None
    ids = []
    for audience in Audience:
        manifest = _manifest(county, extract, audience)
        folder = publications_folder(data_dir, county.id, audience)
        audited.note_publication(folder, data_dir, county.id, manifest.publication_id)
        if store.is_kept(folder, manifest.publication_id):
            store.point_at(folder, manifest.publication_id)
        else:
            measured = measured or _measured(county, extract)
            answers, found = measured
            write_publication(data_dir, answers, manifest.model_copy(update=found))
        ids.append(manifest.publication_id)
    return tuple(ids)


def _measured(county: County, extract: Extract) -> tuple[PublishedAnswers, dict[str, Any]]:
    """Return all protected answers, and what the manifest says that only measuring can tell."""
    prepared = prepare(extract.episodes, measure_settings(county, extract))
    found = {
        "episodes": prepared.episodes.height,
        "episodes_ended": prepared.releases.height,
        "people": extract.people.height,
        "sources": _with_certain_outcomes(_sources(extract), county, prepared),
    }
    answers = protection.protect(everything(prepared))
    return answers, {**found, "link_effect": effect_on_headline(county, extract, answers)}


def _manifest(county: County, extract: Extract, audience: Audience) -> Manifest:
    """Return the manifest of the publication to be, named by all that decides its answers.

    Its counts are still 0, and its sources lack what only measuring can tell.
    """
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
        sources=_sources(extract),
        linkage=LinkageStatement.model_validate(extract.manifest["linkage"]),
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
    return store.digest(
        [[path.relative_to(folder).as_posix(), store.file_digest(path)] for path in sorted(folder.rglob("*.py"))]
    )


def _shown(county: County) -> ShownCounty:
    return ShownCounty(
        county_id=county.id,
        name=county.name,
        made_up=county.made_up,
        place=county.place,
        limits=county.limits,
        switches=county.switches,
        often_booked=county.often_booked,
        groupings=county.groupings,
        comparisons=county.comparisons,
        episode_gap_days=county.episode_gap_days,
    )


def _sources(extract: Extract) -> tuple[SourceReceipt, ...]:
    """Return the receipts; the first one also tells how many people have records that do not agree about them."""
    first, *others = (SourceReceipt.model_validate(source) for source in extract.manifest["sources"])
    conflicts: dict[str, int] = extract.manifest["conflicts"]
    found = tuple(_finding("person_values_differ", name, people) for name, people in conflicts.items() if people)
    return (first.model_copy(update={"findings": first.findings + found}), *others)


def _with_certain_outcomes(
    sources: tuple[SourceReceipt, ...], county: County, prepared: Prepared
) -> tuple[SourceReceipt, ...]:
    """Add, to the source of the index events, a warning where after some day all of them have the outcome."""
    found: dict[str, list[Finding]] = {}
    followed = {followed_by(measure): measure for measure in reversed(registry.follow_up_measures())}
    for pair, measure in followed.items():
        if pair not in prepared.followed:
            continue
        index = prepared.followed[pair]
        day = outcome_certain_after(index, max(measure.windows_days))
        if day is None:
            continue
        kinds = {(measure.starts.system, kind) for kind in measure.starts.kinds}
        source = next(source for source in county.sources if {(source.system, kind) for kind in source.kinds} & kinds)
        finding = _finding(OUTCOME_CERTAIN, source.start_column, index.filter(index[INDEX_ON] > day).height)
        said = f"{finding.sentence} Here it is so after {day:%B} {day.day}, {day.year}: {measure.came_back_means}."
        found.setdefault(source.id, []).append(finding.model_copy(update={"sentence": said}))
    return tuple(
        receipt.model_copy(update={"findings": (*receipt.findings, *found.get(receipt.source_id, ()))})
        for receipt in sources
    )


def _finding(rule_id: str, column: str, rows: int) -> Finding:
    rule = RULES[rule_id]
    return Finding(
        rule_id=rule_id,
        severity=rule.severity.value,
        column=column,
        sentence=rule.sentence,
        what_to_do=rule.what_to_do,
        rows=rows,
    )
