"""Limits on what strangers write: how long it may be, in characters, and the form of an address of mail."""

import re

from content.strings.late_patterns import LatePattern

LONGEST_TITLE, LONGEST_LEAD = 500, 20_000
LONGEST_IDENTITY = 500
"""PostgreSQL indexes no more than 2,700 bytes of anything."""
LONGEST_HOST = 253
"""Names are no longer in DNS."""


# ---------------------------------------------------------------------------------------------------- addresses of mail


_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
# Nothing here may hold a line break: addresses become headers of mails.
_OF_MAIL = LatePattern(rf"{_ATOM}(\.{_ATOM})*@[\w-]+(\.[\w-]+)*", re.ASCII)


def is_of_mail(address: str) -> bool:
    """Return whether mail may come from or go to it: the everyday form of RFC 5322, 3.4.1, ASCII, no quotes."""
    return _OF_MAIL.fullmatch(address) is not None


def is_of_somebody(address: str) -> bool:
    """Return whether a person's mails can go to it: one address and nothing else, at a host with a dot in its name.

    254 characters at most (RFC 5321, 4.5.3.1.3). Whether anybody reads them there, only a mail can tell.
    """
    return len(address) <= 254 and is_of_mail(address) and "." in address.rpartition("@")[2]
