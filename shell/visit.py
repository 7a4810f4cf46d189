"""Who looks, and at which publication: every page asks for this first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape

import polars as pl
import streamlit as st

from data_access import county, store
from data_access.linkage_statement import LinkageStatement, LinkEffect
from data_access.publications import Publication, PublicationError
from data_access.questions import Question, QuestionError, ask_publication
from data_access.receipts import SourceReceipt
from metrics import language, registry
from metrics.answers import PublishedAnswers
from metrics.decision_points import DecisionPoint, headline_point, points_reported
from metrics.declaration import NAMED_WINDOWS, FollowUpMeasure, Measure
from metrics.effects.shown import ShownEffects
from metrics.since_last import SinceLast
from presentation import affected, answer, files, trust, words
from presentation.answer import Answer, Reading
from presentation.catalogs import Catalog
from presentation.county_choices import AgencyWords
from presentation.palette import DARK, LIGHT, Palette
from presentation.place import Grouping, Place
from presentation.strip import Comparison
from presentation.trust import Finding, Source, Withheld
from presentation.who_is_who import Effect, Joining
from shell.pinned import pinned_publication
from shell.published import current_publication, told_since
from shell.told_county import of_county, place_of
from shell.viewer import current_audience

REFUSED = "error"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One run of a page for one reader: the publication for the reader's audience, and what pages ask of it.

    newest: the one that is in place now, where the address pins an earlier one.
    """

    publication: Publication
    place: Place
    palette: Palette
    newest: Publication | None = None

    def said(self, text: str) -> str:
        """Return a text of the county, or one that was finished when it was published, in the language of the run."""
        return words.translated(text, self._own_words)

    @cached_property
    def _own_words(self) -> Catalog:
        return of_county(self.publication.manifest.county.words)

    def read(
        self,
        *,
        period_kind: str | None = None,
        period: str | None = None,
        by: tuple[str, ...] = (),
        only: Mapping[str, str] | None = None,
        every_window: bool = False,
    ) -> Reading:
        """Look up the answers of all measures for this period and group; nothing is computed.

        They are for the named windows. every_window adds the points of curves and the measures that have no window.
        """
        windows = None if every_window else NAMED_WINDOWS
        found = self.publication.answers(period_kind=period_kind, period=period, by=by, only=only, windows_days=windows)
        return answer.read(found)

    @property
    def opening(self) -> DecisionPoint[FollowUpMeasure] | None:
        """The step that the pages open on; None where the county shares none of the records that it needs."""
        return headline_point(self.reported)

    def points(self, flag: str = "") -> tuple[DecisionPoint[Measure], ...]:
        """Return the steps that the county reports, but for those that ask for the mark by which people are split."""
        return points_reported(self.reported, flag)

    def read_points(self, points: Collection[DecisionPoint[Measure]], *, by: tuple[str, ...] = ()) -> Reading:
        """Look up the answers of these steps for all years, whole or split; nothing is computed."""
        found = self.publication.answers(period_kind="year", by=by)
        windows = pl.col("window_days").is_in({point.window_days for point in points} - {None})
        rows = found.frame.filter(
            pl.col("measure_id").is_in({point.measure.measure_id for point in points}),
            windows | pl.col("window_days").is_null(),
        )
        return answer.read(PublishedAnswers(frame=rows, grouping_ids=found.grouping_ids))

    def largest_groups(self, grouping: Grouping, point: DecisionPoint[Measure], period: str) -> tuple[str, ...]:
        """Return the known groups that have a number at a step in a period, the largest first."""
        reading = self.read_points((point,), by=(grouping.grouping_id,)).where(period=period)
        return affected.largest_known(grouping, reading.answers)

    def rows(self, measure: Measure, *, period: str, by: tuple[str, ...], only: Mapping[str, str]) -> PublishedAnswers:
        """Look up the rows of one measure for a file, by the question of the command line; none where it has no answer."""
        kept = {grouping: (group,) for grouping, group in only.items()}
        question = Question(measure_id=measure.measure_id, window_days=None, period=period, by=by, only=kept)
        try:
            frame = ask_publication(self.publication, question)
        except QuestionError:
            frame = self.publication.frame.clear()
        return PublishedAnswers(frame=frame, grouping_ids=self.publication.grouping_ids)

    def periods(self, *kinds: str) -> tuple[str, ...]:
        """Return the published periods of these kinds, newest first, kind after kind."""
        frame = self.publication.frame
        found: list[str] = []
        for kind in kinds:
            of_kind = frame.filter(frame["period_kind"] == kind).sort("period_end", descending=True)
            found += of_kind["period"].unique(maintain_order=True).to_list()
        return tuple(found)

    def measures(self) -> tuple[FollowUpMeasure, ...]:
        """Return the measures of coming back to jail that the publication holds, in the order of the registry.

        Where the county shares the records of none of them: the other measures that follow people and are shared.
        """
        reported, returns = self.publication.reported, {measure.measure_id for measure in registry.measures_of_return()}
        followed = [measure for measure in self.every_measure() if isinstance(measure, FollowUpMeasure)]
        others = tuple(measure for measure in followed if measure.measure_id in reported)
        if others and not returns & reported:
            return others
        return tuple(measure for measure in followed if measure.measure_id in returns)

    def every_measure(self) -> tuple[Measure, ...]:
        """Return all measures that the publication holds as the county counts them, in the order of the registry."""
        held = {measure.measure_id for measure in self.publication.manifest.measures}
        return tuple(measure for measure in self.declared() if measure.measure_id in held)

    def declared(self) -> tuple[Measure, ...]:
        """Return all measures that there are, as the county counts them, in the order of the registry."""
        county = self.publication.manifest.county
        return registry.as_counted_here(county.switches, county.often_booked.rule)

    @property
    def reported(self) -> frozenset[str]:
        """The ids of the measures whose records the county shares; a number may still be hidden or too early."""
        return self.publication.reported

    @property
    def effects(self) -> ShownEffects:
        """What the publication tells of programs' differences and of case mix."""
        return self.publication.effects

    @property
    def has_jail(self) -> bool:
        """Whether the county shares records by which coming back to jail can be told."""
        return self.publication.tells_of_jail

    @property
    def most_groupings(self) -> int:
        """How many groupings can split an answer together at most: that is for whole years."""
        return len(self.publication.manifest.protection.in_a_year) - 1

    def group_ids(self, grouping: Grouping) -> tuple[str, ...]:
        """Return the groups of a grouping that the publication holds, in the order of lists."""
        held = self.publication.frame[grouping.grouping_id].unique().to_list()
        return tuple(sorted((group for group in held if group != language.ALL), key=grouping.order))

    @property
    def comparisons(self) -> tuple[tuple[str, Comparison], ...]:
        """Figures that others published about this county, each with the measure that it is about."""
        return tuple(
            (
                entry.measure_id,
                Comparison(
                    period=entry.period,
                    window_days=entry.window_days,
                    published=entry.published,
                    publisher=self.said(entry.publisher),
                    why_they_differ=self.said(entry.why_they_differ),
                ),
            )
            for entry in self.publication.manifest.county.comparisons
        )

    def compared(self) -> tuple[tuple[str, Comparison, Answer | None], ...]:
        """Figures that others published, each with the name of its measure and our answer for the same period."""
        return tuple(
            (
                words.translated(registry.measure(measure_id).name),
                comparison,
                self.read(period=comparison.period, every_window=True).first(
                    measure_id=measure_id, window_days=comparison.window_days
                ),
            )
            for measure_id, comparison in self.comparisons
        )

    @property
    def since_last(self) -> SinceLast | None:
        """What this publication tells otherwise than the one before; None where none before is kept."""
        return told_since(self.publication)

    @property
    def sources(self) -> tuple[Source, ...]:
        """What arrived from each source and what became of it."""
        return tuple(_source(receipt, self.said) for receipt in self.publication.manifest.sources)

    @property
    def joining(self) -> Joining:
        """How people were joined, how sure that is, and what it does to the headline."""
        manifest = self.publication.manifest
        return _joining(manifest.linkage, manifest.link_effect, manifest.county.groupings, self.place.groupings)

    @property
    def protection(self) -> tuple[str, ...]:
        """How people are protected, and what of an earlier publication stays as it was told."""
        manifest = self.publication.manifest
        told = manifest.protection
        sentence, changed = self.said(told.sentence), self.said(told.changed)
        return trust.protected(sentence, frozen=told.frozen_rows, answers=manifest.answers, changed=changed)

    @property
    def crosswalk(self) -> tuple[AgencyWords, ...]:
        """How the county reads the codes of its sources, titles and agencies in the language of the run."""
        return tuple(
            AgencyWords(source=self.said(one.source), agency=self.said(one.agency), column=one.column, words=one.words)
            for one in self.publication.manifest.county.crosswalk
        )

    @property
    def limits(self) -> tuple[str, ...]:
        """What the county says its records cannot tell."""
        return tuple(self.said(limit) for limit in self.publication.manifest.county.limits)

    def command_of_difference(self, program_id: str) -> str:
        """Return the command line that prints all that is shown of a program's difference."""
        manifest = self.publication.manifest
        return files.command_of_difference(manifest.county.county_id, program_id, manifest.audience)

    def command(self, measure: Measure, *, period: str, by: tuple[str, ...], only: Mapping[str, str]) -> str:
        """Return the command line that prints the same rows."""
        manifest = self.publication.manifest
        return files.command(
            manifest.county.county_id,
            measure.measure_id,
            period,
            by,
            only.items(),
            audience=manifest.audience,
            window_days=None,
        )


