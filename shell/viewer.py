"""Who looks: every page asks this before anything is read, on every run, and gets a viewer or a reason why not."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_access.access import MAY_SEE, Access, AccessFileError, Role, SignIn, Why, read_access, role_of, sign_in
from data_access.audit import AuditError
from data_access.county import CountyFileError, read_county
from data_access.publications import Audience, PublicationError
from data_access.settings import county_setting, real_data_without_sign_in, server_for, who_is_here
from data_access.store import StoreError
from shell.noted import note_good, note_not_here, note_over
from shell.published import current_publication, served_audiences
from shell.sessions import SESSIONS
from shell.sign_in import is_set_up
from shell.windows import THE_PUBLIC, WINDOWS

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
VIEW: Final = "view"
"""The name, in the session and in the address, of the choice between the numbers of several audiences."""

NOT_SET_UP: Final = "not_set_up"
ELSEWHERE: Final = "elsewhere"
NO_RULES: Final = "no_rules"
NO_LOG: Final = "no_log"
NOT_HERE: Final = "not_here"
"""Why nobody, or not this viewer, is let in, beside the reasons of Why."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks at this run of a page.

    role is what access.toml makes of the claims; may holds what the role may see among the audiences that the server is
    started for. idle is how long this sign-in lasts without a click. subject is the sign-in service's own name for the
    person, and stands in the audit log. Without a sign-in, sign_in is None, and subject and name are empty for the public
    and the account of this machine for anyone else.
    """

    subject: str
    name: str
    role: Role
    may: frozenset[Role]
    sign_in: SignIn | None = None
    idle: dt.timedelta | None = None

    @property
    def views(self) -> tuple[Audience, ...]:
        """The audiences whose publication this viewer may look at, the fullest first."""
        return tuple(audience for audience in served_audiences() if Role(audience.value) in self.may)

    @property
    def audience(self) -> Audience | None:
        """The audience whose publication is shown: the one chosen, or else the fullest; None where there is none."""
        chosen = st.session_state.get(VIEW)
        return next((view for view in self.views if view.value == chosen), next(iter(self.views), None))

    @property
    def signed_in_at(self) -> dt.datetime | None:
        """When this viewer signed in."""
        return self.sign_in.signed_in_at if self.sign_in else None


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why nobody is let in at this moment; sign_in is there where someone is signed in, and role where it is known."""

    why: str
    sign_in: SignIn | None = None
    role: Role = Role.PUBLIC
    idle_minutes: float | None = None


def who_looks(*, counts: bool = True) -> Viewer | Refusal:
    """Return who looks, decided anew from the claims, access.toml and the clock; counts says that they did something.

    Nothing is remembered from run to run but when a sign-in was last used: a role that was taken away is gone at once.
    """
    served = server_for()
    looks = _without_sign_in(served) if not is_set_up() else _by_sign_in(served, counts=counts)
    context = get_script_run_ctx()
    if context is not None:
        WINDOWS.belongs(context.session_id, _owner(looks))
    return looks


def current_viewer(role: Role | None = None) -> Viewer:
    """Return who looks, and may see what is for this role (for any, without one); otherwise show why not, and stop."""
    looks = who_looks()
    if isinstance(looks, Refusal):
        _turn_away(looks)
    if role is not None and role not in looks.may:
        if looks.sign_in:
            note_not_here(looks.sign_in, looks.role, role, dt.datetime.now(dt.UTC))
        _turn_away(Refusal(why=NOT_HERE, sign_in=looks.sign_in))
    return looks


def public_is_open() -> bool:
    """Whether this server is for the public alone and shows its numbers to whoever comes, without a sign-in."""
    served = server_for()
    return served == {Role.PUBLIC} and (is_set_up() or isinstance(_without_sign_in(served), Viewer))


def may_now(role: Role) -> bool:
    """Whether who clicked may do what is for this role: a click runs before its page does, so it asks by itself."""
    looks = who_looks()
    return isinstance(looks, Viewer) and role in looks.may


def current_audience() -> Audience:
    """Return the audience whose publication is shown to who looks; where there is none, show why not, and stop."""
    viewer = current_viewer()
    audience = viewer.audience
    if audience is None:
        _turn_away(Refusal(why=NOT_HERE, sign_in=viewer.sign_in))
    return audience


