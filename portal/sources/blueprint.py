"""Where the pages of sources are."""

from flask import Blueprint

blueprint = Blueprint("sources", __name__, url_prefix="/sources")
