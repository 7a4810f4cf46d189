"""Shares of 0..1 as whole people of every 100, so that parts add up to their whole and no curve falls."""

import math
from collections.abc import Mapping, Sequence


def of_100(share: float) -> int:
    """Round a share of 0..1 to whole people of every 100; a half goes up."""
    return math.floor(share * 100 + 0.5)


def likely_between(low: float, high: float) -> tuple[int, int]:
    """Round an interval outward to whole people of every 100, so that it never claims more than it knows."""
    return max(0, math.floor(low * 100 + 1e-9)), min(100, math.ceil(high * 100 - 1e-9))


def parts_of_100(whole: Sequence[float], parts: Mapping[str, Sequence[float]]) -> dict[str, tuple[int, ...]]:
    """Round parts of a whole so that they add up to the rounded whole at every step, and never fall from step to step.

    whole holds one share of 0..1 for each step (a longer follow-up after a shorter one, so none is smaller than the one
    before); each entry of parts holds the same number of steps. At the last step, the people still missing after rounding
    down go to the parts with the largest remainders; before it likewise, but no part may be above its next step. Going
    backward, that is always possible. Where the parts do not add up to the whole (as after protection has blurred each on
    its own), every share is rounded by itself.
    """
    if any(abs(sum(shares[step] for shares in parts.values()) - share) > 0.005 for step, share in enumerate(whole)):
        return {name: tuple(of_100(share) for share in shares) for name, shares in parts.items()}
    above = dict.fromkeys(parts, 100)
    steps = []
    for step in reversed(range(len(whole))):
        above = _largest_remainders(of_100(whole[step]), {name: parts[name][step] * 100 for name in parts}, above)
        steps.append(above)
    return {name: tuple(counts[name] for counts in reversed(steps)) for name in parts}


def _largest_remainders(total: int, exact: Mapping[str, float], most: Mapping[str, int]) -> dict[str, int]:
    """Give whole numbers that add up to the total, none below its exact number rounded down, none above its most."""
    counts = {name: min(most[name], math.floor(share + 1e-9)) for name, share in exact.items()}
    for _ in range(total - sum(counts.values())):
        open_parts = [name for name in exact if counts[name] < most[name]]
        counts[max(open_parts, key=lambda name: exact[name] - counts[name])] += 1
    return counts
