"""A window of the dashboard without a browser: the same sockets, messages, cookies and downloads, and all bytes kept."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

USER_COOKIE: Final = "_streamlit_user"
XSRF_COOKIE: Final = "_streamlit_xsrf"
FILE: Final = re.compile(rb"/media/[0-9a-f]+\.csv")
PATIENCE_SECONDS: Final = 30


@dataclass(kw_only=True)
class Window:
    """One open window. received holds every message that the server sent, as it came."""

    url: str
    socket: ClientConnection
    received: list[bytes] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    goes_to: str = ""
    session: str = ""
    _page: str = ""

    def run(self, *, page: str = "", choices: Mapping[str, str] | None = None, click: str = "") -> bytes:
        """Let the server run the page, after a click on a button where one is named; return all that it sent for it."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.page_script_hash, rerun.page_name = self._page, page
        rerun.query_string = urlencode(choices or {})
        if click:
            state = rerun.widget_states.widgets.add()
            state.id, state.trigger_value = self.buttons[click], True
        self.socket.send(message.SerializeToString())
        first = len(self.received)
        self.buttons = {}
        while self._take() != "script_finished":
            pass
        return b"".join(self.received[first:])

    def _take(self) -> str | None:
        raw = self.socket.recv(timeout=PATIENCE_SECONDS)
        assert isinstance(raw, bytes)
        self.received.append(raw)
        message = ForwardMsg()
        message.ParseFromString(raw)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            self.session = message.new_session.initialize.session_id or self.session
        elif kind == "auth_redirect":
            self.goes_to = message.auth_redirect.url
        elif kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "button":
                self.buttons[element.button.label] = element.button.id
        return kind


@contextmanager
def open_window(url: str, cookies: Mapping[str, str] | None = None, resume: str = "") -> Iterator[Window]:
    """Open a window with these cookies, as a browser at this address does; resume asks for a session that is there."""
    jar = {**(cookies or {})}
    jar[XSRF_COOKIE] = httpx.get(f"{url}/_stcore/health").cookies[XSRF_COOKIE]
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()), "Origin": url}
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    protocols = [Subprotocol("streamlit"), Subprotocol(jar[XSRF_COOKIE])]
    if resume:
        protocols.append(Subprotocol(resume))
    with connect(address, additional_headers=headers, subprotocols=protocols, max_size=None) as socket:
        yield Window(url=url, socket=socket)


def sign_in(url: str, account: str) -> dict[str, str]:
    """Sign in through the service as this account does, click by click; return the cookies that the browser then holds."""
    with open_window(url) as window:
        window.run(click="")
        window.run(click="Sign in")
    with httpx.Client(follow_redirects=False) as browser:
        to_service = browser.get(url + window.goes_to)
        back = browser.post(to_service.headers["location"], data={"sub": account})
        signed_in = browser.get(back.headers["location"])
        assert signed_in.headers["location"] == "/"
        return {
            cookie.name: cookie.value or "" for cookie in browser.cookies.jar if cookie.name.startswith(USER_COOKIE)
        }


def see(url: str, cookies: Mapping[str, str] | None = None, page: str = "") -> bytes:
    """Open a window, look at a page once, and return all that the server sent."""
    with open_window(url, cookies) as window:
        return window.run(page=page)
