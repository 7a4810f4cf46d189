"""What the server does around every request: security headers, compression, and a start that has done the slow things."""

import base64
import gc
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shell.closed_doors import ClosedDoors
from shell.own_files import OwnFilesOnly

INDEX = Path(st.__file__).parent / "static" / "index.html"
SMALLEST_TO_COMPRESS = 1000
"""Bytes. Below, compression makes an answer larger."""


def script_hashes(html: str) -> tuple[str, ...]:
    """Return the content-security hash of every script that stands inside the page itself."""
    inline = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    return tuple(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline)


def content_security_policy() -> str:
    """Return the policy: everything from here, no script but the platform's own and our components, no frame around us."""
    scripts = " ".join(script_hashes(INDEX.read_text("utf-8")))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Adds the security headers to every answer; sockets are left alone."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the app; the policy is made once, from the page that this version of the platform serves."""
        self.app = app
        self.headers = {
            "content-security-policy": content_security_policy(),
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to the start of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, with_headers)


@asynccontextmanager
async def warm_start(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Import what pages need, read the publication, and take all of it out of the garbage collector's rounds."""
    del app
    import altair  # noqa: F401, PLC0415
    import pandas  # noqa: F401, PLC0415
    import pyarrow  # noqa: F401, PLC0415

    from data_access.publications import PublicationError  # noqa: PLC0415
    from shell.published import current_publication, served_audiences  # noqa: PLC0415

    try:
        for audience in served_audiences():
            current_publication(audience)
    except PublicationError as error:
        print(error)  # noqa: T201  # the person who starts the server reads it here; visitors see a calm page
    gc.collect()
    gc.freeze()
    yield {}


MIDDLEWARE = (
    Middleware(SecurityHeaders),
    Middleware(ClosedDoors),
    Middleware(OwnFilesOnly),
    Middleware(GZipMiddleware, minimum_size=SMALLEST_TO_COMPRESS),
)
