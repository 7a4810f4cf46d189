"""The drop box: limits, hostile files and texts, two hands at once, and a hand that dies half-way."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data_access.voices import desk, inbox
from data_access.voices.inbox import SLOTS, InboxError, NotTaken
from data_access.voices.said import MOST_LETTERS, Sent, plain, reference
from tests.voices.conftest import Place, a_text


def test_a_text_appears_whole_and_leaves_nothing_else_behind(on_file: Place) -> None:
    sent = on_file.send("Why?")
    (path,) = on_file.inbox.iterdir()
    assert Sent.model_validate_json(path.read_bytes()) == sent


def test_a_text_is_taken_in_once_and_its_file_goes(place: Place) -> None:
    place.send("Why?")
    assert place.take_in() == desk.TakenIn(new=1, put_aside=0)
    assert list(place.inbox.iterdir()) == []
    assert place.take_in() == desk.TakenIn(new=0, put_aside=0)
    assert [voice.text for voice in place.waiting()] == ["Why?"]


def test_the_same_text_twice_is_kept_once(place: Place) -> None:
    sent = place.send("Why?")
    place.take_in()
    inbox.drop(place.inbox, sent)  # as after a take-in that died before it took the file away
    assert place.take_in().new == 0
    assert list(place.inbox.iterdir()) == []
    assert len(place.waiting()) == 1


def test_a_take_in_that_dies_before_it_counts_loses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        place.send(f"Text {number}")
    kept = desk.keep
    calls = iter([False, True])

    def dies(*given: object) -> bool:
        if next(calls):
            raise KeyboardInterrupt
        return kept(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(desk, "keep", dies)
        with pytest.raises(KeyboardInterrupt):
            place.take_in()
    assert place.waiting() == ()
    assert place.take_in().new == 3


def test_a_take_in_that_dies_before_the_files_go_keeps_nothing_twice(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        place.send(f"Text {number}")

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dies)
        with pytest.raises(KeyboardInterrupt):
            place.take_in()
    assert place.take_in().new == 0
    assert sorted(voice.text for voice in place.waiting()) == ["Text 0", "Text 1", "Text 2"]


def test_two_take_ins_at_once_keep_each_text_once(place: Place) -> None:
    for number in range(20):
        place.send(f"Text {number}")
    taken: list[int] = []
    hands = [threading.Thread(target=lambda: taken.append(place.take_in().new)) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sum(taken) == 20
    assert len(place.waiting()) == 20


def test_two_take_ins_of_two_processes_keep_each_text_once(on_file: Place) -> None:
    for number in range(10):
        on_file.send(f"Text {number}")
    command = [sys.executable, "-m", "data_access", "voices", "take-in", str(on_file.offices.county_folder)]
    environment = {**os.environ, "DATA_DIR": str(on_file.data_dir)}
    hands = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [hand.communicate(timeout=60)[0] for hand in hands]
    assert sorted(line.split(".")[0] for line in told) == ["Taken in: 0", "Taken in: 10"]
    assert len(on_file.waiting()) == 10


def test_a_full_drop_box_takes_no_more_and_says_so(on_file: Place) -> None:
    for number in range(SLOTS):
        (on_file.inbox / f"{number:03}.json").touch()
    with pytest.raises(InboxError) as refused:
        on_file.send("One more?")
    assert refused.value.why is NotTaken.FULL
    assert len(list(on_file.inbox.iterdir())) == SLOTS


def test_many_writers_at_once_each_get_a_slot_of_their_own(on_file: Place) -> None:
    writers = [threading.Thread(target=on_file.send, args=(f"Text {number}",)) for number in range(30)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert on_file.take_in().new == 30


def test_without_a_drop_box_nothing_can_be_sent(tmp_path: Path) -> None:
    with pytest.raises(InboxError) as refused:
        inbox.drop(tmp_path / "nowhere", a_text("Why?"))
    assert refused.value.why is NotTaken.CLOSED
    assert not inbox.is_open(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"\x00" * 100,
        b'{"format": 1}',
        b"x" * 1_000_000,
        b"[" * 10_000,
        json.dumps({**json.loads(a_text("Why?").model_dump_json()), "state": "shown"}).encode(),
        json.dumps({**json.loads(a_text("Why?").model_dump_json()), "author": "Ellen Abernathy"}).encode(),
        json.dumps({**json.loads(a_text("Why?").model_dump_json()), "text": "a\u0000b"}).encode(),
        json.dumps({**json.loads(a_text("Why?").model_dump_json()), "text": "x" * (MOST_LETTERS + 1)}).encode(),
        json.dumps({**json.loads(a_text("Why?").model_dump_json()), "key": "../../etc"}).encode(),
    ],
)
def test_a_file_that_is_no_text_of_ours_is_put_aside_and_not_lost(on_file: Place, content: bytes) -> None:
    (on_file.inbox / "000.json").write_bytes(content)
    on_file.send("A good one")
    assert on_file.take_in() == desk.TakenIn(new=1, put_aside=1)
    (aside,) = (on_file.inbox / inbox.REFUSED).iterdir()
    assert aside.read_bytes() == content
    assert on_file.take_in() == desk.TakenIn(new=0, put_aside=0)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_and_pipes_are_not_followed(on_file: Place, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(a_text("From elsewhere").model_dump_json(), "utf-8")
    (on_file.inbox / "000.json").symlink_to(secret)
    os.mkfifo(on_file.inbox / "001.json")
    (on_file.inbox / "002.json").mkdir()
    assert on_file.take_in() == desk.TakenIn(new=0, put_aside=3)
    assert secret.is_file()


def test_what_a_dead_server_left_half_written_is_swept_after_an_hour(on_file: Place) -> None:
    old, new = on_file.inbox / f"{'a' * 32}.part", on_file.inbox / f"{'b' * 32}.part"
    for path in (old, new):
        path.write_text("{")
    os.utime(old, (0, 0))
    on_file.take_in()
    assert [path.name for path in on_file.inbox.iterdir()] == [new.name]


HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example")',
    "'; DROP TABLE voice; --",
    "{county} {0} %s",
    "مرحبا بالعالم",
    "שלום עולם",
    "می‌خواهم بدانم",
    "中文字符",
    "👩🏽‍🦱 why?",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_and_foreign_text_is_kept_letter_by_letter(place: Place, text: str) -> None:
    place.show(place.waiting_id(plain(text)))
    assert plain(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("\u2066x\u2069", "x"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("  \t spaced \t ", "spaced"),
        ("e\u0301", "\u00e9"),
        ("\x1b[2Jgone", "[2Jgone"),
    ],
)
def test_what_only_steers_a_screen_is_taken_out(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@given(st.text(max_size=400))
def test_making_plain_twice_changes_nothing_and_every_plain_text_fits_a_slot(typed: str) -> None:
    kept = plain(typed)
    assert plain(kept) == kept
    if kept:
        sent = a_text(kept)
        assert Sent.model_validate_json(sent.model_dump_json()) == sent


def test_the_longest_text_of_the_widest_letters_still_fits_a_file() -> None:
    assert len(a_text("𒀀" * MOST_LETTERS).model_dump_json().encode()) < inbox.LARGEST_BYTES
    assert len(a_text('"' * MOST_LETTERS).model_dump_json().encode()) < inbox.LARGEST_BYTES
    with pytest.raises(ValidationError):
        a_text("x" * (MOST_LETTERS + 1))


def test_the_reference_is_short_and_hangs_on_the_key_alone() -> None:
    assert reference("0123abcd" + "0" * 24) == "0123-ABCD"
