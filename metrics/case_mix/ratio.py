"""Observed to expected: how many times as often a group had the outcome as people with such records usually do."""

from metrics.effects.shown import ShownExpected
from metrics.gaps import Gap, Share


def observed_to_expected(observed: Share, usual: ShownExpected) -> Gap | None:
    """Return the ratio with its 95 % range; None where either has no number, or the chances do not fit well enough.

    The range is that of the observed share alone, as published: what is usual is learnt from many more people. It is the
    standardised ratio of hospitals' and schools' reports (indirect standardisation).
    """
    if observed.value is None or observed.low is None or observed.high is None:
        return None
    if not usual.calibrated or usual.expected <= 0:
        return None
    return Gap(
        value=observed.value / usual.expected,
        low=observed.low / usual.expected,
        high=observed.high / usual.expected,
    )
