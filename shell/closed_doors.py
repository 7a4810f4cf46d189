"""Doors of the platform that this program does not use are shut: metrics, uploads, and whatever is added to them later."""

import re
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INSIDE: Final = re.compile(r"/(_stcore|component|app/static)(/.*)?$")
OPEN: Final = re.compile(r"/_stcore/(health|host-config|stream|bidi-components/.+)$")
"""Of the platform's own addresses, those that a page needs, and the one by which others see that the server is well."""
METHODS: Final = ("GET", "HEAD", "OPTIONS")
"""Nothing is sent to this program but over the socket, so nothing can be uploaded, whatever its size."""
NOT_FOUND, NOT_ALLOWED = 404, 405


class ClosedDoors:
    """Answers 404 at addresses that are not in use and 405 to methods that are not; marks cookies Secure behind HTTPS."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or turn it away; sockets are let through to the platform, which checks their origin."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            await PlainTextResponse("Method not allowed", NOT_ALLOWED)(scope, receive, send)
            return
        if INSIDE.search(scope["path"]) and not OPEN.search(scope["path"]):
            await PlainTextResponse("Not found", NOT_FOUND)(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        secure = "https" in (asked.url.scheme, asked.headers.get("x-forwarded-proto", ""))
        await self.app(scope, receive, _with_secure_cookies(send) if secure else send)


def _with_secure_cookies(send: Send) -> Send:
    """Return a send that marks every cookie Secure: the platform leaves this out, since it does not see the proxy's HTTPS."""

    async def secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in cookies:
                marked = cookie if "; secure" in cookie.lower() else f"{cookie}; Secure"
                headers.append("set-cookie", marked)
        await send(message)

    return secured
