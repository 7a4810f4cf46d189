"""From the drop box to the file beside publications: nothing gets there that a person has not read and let through."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from data_access.audit import Deed, read_entries
from data_access.publications import Audience, publications_folder
from data_access.voices import desk, inbox
from data_access.voices.desk import VoiceError
from data_access.voices.looks_like import Warned
from data_access.voices.said import Author, Beside, Declined, Kind, State
from data_access.voices.shown import VOICES_FILE, notes_for, read_voices, write_voices
from data_access.voices.tables import VOICE, words_of
from data_access.warehouse import METADATA, in_warehouse
from tests.linking.two_offices import Told
from tests.voices.conftest import BESIDE, STEWARD, TODAY, Place, a_text


def shown(place: Place, audience: Audience = Audience.PUBLIC) -> list[str]:
    write_voices(place.county, place.data_dir)
    return [voice.text for voice in read_voices(place.data_dir, place.county.id, audience)]


def anywhere(place: Place, word: str) -> bool:
    """Whether a word stands in any table of the warehouse or file of the county's folder, the log of deeds too."""
    with in_warehouse(place.data_dir, place.county.id) as connection:
        for table in METADATA.tables.values():
            if any(word in repr(tuple(row)) for row in connection.execute(sa.select(table))):
                return True
    files = [path for path in (place.data_dir / place.county.id).rglob("*") if path.is_file()]
    return any(word.encode() in path.read_bytes() for path in files)


def test_what_waits_or_was_declined_is_in_no_file_of_any_audience(place: Place) -> None:
    declined = place.waiting_id("A text to be declined")
    place.waiting_id("A text that waits")
    desk.decline(place.county, place.data_dir, declined, Declined.INSULTS, by=STEWARD, today=TODAY)
    for audience in Audience:
        assert shown(place, audience) == []
    folder = publications_folder(place.data_dir, place.county.id, Audience.PUBLIC)
    assert b"text" not in (folder / VOICES_FILE).read_bytes()


def test_a_question_is_shown_once_a_person_let_it_through_and_with_its_answer_once_there_is_one(place: Place) -> None:
    voice_id = place.waiting_id("Why did it rise?")
    place.show(voice_id)
    assert shown(place) == ["Why did it rise?"]
    place.answer(voice_id, "The court sent late records.")
    write_voices(place.county, place.data_dir)
    (voice,) = read_voices(place.data_dir, place.county.id, Audience.PUBLIC)
    assert voice.answer == "The court sent late records."
    assert (voice.sent_on, voice.screened_on, voice.answered_on) == (dt.date(2025, 3, 1), TODAY, TODAY)
    assert (voice.author, voice.screened_by, voice.answered_by) == ("resident", "steward", "data_team")
    assert voice.beside == BESIDE


def test_what_a_person_took_out_of_a_text_is_nowhere_any_more(place: Place) -> None:
    voice_id = place.waiting_id("Ask Zebulon Quillfeather why")
    place.show(voice_id, "Ask […] why")
    assert shown(place) == ["Ask […] why"]
    assert not anywhere(place, "Quillfeather")


def test_a_withdrawn_text_is_gone_with_the_next_publish_and_its_words_at_once(place: Place) -> None:
    voice_id = place.waiting_id("Take me back, said Quillfeather")
    place.show(voice_id)
    assert len(shown(place)) == 1
    desk.withdraw(place.county, place.data_dir, voice_id, by=STEWARD, today=TODAY)
    with in_warehouse(place.data_dir, place.county.id) as connection:
        assert connection.execute(sa.select(VOICE.c.text, VOICE.c.state)).one() == ("", "withdrawn")
    assert shown(place) == []
    assert not anywhere(place, "Quillfeather")


def test_a_text_without_consent_cannot_be_shown(place: Place) -> None:
    voice_id = place.waiting_id("For you alone", consent=False)
    with pytest.raises(VoiceError, match="does not want it shown"):
        place.show(voice_id)
    assert shown(place) == []


def test_the_author_the_reader_and_the_one_who_answers_are_roles_and_never_names(place: Place) -> None:
    voice_id = place.waiting_id("Why?")
    place.show(voice_id)
    place.answer(voice_id, "Because.")
    write_voices(place.county, place.data_dir)
    folder = publications_folder(place.data_dir, place.county.id, Audience.PUBLIC)
    assert STEWARD not in (folder / VOICES_FILE).read_text("utf-8")
    with in_warehouse(place.data_dir, place.county.id) as connection:
        assert STEWARD not in repr(connection.execute(sa.select(VOICE)).all())
    with pytest.raises(ValueError, match="author"):
        a_text("Why?", author="Zebulon Quillfeather")


