"""From the extract to publications: measure everything, protect it, keep it for each audience."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

import metrics
from data_access import audited, store
from data_access.checks import OUTCOME_CERTAIN, RULES
from data_access.comparing import compared, shown
from data_access.county import County
from data_access.extract import Extract, measure_settings
from data_access.following import Following, follow
from data_access.link_effect import effect_on_headline
from data_access.linkage_statement import LinkageStatement
from data_access.noise_secret import noise_secret
from data_access.publications import (
    PUBLICATION_FORMAT,
    AgencyWords,
    AttackResult,
    Audience,
    Manifest,
    Protection,
    PublicationError,
    PublishedMeasure,
    ShownCounty,
    publications_folder,
    write_publication,
)
from data_access.receipts import Finding, SourceReceipt
from metrics import frozen, protection, registry
from metrics.answers import PublishedAnswers
from metrics.attack_report import PARTNER_GATES, PUBLIC_GATES, WINDOW_DAYS, Gates, attack
from metrics.blurring import Noise
from metrics.closed import ClosedSet, close
from metrics.cohort import INDEX_ON
from metrics.declaration import FollowUpMeasure
from metrics.effects.shown import ShownEffects
from metrics.language import Status
from metrics.limits import PARTNER, PUBLIC, TABLE
from metrics.measuring import everything
from metrics.prepared import Prepared, followed_by, prepare
from metrics.soundness import outcome_certain_after

_Made = tuple[PublishedAnswers, pl.DataFrame, ShownEffects, Manifest]
LIMITS: Final = {Audience.PUBLIC: PUBLIC, Audience.PARTNER: PARTNER}
GATES: Final = {Audience.PUBLIC: PUBLIC_GATES, Audience.PARTNER: PARTNER_GATES}


def publish(county: County, extract: Extract, data_dir: Path, recount: str = "") -> tuple[str, ...]:
    """Keep one publication per audience and return their ids; the same extract and settings give the same publication.

    Numbers of the publication before stay (see metrics.frozen). recount: why all periods are to be counted anew; readers
    are told. Raises PublicationError where an attack on the new publication finds more than it may: it is not kept.
    """
    manifests, followed = {}, {}
    missing = []
    for audience in Audience:
        manifest = _manifest(county, extract, audience)
        followed[audience] = follow(manifest, data_dir, recount)
        manifests[audience] = _named(manifest, followed[audience])
        if not store.is_kept(publications_folder(data_dir, county.id, audience), manifests[audience].publication_id):
            missing.append(audience)
    made = _make(county, extract, data_dir, manifests, followed, missing) if missing else {}
    for audience, manifest in manifests.items():
        folder = publications_folder(data_dir, county.id, audience)
        audited.note_publication(folder, data_dir, county.id, manifest.publication_id)
        if audience in made:
            write_publication(data_dir, *made[audience])
        else:
            store.point_at(folder, manifest.publication_id)
    return tuple(manifest.publication_id for manifest in manifests.values())


def _make(
    county: County,
    extract: Extract,
    data_dir: Path,
    manifests: Mapping[Audience, Manifest],
    followed: Mapping[Audience, Following],
    missing: Sequence[Audience],
) -> dict[Audience, _Made]:
    """Return the publications of these audiences, each attacked, before any of them is kept."""
    made: dict[Audience, _Made] = {}
    prepared = _prepared(county, extract)
    found = _found(county, extract, prepared)
    comparisons = compared(county, prepared)
    noise = Noise(secret=noise_secret(data_dir / county.id), extract_id=extract.extract_id)
    closed: ClosedSet | None = None
    for audience in missing:
        manifest, before = manifests[audience], followed[audience]
        closed = close(prepared, LIMITS[audience], closed, before.tables)
        answers, frozen_rows = _protected(prepared, closed, noise, before)
        attacks = _attacked(prepared, closed, answers, GATES[audience])
        _refuse(county, audience, attacks, data_dir)
        told = {
            **found,
            "link_effect": effect_on_headline(county, extract, answers, noise),
            "protection": manifest.protection.model_copy(update={"attacks": attacks, "frozen_rows": frozen_rows}),
        }
        tables = frozen.tables_of(closed, prepared.settings.measures)
        effects = shown(comparisons, answers, LIMITS[audience], noise, before.effects)
        made[audience] = (answers, tables, effects, manifest.model_copy(update=told))
    return made


def _refuse(county: County, audience: Audience, attacks: Sequence[AttackResult], data_dir: Path) -> None:
    """Raise PublicationError where an attack found more than it may: such answers must not reach anyone."""
    too_much = [one for one in attacks if not one.holds]
    if too_much:
        audited.note_attacked(data_dir, county.id, audience, too_much[0].attack)
        failed = [f"{one.attack} found {one.found:g}, and may find {one.at_most:g}" for one in too_much]
        raise PublicationError(
            f"The answers for the audience {audience} are not published, because attacks on them found too much: "
            f"{'; '.join(failed)}. What was published before stays. Take a grouping, or its smallest groups, out of "
            f"counties/{county.id}/county.toml and run: python -m data_access build {county.id}"
        )


def _prepared(county: County, extract: Extract) -> Prepared:
    return prepare(extract.keyed_episodes, measure_settings(county, extract))


def _found(county: County, extract: Extract, prepared: Prepared) -> dict[str, Any]:
    """Return what the manifest says that only measuring can tell."""
    return {
        "episodes": prepared.episodes.height,
        "episodes_ended": prepared.releases.height,
        "people": extract.people.height,
        "sources": _with_certain_outcomes(_sources(extract), county, prepared),
    }


def _protected(prepared: Prepared, closed: ClosedSet, noise: Noise, before: Following) -> tuple[PublishedAnswers, int]:
    """Return the protected answers for one audience, and how many of them are those of the publication before."""
    measures = prepared.settings.measures
    answers = protection.protect(everything(prepared, closed), closed, measures, noise)
    if before.publication is None:
        return answers, 0
    kept = frozen.freeze(answers, before.publication.answers_whole, measures)
    return kept.answers, kept.rows


def _attacked(
    prepared: Prepared, closed: ClosedSet, answers: PublishedAnswers, gates: Gates
) -> tuple[AttackResult, ...]:
    """Return what attacks on the answers found."""
    measures = prepared.settings.measures
    shown = answers.frame.filter(pl.col("status") == Status.SHOWN, pl.col("window_days") == WINDOW_DAYS)
    told = set(shown["measure_id"])
    attacked = next((m for m in measures if m.measure_id in told and isinstance(m, FollowUpMeasure)), None)
    attacks = attack(prepared, closed, attacked, answers.frame, gates) if attacked else []
    return tuple(
        AttackResult(attack=one.attack, found=round(one.found, 3), at_most=one.at_most, holds=one.holds)
        for one in attacks
    )


def _manifest(county: County, extract: Extract, audience: Audience) -> Manifest:
    """Return the manifest of the publication to be, without a name.

    Its counts are still 0, and its sources lack what only measuring can tell.
    """
    settings, limits = measure_settings(county, extract), LIMITS[audience]
    return Manifest(
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
        protection=Protection(
            smallest_group=limits.smallest_group,
            in_a_year=limits.in_a_year,
            in_other_periods=limits.in_other_periods,
            variance=TABLE.variance,
            largest_shift=TABLE.largest_shift,
            largest_never_shown=TABLE.largest_never_shown,
            sentence=protection.sentence(limits),
        ),
        sources=_sources(extract),
        linkage=LinkageStatement.model_validate(extract.manifest["linkage"]),
        episodes=0,
        episodes_ended=0,
        people=0,
        answers=0,
        answers_sha256="",
    )


def _named(manifest: Manifest, before: Following) -> Manifest:
    """Name a publication by all that decides its answers but what it follows: another run must give the same name."""
    protected = manifest.protection.model_copy(update={"changed": before.changed})
    manifest = manifest.model_copy(update={"protection": protected})
    digest = store.digest([manifest.model_dump(mode="json"), _engine_digest()])
    protected = protected.model_copy(update={"follows": before.publication_id})
    name = f"{manifest.data_last_on}-{digest[:12]}"
    return manifest.model_copy(update={"publication_id": name, "protection": protected})


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
        programs=county.programs,
        comparisons=county.comparisons,
        annotations=county.annotations,
        targets=county.targets,
        packs=county.packs,
        costs=county.costs,
        episode_gap_days=county.episode_gap_days,
        crosswalk=_crosswalk(county),
        words=county.words,
    )


def _crosswalk(county: County) -> tuple[AgencyWords, ...]:
    """Return how the county's settings read each code; nothing of what arrived is in it."""
    return tuple(
        AgencyWords(
            source=source.title,
            agency=source.agency,
            column=source.columns.get(field, field),
            words=tuple(codes.items()),
        )
        for source in county.sources
        for field, codes in source.codes.items()
        if codes
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
