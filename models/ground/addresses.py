"""Addresses of the web and of mail, as people, lists of feeds and strangers write them."""

import re
from urllib.parse import urlsplit

from models.ground.limits import LONGEST_ADDRESS

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
# Nothing here may hold a line break: addresses become headers of mails.
_OF_MAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@[\w-]+(\.[\w-]+)*", re.ASCII)


def is_of_mail(address: str) -> bool:
    """Return whether mail may come from or go to it: the everyday form of RFC 5322, 3.4.1, ASCII, no quotes."""
    return _OF_MAIL.fullmatch(address) is not None


def is_of_web(address: str) -> bool:
    """Return whether it leads to a page: http or https, a host, no name or password, of bearable length."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    # An address with a password in it would be shown to all, and « user@ » hides the true host from the eye.
    return sound and parts.username is None and len(address) <= LONGEST_ADDRESS
