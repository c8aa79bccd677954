"""What was typed and did not arrive, because the session or the page had ended: whatever says so gives it back."""

from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app, request

from portal.form_editor import copies
from portal.shell import OUR_PAGE

SECRET = {"password", "present"}
"""Fields whose words are never shown."""


class Unsent(NamedTuple):
    """The page from which a form was sent, empty where it cannot be opened again; what was typed in it."""

    page: str
    on_device: bool
    """Whether the device keeps it, and that page offers it."""
    typed: list[str]


def unsent() -> Unsent:
    """Return what this request has brought in vain."""
    on_device = bool(copies.kept()) and bool(_page())
    return Unsent(_page(), on_device, [] if on_device else typed())


def typed() -> list[str]:
    """Return all that holds more than one word; nothing that another site has sent: it could say anything."""
    if _host() != request.host:
        return []
    fields = request.form.items(multi=True)
    return [words for name, words in fields if name not in SECRET and len(words.split()) > 1]


def _page() -> str:
    """Return the page of ours from which the form was sent, if it opens by its address."""
    found = urlsplit(request.referrer or "") if _host() == request.host else None
    if not found or not OUR_PAGE.fullmatch(found.path):
        return ""
    opens = current_app.create_url_adapter(request).test(found.path, "GET")  # type: ignore[union-attr]
    return found._replace(scheme="", netloc="", fragment="").geturl() if opens else ""


def _host() -> str:
    # Our pages say where a form stood (Referrer-Policy, portal/pages.py); Flask-WTF goes by it too.
    with suppress(ValueError):
        return urlsplit(request.referrer or "").netloc
    return ""
