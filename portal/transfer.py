"""Copies that a device keeps of what is typed in the studio, until the portal says that it has them (studio.js)."""

import hashlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, session
from flask_compress import Compress
from flask_login import current_user

from content.strings.late_patterns import LatePattern
from portal.request import OUR_PAGE

COPY = LatePattern(r"\d{13} \d{13}")
"""When a copy was begun, by which its device finds it, and when its words were typed; in milliseconds."""
RECEIVED = "received"
"""In the session: of each copy, which words have arrived; what was sent in leaving is told by a later page."""
MOST_COPIES = 10
"""Copies that are remembered, the latest: a cookie has 4096 bytes, and one page is enough to tell of all of them."""


def copies_kept() -> str:
    """Return which copy the device keeps of what was sent; empty where it keeps none."""
    found = request.form.get("copy", "")
    return found if COPY.fullmatch(found) else ""


def copy_arrived() -> None:
    """Note that what was sent is kept here."""
    if copy := copies_kept():
        begun, typed = copy.split()
        session[RECEIVED] = dict([*{**session.get(RECEIVED, {}), begun: typed}.items()][-MOST_COPIES:])


def copies_received() -> dict[str, str]:
    """Return which words of which copies have arrived."""
    found: dict[str, str] = session.get(RECEIVED, {})
    return found


# ---------------------------------------------------------------------------------------------- what goes over the wire


A_YEAR = 31_536_000
TEXTS = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/atom+xml", "application/json"]


def init_app(app: Flask) -> None:
    """Give each static file an address of its content, and compress what is text."""
    # Brotli at its default would take longer than the page that it makes smaller.
    app.config.update(COMPRESS_MIMETYPES=TEXTS, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=4)
    app.url_defaults(_name_content)
    # What is registered last sees a response first.
    Compress(app)
    app.after_request(_keep)


def _name_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static":
        values["v"] = _content(values["filename"])


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        # Read, and its file closed when it is sent: anyone who compresses it leaves it open.
        response.direct_passthrough = False
        response.make_sequence()
        response.headers.remove("Content-Disposition")  # says what the address says, in up to 90 bytes a file
        filename = (request.view_args or {})["filename"]
        # A release of somebody else's has its version in its path (vendor/<name>@<version>): style.css names fonts so.
        if "@" in filename or request.args.get("v") == _content(filename):
            # RFC 8246: nobody asks again whether it has changed, not even when a page is loaded anew.
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def _content(filename: str) -> str:
    file = Path(current_app.static_folder or "", filename)
    try:
        return _fingerprint(file, file.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=64)
def _fingerprint(file: Path, _: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


# ----------------------------------------------------------------------------------------- how much a request may bring


LARGEST_BODY = 2_000_000
PACKS, QUESTIONS = "/exchange/packs", "/exchange/imports"
LARGEST_BODY_WITH_FILE = {PACKS: 20_500_000, QUESTIONS: 8_500_000}
"""By address: what content/exchange/ reads of a file, and what a form says around it; deploy/ knows them too."""


def limit_bodies(app: Flask) -> None:
    """Refuse what is larger, before anything of it is read."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    # All of it may be one text; the default of Flask 3.1 is 500 kB.
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.url_value_preprocessor(_before_anything_is_read)


def _before_anything_is_read(endpoint: str | None, values: dict[str, object] | None) -> None:
    if request.path in LARGEST_BODY_WITH_FILE and current_user.is_authenticated and current_user.account.trainer:
        request.max_content_length = LARGEST_BODY_WITH_FILE[request.path]


# ------------------------------------------------------------------------------------ what was typed and did not arrive


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
    on_device = bool(copies_kept()) and bool(_page())
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
