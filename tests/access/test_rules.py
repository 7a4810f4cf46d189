"""Who may see what, as access.toml says: claims become roles, and a wrong file is told what to mend."""

import datetime as dt
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from data_access.access import (
    IDLE_MINUTES,
    MAY_SEE,
    Access,
    AccessFileError,
    Role,
    SignIn,
    Why,
    read_access,
    role_of,
    sign_in,
)
from data_access.publications import Audience
from data_access.settings import SettingError, server_for
from presentation import words
from shell import viewer
from shell.published import NotServedError, current_publication, served_audiences
from shell.sessions import Sessions
from tests.places import ROOT

ISSUER = "https://login.county.example"
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
EVERYONE = frozenset({Role.PUBLIC, Role.PARTNER, Role.ANALYST})
RULES = Access(
    issuers=(ISSUER,),
    roles={"partners": Role.PARTNER, "analysts": Role.ANALYST, "data team": Role.STEWARD},
    revoked=("gone", "gone@county.example"),
    idle_minutes={Role.ANALYST: 5},
    session_hours=8,
)


def claims(*groups: str, **others: Any) -> dict[str, Any]:
    """What someone brings who signed in at noon, with a token for ten hours."""
    began = int(NOON.timestamp())
    return {
        "is_logged_in": True,
        "sub": "s-1",
        "iss": ISSUER,
        "iat": began,
        "exp": began + 36_000,
        "nonce": "n-1",
        "name": "Pat Doe",
        "email": "pat@county.example",
        "groups": list(groups),
        **others,
    }


def someone(*groups: str, **others: Any) -> SignIn:
    signed_in = sign_in(claims(*groups, **others), "groups")
    assert signed_in is not None
    return signed_in


def role(signed_in: SignIn, *, served: frozenset[Role] = EVERYONE, after: dt.timedelta = dt.timedelta(0)) -> Role | Why:
    return role_of(signed_in, RULES, served, NOON + after)


@pytest.mark.parametrize(
    ("groups", "served", "expected"),
    [
        (("partners",), EVERYONE, Role.PARTNER),
        (("analysts",), EVERYONE, Role.ANALYST),
        (("partners", "analysts"), EVERYONE, Role.ANALYST),
        (("analysts",), {Role.PUBLIC, Role.PARTNER}, Role.ANALYST),
        (("partners",), {Role.ANALYST}, Why.NO_ROLE),
        (("data team",), EVERYONE, Why.NO_ROLE),
        (("data team",), {Role.STEWARD}, Role.STEWARD),
        (("data team", "partners"), EVERYONE, Role.PARTNER),
        (("analysts",), {Role.STEWARD}, Why.NO_ROLE),
        (("Partners",), EVERYONE, Why.NO_ROLE),
        ((), EVERYONE, Why.NO_ROLE),
    ],
)
def test_a_role_is_what_the_claim_says_on_a_server_that_has_something_for_it(
    groups: tuple[str, ...], served: set[Role], expected: Role | Why
) -> None:
    assert role(someone(*groups), served=frozenset(served)) == expected


def test_the_claim_may_be_one_text_or_lie_inside_another_and_nothing_else_counts() -> None:
    inside = {"realm_access": {"roles": ["partners"]}}
    for given, path in ((claims() | {"groups": "partners"}, "groups"), (claims() | inside, "realm_access.roles")):
        found = sign_in(given, path)
        assert found is not None
        assert found.values == {"partners"}
    for odd in (True, 7, {"partners": True}, [["partners"]], None):
        found = sign_in(claims() | {"groups": odd}, "groups")
        assert found is not None
        assert found.values == frozenset()


@pytest.mark.parametrize("lost", ["sub", "iss", "iat", "exp", "is_logged_in"])
def test_without_a_claim_that_every_service_gives_there_is_no_sign_in(lost: str) -> None:
    assert sign_in({name: value for name, value in claims("partners").items() if name != lost}, "groups") is None
    assert sign_in(claims("partners") | {lost: "true"}, "groups") is None or lost in ("sub", "iss")


def test_a_token_and_a_session_end_at_their_very_moment() -> None:
    second = dt.timedelta(seconds=1)
    hour = dt.timedelta(hours=1)
    assert role(someone("partners"), after=8 * hour - second) == Role.PARTNER
    assert role(someone("partners"), after=8 * hour) == Why.EXPIRED
    short = someone("partners", exp=int(NOON.timestamp()) + 3600)
    assert role(short, after=hour - second) == Role.PARTNER
    assert role(short, after=hour) == Why.EXPIRED


def test_a_strange_service_and_a_revoked_account_come_before_any_role() -> None:
    assert role(someone("analysts", iss="https://login.other.example")) == Why.ISSUER
    assert role(someone("analysts", iss=f"{ISSUER}/")) == Role.ANALYST
    assert role(someone("analysts", sub="gone")) == Why.REVOKED
    assert role(someone("analysts", email="gone@county.example")) == Why.REVOKED


def test_two_sign_ins_of_one_person_have_two_keys_and_two_windows_of_one_have_one() -> None:
    assert someone("partners").key == someone("partners").key
    others = [someone("partners", **{name: "other"}).key for name in ("sub", "nonce", "sid")]
    assert len({someone("partners").key, *others}) == 4


