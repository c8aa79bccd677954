"""The one provider of OpenID Connect that a house trusts to say who somebody is, as its settings name it."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from models.ground.environment import BadSetting

VARIABLES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
TOGETHER = "OIDC_ISSUER, une adresse https://…, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET et OIDC_NAME vont ensemble"


class OpenId(NamedTuple):
    """Where the provider is, what Boussole is called there and its secret, and what people call the provider."""

    issuer: str
    client_id: str
    client_secret: str
    name: str

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> "OpenId | None":
        """Read OIDC_ISSUER and its three companions, all or none. Raises BadSetting."""
        if not any(name in given for name in VARIABLES):
            return None
        if missing := next((name for name in VARIABLES if name not in given), None):
            raise BadSetting(missing, "", TOGETHER)
        issuer = given["OIDC_ISSUER"]
        if not is_guarded(issuer) or "?" in issuer or "#" in issuer:
            raise BadSetting("OIDC_ISSUER", issuer, TOGETHER)
        return cls(*(given[name] for name in VARIABLES))


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
