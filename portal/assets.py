"""What goes over the wire: files that never change under their address, and texts compressed."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask_compress import Compress

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
        # Read, and its file closed when it is sent: whoever compresses it leaves it open.
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
