"""A real sign-in service on loopback for the tests, its accounts, and the settings with which a server trusts it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from tests.dashboard import free_port

COOKIE_SECRET: Final = "a secret of the tests, long enough to be taken"  # noqa: S105  # it opens nothing but them
ACCOUNTS: Final = {
    "partner-1": ["outcomes-partners"],
    "partner-2": ["outcomes-partners"],
    "analyst-1": ["outcomes-analysts"],
    "steward-1": ["outcomes-data-team"],
    "stranger-1": [],
}
"""The groups of each account."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A running sign-in service."""

    url: str

    def settings(self, port: int, served: str) -> dict[str, str]:
        """Return the settings of a server at this port, for these audiences, that lets people sign in here."""
        return {
            "SERVER_FOR": served,
            "REAL_DATA_WITHOUT_SIGN_IN": "",
            "OIDC_METADATA_URL": f"{self.url}/.well-known/openid-configuration",
            "OIDC_CLIENT_ID": "throughline",
            "OIDC_CLIENT_SECRET": "a secret of the tests",
            "OIDC_REDIRECT_URI": f"http://127.0.0.1:{port}/oauth2callback",
            "OIDC_COOKIE_SECRET": COOKIE_SECRET,
        }

    def put_into_groups(self, account: str, groups: list[str]) -> None:
        """Let the account have these groups from its next sign-in on."""
        httpx.put(f"{self.url}/users/{account}", json=claims(account, groups)).raise_for_status()


def claims(account: str, groups: list[str]) -> dict[str, object]:
    """Return what the service tells of an account, besides its subject."""
    return {"name": f"Person {account}", "email": f"{account}@county.example", "groups": groups}


@contextmanager
def running_service(*, token_seconds: int = 3600) -> Iterator[Service]:
    """Run a service whose tokens last so long."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--token-max-age", str(token_seconds)]
    for account, groups in ACCOUNTS.items():
        command += ["--user-claims", json.dumps({"sub": account, **claims(account, groups)})]
    process = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    service = Service(url=f"http://127.0.0.1:{port}")
    try:
        for _ in range(200):
            try:
                httpx.get(f"{service.url}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield service
    finally:
        process.terminate()
        process.wait(10)
