"""Where the pages of rule changes are."""

from flask import Blueprint

blueprint = Blueprint("rule_changes", __name__, url_prefix="/rule-changes")
