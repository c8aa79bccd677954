"""The blueprint of the pages of sources, and the words for codes of sources on every page."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from models.watch.sources import wording
from models.watch.visit_results import IN_WORDS, TRIED_ONCE

blueprint = Blueprint("sources", __name__, url_prefix="/sources")

WORDS = {
    "in_words": IN_WORDS,
    "tried_once": TRIED_ONCE,
    "natures": wording.NATURES,
    "jurisdictions": wording.JURISDICTIONS,
    "rights": wording.RIGHTS,
    "watching": wording.WATCHING,
    "source_states": wording.STATES,
    "source_orders": wording.ORDERS,
}


@blueprint.record_once
def name_codes(state: BlueprintSetupState) -> None:
    """Give these words to all templates."""
    state.app.jinja_env.globals.update(WORDS)
