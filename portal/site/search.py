"""The search that every page offers."""

from flask import Blueprint, render_template, request, url_for

from models.directory import entry_search
from models.directory.entries import entry_id
from models.tables.search import SearchEntry, SearchKind
from portal.access import signed_in, today
from portal.pages import page_language
from portal.request import reading

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@signed_in
def results() -> str:
    """Show the cards, modules and stories that match, the best first."""
    with reading() as db:
        found = entry_search.in_everything(db, request.args.get("q", ""), page_language())
    shown = {"found": found, "searched": found.asked, "address": address, "today": today()}
    return render_template("search/results.html", **shown)


def address(entry: SearchEntry) -> str:
    """Make the address of what was found from what its noun calls it."""
    if entry.kind == SearchKind.STORY:
        return url_for("news.story", story_id=int(entry.key))
    if entry.kind == SearchKind.ENTRY:
        return url_for("directory.entry", entry_id=entry_id(entry.key))
    if entry.kind == SearchKind.MODULE:
        return url_for("cards.module", module_id=entry.key)
    module_id, slug = entry.key.split("/")
    return url_for("cards.card", module_id=module_id, slug=slug)
