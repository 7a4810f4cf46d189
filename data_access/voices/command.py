"""The command `voices`: empties the drop box, lists what waits on the data team's terminal, and takes decisions."""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from data_access.county import County
from data_access.settings import who_is_here
from data_access.voices import desk
from data_access.voices.desk import Voice, VoiceError
from data_access.voices.said import Declined, State
from data_access.voices.shown import write_voices

WHAT: Final = ("take-in", "list", "screen", "answer", "withdraw", "publish")


def voices_parser(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give the command its words, and return it."""
    parser.add_argument("what", choices=WHAT, help="what to do")
    parser.add_argument("county", metavar="COUNTY", help="a folder under counties/, or a path to one")
    parser.add_argument(
        "--id", type=int, metavar="N", help="the text that is decided about: the number that list shows"
    )
    parser.add_argument("--state", choices=[*State], default=State.WAITING, help="which texts to list (waiting)")
    parser.add_argument("--show", action="store_true", help="screen: let it be shown")
    parser.add_argument("--decline", choices=[*Declined], metavar="WHY", help=f"screen: {', '.join(Declined)}")
    parser.add_argument("--text", metavar="TEXT", help="screen: what is left of the text; answer: the answer")
    return parser


def run_voices(county: County, data_dir: Path, chosen: argparse.Namespace) -> int:
    """Run one of the words; raise VoiceError where it cannot be done."""
    steps: Mapping[str, Callable[[], str]] = {
        "take-in": lambda: _take_in(county, data_dir),
        "list": lambda: _list(county, data_dir, State(chosen.state)),
        "screen": lambda: _screen(county, data_dir, chosen),
        "answer": lambda: _answer(county, data_dir, chosen),
        "withdraw": lambda: _withdraw(county, data_dir, chosen),
        "publish": lambda: f"Shown from now on: {write_voices(county, data_dir)} texts.",
    }
    print(steps[chosen.what]())
    return 0


def _take_in(county: County, data_dir: Path) -> str:
    taken = desk.take_in(county, data_dir)
    told = f"Taken in: {taken.new}. Waiting to be read: {desk.waiting(county, data_dir)}."
    if taken.put_aside:
        told += f" Not readable, and put into refused/ of the drop box: {taken.put_aside}."
    return told


def _list(county: County, data_dir: Path, state: State) -> str:
    found = desk.look(county, data_dir, state, by=who_is_here(), form="terminal")
    if not found:
        return f"Nothing is {state}."
    head = (
        [f"{len(found)} {state}. What follows may name people: keep it on this screen."] if state == "waiting" else []
    )
    return "\n\n".join([*head, *("\n".join(_lines(voice)) for voice in found)])


def _lines(voice: Voice) -> list[str]:
    """Return a text for the terminal. It was made plain when it came, so that it cannot steer the screen."""
    beside = voice.beside
    place = [beside.measure_id, beside.period, *(f"{name}={group}" for name, group in beside.groups.items())]
    consent = "may be shown" if voice.consent else "must not be shown"
    head = f"{voice.voice_id}   {voice.reference}   {voice.kind} by {voice.author}, {voice.sent_on}, {consent}"
    lines = [head, f"  beside: {' '.join(part for part in place if part) or 'no number'}"]
    if voice.warned:
        lines.append(f"  look closely: {', '.join(voice.warned)}")
    if voice.reason:
        lines.append(f"  declined: {voice.reason}")
    lines += [f"  | {line}" for line in voice.text.split("\n") if line]
    return lines + [f"  > {line}" for line in voice.answer.split("\n") if line]


def _screen(county: County, data_dir: Path, chosen: argparse.Namespace) -> str:
    voice_id = _id(chosen)
    if chosen.show == bool(chosen.decline):
        raise VoiceError("Say either --show or --decline WHY.")
    if chosen.show:
        desk.show(county, data_dir, voice_id, by=who_is_here(), today=_today(county), text=chosen.text)
        return f"Kept: {voice_id} will be shown. {_next(county)}"
    desk.decline(county, data_dir, voice_id, Declined(chosen.decline), by=who_is_here(), today=_today(county))
    return f"Kept: {voice_id} is declined, and its words are wiped."


def _answer(county: County, data_dir: Path, chosen: argparse.Namespace) -> str:
    voice_id = _id(chosen)
    desk.answer(county, data_dir, voice_id, chosen.text or "", by=who_is_here(), today=_today(county))
    return f"Kept: {voice_id} has an answer. {_next(county)}"


def _withdraw(county: County, data_dir: Path, chosen: argparse.Namespace) -> str:
    voice_id = _id(chosen)
    desk.withdraw(county, data_dir, voice_id, by=who_is_here(), today=_today(county))
    return f"Kept: {voice_id} is withdrawn, and its words are wiped. {_next(county)}"


def _id(chosen: argparse.Namespace) -> int:
    if chosen.id is None:
        raise VoiceError("Name the text: --id N, as `voices list` shows it.")
    return int(chosen.id)


def _today(county: County) -> dt.date:
    return dt.datetime.now(ZoneInfo(county.time_zone)).date()


def _next(county: County) -> str:
    return f"Readers see it after: python -m data_access voices publish {county.id}"
