"""Addresses of the web, as people, lists of feeds and strangers write them."""

from urllib.parse import urlsplit

from models.limits import LONGEST_ADDRESS


def is_of_web(address: str) -> bool:
    """Whether it leads to a page: http or https, a host, nobody's name or password, and of bearable length."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return sound and parts.username is None and len(address) <= LONGEST_ADDRESS