def test_every_decision_and_every_look_at_waiting_texts_is_in_the_audit_log_without_the_words(place: Place) -> None:
    voice_id = place.waiting_id("Why?")
    other = place.waiting_id("Spam", kind=Kind.NOTE_OF_A_RESIDENT)
    place.show(voice_id)
    place.answer(voice_id, "Because.")
    desk.decline(place.county, place.data_dir, other, Declined.ADVERTISING, by=STEWARD, today=TODAY)
    desk.withdraw(place.county, place.data_dir, voice_id, by=STEWARD, today=TODAY)
    entries = read_entries(place.data_dir, place.county.id)
    assert {entry.done_by for entry in entries} == {STEWARD}
    assert [json.loads(entry.about) for entry in entries if entry.deed == Deed.VOICE] == [
        {"way": "shown", "unit": "question"},
        {"way": "answered", "unit": "question"},
        {"way": "declined", "unit": "note_of_a_resident", "reason": "advertising"},
        {"way": "withdrawn", "unit": "question"},
    ]
    looks = [json.loads(entry.about) for entry in entries if entry.deed == Deed.NAMES_SHOWN]
    assert looks == [{"page": "voices", "form": "screen", "rows": rows} for rows in (1, 2)]
    assert not [entry for entry in entries if "Why" in entry.about or "Because" in entry.about]


def test_where_the_log_cannot_be_written_nothing_is_decided_and_nothing_is_seen(
    on_file: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice_id = on_file.waiting_id("Why?")

    def broken(*_: object, **__: object) -> None:
        raise desk.VoiceError("no log")

    with monkeypatch.context() as patch:
        patch.setattr(desk, "note", broken)
        with pytest.raises(VoiceError):
            on_file.show(voice_id)
        with pytest.raises(VoiceError):
            on_file.waiting()
    assert [voice.state for voice in on_file.waiting()] == [State.WAITING]


def test_a_decision_can_be_taken_once(place: Place) -> None:
    voice_id = place.waiting_id("Why?")
    with pytest.raises(VoiceError, match="while it is shown"):
        place.answer(voice_id, "Because.")
    place.show(voice_id)
    with pytest.raises(VoiceError, match="is shown by now"):
        desk.decline(place.county, place.data_dir, voice_id, Declined.INSULTS, by=STEWARD, today=TODAY)
    with pytest.raises(VoiceError, match="There is no text 999"):
        place.show(999)


def test_a_note_takes_no_answer_and_an_answer_needs_words(place: Place) -> None:
    note_id = place.waiting_id("The bus stopped.", kind=Kind.NOTE_OF_A_PRACTITIONER)
    place.show(note_id)
    with pytest.raises(VoiceError, match="no question"):
        place.answer(note_id, "Thanks.")
    voice_id = place.waiting_id("Why?")
    place.show(voice_id)
    for text in ("", " \n\t ", "x" * 1001):
        with pytest.raises(VoiceError):
            place.answer(voice_id, text)


def test_a_mended_answer_keeps_the_day_of_the_first(place: Place) -> None:
    voice_id = place.waiting_id("Why?")
    place.show(voice_id)
    place.answer(voice_id, "Because.")
    place.answer(voice_id, "Because of the court.", TODAY + dt.timedelta(days=9))
    write_voices(place.county, place.data_dir)
    (voice,) = read_voices(place.data_dir, place.county.id, Audience.PUBLIC)
    assert (voice.answer, voice.answered_on) == ("Because of the court.", TODAY)


def test_days_are_those_of_the_countys_clock(place: Place) -> None:
    late = dt.datetime(2025, 3, 2, 2, tzinfo=dt.UTC)  # still the first of March west of the Atlantic
    place.waiting_id("Late at night?", sent_at=late)
    assert place.waiting()[0].sent_on == dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Call me at 555-123-4567", Warned.PHONE),
        ("Write to m@home.example", Warned.E_MAIL),
        ("He was born 1/17/1990", Warned.DATE),
        ("born March 4, 1988 he", Warned.DATE),
        ("Booking 8827164", Warned.LONG_NUMBER),
        ("See www.example.org", Warned.ADDRESS),
        ("The judge Ellen Abernathy said so", Warned.TWO_CAPITALS),
    ],
)
def test_what_looks_like_one_person_is_said_to_the_one_who_reads(on_file: Place, text: str, warned: Warned) -> None:
    on_file.waiting_id(text)
    assert warned in on_file.waiting()[0].warned


