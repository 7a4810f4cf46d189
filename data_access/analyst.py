"""An analyst at work: what the questions of the day are for, and a log entry for each question and each file.

An entry is written just before the answer is handed out; where it cannot be written, there is no answer. It names the
measure, the period and the filters by the ids of groupings and groups, and the entry in which the purpose was said. Whose
records they are about is never in it.
"""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from data_access.access import Role
from data_access.audit import Deed, note, read_entries
from data_access.county import County
from data_access.curve_question import ask_curve
from data_access.questions import Question, QuestionError
from data_access.records import Records, answers
from metrics.language import Status

FOR_ANALYSTS_ONLY: Final = "for_analysts_only"
SAY_THE_PURPOSE: Final = "Say first what the questions of today are for"


@dataclass(frozen=True, kw_only=True)
class Analyst:
    """Who asks: the sign-in name, or the account that runs a command, and the county whose records are asked."""

    by: str
    county: County
    data_dir: Path

    def today(self, now: dt.datetime) -> dt.date:
        """Return the day on which it is now in the county."""
        return now.astimezone(ZoneInfo(self.county.time_zone)).date()

    def purpose(self, now: dt.datetime) -> int | None:
        """Return the number of the entry in which this analyst said a purpose today, the latest; None without one."""
        for entry in reversed(read_entries(self.data_dir, self.county.id)):
            at = dt.datetime.fromisoformat(entry.at)
            if self.today(at) < self.today(now):
                return None
            if entry.deed == Deed.PURPOSE and entry.done_by == self.by and self.today(at) == self.today(now):
                return entry.number
        return None

    def say_purpose(self, purpose: str) -> None:
        """Write down what the questions of the day are for; AuditError where the words are none that the log takes."""
        self._note(Deed.PURPOSE, {"purpose": " ".join(purpose.split())})

    def ask(self, records: Records, question: Question, now: dt.datetime) -> pl.DataFrame:
        """Return what may be seen of a question (records.answers), once it is in the log."""
        purpose = self._purpose_or_stop(now)
        frame = answers(records, question)
        self._note(Deed.QUESTION, {**about(records, question, frame), "purpose_entry": purpose})
        return frame

    def ask_curve(self, records: Records, question: Question, now: dt.datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return what may be seen of a time curve (curve_question.ask_curve), once it is in the log."""
        purpose = self._purpose_or_stop(now)
        drawn, whole = ask_curve(records, question)
        said = about(records, question, drawn)
        self._note(Deed.QUESTION, {**said, "form": "curve", "purpose_entry": purpose})
        return drawn, whole

    def take_away(self, records: Records, question: Question, rows: pl.DataFrame, form: str, now: dt.datetime) -> None:
        """Write down that rows are about to be taken away as a file of this form."""
        purpose = self._purpose_or_stop(now)
        self._note(Deed.EXPORT, {**about(records, question, rows), "form": form, "purpose_entry": purpose})

    def _purpose_or_stop(self, now: dt.datetime) -> int:
        purpose = self.purpose(now)
        if purpose is None:
            raise QuestionError(f'{SAY_THE_PURPOSE}: add --purpose "...", in a few words and without names.')
        return purpose

    def _note(self, deed: Deed, said: dict[str, str | int]) -> None:
        note(self.data_dir, self.county.id, deed, by=self.by, role=Role.ANALYST.value, about=said)


def marked(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows as they leave the program: the first column says, in each row, that they are for analysts only."""
    return rows.select(pl.lit("yes").alias(FOR_ANALYSTS_ONLY), pl.all())


def about(records: Records, question: Question, rows: pl.DataFrame) -> dict[str, str | int]:
    """Return what the log says of a question: ids, and how many rows it had and how many of them were hidden."""
    only = [(name, value) for name, values in question.only.items() for value in values]
    hidden = rows.filter(pl.col("status") == Status.HIDDEN).height if "status" in rows.columns else 0
    said: dict[str, str | int] = {
        "measure_id": question.measure_id,
        "period": question.period or "every_year",
        "by": ",".join(question.by),
        "only": ",".join(f"{name}={_as_id(value)}" for name, value in only),
        "audience": Role.ANALYST.value,
        "extract_id": records.extract_id,
        "rows": rows.height,
        "hidden": hidden,
    }
    return said if question.window_days is None else {**said, "window_days": question.window_days}


def _as_id(value: str) -> str:
    """Write a group as an id; an agency's name has blanks and capitals."""
    return re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_")[:80] or "group"