def current_visit() -> Visit:
    """Return the visit of who looks; or show a calm page, which says what to run or why they are not let in, and stop."""
    audience = current_audience()
    try:
        publication = current_publication(audience)
    except (PublicationError, store.StoreError) as error:
        st.html(f'<h1 class="tl-question">{escape(words.say("nothing_published_title"))}</h1>')
        st.html(f'<p class="tl-answer">{escape(words.say("nothing_published"))}</p>')
        st.text(str(error))
        st.stop()
    pinned = pinned_publication(audience)
    if pinned is None or pinned.manifest.publication_id == publication.manifest.publication_id:
        return visit_of(publication, _palette())
    return replace(visit_of(pinned, _palette()), newest=publication)


def visit_of(publication: Publication, palette: Palette) -> Visit:
    """Return a visit at one publication, for whoever may see it."""
    return Visit(publication=publication, place=place_of(publication.manifest), palette=palette)


def _palette() -> Palette:
    return DARK if st.context.theme.type == "dark" else LIGHT


def _joining(
    statement: LinkageStatement,
    effect: LinkEffect | None,
    declared: Sequence[county.Grouping],
    shown: Sequence[Grouping],
) -> Joining:
    """Return the linkage statement in words for groups; a group that the county has no words for is left out."""
    labels = {
        (entry.field, group.group_id): group.label
        for entry, grouping in zip(declared, shown, strict=True)
        for group in grouping.groups
    }
    labels[language.ALL, language.ALL] = words.say("everyone")
    return Joining(
        method=statement.method,
        sources=statement.sources,
        keys=statement.keys,
        people=statement.people,
        fields=statement.fields,
        precision=(statement.precision.low, statement.precision.high) if statement.precision else None,
        recall=(statement.recall.low, statement.recall.high) if statement.recall else None,
        waiting=statement.waiting,
        decided=statement.decided_same + statement.decided_different,
        effect=Effect(period=effect.period, value=effect.value, looser=effect.looser, stricter=effect.stricter)
        if effect
        else None,
        rates=tuple(
            (labels[rate.field, rate.group_id], rate.rate)
            for rate in statement.match_rates
            if (rate.field, rate.group_id) in labels
        ),
    )


def _source(receipt: SourceReceipt, said: Callable[[str], str]) -> Source:
    return Source(
        title=said(receipt.title),
        agency=said(receipt.agency),
        file_name=receipt.file_name,
        rows_in=receipt.rows_in,
        rows_kept=receipt.rows_kept,
        rows_refused=receipt.rows_refused,
        rows_without_event=receipt.rows_without_event,
        rows_read_elsewhere=receipt.rows_read_elsewhere,
        rows_refused_again=receipt.rows_refused_again,
        people=receipt.people,
        last_on=receipt.last_on,
        withheld=tuple(Withheld(reason=rows.reason, rows=rows.rows, on=rows.on) for rows in receipt.withheld),
        findings=tuple(
            Finding(
                refused=finding.severity == REFUSED,
                column=finding.column,
                sentence=said(finding.sentence),
                what_to_do=said(finding.what_to_do),
                rows=finding.rows,
                codes=tuple((code.code, code.rows) for code in finding.codes),
            )
            for finding in receipt.findings
        ),
    )
