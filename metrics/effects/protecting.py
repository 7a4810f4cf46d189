"""From a measured comparison to what an audience may be told: floors, shifts, rounding, and numbers that stay as told.

Why this is enough, and how it was attacked, stands in docs/method-effects.md and tests/attacks.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from metrics import gaps
from metrics.blurring import Noise, share_columns
from metrics.case_mix.expected import CaseMix
from metrics.effects.answer import Balance, Declined, Estimate, Evidence, Other, Overlap, WindowEffect
from metrics.effects.measured import IN_PROGRAM, Measured, MeasuredWindow
from metrics.effects.moments import PERSON, TIME_ZERO, TREATED
from metrics.effects.sensitivity import e_value
from metrics.effects.shown import (
    ShownChoice,
    ShownDifference,
    ShownExpected,
    ShownOverlap,
    ShownSide,
    ShownWindow,
)
from metrics.group_keys import KEY_SUM, RECORD_KEY, key_sum
from metrics.intervals import Z_95
from metrics.limits import EVENTS_OF_AN_EFFECT, MOST_OF_ONE_PERSON, TABLE, Limits

VERSION: Final = 1
"""Of how a comparison is made and told. With another one, numbers that were told before are made anew."""
BALANCE_STEPS: Final = 20
"""Balance is told in steps of 1/20 of a standard deviation: half of what a covariate may differ by."""
FARTHEST_TOLD: Final = 5.0
"""Standard deviations. Sides that lie farther apart, or wholly apart, are told as so far apart."""
_TOO_FEW: Final = frozenset({Declined.FEW_PEOPLE, Declined.FEW_EVENTS})


def told(found: Measured, limits: Limits, noise: Noise, before: ShownDifference | None) -> ShownDifference:
    """Return what an audience is told of one program.

    before: what the publication before told of it. A window whose people are the same stays as it was told; so does one
    that would grow by fewer people on either side than the floor, for the difference of the two would tell of these.
    """
    compare = found.compare
    earlier = {} if before is None or before.version != VERSION else {one.window_days: one for one in before.windows}
    return ShownDifference(
        program_id=compare.program_id,
        measure_id=compare.measure.measure_id,
        measure_version=compare.measure.version,
        version=VERSION,
        start=compare.start,
        could=compare.could,
        opened_on=compare.opened_on,
        grace_days=compare.grace_days,
        randomised=compare.randomised,
        covariates=compare.covariates,
        windows=tuple(
            earlier[window.window_days]
            if _stays(window, earlier.get(window.window_days), limits)
            else _Teller(found, window, limits, noise).window()
            for window in found.windows
        ),
    )


def _stays(window: MeasuredWindow, before: ShownWindow | None, limits: Limits) -> bool:
    if before is None or before.difference is None:
        return False
    new = window.rows.filter(pl.col(TIME_ZERO) > before.through_on)
    sides = [new.filter(pl.col(TREATED) == side)[PERSON].n_unique() for side in (0, 1)]
    return min(sides) < limits.of_an_effect


class _Teller:
    """One window on its way to an audience: every shift has a key made of who is compared, and of what is told."""

    def __init__(self, found: Measured, window: MeasuredWindow, limits: Limits, noise: Noise) -> None:
        self._found, self._window, self._limits, self._noise = found, window, limits, noise
        people = window.rows.unique(PERSON, maintain_order=True)
        self._keys: dict[int | None, int] = {None: _key(people)}
        for side in (0, 1):
            self._keys[side] = _key(window.rows.filter(pl.col(TREATED) == side).unique(PERSON, maintain_order=True))

    def window(self) -> ShownWindow:
        """Return what is told of the window."""
        raw = self._window.effect
        people = [self._count("people", side, found.people) for side, found in ((1, raw.program), (0, raw.others))]
        bare = ShownWindow(
            window_days=self._window.window_days,
            first_on=self._window.first_on,
            through_on=self._window.through_on,
            evidence=Evidence.DESCRIBED_ONLY,
            declined=self._declined(raw, people),
            program=None,
            others=None,
            with_program=None,
            like_group=None,
            difference=None,
            e_value=None,
            e_value_limit=None,
            overlap=None,
            balance=(),
            choices=(),
            expected=None,
        )
        if _TOO_FEW & set(bare.declined):
            return bare
        described = replace(
            bare,
            program=ShownSide(people=people[0], effective=_tens(raw.program.effective)),
            others=ShownSide(people=people[1], effective=_tens(raw.others.effective)),
            overlap=_overlap(raw.overlap),
            balance=tuple(_coarse(one) for one in raw.balance),
            expected=self._expected(self._window.usual),
        )
        return described if described.declined else self._compared(described, raw)

    def _declined(self, raw: WindowEffect, people: Sequence[int]) -> tuple[Declined, ...]:
        """Return the reasons, such that no single outcome decides them: of events only shifted numbers are looked at."""
        floor = self._limits.of_an_effect
        if min(*people, raw.program.people, raw.others.people) < floor:
            return (Declined.FEW_PEOPLE,)
        for side, found in ((1, raw.program), (0, raw.others)):
            events = self._count("events", side, found.with_outcome)
            if min(events, found.moments - events) < EVENTS_OF_AN_EFFECT:
                return (Declined.FEW_EVENTS,)
        return raw.declined

    def _compared(self, described: ShownWindow, raw: WindowEffect) -> ShownWindow:
        if raw.with_program is None or raw.like_group is None or raw.difference is None or raw.one_person is None:
            raise ValueError("a comparison that is not declined has two rates and their difference")
        reach = raw.one_person
        one, other = (
            self._rate(name, rate, of_one)
            for name, rate, of_one in zip(
                ("with program", "like group"), (raw.with_program, raw.like_group), reach, strict=True
            )
        )
        spread = math.hypot(*reach) * math.sqrt(TABLE.variance)
        difference = _around(one.value - other.value, raw.difference, spread)
        like_for_like = raw.evidence is Evidence.LIKE_FOR_LIKE
        strength = _strength(one, other, difference) if like_for_like else (None, None)
        return replace(
            described,
            evidence=raw.evidence,
            with_program=one,
            like_group=other,
            difference=difference,
            e_value=strength[0],
            e_value_limit=strength[1],
            expected=described.expected if like_for_like else _with_observed(described.expected, one),
            choices=tuple(self._choice(choice) for choice in raw.choices if choice.choice is not raw.choice),
        )

    def _rate(self, name: str, rate: Estimate, of_one: float) -> Estimate:
        value = min(1.0, max(0.0, rate.value + self._shift(name) * of_one))
        spread = of_one * math.sqrt(TABLE.variance)
        shown = _around(_hundredths(value), rate, spread)
        return replace(shown, low=max(0.0, shown.low), high=min(1.0, shown.high))

    def _choice(self, other: Other) -> ShownChoice:
        """Return the difference by another choice; none where the outcomes of one person could move it much."""
        if other.one_person > MOST_OF_ONE_PERSON:
            return ShownChoice(choice=other.choice, difference=None)
        value = other.difference.value + self._shift(other.choice) * other.one_person
        spread = other.one_person * math.sqrt(TABLE.variance)
        return ShownChoice(choice=other.choice, difference=_around(_hundredths(value), other.difference, spread))

    def _expected(self, usual: CaseMix | None) -> ShownExpected | None:
        """Return how many of the program's people had the outcome, shifted, beside what is usual for such records."""
        if usual is None:
            return None
        (own,) = [group for group in usual.groups if group.group == IN_PROGRAM]
        people = self._count("people", 1, self._window.effect.program.people)
        events = self._count("observed", 1, own.observed)
        row = pl.select(share_columns(pl.lit(min(events, people)), pl.lit(people))).row(0, named=True)
        observed = Estimate(value=row["value"], low=row["low"], high=row["high"])
        return expectation(usual, own.expected / own.rows, observed)

    def _count(self, what: str, side: int, count: int) -> int:
        return self._shown(what, side, count)

    def _shift(self, what: str) -> int:
        size = self._window.rows.height
        return self._shown(what, None, size) - size

    def _shown(self, what: str, side: int | None, count: int) -> int:
        measure = self._found.compare.measure.measure_id
        name = f"difference {self._found.compare.program_id} {measure} {self._window.window_days} {side} {what}"
        row = pl.DataFrame(
            {"counted": [name], "count": [count], KEY_SUM: [self._keys[side]]}, schema_overrides={KEY_SUM: pl.UInt64}
        )
        return int(self._noise.shown(row, "counted", "count").item())


