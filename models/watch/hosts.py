"""The hosts of watched addresses: each is visited by one at a time."""

from urllib.parse import urlsplit

from models.ground.limits import LONGEST_HOST

WEB_PORTS = {"http": 80, "https": 443}


def host_of(address: str) -> str:
    """Return host:port of an address of the web; empty for anything else."""
    try:
        parts = urlsplit(address)
        port = parts.port or WEB_PORTS.get(parts.scheme)
    except ValueError:
        return ""
    name = parts.hostname or ""
    return f"{name}:{port}" if port and 0 < len(name) <= LONGEST_HOST else ""
