"""The blueprint of the pages of rule changes."""

from flask import Blueprint

blueprint = Blueprint("rule_changes", __name__, url_prefix="/rule-changes")
