"""What the tests of notes and questions share: two offices with names in their records, on a warehouse of each kind."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest

from data_access.access import Role
from data_access.county import County, read_county
from data_access.voices import desk, inbox
from data_access.voices.said import Author, Beside, Kind, Sent, State
from tests.linking.two_offices import TwoOffices
from tests.postgres import fresh_database

TODAY = dt.date(2025, 3, 10)
STEWARD = "s.ortiz"
BESIDE = Beside(measure_id="rebooking", window_days=365, period="2022")


class Place:
    """A county with a drop box, and the doings of the data team in it."""

    def __init__(self, offices: TwoOffices) -> None:
        self.offices = offices
        self.data_dir = offices.data_dir
        self.county: County = read_county(str(offices.county_folder))
        self.inbox = inbox.make(self.data_dir, self.county.id)

    def send(self, text: str, **changed: Any) -> Sent:
        sent = a_text(text, **changed)
        inbox.drop(self.inbox, sent)
        return sent

    def take_in(self) -> desk.TakenIn:
        return desk.take_in(self.county, self.data_dir)

    def waiting(self) -> tuple[desk.Voice, ...]:
        return desk.look(self.county, self.data_dir, State.WAITING, by=STEWARD, form="screen")

    def waiting_id(self, text: str, **changed: Any) -> int:
        """Send a text, take it in, and return its number at the desk."""
        sent = self.send(text, **changed)
        self.take_in()
        return next(voice.voice_id for voice in self.waiting() if voice.text == sent.text)

    def show(self, voice_id: int, text: str | None = None) -> None:
        desk.show(self.county, self.data_dir, voice_id, by=STEWARD, today=TODAY, text=text)

    def answer(self, voice_id: int, text: str, today: dt.date = TODAY) -> None:
        desk.answer(self.county, self.data_dir, voice_id, text, by=STEWARD, today=today)


def a_text(text: str, **changed: Any) -> Sent:
    return Sent(
        **{
            "key": uuid.uuid4().hex,
            "kind": Kind.QUESTION,
            "author": Author.RESIDENT,
            "consent": True,
            "sent_from": Role.PUBLIC,
            "sent_at": dt.datetime(2025, 3, 1, 20, tzinfo=dt.UTC),
            "beside": BESIDE,
            "text": text,
            **changed,
        }
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("WAREHOUSE_URL", raising=False)
    if request.param == "postgresql":
        template = request.getfixturevalue("database_of_offices")
        url = fresh_database(request.getfixturevalue("postgres"), template=template)
        monkeypatch.setenv("WAREHOUSE_URL", url.render_as_string(hide_password=False))
    return Place(TwoOffices(tmp_path))


@pytest.fixture
def on_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return a place whose warehouse is a file, for what does not depend on the kind of warehouse."""
    monkeypatch.delenv("WAREHOUSE_URL", raising=False)
    return Place(TwoOffices(tmp_path))
