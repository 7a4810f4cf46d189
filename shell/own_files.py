"""A file for download belongs to the windows that offer it: a copied link gives it to nobody else.

By itself Streamlit serves such a file, at an address made from its content, to whoever asks, as long as a window offers it.
"""

import json
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.runtime import get_instance
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data_access.access import Role
from data_access.settings import server_for
from presentation import words
from shell.sign_in import is_set_up
from shell.viewer import Viewer, standing
from shell.windows import THE_PUBLIC, WINDOWS

MEDIA: Final = "/media/"
FORBIDDEN: Final = 403


class OwnFilesOnly:
    """Lets a file through to the sign-in whose window offers it, and to anyone where the public is offered it.

    Where nobody signs in, and on a server for the public alone, every file is everyone's.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a refusal; what is passed on is kept by no cache on the way."""
        if scope["type"] != "http" or MEDIA not in scope["path"] or server_for() == {Role.PUBLIC} or not is_set_up():
            await self.app(scope, receive, send)
            return
        file_id = scope["path"].rpartition("/")[2].partition(".")[0]
        if not await run_in_threadpool(_may_have, file_id, HTTPConnection(scope)):
            await PlainTextResponse(words.say("file_not_yours"), FORBIDDEN)(scope, receive, send)
            return

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, unkept)


def _may_have(file_id: str, asked: HTTPConnection) -> bool:
    owners = {WINDOWS.owner(window) for window in _windows_with(file_id)}
    if THE_PUBLIC in owners:
        return True
    looks = standing(_claims(asked), server_for(), counts=False)
    return isinstance(looks, Viewer) and looks.sign_in is not None and looks.sign_in.key in owners


def _windows_with(file_id: str) -> list[str]:
    """Return the windows that offer a file now. Streamlit knows this, but has no way to ask for it."""
    manager = get_instance().media_file_mgr
    with manager._lock:  # noqa: SLF001
        offered = manager._files_by_session_and_coord.items()  # noqa: SLF001
        return [window for window, files in offered if file_id in files.values()]


def _claims(asked: HTTPConnection) -> dict[str, Any]:
    """Return the claims in the cookie, as Streamlit reads them for a page; none where its signature is not ours."""

    def part(name: str) -> bytes | None:
        value = asked.cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1")) if value else None

    signed = get_cookie_with_chunks(part, USER_COOKIE_NAME)
    claims = json.loads(signed) if signed else {}
    return claims if isinstance(claims, dict) else {}
