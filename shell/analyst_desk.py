"""The desk of an analyst: the purpose of the day, a question put together from free filters, and its exact answer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access import store
from data_access.access import Role
from data_access.analyst import Analyst, marked
from data_access.audit import AuditError
from data_access.county import County, read_county
from data_access.extract import ExtractError, extracts_folder
from data_access.questions import Question, QuestionError
from data_access.records import Records, groups_held, open_records
from data_access.settings import county_setting, data_dir
from metrics import registry
from metrics.analyst_answers import MOST_GROUPINGS
from metrics.declaration import NAMED_WINDOWS, Measure
from metrics.periods import PeriodKind
from presentation import asked, definitions, files, words
from presentation.place import Grouping
from shell import frame
from shell.told_county import groupings, of_county
from shell.viewer import current_viewer, may_now

_ASKED: Final = "asked"
_TAKEN: Final = "taken"
_YEAR: Final = 365


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Who asks, of which records, and the ways to split and filter them: the county's groupings, then the other fields."""

    analyst: Analyst
    county: County
    records: Records
    ways: tuple[Grouping, ...]

    def named(self, grouping_ids: Sequence[str]) -> tuple[Grouping, ...]:
        """Return these ways, in this order."""
        by_id = {one.grouping_id: one for one in self.ways}
        return tuple(by_id[name] for name in grouping_ids)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question with its answer, as it was written down."""

    question: Question
    extract_id: str
    rows: pl.DataFrame


def open_desk() -> Desk:
    """Let an analyst in and open the records; otherwise show why not, or what to run, and stop."""
    viewer = current_viewer(Role.ANALYST)
    county = read_county(county_setting())
    try:
        extract_id = store.current(extracts_folder(data_dir(), county.id)).name
        records = _records(str(data_dir()), county_setting(), extract_id)
    except (ExtractError, store.StoreError) as error:
        frame.answer(_head(county, "no_extract_title"), words.say("no_extract"))
        st.text(str(error))
        st.stop()
    return Desk(
        analyst=Analyst(by=viewer.subject, county=county, data_dir=data_dir()),
        county=county,
        records=records,
        ways=tuple(_ways(county, records)),
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _records(data: str, county: str, extract_id: str) -> Records:
    """Make an extract ready once per process. extract_id is only there to be part of the key."""
    del extract_id
    return open_records(read_county(county), Path(data))


def _ways(county: County, records: Records) -> list[Grouping]:
    own = {one.grouping_id: one for one in groupings(county.groupings, of_county(county.words))}
    return [own.get(one.grouping_id) or asked.way(one.grouping_id, one.group_ids) for one in records.settings.groupings]


def ask_purpose(desk: Desk) -> None:
    """Ask what the questions of the day are for, where that was not said yet today; go on only once it is written down."""
    if desk.analyst.purpose(_now()) is not None:
        return
    top = _head(desk.county, "purpose_title")
    frame.answer(top, words.say("purpose_short"), words.say("purpose_help"))
    with st.form("purpose", border=False):
        purpose = st.text_input(words.say("purpose_label"), max_chars=300, key="purpose")
        sent = st.form_submit_button(words.say("purpose_save"), type="primary")
    if sent:
        try:
            desk.analyst.say_purpose(purpose)
        except AuditError as error:
            st.warning(str(error))
            st.stop()
        st.rerun()
    st.stop()


def _head(county: County, question: str) -> DeltaGenerator:
    name = words.translated(county.name, of_county(county.words))
    return frame.head(question, name, made_up=county.made_up)


def choose(desk: Desk) -> None:
    """Show the question as a form; ask it when it is sent, and keep its answer while the page is open."""
    top = _head(desk.county, "question_ask_the_records")
    frame.answer(top, words.say("ask_exact"), words.say("ask_logged"))
    measures = {measure.measure_id: measure for measure in desk.records.settings.measures}
    held = groups_held(desk.records)
    with st.form("question", border=False):
        left, middle, right = st.columns([50, 25, 25], gap="medium")
        ids = list(measures)
        picked = left.selectbox(
            words.say("ask_number"),
            ids,
            ids.index(registry.REBOOKING.measure_id),
            format_func=lambda one: words.translated(measures[one].name),
            filter_mode="contains",
            key="ask_number",
        )
        period = middle.selectbox(words.say("ask_period"), _periods(desk), format_func=_period, key="ask_period")
        window = right.selectbox(
            words.say("ask_window"),
            [*NAMED_WINDOWS, None],
            NAMED_WINDOWS.index(_YEAR),
            format_func=_window,
            key="ask_window",
        )
        by = st.multiselect(
            words.say("ask_by"),
            desk.ways,
            format_func=_label,
            max_selections=MOST_GROUPINGS,
            placeholder=words.say("ask_everyone_together"),
            key="ask_by",
        )
        frame.paragraph(words.say("ask_only"))
        own = len(desk.records.county_groupings)
        only = _filters(desk.ways[:own], held)
        if desk.ways[own:]:
            with st.expander(words.say("ask_more"), key="ask_more"):
                only |= _filters(desk.ways[own:], held)
        sent = st.form_submit_button(words.say("ask"), type="primary")
    if sent:
        measure = measures[picked]
        question = Question(
            measure_id=measure.measure_id,
            window_days=window if measure.windows_days else None,
            period=period,
            by=tuple(one.grouping_id for one in by),
            only=only,
        )
        _ask(desk, question)


def _ask(desk: Desk, question: Question) -> None:
    st.session_state.pop(_ASKED, None)
    try:
        rows = desk.analyst.ask(desk.records, question, _now())
    except (QuestionError, AuditError) as error:
        st.warning(str(error))
        return
    st.session_state[_ASKED] = Answered(question=question, extract_id=desk.records.extract_id, rows=rows)


def _filters(ways: Sequence[Grouping], held: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Show a filter for each way; return the groups that were chosen, of the ways of which any were."""
    chosen: dict[str, tuple[str, ...]] = {}
    for place, one in zip(st.columns(len(ways), gap="medium"), ways, strict=True):
        groups = place.multiselect(
            one.label,
            held[one.grouping_id],
            format_func=partial(words.group_label, one),
            placeholder=words.say("ask_everyone"),
            key=f"ask_only_{one.grouping_id}",
        )
        if groups:
            chosen[one.grouping_id] = tuple(groups)
    return chosen


