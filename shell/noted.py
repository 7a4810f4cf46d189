"""What is written down about a sign-in, each once: that it began, ended, was locked, or was refused something."""

import datetime as dt
from collections.abc import Mapping

from data_access.access import Role, SignIn, Why
from data_access.audit import Deed, note
from data_access.settings import county_id, data_dir
from shell.sessions import SESSIONS


def note_good(signed_in: SignIn, role: Role, now: dt.datetime) -> None:
    """Note that a sign-in was found good for a role; AuditError where this cannot be noted, and then it is not good."""
    _once(signed_in, Deed.SIGN_IN, role, {}, now)


def note_over(signed_in: SignIn, role: Role, why: Why, now: dt.datetime) -> None:
    """Note that a sign-in is over, or was good for nothing. role is the one that it had, public where that is not known."""
    reason = {"reason": why.value}
    if why is Why.IDLE:
        _once(signed_in, Deed.LOCKED, role, reason, now)
    elif why is Why.EXPIRED:
        if SESSIONS.has_done(signed_in, Deed.SIGN_IN):  # else it ended long ago, and only its cookie came back
            _once(signed_in, Deed.SIGN_OUT, role, reason, now)
    else:
        _once(signed_in, Deed.REFUSED, role, reason, now)


def note_sign_out(signed_in: SignIn, role: Role, now: dt.datetime) -> None:
    """Note that someone signed out."""
    _once(signed_in, Deed.SIGN_OUT, role, {"reason": "asked"}, now)


def note_not_here(signed_in: SignIn, role: Role, needs: Role, now: dt.datetime) -> None:
    """Note that someone opened a page that is for another role."""
    _once(signed_in, Deed.REFUSED, role, {"reason": "not_here", "needs": needs.value}, now)


def _once(signed_in: SignIn, deed: Deed, role: Role, about: Mapping[str, str], now: dt.datetime) -> None:
    def do() -> None:
        note(data_dir(), county_id(), deed, by=signed_in.subject, role=role.value, about=about)

    what = " ".join((deed, *about.values())) if deed is Deed.REFUSED else deed
    SESSIONS.once(signed_in, what, now, do)