def expectation(usual: CaseMix, rate: float, observed: Estimate | None) -> ShownExpected:
    """Return what is usual for a group, to a thousandth: it is learnt from all people's outcomes, and one moves it little."""
    return ShownExpected(
        observed=observed,
        expected=round(rate, 3),
        farthest_off=_hundredths(usual.farthest_off),
        calibrated=usual.calibrated,
    )


def _with_observed(usual: ShownExpected | None, observed: Estimate) -> ShownExpected | None:
    """Say the rate that is told already: in a lottery both are that of everyone in the program, and get one shift."""
    return None if usual is None else replace(usual, observed=observed)


def _key(people: pl.DataFrame) -> int:
    if RECORD_KEY not in people.columns or people[RECORD_KEY].null_count():
        raise ValueError("people without record keys cannot be published: make the extract anew")
    return int(people.select(key_sum()).item())


def _strength(one: Estimate, other: Estimate, difference: Estimate) -> tuple[float | None, float | None]:
    """Return both E-values, to a tenth, of the rates as they are shown; 1 for the limit where the range holds none."""
    times = gaps.ratio(one, other)
    if times is None or times.value == 0:
        return None, None
    nearer = times.high if times.value < 1 else times.low
    unclear = difference.low <= 0 <= difference.high or (nearer >= 1) == (times.value < 1)
    return round(e_value(times.value), 1), 1.0 if unclear else round(e_value(nearer), 1)


