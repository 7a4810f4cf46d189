"""When each sign-in was last used, as the server saw it: what a browser says of itself is not asked."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from data_access.access import SignIn, Why

LONGEST: Final = dt.timedelta(hours=25)
"""No sign-in lasts longer than 24 hours (Access.session_hours), so nothing need be remembered for longer."""


@dataclass(kw_only=True)
class _Known:
    signed_in_at: dt.datetime
    seen_at: dt.datetime
    over: Why | None = None
    done: set[str] = field(default_factory=set)


class Sessions:
    """The sign-ins of this process, by their key. Two windows of one browser share a sign-in, and so its last use.

    A sign-in that this process has never seen was last used when it began. So a restart of the server signs out everyone
    who signed in longer ago than the idle time, and lets in nobody who was out.
    """

    def __init__(self) -> None:
        """Start with no sign-in known."""
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def look(self, signed_in: SignIn, idle: dt.timedelta, now: dt.datetime, *, counts: bool = True) -> Why | None:
        """Return why this sign-in is over, or None where it goes on; counts says that its person did something just now.

        At exactly the idle time it is over. What is over stays over: only a new sign-in has a new key.
        """
        with self._lock:
            known = self._get(signed_in, now)
            if known.over is None and now - known.seen_at >= idle:
                known.over = Why.IDLE
            if known.over is None and counts:
                known.seen_at = max(now, known.seen_at)
            return known.over

    def end(self, signed_in: SignIn, why: Why, now: dt.datetime) -> None:
        """End a sign-in for good; a copy of its cookie opens nothing any more."""
        with self._lock:
            known = self._get(signed_in, now)
            known.over = known.over or why

    def once(self, signed_in: SignIn, what: str, now: dt.datetime, do: Callable[[], None]) -> None:
        """Do what is done once for each sign-in, by its name; where do raises, it is not done and will be tried again."""
        with self._lock:
            done = self._get(signed_in, now).done
            if what not in done:
                do()
                done.add(what)

    def has_done(self, signed_in: SignIn, what: str) -> bool:
        """Whether this was done for the sign-in."""
        with self._lock:
            known = self._known.get(signed_in.key)
            return known is not None and what in known.done

    def _get(self, signed_in: SignIn, now: dt.datetime) -> _Known:
        if signed_in.key not in self._known:
            for key in [key for key, known in self._known.items() if now - known.signed_in_at > LONGEST]:
                del self._known[key]
            self._known[signed_in.key] = _Known(signed_in_at=signed_in.signed_in_at, seen_at=signed_in.signed_in_at)
        return self._known[signed_in.key]


SESSIONS: Final = Sessions()
"""Those of this process. One process serves one address (see PLATFORM), so there is one."""
