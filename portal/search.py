"""The search that every page offers."""

from flask import Blueprint, render_template, request

from models import search
from portal.access import signed_in, today
from portal.pages import page_language
from portal.shell import reading

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@signed_in
def results() -> str:
    """The cards, modules and stories that answer, the best first."""
    with reading() as db:
        found = search.find(db, request.args.get("q", ""), page_language())
    return render_template("search/results.html", found=found, searched=found.asked, today=today())
