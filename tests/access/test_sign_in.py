"""Signing in, staying in and being out, with a real sign-in service and the server's own sockets."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from itsdangerous import URLSafeTimedSerializer

from data_access.audit import read_entries
from presentation import words
from tests.access.conftest import Rules
from tests.access.marked_county import MARKS, PARTNER_NUMBERS, PUBLIC_NUMBER
from tests.access.service import COOKIE_SECRET, Service, running_service
from tests.access.window import FILE, USER_COOKIE, open_window, see, sign_in
from tests.dashboard import free_port, running_dashboard

PUBLIC, PARTNER = f"{PUBLIC_NUMBER:,}".encode(), f"{PARTNER_NUMBERS[1]:,}".encode()
SHORT = ("partner = 30", "partner = 0.06")
SHORT_SECONDS = 3.6
TOKEN_SECONDS = 6
OTHER_ADDRESSES = (
    "_stcore/agent/interact",
    "_stcore/agent/mcp",
    "_stcore/agent/openapi.json",
    "_stcore/metrics",
    "_stcore/host-config",
    "app/static/marked/data.csv",
    "media/0.csv",
    "component/x",
    "data/marked/warehouse.sqlite",
    "app.py",
)


def door(why: str) -> bytes:
    return words.say(f"turned_away_{why}_title").encode()


def signed(cookie: str, value: object, secret: str = COOKIE_SECRET) -> str:
    """Sign a cookie as Streamlit does."""
    text = URLSafeTimedSerializer(secret, salt=cookie).dumps(json.dumps(value))
    assert isinstance(text, str)
    return text


def claims_of(cookies: dict[str, str]) -> dict[str, object]:
    value = URLSafeTimedSerializer(COOKIE_SECRET, salt=USER_COOKIE).loads(cookies[USER_COOKIE])
    found = json.loads(value)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def short_server(county: Path) -> Iterator[tuple[str, Service]]:
    """Serve the county for partners alone, with a service whose tokens last a few seconds."""
    with running_service(token_seconds=TOKEN_SECONDS) as service:
        port = free_port()
        settings = service.settings(port, "partner")
        with running_dashboard(
            county=str(county), data_dir=county.parent / "data", settings=settings, port=port
        ) as url:
            yield url, service


def test_sign_in_brings_the_numbers_of_the_role_and_without_it_there_are_the_public_ones(
    server: str, rules: Rules
) -> None:
    rules()
    anyone = see(server)
    assert PUBLIC in anyone
    assert PARTNER not in anyone
    partner = see(server, sign_in(server, "partner-1"))
    assert b"Signed in as Person partner-1 (partner)." in partner
    assert PARTNER in partner
    stranger = see(server, sign_in(server, "stranger-1"))
    assert b"Signed in as Person stranger-1 (no more than the public)." in stranger
    assert PUBLIC in stranger
    assert PARTNER not in stranger


def test_a_partner_may_look_at_the_public_numbers_and_the_public_not_at_the_partners(server: str, rules: Rules) -> None:
    rules()
    with open_window(server, sign_in(server, "partner-1")) as window:
        public = window.run(choices={"view": words.say("view_public")})
    assert PUBLIC in public
    assert PARTNER not in public
    with open_window(server) as window:
        tried = [window.run(choices={"view": view}) for view in ("partner", words.say("view_partner"))]
    assert all(PUBLIC in seen and PARTNER not in seen for seen in tried)


def test_after_idle_time_the_server_signs_out_also_in_a_new_window_and_for_good(server: str, rules: Rules) -> None:
    rules(SHORT)
    cookies = sign_in(server, "partner-1")
    with open_window(server, cookies) as window:
        assert PARTNER in window.run()
        time.sleep(SHORT_SECONDS / 2)
        assert PARTNER in window.run(), "a click in time keeps the sign-in"
        time.sleep(SHORT_SECONDS / 2)
        assert PARTNER in see(server, cookies), "and so does one in another window"
        time.sleep(SHORT_SECONDS + 0.2)
        after = window.run()
        assert door("idle") in after
        assert PARTNER not in after
        assert door("idle") in see(server, cookies)
        rules()
        assert door("idle") in window.run(), "longer idle time brings nothing back"
    assert PARTNER in see(server, sign_in(server, "partner-1"))


def test_a_role_that_changes_at_the_service_counts_from_the_next_sign_in_on(
    server: str, rules: Rules, service: Service
) -> None:
    rules()
    before = sign_in(server, "partner-2")
    service.put_into_groups("partner-2", [])
    try:
        assert PARTNER in see(server, before)
        assert PARTNER not in see(server, sign_in(server, "partner-2"))
        service.put_into_groups("partner-2", ["outcomes-analysts"])
        assert b"(analyst)" in see(server, sign_in(server, "partner-2"))
    finally:
        service.put_into_groups("partner-2", ["outcomes-partners"])


def test_a_role_that_changes_in_the_rules_counts_in_an_open_window_at_once(server: str, rules: Rules) -> None:
    rules()
    with open_window(server, sign_in(server, "partner-1")) as window:
        assert PARTNER in window.run()
        rules(('outcomes-partners = "partner"', ""))
        assert PARTNER not in window.run()
        rules(('outcomes-partners = "partner"', 'outcomes-partners = "analyst"'))
        assert b"(analyst)" in window.run()


def test_a_revoked_account_is_out_at_the_next_click(server: str, rules: Rules) -> None:
    rules()
    with open_window(server, sign_in(server, "partner-1")) as window:
        assert PARTNER in window.run()
        for listed in ("partner-1", "partner-1@county.example"):
            rules(("revoked = []", f'revoked = ["{listed}"]'))
            after = window.run()
            assert door("revoked") in after
            assert PARTNER not in after


def test_while_the_rules_are_wrong_nobody_is_let_in(server: str, rules: Rules) -> None:
    rules()
    with open_window(server, sign_in(server, "partner-1")) as window:
        rules(("revoked = []", "revoked = 7"))
        after = window.run()
    assert door("no_rules") in after
    assert PARTNER not in after


def test_a_sign_in_ends_with_its_session_hours(server: str, rules: Rules) -> None:
    rules(("revoked = []", "revoked = []\nsession_hours = 0.0005"))
    cookies = sign_in(server, "partner-1")
    time.sleep(2.5)
    assert door("expired") in see(server, cookies)


def test_an_expired_token_is_out_in_an_open_window_and_in_a_new_one(
    short_server: tuple[str, Service], rules: Rules, service: Service
) -> None:
    url, short = short_server
    rules((service.url, short.url))
    cookies = sign_in(url, "partner-1")
    with open_window(url, cookies) as window:
        assert PARTNER in window.run()
        ends = claims_of(cookies)["exp"]
        assert isinstance(ends, int)
        time.sleep(max(0.0, ends - time.time()) + 0.1)
        for after in (window.run(), see(url, cookies)):
            assert door("expired") in after
            assert PARTNER not in after


def test_a_server_without_the_public_shows_a_stranger_the_door_alone(
    short_server: tuple[str, Service], rules: Rules, service: Service
) -> None:
    url, short = short_server
    rules((service.url, short.url))
    pages = ("", "get-the-data", "coming-back-to-jail", "no-such-page")
    for seen in [see(url, page=page) for page in pages]:
        assert door("not_signed_in") in seen
        assert PARTNER not in seen
    assert door("no_role") in see(url, sign_in(url, "stranger-1"))


def test_forged_cookies_open_nothing(server: str, rules: Rules) -> None:
    rules()
    true = sign_in(server, "partner-1")
    claims = claims_of(true)
    payload, moment, signature = true[USER_COOKIE].rsplit(".", 2)
    more = signed(USER_COOKIE, {**claims, "groups": ["outcomes-analysts"]}, "another secret of the same length, or so")
    forged = {
        "another secret": more,
        "other claims under a true signature": f"{more.rsplit('.', 2)[0]}.{moment}.{signature}",
        "no signature": payload,
        "plain text": json.dumps(claims),
        "signed for another cookie": signed("_streamlit_user_tokens", claims),
        "the cookie of the tokens": true["_streamlit_user_tokens"],
    }
    assert PARTNER in see(server, true)
    for how, cookie in forged.items():
        seen = see(server, {USER_COOKIE: cookie})
        assert PARTNER not in seen, how
        assert b"Signed in as" not in seen, how


def test_a_true_cookie_of_another_service_opens_nothing(server: str, rules: Rules) -> None:
    rules()
    claims = claims_of(sign_in(server, "partner-1"))
    other = {USER_COOKIE: signed(USER_COOKIE, {**claims, "iss": "https://login.other.example"})}
    assert door("issuer") in see(server, other)


def test_who_signs_out_is_out_and_a_copy_of_the_cookie_too(server: str, rules: Rules) -> None:
    rules()
    cookies = sign_in(server, "partner-1")
    with open_window(server, cookies) as window:
        window.run()
        after = window.run(click=words.say("sign_out"))
    assert PARTNER not in after
    assert window.goes_to == "/auth/logout"
    assert door("signed_out") in see(server, cookies)


def test_a_copied_download_link_gives_the_file_to_nobody_else(server: str, rules: Rules) -> None:
    rules()
    mine, other, analyst = (sign_in(server, account) for account in ("partner-1", "partner-2", "analyst-1"))
    with open_window(server, mine) as window:
        files = {found.decode() for found in FILE.findall(window.run(page="get-the-data"))}
        assert files
        for file in files:
            got = httpx.get(server + file, cookies=mine)
            assert got.status_code == 200
            assert got.headers["cache-control"] == "no-store"
            assert str(PARTNER_NUMBERS[1]) in got.text
            forged = {USER_COOKIE: signed(USER_COOKIE, claims_of(mine), "another secret of the same length, or so")}
            for strangers in ({}, other, analyst, forged):
                refused = httpx.get(server + file, cookies=strangers)
                assert refused.status_code == 403
                assert refused.text == words.say("file_not_yours")
        rules(("revoked = []", 'revoked = ["partner-1"]'))
        assert httpx.get(server + file, cookies=mine).status_code == 403
        rules()
        assert httpx.get(server + file, cookies=mine).status_code == 200
        window.run(click=words.say("sign_out"))
        assert httpx.get(server + file, cookies=mine).status_code == 403


def test_a_file_that_the_public_is_offered_is_everyones(server: str, rules: Rules) -> None:
    rules()
    with open_window(server) as window:
        files = {found.decode() for found in FILE.findall(window.run(page="get-the-data"))}
        assert files
        assert {httpx.get(server + file).status_code for file in files} == {200}


def test_nobody_takes_over_anothers_window(server: str, rules: Rules) -> None:
    rules()
    with open_window(server, sign_in(server, "partner-1")) as window:
        assert PARTNER in window.run()
        assert window.session
        for cookies in ({}, sign_in(server, "stranger-1")):
            with open_window(server, cookies, resume=window.session) as other:
                assert PARTNER not in other.run()
        assert PARTNER in window.run()


@pytest.mark.parametrize("path", OTHER_ADDRESSES)
def test_no_other_address_of_the_server_gives_a_number_away(server: str, rules: Rules, path: str) -> None:
    rules()
    see(server, sign_in(server, "partner-1"))
    answers = [httpx.get(f"{server}/{path}"), httpx.post(f"{server}/{path}", json={})]
    marks = [mark for store in MARKS.values() for mark in store]
    assert [mark for answer in answers for mark in marks if mark in answer.content] == []


def test_what_is_written_down_about_sign_ins_and_that_the_log_holds(server: str, rules: Rules, county: Path) -> None:
    rules()
    data_dir = county.parent / "data"
    before = len(read_entries(data_dir, "marked"))
    see(server)
    cookies = sign_in(server, "partner-1")
    with open_window(server, cookies) as window:
        for _ in range(3):
            window.run()
        window.run(click=words.say("sign_out"))
    see(server, cookies)
    see(server, cookies)
    see(server, sign_in(server, "stranger-1"))
    told = [(entry.deed, entry.done_by, entry.role, entry.about) for entry in read_entries(data_dir, "marked")[before:]]
    assert told == [
        ("sign_in", "partner-1", "partner", "{}"),
        ("sign_out", "partner-1", "partner", '{"reason": "asked"}'),
        ("refused", "partner-1", "partner", '{"reason": "signed_out"}'),
        ("refused", "stranger-1", "public", '{"reason": "no_role"}'),
    ]


def test_where_a_sign_in_cannot_be_written_down_nobody_is_let_in(server: str, rules: Rules, county: Path) -> None:
    rules()
    cookies = sign_in(server, "partner-1")
    key = county.parent / "data" / "marked" / "audit" / "audit.key"
    kept = key.read_bytes()
    key.write_bytes(b"another key")
    try:
        seen = see(server, cookies)
        assert door("no_log") in seen
        assert PARTNER not in seen
    finally:
        key.write_bytes(kept)
    assert PARTNER in see(server, cookies)
