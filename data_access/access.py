"""Who may see what: a county's rules in access.toml, and what they say of the claims with which someone signed in."""

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, TypeGuard

from pydantic import Field, ValidationError, field_validator

from data_access.county import COUNTIES_FOLDER
from data_access.mapping_words import Part, Word

ACCESS_FILE: Final = "access.toml"


class Role(StrEnum):
    """Who someone is to this program. A server is started for some of these, and mounts only what they may see."""

    PUBLIC = "public"
    PARTNER = "partner"
    ANALYST = "analyst"
    STEWARD = "steward"


MAY_SEE: Final[Mapping[Role, tuple[Role, ...]]] = {
    Role.PUBLIC: (Role.PUBLIC,),
    Role.PARTNER: (Role.PARTNER, Role.PUBLIC),
    Role.ANALYST: (Role.ANALYST, Role.PARTNER, Role.PUBLIC),
    Role.STEWARD: (Role.STEWARD,),
}
"""What each role may see, the most first. A steward sees records with names, and nothing else, on a server of its own."""

IDLE_MINUTES: Final = {Role.PARTNER: 30.0, Role.ANALYST: 15.0, Role.STEWARD: 10.0}
"""After how long without a click someone is signed out, where access.toml does not say."""

Minutes = Annotated[float, Field(gt=0, le=240)]


class AccessFileError(Exception):
    """A file access.toml that cannot be used; the message names each wrong key and the remedy."""


class Access(Part):
    """A county's rules. claim names the claim that tells what someone is; roles says which of its values is which role.

    claim may lead into a claim: realm_access.roles. issuers are the addresses of the sign-in services that are believed.
    revoked holds subjects or email addresses that are let in no more, whatever their claims say. idle_minutes: how long
    without a click until someone is signed out. session_hours: how long one sign-in lasts at most.
    """

    claim: Word = "groups"
    issuers: tuple[Word, ...] = Field(min_length=1)
    roles: dict[Word, Role] = Field(min_length=1)
    revoked: tuple[Word, ...] = ()
    idle_minutes: dict[Role, Minutes] = Field(default_factory=dict)
    session_hours: float = Field(default=8, gt=0, le=24)

    @field_validator("issuers")
    @classmethod
    def _are_addresses(cls, issuers: tuple[str, ...]) -> tuple[str, ...]:
        for issuer in issuers:
            if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
                raise ValueError(f"{issuer} is no address that can be believed: it must begin with https://")
        return issuers

    @field_validator("roles", "idle_minutes")
    @classmethod
    def _nobody_signs_in_as_the_public(cls, given: dict[Any, Any]) -> dict[Any, Any]:
        if Role.PUBLIC in given or Role.PUBLIC in given.values():
            raise ValueError("public is what everyone may see without a role: remove it")
        return given

    def idle(self, role: Role) -> dt.timedelta:
        """Return how long this role may do nothing."""
        return dt.timedelta(minutes=self.idle_minutes.get(role, IDLE_MINUTES[role]))


def read_access(county: str) -> Access | None:
    """Read access.toml from the county's folder anew; None where there is none, AccessFileError where it is wrong."""
    path = next(
        (
            folder / ACCESS_FILE
            for folder in (COUNTIES_FOLDER / county, Path(county))
            if (folder / ACCESS_FILE).is_file()
        ),
        None,
    )
    if path is None:
        return None
    shown = f"{path.parent.name}/{ACCESS_FILE}"
    try:
        return Access.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AccessFileError(f"{shown} is not valid TOML: {error}. Mend that line.") from None
    except OSError as error:
        raise AccessFileError(f"{shown} cannot be read: {error.strerror}. Let the server's account read it.") from None
    except ValidationError as error:
        raise AccessFileError("\n".join(f"{shown}: {_told(part)}" for part in error.errors())) from None


def _told(part: Any) -> str:
    key = ".".join(str(step) for step in part["loc"] if step != "[key]") or "the whole file"
    if part["type"] == "missing":
        return f"{key}: is missing: add it"
    if part["type"] == "extra_forbidden":
        return f"{key}: is not a key that we know: correct its spelling or remove it"
    if part["type"] == "value_error":
        return f"{key}: {part['msg'].removeprefix('Value error, ')}"
    return f"{key}: {part['msg']} (the file says {part['input']!r})"


class Why(StrEnum):
    """Why someone is not let in with a role."""

    NOT_SIGNED_IN = "not_signed_in"
    EXPIRED = "expired"
    IDLE = "idle"
    SIGNED_OUT = "signed_out"
    ISSUER = "issuer"
    REVOKED = "revoked"
    NO_ROLE = "no_role"


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """One sign-in as its claims tell it: who, by which service, from when, and until when at most.

    key is a digest that tells this sign-in from every other one, also of the same person; it tells nothing else.
    """

    subject: str
    name: str
    email: str
    issuer: str
    signed_in_at: dt.datetime
    token_ends_at: dt.datetime
    values: frozenset[str]
    key: str


def sign_in(claims: Mapping[str, Any], claim: str) -> SignIn | None:
    """Return the sign-in that the claims tell of; None without one, or where a claim that every service gives is missing.

    signed_in_at and token_ends_at are the claims iat and exp. values are those of the claim: a text, or a list of texts.
    """
    subject, issuer = claims.get("sub"), claims.get("iss")
    began, ends = claims.get("iat"), claims.get("exp")
    if claims.get("is_logged_in") is not True or not isinstance(subject, str) or not isinstance(issuer, str):
        return None
    if not _is_a_time(began) or not _is_a_time(ends) or not subject:
        return None
    unique = [issuer, subject, began, *(str(claims.get(name)) for name in ("sid", "nonce", "at_hash", "jti"))]
    email = str(claims.get("email") or "")
    return SignIn(
        subject=subject,
        name=str(claims.get("name") or claims.get("preferred_username") or email or subject),
        email=email,
        issuer=issuer,
        signed_in_at=dt.datetime.fromtimestamp(began, dt.UTC),
        token_ends_at=dt.datetime.fromtimestamp(ends, dt.UTC),
        values=frozenset(_values(claims, claim)),
        key=hashlib.sha256(json.dumps(unique).encode()).hexdigest(),
    )


def _is_a_time(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 2**40


def _values(claims: Mapping[str, Any], claim: str) -> Iterable[str]:
    """Return the texts of a claim by its name, or by a path into it with dots."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for step in claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    listed = [found] if isinstance(found, str) else found if isinstance(found, list | tuple) else []
    return (value for value in listed if isinstance(value, str))


def role_of(signed_in: SignIn, access: Access, served: frozenset[Role], now: dt.datetime) -> Role | Why:
    """Return the role that someone has on a server for these audiences at this moment, or why there is none.

    Of several roles it is the one that may see the most. Whoever signed in exactly session_hours ago, or whose token ends
    at this very moment, is out. A role that this server has nothing for does not count.
    """
    if signed_in.issuer.rstrip("/") not in {issuer.rstrip("/") for issuer in access.issuers}:
        return Why.ISSUER
    if signed_in.subject in access.revoked or (signed_in.email and signed_in.email in access.revoked):
        return Why.REVOKED
    if now >= min(signed_in.token_ends_at, signed_in.signed_in_at + dt.timedelta(hours=access.session_hours)):
        return Why.EXPIRED
    held = {role for value, role in access.roles.items() if value in signed_in.values}
    for role in (Role.STEWARD, Role.ANALYST, Role.PARTNER):
        if role in held and any(seen in served for seen in MAY_SEE[role] if seen is not Role.PUBLIC):
            return role
    return Why.NO_ROLE