def test_a_plain_question_gets_no_warning(on_file: Place) -> None:
    on_file.waiting_id("Why did it go up from 33 to 35 of 100 in 2022? Is it the new law?")
    assert on_file.waiting()[0].warned == ()


def test_the_name_of_someone_in_the_records_is_warned_of_however_it_is_written(place: Place) -> None:
    place.offices.link(jail=[Told(key="J1", first="Ellen", last="Abernathy")], court=[])
    for text in ("ask ellen about abernathy", "ABERNATHY, Ellen"):
        place.waiting_id(text)
    place.waiting_id("ask ellen")
    found = {voice.text: Warned.NAME_IN_RECORDS in voice.warned for voice in place.waiting()}
    assert found == {"ask ellen about abernathy": True, "ABERNATHY, Ellen": True, "ask ellen": False}


def test_who_is_forgotten_goes_from_waiting_and_from_shown_texts(place: Place) -> None:
    from data_access.forgetting import forget  # noqa: PLC0415

    offices = place.offices
    offices.link(jail=[Told(key="J1", first="Ellen", last="Quillfeather")], court=[])
    shown_id = place.waiting_id("Ellen Quillfeather was helped here")
    place.show(shown_id)
    place.waiting_id("I saw Ellen QUILLFEATHER")
    place.waiting_id("I saw Ellen")
    assert len(shown(place)) == 1
    with in_warehouse(place.data_dir, place.county.id) as connection:
        forget(connection, place.county.sources, "jail", ["J1"], place.data_dir / place.county.id)
    assert shown(place) == []
    assert [voice.text for voice in place.waiting()] == ["I saw Ellen"]


def test_notes_stand_beside_the_number_that_they_are_about(place: Place) -> None:
    behind = Beside(measure_id="rebooking")
    women = Beside(measure_id="rebooking", period="2022", groups={"sex": "female"})
    for text, beside in (
        ("any year", behind),
        ("women 2022", women),
        ("in 2021", Beside(measure_id="rebooking", period="2021")),
    ):
        place.show(place.waiting_id(text, kind=Kind.BEHIND, author=Author.LEADERSHIP, beside=beside))
    place.show(place.waiting_id("a question", beside=behind))
    write_voices(place.county, place.data_dir)
    voices = read_voices(place.data_dir, place.county.id, Audience.PARTNER)

    def found(measure_id: str, period: str, **groups: str) -> list[str]:
        notes = notes_for(voices, measure_id=measure_id, period=period, groups=groups, kinds=(Kind.BEHIND,))
        return [note.text for note in notes]

    assert found("rebooking", "2022") == ["any year"]
    assert found("rebooking", "2021") == ["in 2021", "any year"]
    assert found("rebooking", "2022", sex="female") == ["women 2022"]
    assert found("rebooking", "2022", sex="male") == []
    assert found("rebooking_technical", "2022") == []


def test_a_file_of_voices_that_is_damaged_or_missing_counts_as_empty(on_file: Place) -> None:
    assert read_voices(on_file.data_dir, on_file.county.id, Audience.PUBLIC) == ()
    write_voices(on_file.county, on_file.data_dir)
    path = publications_folder(on_file.data_dir, on_file.county.id, Audience.PUBLIC) / VOICES_FILE
    for broken in (b"{", b'{"format": 99, "voices": []}', b"\xff\xfe"):
        path.write_bytes(broken)
        assert read_voices(on_file.data_dir, on_file.county.id, Audience.PUBLIC) == ()


def test_words_are_found_with_marks_and_in_any_script() -> None:
    assert words_of("O'Brien-Lee, said José; 李雷!") == {"o'brien-lee", "said", "josé", "李雷"}


def test_the_drop_box_is_made_for_this_account_alone(on_file: Place) -> None:
    assert inbox.is_open(on_file.inbox)
    assert on_file.inbox.stat().st_mode & 0o077 == 0
