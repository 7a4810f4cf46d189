"""What a county wants to reach: a table [[target]] of county.toml for each, checked when the file is read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import Field, field_validator, model_validator

from data_access.mapping_words import Identifier, Part, Word
from metrics import registry
from metrics.declaration import FollowUpMeasure, ValueUnit
from metrics.periods import PeriodKind, parse_period


class Target(Part):
    """One measure, the year it is held against, the value to reach, by when, and who decided it.

    value is in the unit that pages show: so many of every 100 for a share, days or a count for others. window_days is for a
    measure that has windows. group names one group, as { sex = "female" }; left out, it is everyone. baseline is a year.
    """

    measure_id: str
    window_days: int | None = None
    group: dict[Identifier, str] = Field(default_factory=dict)
    baseline: str
    value: float
    due: dt.date
    set_by: Word

    @field_validator("measure_id")
    @classmethod
    def _known_measure(cls, measure_id: str) -> str:
        try:
            registry.measure(measure_id)
        except KeyError:
            raise ValueError("there is no such measure: take an id of docs/method/README.md") from None
        return measure_id

    @field_validator("baseline")
    @classmethod
    def _is_a_year(cls, baseline: str) -> str:
        try:
            kind = parse_period(baseline).kind
        except ValueError:
            kind = None
        if kind is not PeriodKind.YEAR:
            raise ValueError('use a calendar year in quotes, as "2022"')
        return baseline

    @field_validator("group")
    @classmethod
    def _one_group(cls, group: dict[str, str]) -> dict[str, str]:
        if len(group) > 1:
            raise ValueError("name one grouping with one group, or leave group out for everyone")
        return group

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        windows = registry.measure(self.measure_id).windows_days
        if windows and self.window_days not in windows:
            raise ValueError(f"window_days: this measure is told for {', '.join(map(str, windows))} days; choose one")
        if not windows and self.window_days is not None:
            raise ValueError("window_days: this measure has no window; remove it")
        if self.is_share and not 0 <= self.value <= 100:
            raise ValueError("value: this is a share, so write how many of every 100, from 0 to 100")
        if self.value < 0:
            raise ValueError("value is below 0: write what is to be reached")
        if self.due <= parse_period(self.baseline).last_on:
            raise ValueError(f"due is not after the baseline year {self.baseline}: move it, or take an earlier year")
        return self

    @property
    def is_share(self) -> bool:
        """Whether value is a number of every 100."""
        measure = registry.measure(self.measure_id)
        return isinstance(measure, FollowUpMeasure) or measure.value_unit is ValueUnit.SHARE


def check_targets(targets: Sequence[Target], groups: Mapping[str, frozenset[str]]) -> None:
    """Raise ValueError where two targets are of one number, or one names a group that the county does not have."""
    seen = set()
    for number, target in enumerate(targets, 1):
        of = (target.measure_id, target.window_days, tuple(target.group.items()))
        if of in seen:
            raise ValueError(f"target {number}: there are two targets for {target.measure_id} of this group; keep one")
        seen.add(of)
        for grouping, group in target.group.items():
            if grouping not in groups:
                raise ValueError(f"target {number}: there is no grouping {grouping!r}; use {', '.join(groups)}")
            if group not in groups[grouping]:
                known = ", ".join(sorted(groups[grouping]))
                raise ValueError(f"target {number}: grouping {grouping!r} has no group {group!r}; use {known}")