def test_nobody_but_the_data_team_sees_names_and_it_sees_nothing_else() -> None:
    assert [role for role, seen in MAY_SEE.items() if Role.STEWARD in seen] == [Role.STEWARD]
    assert MAY_SEE[Role.STEWARD] == (Role.STEWARD,)
    assert MAY_SEE[Role.PUBLIC] == (Role.PUBLIC,)
    assert Role.ANALYST not in MAY_SEE[Role.PARTNER]


def test_idle_time_ends_a_sign_in_for_good_and_only_a_person_starts_it_anew() -> None:
    sessions, signed_in, idle = Sessions(), someone("analysts"), RULES.idle(Role.ANALYST)

    def look(minutes: float, *, counts: bool = True) -> Why | None:
        return sessions.look(signed_in, idle, NOON + dt.timedelta(minutes=minutes), counts=counts)

    assert look(4) is None
    assert look(8) is None
    assert look(12.9, counts=False) is None, "a look at the clock counts as no use"
    assert look(13) is Why.IDLE
    assert look(13.1) is Why.IDLE
    assert look(9) is Why.IDLE, "a clock that is put back brings nothing back"


def test_a_server_that_starts_again_lets_in_only_who_signed_in_a_moment_ago() -> None:
    early, late = NOON + dt.timedelta(minutes=4), NOON + dt.timedelta(minutes=5)
    assert Sessions().look(someone("analysts"), RULES.idle(Role.ANALYST), early) is None
    assert Sessions().look(someone("analysts"), RULES.idle(Role.ANALYST), late) is Why.IDLE


def test_who_signed_out_is_out_and_another_sign_in_is_not() -> None:
    sessions, idle = Sessions(), RULES.idle(Role.PARTNER)
    sessions.end(someone("partners"), Why.SIGNED_OUT, NOON)
    assert sessions.look(someone("partners"), idle, NOON) is Why.SIGNED_OUT
    assert sessions.look(someone("partners", nonce="n-2"), idle, NOON) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('roles = { a = "partner" }', "issuers: is missing: add it"),
        (f'issuers = ["{ISSUER}"]', "roles: is missing: add it"),
        (f'issuers = ["{ISSUER}"]\nroles = {{ a = "boss" }}', "roles.a:"),
        (f'issuers = ["{ISSUER}"]\nroles = {{ a = "public" }}', "public is what everyone may see"),
        ('issuers = ["http://login.county.example"]\nroles = { a = "partner" }', "it must begin with https://"),
        (f'issuers = ["{ISSUER}"]\nroles = {{ a = "partner" }}\nclient_secret = "x"', "client_secret: is not a key"),
        (
            f'issuers = ["{ISSUER}"]\nroles = {{ a = "partner" }}\nidle_minutes = {{ partner = 0 }}',
            "idle_minutes.partner:",
        ),
        (f'issuers = ["{ISSUER}"]\nroles = {{ a = "partner" }}\nsession_hours = 48', "session_hours:"),
        ("issuers = [", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_what_to_mend(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "access.toml").write_text(text, "utf-8")
    with pytest.raises(AccessFileError, match=r"access\.toml") as error:
        read_access(str(tmp_path))
    assert told in str(error.value)


def test_a_county_without_the_file_has_no_rules(tmp_path: Path) -> None:
    assert read_access(str(tmp_path)) is None


def test_the_server_is_for_whom_the_setting_names_and_for_the_public_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SERVER_FOR", raising=False)
    assert server_for() == {Role.PUBLIC}
    monkeypatch.setenv("SERVER_FOR", "public, partner,analyst")
    assert server_for() == EVERYONE
    for wrong, told in (("data_team", "does not know 'data_team'"), ("steward,public", "a server of their own")):
        monkeypatch.setenv("SERVER_FOR", wrong)
        with pytest.raises(SettingError, match=told):
            server_for()


def test_a_server_reads_no_publication_of_an_audience_that_it_was_not_started_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("SERVER_FOR", raising=False)
    (public,) = served_audiences()
    monkeypatch.setenv("SERVER_FOR", "analyst")
    assert served_audiences() == ()
    with pytest.raises(NotServedError):
        current_publication(public)


def test_the_door_has_words_for_every_reason_and_no_others() -> None:
    reasons = {*map(str, Why), viewer.NOT_SET_UP, viewer.ELSEWHERE, viewer.NO_RULES, viewer.NO_LOG, viewer.NOT_HERE}
    parts = {f"turned_away_{reason}{part}" for reason in reasons for part in ("_title", "", "_help")}
    assert {name for name in words.TEMPLATES if name.startswith("turned_away_")} == parts
    named = {f"role_{role}" for role in Role} | {f"view_{audience}" for audience in Audience}
    assert {name for name in words.TEMPLATES if name.startswith(("role_", "view_"))} == named


def test_the_rules_that_the_guide_shows_are_rules(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "sign-in.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "access.toml").write_text(textwrap.dedent(f"   {shown.strip()}"), "utf-8")
    read = read_access(str(tmp_path))
    assert read is not None
    assert set(read.roles.values()) == {Role.PARTNER, Role.ANALYST, Role.STEWARD}
    assert read.idle_minutes == IDLE_MINUTES
    assert read.session_hours == 8
    assert read.model_fields_set == set(Access.model_fields), "a key is not shown"
