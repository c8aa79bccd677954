"""How settings are read from the environment; the terms of keeping and the OpenID Connect provider among them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import timedelta
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from content.strings.late_patterns import LatePattern

# A refused address is printed: what stands before its « @ » may be a password.
_CREDENTIALS = LatePattern("//.*@")


class BadSetting(ValueError):
    """A variable of the environment that cannot be used: which one, and what it should be."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={_CREDENTIALS.sub('//…@', value)!r} : {expected}")


def setting(read: Callable[[str], Any], default: Any = MISSING, variable: str = "", *, is_secret: bool = False) -> Any:
    """Declare a field of a dataclass whose variable has its name, in capitals, unless another is given.

    `read` makes its value of what the variable says, and raises ValueError with what it should be. What is secret is
    not printed where it is refused.
    """
    return field(default=default, metadata={"read": read, "variable": variable, "is_secret": is_secret})


def read_settings(kind: type, given: Mapping[str, str], prefix: str = "") -> dict[str, Any]:
    """Return, by field, what the environment sets of a dataclass; raises BadSetting."""
    found = {}
    for one in fields(kind):
        name = one.metadata.get("variable") or f"{prefix}{one.name.upper()}"
        if "read" in one.metadata and name in given:
            try:
                found[one.name] = one.metadata["read"](given[name])
            except ValueError as error:
                printed = "…" if one.metadata["is_secret"] else given[name]
                raise BadSetting(name, printed, str(error)) from error
    return found


def is_on(value: str) -> bool:
    """Return whether a variable switches something on."""
    return value == "1"


def one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    """Return what reads one of some words."""

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(", ".join(allowed))
        return value

    return read


def written_as(pattern: str, make: Callable[[str], Any], expected: str) -> Callable[[str], Any]:
    """Return what reads a value that is written in one way."""

    def read(value: str) -> Any:
        if not re.fullmatch(pattern, value):
            raise ValueError(expected)
        return make(value)

    return read


# ---------------------------------------------------------------------------------------- how long what is kept is kept


_DAYS = written_as("(?!0+$)[0-9]{1,4}", lambda value: timedelta(days=int(value)), "un nombre de jours, de 1 à 9999")


@dataclass(frozen=True, slots=True)
class Terms:
    """How long each thing is kept, from the day on which it was made, or on which it ended."""

    audit: timedelta = setting(_DAYS, timedelta(days=730))
    """What was done to modules, rules and accounts."""
    leavers: timedelta = setting(_DAYS, timedelta(days=365))
    """A closed account, with all that its owner has answered."""
    copies: timedelta = setting(_DAYS, timedelta(days=7))
    """A copy of the database; as long, those who were erased are remembered as erased."""
    mails: timedelta = setting(_DAYS, timedelta(days=30))
    """What a mail says, in the database and in the outbox."""
    sessions: timedelta = setting(_DAYS, timedelta(days=30))
    """A session that is over."""

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> "Terms":
        """Read KEEP_AUDIT, KEEP_COPIES…: one variable for each term. Raises BadSetting."""
        return cls(**read_settings(cls, given, "KEEP_"))


# ----------------------------------------------- the one provider of OpenID Connect that a house trusts to say who some


OPENID_VARIABLES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
OPENID_TOGETHER = "OIDC_ISSUER, une adresse https://…, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET et OIDC_NAME vont ensemble"


class OpenId(NamedTuple):
    """Where the provider is, what Boussole is called there and its secret, and what people call the provider."""

    issuer: str
    client_id: str
    client_secret: str
    name: str

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> "OpenId | None":
        """Read OIDC_ISSUER and its three companions, all or none. Raises BadSetting."""
        if not any(name in given for name in OPENID_VARIABLES):
            return None
        if missing := next((name for name in OPENID_VARIABLES if name not in given), None):
            raise BadSetting(missing, "", OPENID_TOGETHER)
        issuer = given["OIDC_ISSUER"]
        if not is_guarded(issuer) or "?" in issuer or "#" in issuer:
            raise BadSetting("OIDC_ISSUER", issuer, OPENID_TOGETHER)
        return cls(*(given[name] for name in OPENID_VARIABLES))


def is_guarded(address: str) -> bool:
    """Return whether nobody between us and an address of the web can read or change what is said there."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme == "https":
            return bool(host)
        return parts.scheme == "http" and ip_address(host).is_loopback
    except ValueError:  # no address of the web, or a name where only this machine's own number will do
        return False
