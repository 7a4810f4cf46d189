"""The secret of the noise is made once, is nobody else's to read, and is refused where it is not whole."""

import os
from pathlib import Path

import pytest

from data_access.noise_secret import FILE, SETTING, SecretError, noise_secret


@pytest.fixture(autouse=True)
def _no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)


def test_it_is_made_once_and_belongs_to_this_user_alone(tmp_path: Path) -> None:
    first = noise_secret(tmp_path / "county")
    assert noise_secret(tmp_path / "county") == first
    assert len(first.value) == 32
    assert os.name == "nt" or (tmp_path / "county" / FILE).stat().st_mode & 0o077 == 0
    assert noise_secret(tmp_path / "other") != first


def test_what_a_crash_left_unfinished_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / FILE).with_suffix(".unfinished").write_bytes(b"half")
    assert len(noise_secret(tmp_path).value) == 32


def test_the_setting_counts_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "ab" * 32)
    assert noise_secret(tmp_path).value == bytes([0xAB]) * 32
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["ab" * 31, "not hexadecimal"])
def test_a_setting_that_is_no_secret_is_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv(SETTING, text)
    with pytest.raises(SecretError, match=SETTING) as refused:
        noise_secret(tmp_path)
    assert text not in str(refused.value)


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")
    with pytest.raises(SecretError, match="from a backup"):
        noise_secret(tmp_path)
