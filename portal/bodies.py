"""How much a request may bring: two million bytes, and more where trainers bring questions or a whole package."""

from flask import Flask, request
from flask_login import current_user

LARGEST = 2_000_000
PACKS, QUESTIONS = "/exchange/packs", "/exchange/imports"
LARGEST_WITH_FILE = {PACKS: 20_500_000, QUESTIONS: 8_500_000}
"""By address: what content/exchange/ reads of a file, and what a form says around it; deploy/ knows them too."""


def init_app(app: Flask) -> None:
    """Refuse what is larger, before anything of it is read."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    # All of it may be one text; the default of Flask 3.1 is 500 kB.
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    app.url_value_preprocessor(_before_anything_is_read)


def _before_anything_is_read(endpoint: str | None, values: dict[str, object] | None) -> None:
    if request.path in LARGEST_WITH_FILE and current_user.is_authenticated and current_user.account.trainer:
        request.max_content_length = LARGEST_WITH_FILE[request.path]
