"""The sheet's page: begun blank or from a question of a topic, drawn as it is typed, alone or by two.

No request of it needs a session or a token, and none is kept: each brings the whole text and takes it along again, with
200 where another form would lead on to a page that can be loaded anew (exempt from law 7 by name).
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, make_response, render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from content.pathway.pathway_fields import PathwayFields, write_pathway_fields
from models import sheet as models_sheet
from models.catalogue import house_texts
from portal.access import signed_in
from portal.charts.sheet import sheet_chart
from portal.pages import page_language
from portal.sheet import paper
from portal.sheet.editing import edited, focus_after
from portal.sheet.sent import SentSheet, limit, sent
from portal.sheet.shown import SheetAsShown, shown
from portal.shell import house_day, reading, swaps

blueprint = Blueprint("sheet", __name__)
limit(blueprint, 64_000)  # the text, and those that can be undone

INSTEAD: Mapping[str, Callable[[Session, SheetAsShown], Response | None]]
INSTEAD = {"paper": paper.on_paper, "words": paper.in_words, "keep": paper.as_text, "dates": paper.as_calendar}
"""What gives something else than the page to type on, unless that has something to say first."""


@blueprint.get("/sheet")
def blank() -> Response:
    """Show an empty sheet."""
    return _page(SentSheet(write_pathway_fields(PathwayFields(page_language()))))


@blueprint.get("/sheet/from/<question_id>")
@signed_in
def begun(question_id: str) -> Response:
    """Show a sheet that begins with a question of a topic, its answers and what follows each."""
    with reading() as db:
        topic, question = models_sheet.question_to_begin_with(db, question_id)
        rules = models_sheet.rules_to_cite(db, topic, house_day())
    text = write_pathway_fields(models_sheet.begun_with(topic, question, rules, page_language()))
    return _page(SentSheet(text, begun=question_id))


@blueprint.post("/sheet")
def draw() -> Response:
    """Do what a button asks, and show the sheet again, or what comes of it."""
    found = sent()
    if found.verb in INSTEAD:
        with reading() as db:
            if response := INSTEAD[found.verb](db, shown(db, found)):
                return response
    return _page(edited(found), focus_after(found))


def _page(found: SentSheet, focus: str = "") -> Response:
    with reading() as db:
        one = shown(db, found)
        # What of the directory fits, for the counsellor alone: with the sheet looked at by two, nothing.
        alone = current_user.is_authenticated and not found.together
        page = {
            "shown": one,
            "picture": sheet_chart(one.sheet),
            "focus": focus,
            "dates": paper.dates_told(one),
            "in_place": models_sheet.beside(db, found.begun, one.sheet.rules, house_day()) if alone else [],
            # For whoever prints this page: its paper has the same foot.
            "until": paper.until(house_day(), [*one.cited, *one.entries]),
            "ways": house_texts.ways(db, one.sheet.language),
        }
    template = "sheet/together.html" if found.together else "sheet/page.html"
    if swaps():
        template = "sheet/drawn.html" if found.verb == "draw" else "sheet/editor.html"
    return make_response(render_template(template, **page))