def _around(value: float, raw: Estimate, spread: float) -> Estimate:
    """Put the range of raw, widened by a shift with this standard deviation, around value; outward to whole hundredths."""
    below, above = (math.hypot(far, Z_95 * spread) for far in (raw.value - raw.low, raw.high - raw.value))
    return Estimate(
        value=_hundredths(value),
        low=math.floor((value - below) * 100 + 1e-9) / 100,
        high=math.ceil((value + above) * 100 - 1e-9) / 100,
    )


def _hundredths(value: float) -> float:
    return math.floor(value * 100 + 0.5) / 100


def _tens(moments: float | None) -> int | None:
    return None if moments is None else 10 * math.floor(moments / 10 + 0.5)


def _coarse(one: Balance) -> Balance:
    before, after = (_twentieths(far) for far in (one.before, one.after))
    return replace(one, before=before, after=after)


def _twentieths(far: float) -> float:
    steps = math.floor(min(abs(far), FARTHEST_TOLD) * BALANCE_STEPS + 0.5)
    return math.copysign(steps / BALANCE_STEPS, far) if steps else 0.0


def _overlap(found: Overlap | None) -> ShownOverlap | None:
    """Return of every 100 of each side how many lie in each tenth; the parts add up to 100 only about."""
    if found is None:
        return None
    return ShownOverlap(
        inside=round(found.share_inside * 100), program=_of_100(found.program), others=_of_100(found.others)
    )


def _of_100(counts: Iterable[int]) -> tuple[int, ...]:
    listed = tuple(counts)
    return tuple(round(100 * count / sum(listed)) for count in listed)
