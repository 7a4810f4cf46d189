"""Keys depend on who is in a group and on what is counted, and on nothing else."""

import numpy as np
import polars as pl
import pytest

from metrics.group_keys import RECORD_KEY, Secret, key_sum, keys
from metrics.noise import KEYS

SECRET = Secret(value=bytes(range(32)))


def _sum(record_keys: list[int]) -> int:
    frame = pl.DataFrame({RECORD_KEY: record_keys}, schema={RECORD_KEY: pl.UInt64})
    return int(frame.select(key_sum()).item())


def test_the_sum_of_record_keys_wraps_at_64_bits() -> None:
    assert _sum([2**64 - 1, 2**64 - 1, 5]) == (2 * (2**64 - 1) + 5) % 2**64
    assert _sum([]) == 0


def test_the_sum_agrees_with_plain_integers_on_random_keys() -> None:
    drawn = np.random.default_rng(3).integers(0, 2**64 - 1, 10_000, dtype=np.uint64, endpoint=True).tolist()
    assert _sum(drawn) == sum(drawn) % 2**64


def test_the_order_of_people_does_not_matter() -> None:
    assert _sum([7, 2**63, 11]) == _sum([11, 7, 2**63])


def test_the_key_is_the_hmac_that_openssl_gives() -> None:
    """printf 'x\\nrebooking 365\\n12' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f: 0224dbc11d6250fc..."""
    assert keys(SECRET, "x", ["rebooking 365"], np.array([12], np.uint64)).tolist() == [0x0224DBC11D6250FC % KEYS]


def test_another_secret_extract_count_or_group_gives_another_key() -> None:
    sums = np.array([12], np.uint64)
    other = Secret(value=bytes(range(1, 33)))
    found = {
        int(keys(SECRET, "x", ["a"], sums)[0]),
        int(keys(other, "x", ["a"], sums)[0]),
        int(keys(SECRET, "y", ["a"], sums)[0]),
        int(keys(SECRET, "x", ["b"], sums)[0]),
        int(keys(SECRET, "x", ["a"], np.array([13], np.uint64))[0]),
    }
    assert len(found) == 5


def test_keys_fill_the_table_evenly() -> None:
    """64,000 groups over 16 equal parts of the table: 4,000 each, standard deviation 61; within 5 of those."""
    found = keys(SECRET, "x", ["a"] * 64_000, np.arange(64_000, dtype=np.uint64))
    counts = np.bincount((found // (KEYS // 16)).astype(np.int64), minlength=16)
    assert np.abs(counts - 4_000).max() < 5 * 61.2


def test_the_secret_is_long_and_does_not_print_itself() -> None:
    assert "value" not in repr(SECRET)
    with pytest.raises(ValueError, match="32 bytes"):
        Secret(value=b"short")
