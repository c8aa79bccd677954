"""Addresses of the web, as people, texts, lists of feeds and strangers write them."""

from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000
"""Characters."""


def is_of_web(address: str) -> bool:
    """Return whether it leads to a page: http or https, a host, no name or password, of bearable length."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    # An address with a password in it would be shown to all, and « user@ » hides the true host from the eye.
    return sound and parts.username is None and len(address) <= LONGEST_ADDRESS