def _turn_away(refusal: Refusal) -> NoReturn:
    from shell import door  # noqa: PLC0415  # the door shows who looks, and asks here

    door.refuse(refusal)
    st.stop()


def is_on_this_machine() -> bool:
    """Whether the server listens to this machine alone."""
    return st.get_option("server.address") in LOOPBACK


def _owner(looks: Viewer | Refusal) -> str | None:
    if isinstance(looks, Refusal):
        return None
    return looks.sign_in.key if looks.sign_in else THE_PUBLIC


def _viewer(
    role: Role, served: frozenset[Role], sign_in: SignIn | None = None, idle: dt.timedelta | None = None
) -> Viewer:
    may = frozenset(MAY_SEE[role]) & served
    if sign_in:
        return Viewer(subject=sign_in.subject, name=sign_in.name, role=role, may=may, sign_in=sign_in, idle=idle)
    account = "" if role is Role.PUBLIC else who_is_here()
    return Viewer(subject=account, name=account, role=role, may=may)


def _without_sign_in(served: frozenset[Role]) -> Viewer | Refusal:
    """Made-up data are open to everyone; real ones where a setting says so, and to others than the public only here."""
    if not _is_made_up(served):
        if not real_data_without_sign_in():
            return Refusal(why=NOT_SET_UP)
        if served != {Role.PUBLIC} and not is_on_this_machine():
            return Refusal(why=ELSEWHERE)
    role = next(role for role in (Role.STEWARD, Role.ANALYST, Role.PARTNER, Role.PUBLIC) if role in served)
    return _viewer(role, served)


def _is_made_up(served: frozenset[Role]) -> bool:
    """Whether all that this server could show is made up; where nothing is published, nothing could leak."""
    for audience in served_audiences():
        try:
            return current_publication(audience).manifest.county.made_up
        except (PublicationError, StoreError):
            continue
    if served <= {Role.PUBLIC, Role.PARTNER}:
        return True
    try:
        return read_county(county_setting()).made_up
    except CountyFileError:
        return False


def _by_sign_in(served: frozenset[Role], *, counts: bool) -> Viewer | Refusal:
    if served == {Role.PUBLIC}:
        return _viewer(Role.PUBLIC, served)
    return standing(st.user.to_dict(), served, counts=counts)


def standing(claims: Mapping[str, Any], served: frozenset[Role], *, counts: bool) -> Viewer | Refusal:
    """Return who these claims make someone on a server for these audiences at this moment."""
    now = dt.datetime.now(dt.UTC)
    try:
        access = read_access(county_setting())
    except AccessFileError as error:
        print(error)  # noqa: T201  # for the log of the server; the visitor sees a calm page
        access = None
    if access is None:
        return Refusal(why=NO_RULES)
    signed_in = sign_in(claims, access.claim)
    if signed_in is None:
        return _viewer(Role.PUBLIC, served) if Role.PUBLIC in served else Refusal(why=Why.NOT_SIGNED_IN)
    looks = _stands(signed_in, access, served, now, counts=counts)
    try:
        _write_down(signed_in, looks, now)
    except AuditError as error:
        print(error)  # noqa: T201
        return Refusal(why=NO_LOG, sign_in=signed_in)
    return looks


def _write_down(signed_in: SignIn, looks: Viewer | Refusal, now: dt.datetime) -> None:
    if isinstance(looks, Refusal):
        note_over(signed_in, looks.role, Why(looks.why), now)
    elif looks.role is Role.PUBLIC:
        note_over(signed_in, looks.role, Why.NO_ROLE, now)
    else:
        note_good(signed_in, looks.role, now)


def _stands(
    signed_in: SignIn, access: Access, served: frozenset[Role], now: dt.datetime, *, counts: bool
) -> Viewer | Refusal:
    role = role_of(signed_in, access, served, now)
    if role is Why.NO_ROLE and Role.PUBLIC in served:
        return _viewer(Role.PUBLIC, served, signed_in)
    if isinstance(role, Why):
        return Refusal(why=role, sign_in=signed_in)
    idle = access.idle(role)
    over = SESSIONS.look(signed_in, idle, now, counts=counts)
    if over is not None:
        return Refusal(why=over, sign_in=signed_in, role=role, idle_minutes=idle.total_seconds() / 60)
    return _viewer(role, served, signed_in, idle)