def show_answer(desk: Desk) -> None:
    """Show the answer to the question that was asked last: its table, its command, and its file, marked as not public."""
    found: Answered | None = st.session_state.get(_ASKED)
    if found is None or found.extract_id != desk.records.extract_id:
        return
    question = found.question
    measure = desk.records.settings.measure(question.measure_id)
    frame.heading(_title(measure, question), asked.summary(found.rows))
    frame.table(asked.table(found.rows, desk.named(question.by)))
    frame.lines((words.say("asked_small"), words.say("asked_exact")))
    _file(desk, found)
    frame.heading(words.say("command_title"))
    only = [(name, group) for name, groups in question.only.items() for group in groups]
    frame.command(
        files.command(
            desk.county.id,
            question.measure_id,
            question.period,
            question.by,
            only,
            audience=Role.ANALYST.value,
            window_days=question.window_days,
        )
    )
    frame.section(words.say("number_title"), definitions.define(measure).html(), key="number_means", opened=False)


def _file(desk: Desk, found: Answered) -> None:
    """Show the way to the file: first a button that writes it down, then the file. Before that no address leads to it."""
    if st.session_state.get(_TAKEN) is not found:
        st.button(words.say("asked_file"), key="asked_file", on_click=_take_away, args=(desk, found))
        return
    question = found.question
    parts = [question.measure_id, _period(question.period), *(f"by_{name}" for name in question.by), asked.NOT_PUBLIC]
    name = files.name_of(desk.county.name, *parts)
    st.download_button(
        words.say("asked_save"),
        data=files.for_code(marked(found.rows)),
        file_name=f"{name}.csv",
        mime="text/csv",
        key="asked_save",
        on_click="ignore",
        type="primary",
    )
    frame.paragraph(words.say("asked_file_help", name=name))


def _take_away(desk: Desk, found: Answered) -> None:
    if not may_now(Role.ANALYST):
        return
    try:
        desk.analyst.take_away(desk.records, found.question, found.rows, "csv", _now())
    except (QuestionError, AuditError) as error:
        st.warning(str(error))
        return
    st.session_state[_TAKEN] = found


def _title(measure: Measure, question: Question) -> str:
    when = words.say("number_and_period", measure=words.translated(measure.name), period=_period(question.period))
    if question.window_days is None:
        return when
    return words.say("number_and_period", measure=when, period=words.span_label(question.window_days))


def _periods(desk: Desk) -> list[str | None]:
    """Return the periods that can be chosen: years, years to a quarter and quarters, each the newest first; then the rest."""
    kinds = (PeriodKind.YEAR, PeriodKind.YEAR_TO_QUARTER, PeriodKind.QUARTER)
    periods = sorted(desk.records.settings.periods, key=lambda one: one.last_on, reverse=True)
    return [
        *(one.period_id for kind in kinds for one in periods if one.kind is kind), None, PeriodKind.ALL_WATCHED.value
    ]  # fmt: skip


def _period(period_id: str | None) -> str:
    if period_id is None:
        return words.say("ask_every_year")
    return words.say("ask_all_watched") if period_id == PeriodKind.ALL_WATCHED else words.period_choice(period_id)


def _window(days: int | None) -> str:
    return words.say("ask_every_window") if days is None else words.span_label(days)


def _label(one: Grouping) -> str:
    return one.label


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
