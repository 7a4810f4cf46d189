"""Which column of the noise table a count gets: by who is in the group, never by who has the outcome."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from metrics.noise import KEYS

RECORD_KEY = "record_key"
"""UInt64. A random number for each person, drawn for an extract and kept in it."""

KEY_SUM = "key_sum"
"""UInt64. The record keys of all different people of a group added up; what goes beyond 64 bits falls away."""


def key_sum() -> pl.Expr:
    """Return the sum of the column record_key without overflow errors, for a frame with one row per person.

    The two halves are summed apart, because a plain sum of numbers near 2^64 is not promised to wrap.
    """
    low = (pl.col(RECORD_KEY) & (2**32 - 1)).sum()
    high = (pl.col(RECORD_KEY) // 2**32).sum()
    whole = (high + low // 2**32) % 2**32
    return (whole * 2**32 + low % 2**32).cast(pl.UInt64).alias(KEY_SUM)


@dataclass(frozen=True, kw_only=True)
class Secret:
    """What a key cannot be worked out without. It is kept out of the database, and out of every message."""

    value: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.value) < 32:
            raise ValueError("the secret of the noise needs at least 32 bytes")


def keys(
    secret: Secret, extract_id: str, counted: Sequence[str], sums: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Return a key of 0..noise.KEYS - 1 for each row: HMAC-SHA256 of the extract, what is counted, and the key sum.

    counted says what the count counts, such as a measure's id and window. The same group counted in the same way has the
    same key, whatever period or grouping it is found under; the outcomes of its people play no part.
    """
    found: dict[tuple[str, int], int] = {}
    result = np.empty(len(sums), np.uint64)
    for place, pair in enumerate(zip(counted, sums.tolist(), strict=True)):
        if pair not in found:
            text = f"{extract_id}\n{pair[0]}\n{pair[1]}".encode()
            found[pair] = int.from_bytes(hmac.digest(secret.value, text, "sha256")[:8], "big") % KEYS
        result[place] = found[pair]
    return result
