"""The warehouse's table of notes and questions. A waiting text may hold a name by accident: it counts as identifying."""

import re
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from data_access.voices.said import Declined, State
from data_access.warehouse import METADATA

VOICE = sa.Table(
    "voice",
    METADATA,
    sa.Column("voice_id", sa.Integer, primary_key=True),
    sa.Column("voice_key", sa.String, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("consent", sa.Boolean, nullable=False),
    sa.Column("sent_from", sa.String, nullable=False),
    sa.Column("measure_id", sa.String, nullable=False),
    sa.Column("window_days", sa.Integer),
    sa.Column("period", sa.String, nullable=False),
    sa.Column("groups", sa.JSON, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("sent_on", sa.Date, nullable=False),
    sa.Column("state", sa.String, nullable=False, index=True),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("screened_by", sa.String, nullable=False),
    sa.Column("screened_on", sa.Date),
    sa.Column("answer", sa.String, nullable=False),
    sa.Column("answered_by", sa.String, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("withdrawn_on", sa.Date),
    comment="Notes and questions about numbers. text is what was sent, or what a person left of it; empty once it was "
    "declined or withdrawn. author, screened_by and answered_by are roles, never names.",
)

WIPED = {"text": "", "answer": ""}
"""What of a text goes when it is declined or withdrawn: the row stays as a count."""


def wipe(connection: sa.Connection, where: sa.ColumnElement[bool], values: Mapping[str, object]) -> None:
    """Take texts out for good, and set these values in their rows."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # else what is deleted stays readable in the file
    connection.execute(sa.update(VOICE).where(where).values(**WIPED, **values))


def wipe_named(connection: sa.Connection, names: Iterable[tuple[str, str]]) -> int:
    """Take out every text in which both a first and a last name of these stand, casefolded; return how many texts."""
    wanted = [frozenset(name) for name in names]
    rows = connection.execute(sa.select(VOICE.c.voice_id, VOICE.c.text, VOICE.c.answer).where(VOICE.c.text != "")).all()
    theirs = [row.voice_id for row in rows if any(words_of(f"{row.text} {row.answer}") >= name for name in wanted)]
    for voice_id in theirs:
        gone = {"state": State.DECLINED.value, "reason": Declined.FORGOTTEN.value}
        wipe(connection, VOICE.c.voice_id == voice_id, gone)
    return len(theirs)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, casefolded: runs of letters, with hyphens and apostrophes inside."""
    return frozenset(re.findall(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*", text.casefold()))
