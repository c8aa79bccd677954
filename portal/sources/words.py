"""The words for codes of sources, on every page."""

from flask import Flask

from models.watch.sources import wording
from models.watch.visit_results import IN_WORDS, TRIED_ONCE

WORDS = {
    "in_words": IN_WORDS,
    "tried_once": TRIED_ONCE,
    "natures": wording.NATURES,
    "jurisdictions": wording.JURISDICTIONS,
    "rights": wording.RIGHTS,
    "watching": wording.WATCHING,
}


def init_app(app: Flask) -> None:
    """Give these words to all templates."""
    app.jinja_env.globals.update(WORDS)
