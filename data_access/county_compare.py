"""How people come to a program, as a county declares it, so that like can be compared with like."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from pydantic import Field, field_validator, model_validator

from data_access.mapping_words import Part
from metrics import registry
from metrics.declaration import FollowUpMeasure
from metrics.effects import people
from metrics.effects.known_before import IDS
from metrics.effects.people import WINDOWS, Could, Start
from metrics.prepared import Settings


class Compare(Part):
    """The comparison of one program: its clock, who could enter, its outcome, and what is known of people before.

    start, could, opened_on, grace_days, measure and covariates are as in metrics.effects.people.Compare. Without covariates
    all that there are count.
    """

    start: Start = Start.LEAVING_JAIL
    could: Could
    opened_on: dt.date
    grace_days: int = Field(default=0, ge=0, le=90)
    measure: str = registry.REBOOKING.measure_id
    covariates: tuple[str, ...] = ()

    @field_validator("measure")
    @classmethod
    def _follows_people(cls, measure: str) -> str:
        able = [
            one.measure_id
            for one in registry.measures_of_return()
            if one.outcome_reasons is None and set(WINDOWS) & set(one.windows_days)
        ]
        if measure not in able:
            raise ValueError(
                f"{measure!r} does not follow people from jail to any booking: use one of {', '.join(able)}"
            )
        return measure

    @model_validator(mode="after")
    def _step_needs_a_step(self) -> Self:
        if self.start is Start.STEP and self.could is Could.EVERYONE:
            raise ValueError(
                'start = "step" needs the step by which people can enter: let could be "referred", "screened" or '
                '"found_eligible"'
            )
        return self

    def measured(
        self, settings: Settings, program_id: str, codes: Iterable[str], *, randomised: bool
    ) -> people.Compare:
        """Return the comparison as metrics knows it."""
        measure = settings.measure(self.measure)
        if not isinstance(measure, FollowUpMeasure):
            raise TypeError(f"{self.measure} follows nobody")
        return people.Compare(
            program_id=program_id,
            codes=frozenset(codes),
            start=self.start,
            could=self.could,
            opened_on=self.opened_on,
            grace_days=self.grace_days,
            measure=measure,
            randomised=randomised,
            covariates=self.covariates or (*(one.grouping_id for one in settings.groupings), *IDS),
        )


def check_covariates(program_id: str, compare: Compare, groupings: Iterable[str]) -> None:
    """Raise ValueError for a covariate that there is not, or that is named twice."""
    known = (*groupings, *IDS)
    unknown = sorted(set(compare.covariates) - set(known))
    if unknown:
        raise ValueError(
            f"program {program_id!r}: compare.covariates names {', '.join(unknown)}; use some of {', '.join(known)}"
        )
    if len(set(compare.covariates)) < len(compare.covariates):
        raise ValueError(f"program {program_id!r}: compare.covariates names something twice: remove one")
