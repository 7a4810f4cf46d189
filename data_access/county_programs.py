"""The programs that a county names in county.toml: what each is, where on a person's path it helps, how sources write it."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Final

from pydantic import Field, field_validator

from data_access.county_compare import Compare, check_covariates
from data_access.mapping_words import Part, Word
from data_access.sources import Source
from data_access.treatment import OUTCOME_ALONE, tells_of_treatment
from metrics import programs
from metrics.folding import OTHER_GROUPS
from metrics.language import ALL, NOT_STATED, UNMAPPED, System
from metrics.programs import INTERCEPTS, PROGRAM

_FIELD: Final = "program_id"
_TAKEN: Final = (ALL, NOT_STATED, UNMAPPED, OTHER_GROUPS)


class Program(Part):
    """One program of the county.

    intercept: its place in the Sequential Intercept Model. codes: the values of program_id that the sources write for it.
    randomised: places were drawn by lot among those who could come in, so that others are a fair comparison. compare: how
    people come to it, so that it can be compared with like; None where that is not declared.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
    name: Word
    about: Word
    intercept: int = Field(ge=INTERCEPTS.start, lt=INTERCEPTS.stop)
    codes: tuple[Word, ...] = Field(min_length=1)
    randomised: bool = False
    compare: Compare | None = None

    @field_validator("id")
    @classmethod
    def _is_free(cls, program_id: str) -> str:
        if program_id in _TAKEN:
            raise ValueError(f"{program_id} has a meaning of its own here: give the program another id")
        return program_id

    @property
    def measured(self) -> programs.Program:
        """The program as measures know it."""
        return programs.Program(program_id=self.id, codes=frozenset(self.codes), intercept=self.intercept)


def check_programs(declared: Sequence[Program], sources: Sequence[Source], groupings: Iterable[str]) -> None:
    """Raise ValueError for the first thing in which programs do not fit each other, the sources or the groupings.

    Nothing of treatment for substance use may be told by program (42 CFR Part 2): neither a program that says that it is
    such treatment, nor a source whose records need a consent.
    """
    if not declared:
        return
    if PROGRAM in groupings:
        raise ValueError(f'a grouping has the id "{PROGRAM}", which is that of the programs: give it another id')
    _check_ids_and_codes(declared)
    for program in declared:
        if program.compare is not None:
            check_covariates(program.id, program.compare, groupings)
    for program in declared:
        for text in (program.id, program.name, *program.codes):
            if tells_of_treatment(text):
                raise ValueError(
                    f"program {program.id!r}: {text!r} says that it treats substance use. {OUTCOME_ALONE} Remove the "
                    "program; a court or another program that is no such treatment needs a name that does not say so"
                )
    _check_sources(declared, sources)


def _check_ids_and_codes(declared: Sequence[Program]) -> None:
    ids = [program.id for program in declared]
    if len(set(ids)) < len(ids):
        raise ValueError("two programs share an id: give each its own")
    owner: dict[str, str] = {}
    for program in declared:
        for code in program.codes:
            if code in owner:
                raise ValueError(
                    f"program {program.id!r}: the code {code!r} stands in program {owner[code]!r} already, or twice: "
                    "let each code be in one program, once"
                )
            owner[code] = program.id


def _check_sources(declared: Sequence[Program], sources: Sequence[Source]) -> None:
    known = {code for program in declared for code in program.codes}
    carrying = [source for source in sources if source.system is System.PROGRAM and _FIELD in source.fields]
    if not carrying:
        raise ValueError(
            f'programs are named, and no source with system = "{System.PROGRAM}" carries {_FIELD}: map a column to '
            f"it, or give it under [source.constants]; or remove [[program]]"
        )
    for source in carrying:
        if source.part_2:
            raise ValueError(
                f"source {source.id!r} needs consents (part_2) and carries {_FIELD}. {OUTCOME_ALONE} Remove {_FIELD} "
                f'from it, or give it system = "{System.BEHAVIORAL_HEALTH}"'
            )
        code = source.constants.get(_FIELD)
        if code is not None and code not in known:
            raise ValueError(
                f"source {source.id!r}: constants.{_FIELD} = {code!r}, which is no code of any program: "
                "add it to the codes of one"
            )
