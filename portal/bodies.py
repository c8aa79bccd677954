"""How much a request may bring: two million bytes, and more to the one page that takes a whole package."""

from flask import Flask, request
from flask_login import current_user

LARGEST = 2_000_000
PACKS = "/exchange/packs"
"""Where a package is brought; the proxies in deploy/ know it too."""
LARGEST_WITH_PACK = 20_500_000
"""A package of twenty million, and what a form says around it."""


def init_app(app: Flask) -> None:
    """Refuse what is larger, before anything of it is read."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    # All of it may be one text; the default of Flask 3.1 is 500 kB.
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    app.url_value_preprocessor(_before_anything_is_read)


def _before_anything_is_read(endpoint: str | None, values: dict[str, object] | None) -> None:
    if endpoint == "exchange.bring_pack" and current_user.is_authenticated and current_user.account.trainer:
        request.max_content_length = LARGEST_WITH_PACK


def largest_at(path: str) -> int:
    """Return how many bytes may come to an address from whoever may send most there."""
    return LARGEST_WITH_PACK if path == PACKS else LARGEST
