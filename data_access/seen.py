"""Remembers which rows of a file were there already, in eight bytes a row."""

import numpy as np
import numpy.typing as npt

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


def contains(run: Hashes, hashes: Hashes) -> npt.NDArray[np.bool_]:
    """Return, for each hash, whether the sorted run holds it."""
    if not len(run):
        return np.zeros(len(hashes), dtype=np.bool_)
    places = np.minimum(np.searchsorted(run, hashes), len(run) - 1)
    return np.asarray(run[places] == hashes, dtype=np.bool_)
