"""Copies that a device keeps of what is typed in the studio, until the portal says that it has them (studio.js)."""

from flask import request, session

from content.strings.late_patterns import LatePattern

COPY = LatePattern(r"\d{13} \d{13}")
"""When a copy was begun, by which its device finds it, and when its words were typed; in milliseconds."""
RECEIVED = "received"
"""In the session: of each copy, which words have arrived; what was sent in leaving is told by a later page."""
MOST = 10
"""Copies that are remembered, the latest: a cookie has 4096 bytes, and one page is enough to tell of all of them."""


def kept() -> str:
    """Return which copy the device keeps of what was sent; empty where it keeps none."""
    found = request.form.get("copy", "")
    return found if COPY.fullmatch(found) else ""


def arrived() -> None:
    """Note that what was sent is kept here."""
    if copy := kept():
        begun, typed = copy.split()
        session[RECEIVED] = dict([*{**session.get(RECEIVED, {}), begun: typed}.items()][-MOST:])


def received() -> dict[str, str]:
    """Return which words of which copies have arrived."""
    found: dict[str, str] = session.get(RECEIVED, {})
    return found
