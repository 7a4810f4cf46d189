"""Remembers which rows of a file were there already, in eight bytes a row."""

import hashlib
from collections import Counter
from typing import Final

import numpy as np
import numpy.typing as npt

_STEP: Final = 0x9E3779B97F4A7C15
"""Far from any other digest: the golden ratio in 64 bits."""

Hashes = npt.NDArray[np.int64]


class SeenHashes:
    """A set of 64-bit hashes that grows by whole batches.

    It holds sorted arrays of growing length and merges neighbors of like length, so that there are few of them. Two
    different rows among n have the same hash with a chance of about n * n / 2 ** 65: three in a million for ten million.
    """

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def first_times(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Return, in order, whether each hash is here for the first time, and remember them all."""
        first = np.zeros(len(hashes), dtype=np.bool_)
        sorted_hashes, places = np.unique(hashes, return_index=True)
        first[places] = True
        for run in self._runs:
            first &= ~contains(run, hashes)
        self._runs.append(sorted_hashes)
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.union1d(self._runs[-1], last)
        return first


class RowDigests:
    """Gives equal rows of one source digests of their own: the first keeps its digest, the next ones are numbered."""

    def __init__(self) -> None:
        self._seen = SeenHashes()
        self._again: Counter[int] = Counter()

    def remember(self, digests: Hashes) -> None:
        """Take these for seen."""
        self._seen.first_times(digests)

    def numbered(self, digests: Hashes) -> tuple[Hashes, npt.NDArray[np.bool_]]:
        """Return the digests with equal ones told apart, and whether each was here for the first time."""
        first = self._seen.first_times(digests)
        if first.all():
            return digests, first
        told = digests.copy()
        for place in np.flatnonzero(~first).tolist():
            digest = int(digests[place])
            self._again[digest] += 1
            told[place] = _as_int64(digest + self._again[digest] * _STEP)
        return told, first


def row_digest(text: str) -> int:
    """Return a digest of 64 bits, with a sign; the same on every machine and in every version."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _as_int64(number: int) -> int:
    return (number + 2**63) % 2**64 - 2**63


def contains(run: Hashes, hashes: Hashes) -> npt.NDArray[np.bool_]:
    """Return, for each hash, whether the sorted run holds it."""
    if not len(run):
        return np.zeros(len(hashes), dtype=np.bool_)
    places = np.minimum(np.searchsorted(run, hashes), len(run) - 1)
    return np.asarray(run[places] == hashes, dtype=np.bool_)
