"""Whether and how people sign in: the county's sign-in service by OpenID Connect, and what a wrong setting is told."""

import os
import sys
from collections.abc import Mapping
from typing import Any, Final

from streamlit.auth_util import get_secrets_auth_section

from data_access.access import AccessFileError, Role, read_access
from data_access.county import CountyFileError, read_county
from data_access.settings import SettingError, county_setting, real_data_without_sign_in, server_for

ENVIRONMENT: Final = {
    "OIDC_METADATA_URL": "server_metadata_url",
    "OIDC_CLIENT_ID": "client_id",
    "OIDC_CLIENT_SECRET": "client_secret",
    "OIDC_REDIRECT_URI": "redirect_uri",
    "OIDC_COOKIE_SECRET": "cookie_secret",
}
"""Settings and their names in .streamlit/secrets.toml, section [auth]: one of the two places holds all five."""

SHORTEST_SECRET: Final = 32
"""Letters of the cookie secret: whoever guesses it can sign in as anyone."""

RULES_MISSING: Final = "rules_missing"
NO_SIGN_IN: Final = (
    "{county} holds real data, and no sign-in is set up. docs/sign-in.md says how to set it up. "
    "To show real numbers without it, to everyone who reaches this server, set REAL_DATA_WITHOUT_SIGN_IN=yes."
)


def is_set_up() -> bool:
    """Whether people can sign in here."""
    return bool(get_secrets_auth_section())


def secrets_of_environment() -> dict[str, Any] | None:
    """Return the settings of sign-in that the environment holds, as Streamlit takes them; None where it holds none.

    Raises SettingError when it holds some of them.
    """
    given = {name: os.environ.get(name, "") for name in ENVIRONMENT}
    missing = [name for name, value in given.items() if not value]
    if len(missing) == len(given):
        return None
    if missing:
        raise SettingError(f"Sign-in needs {', '.join(missing)} too: set them, or none of {', '.join(ENVIRONMENT)}.")
    return {"auth": {ENVIRONMENT[name]: value for name, value in given.items()}}


def checked_secrets() -> dict[str, Any] | None:
    """Check every setting before the server starts, and return the settings of sign-in from the environment, if any.

    A setting that cannot be used ends the program with a message: better no server than one that is open by mistake.
    """
    try:
        secrets = secrets_of_environment()
        auth = secrets["auth"] if secrets else get_secrets_auth_section()
        _check(server_for(), auth)
    except (SettingError, AccessFileError) as error:
        print(error, file=sys.stderr)  # noqa: T201  # the person who starts the server reads it here
        raise SystemExit(2) from None
    return secrets


def _check(served: frozenset[Role], auth: Mapping[str, Any]) -> None:
    if not auth:
        if not real_data_without_sign_in() and _is_real():
            raise SettingError(NO_SIGN_IN.format(county=county_setting()))
        return
    missing = [name for name in ENVIRONMENT.values() if not auth.get(name)]
    if missing:
        raise SettingError(f"Sign-in needs {', '.join(missing)} too, in the section [auth] of .streamlit/secrets.toml.")
    if len(str(auth["cookie_secret"])) < SHORTEST_SECRET:
        raise SettingError(
            f"cookie_secret is shorter than {SHORTEST_SECRET} letters, so it could be guessed. Make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if served != {Role.PUBLIC} and read_access(county_setting()) is None:
        raise SettingError(
            f"Sign-in is set up, but the county {county_setting()} has no access.toml, which says who may see what. "
            "docs/sign-in.md shows one."
        )


def _is_real() -> bool:
    """Whether the county's file says that its data are real; a county without a file is looked at when it is shown."""
    try:
        return not read_county(county_setting()).made_up
    except CountyFileError:
        return False
