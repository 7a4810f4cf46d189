"""The noise table: for every true count, how likely each shown count is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

LARGEST_SHIFT: Final = 5
VARIANCE: Final = 3.0
LARGEST_NEVER_SHOWN: Final = 2
"""People. The settings of the table in shared/PROTECTION.md, which names the attacks that they were tried against."""

KEYS: Final = 2**32
"""How many different columns a key can choose: a key is a whole number from 0 to KEYS - 1, each as likely as any other."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class NoiseTable:
    """Maximum-entropy noise for counts.

    For a true count i the shown count j has the probabilities that have the largest entropy of all with: sum 1, mean i,
    variance `variance`, |j - i| <= largest_shift, no j in 1..largest_never_shown. A true 0 is shown as 0.

    Where no such probabilities have that variance, a row has the nearest one that can be had (see out_of_reach); its mean
    is still i. Counts above largest_shift + largest_never_shown all have the same shifts, so they share one row.
    Sources: Fraser and Wooton 2006; Marley and Leaver 2011; Giessing 2016, Privacy in Statistical Databases.
    """

    largest_shift: int = LARGEST_SHIFT
    variance: float = VARIANCE
    largest_never_shown: int = LARGEST_NEVER_SHOWN

    def __post_init__(self) -> None:
        if self.largest_shift <= self.largest_never_shown or self.largest_never_shown < 0:
            raise ValueError(
                f"the largest shift, {self.largest_shift}, has to be more than the largest count that is never shown, "
                f"{self.largest_never_shown}, or a count of 1 could not keep its mean"
            )
        if not 0 < self.variance < self.largest_shift**2:
            raise ValueError(f"a variance of {self.variance} cannot be had with shifts up to {self.largest_shift}")

    @property
    def last_row(self) -> int:
        """The true count from which on all counts have the same shifts."""
        return self.largest_shift + self.largest_never_shown + 1

    @cached_property
    def probabilities(self) -> Floats:
        """Rows: true counts 0..last_row. Columns: shifts -largest_shift..largest_shift. Rows add up to 1."""
        table = np.zeros((self.last_row + 1, 2 * self.largest_shift + 1))
        table[0, self.largest_shift] = 1.0
        for true in range(1, self.last_row + 1):
            shifts = self._allowed_shifts(true)
            table[true, shifts + self.largest_shift] = _largest_entropy(shifts, self.variance)
        return table

    @cached_property
    def out_of_reach(self) -> dict[int, float]:
        """True counts whose variance cannot be `variance`, with the nearest one, which they have."""
        found = {}
        for true in range(1, self.last_row + 1):
            least, most = _reachable_variances(self._allowed_shifts(true))
            if not least <= self.variance <= most:
                found[true] = least if self.variance < least else most
        return found

    def shown(self, true: Ints, keys: npt.NDArray[np.uint64]) -> Ints:
        """Return the shown count of each true count with its key, both arrays of one length.

        The same count and key give the same shown count. With the same key, a shown count is a quantile of its row.
        """
        rows = np.minimum(true, self.last_row)
        places = (keys.astype(np.float64) + 0.5) / KEYS
        steps = np.cumsum(self.probabilities, axis=1)
        columns = np.sum(steps[rows, :-1] < places[:, None], axis=1)
        shown: Ints = true + columns - self.largest_shift
        return shown

    def _allowed_shifts(self, true: int) -> Ints:
        shown = np.arange(max(0, true - self.largest_shift), true + self.largest_shift + 1)
        shifts: Ints = shown[(shown == 0) | (shown > self.largest_never_shown)] - true
        return shifts


def _reachable_variances(shifts: Ints) -> tuple[float, float]:
    """Return the least and the largest variance that probabilities over these shifts can have when their mean is 0."""
    least = 0 if 0 in shifts else -int(shifts[shifts < 0].max()) * int(shifts[shifts > 0].min())
    return float(least), float(-int(shifts.min()) * int(shifts.max()))


def _largest_entropy(shifts: Ints, variance: float) -> Floats:
    """Return the probabilities of the shifts, by Newton's method on the dual: log p = a + b shift + c shift^2.

    The dual, log sum exp(b s + c (s^2 - variance)), is convex in (b, c), and its gradient is how far the mean and the
    variance are off.
    """
    least, most = _reachable_variances(shifts)
    if not least < variance < most:
        return _of_two(shifts, nearest=variance <= least)
    features = np.stack([shifts.astype(np.float64), shifts.astype(np.float64) ** 2 - variance])
    weights = np.zeros(2)
    for _ in range(200):
        chances = _normed(weights @ features)
        gradient = features @ chances
        if np.abs(gradient).max() < 1e-13:
            break
        curvature = (features * chances) @ features.T - np.outer(gradient, gradient)
        step = np.linalg.solve(curvature + 1e-15 * np.eye(2), gradient)
        size = 1.0
        while size > 1e-10 and _dual((weights - size * step) @ features) > _dual(weights @ features):
            size /= 2
        weights = weights - size * step
    return _normed(weights @ features)


def _of_two(shifts: Ints, *, nearest: bool) -> Floats:
    """Return probabilities with mean 0 on the two shifts nearest to 0 on either side (all on 0 if allowed), or farthest."""
    below, above = (shifts[shifts < 0].max(), shifts[shifts > 0].min()) if nearest else (shifts.min(), shifts.max())
    chances = np.zeros(len(shifts))
    if nearest and 0 in shifts:
        chances[shifts == 0] = 1.0
        return chances
    chances[shifts == below], chances[shifts == above] = above / (above - below), -below / (above - below)
    return chances


def _dual(exponents: Floats) -> float:
    top = float(exponents.max())
    return top + float(np.log(np.exp(exponents - top).sum()))


def _normed(exponents: Floats) -> Floats:
    raised = np.exp(exponents - exponents.max())
    return np.asarray(raised / raised.sum())
