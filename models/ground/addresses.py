"""Addresses of mail."""

import re

from content.patterns import LatePattern

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
# Nothing here may hold a line break: addresses become headers of mails.
_OF_MAIL = LatePattern(rf"{_ATOM}(\.{_ATOM})*@[\w-]+(\.[\w-]+)*", re.ASCII)


def is_of_mail(address: str) -> bool:
    """Return whether mail may come from or go to it: the everyday form of RFC 5322, 3.4.1, ASCII, no quotes."""
    return _OF_MAIL.fullmatch(address) is not None
