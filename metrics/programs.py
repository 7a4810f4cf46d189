"""The county's programs: which of them an episode belongs to. A grouping of its own, for events of programs alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.grouping import Grouping
from metrics.language import NOT_STATED, UNMAPPED, System

PROGRAM: Final = "program"
"""The column that says to which program an episode belongs, and the id of the grouping by it."""

INTERCEPTS: Final = range(6)
"""The places on a person's path at which help can step in, of the Sequential Intercept Model.

0 community services, 1 police, 2 first court hearing and first days in jail, 3 courts and jail, 4 coming home, 5 probation
and parole. Source: Munetz and Griffin (2006); Policy Research Associates (2018), for intercept 0.
"""


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program: its id, the codes by which the sources name it, and the intercept at which it helps."""

    program_id: str
    codes: frozenset[str]
    intercept: int


def with_programs(episodes: pl.DataFrame, programs: Sequence[Program]) -> pl.DataFrame:
    """Add the column program: the id of the program of each episode of the system program; null for all others.

    No code in the record is not_stated; a code that no program of the county has is unmapped. No row is lost.
    """
    ids = {code: program.program_id for program in programs for code in program.codes}
    code = pl.col("program_id")
    known = code.replace_strict(ids, default=UNMAPPED, return_dtype=pl.String) if ids else pl.lit(UNMAPPED)
    named = pl.when(code.is_null()).then(pl.lit(NOT_STATED)).otherwise(known)
    return episodes.with_columns(pl.when(pl.col("system") == System.PROGRAM).then(named).alias(PROGRAM))


def by_program(programs: Sequence[Program]) -> Grouping:
    """Return the grouping of a county's programs, in its order."""
    return Grouping(grouping_id=PROGRAM, field=PROGRAM, group_ids=tuple(program.program_id for program in programs))
