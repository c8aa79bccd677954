"""`/f`: whoever scans a printed sheet opens it, on any telephone, without account, cookie or row.

The page is a file, the same for everybody; its script posts what stands behind « # », which no browser sends by itself.
"""

from pathlib import Path

from flask import Blueprint, Response, current_app, g, make_response, request

from content.pathway.pathway_code import BadCode
from content.pathway.pathway_text import sketch_pathway
from content.schema.yaml_fields import LANGUAGES
from models import sheet as models_sheet
from portal.charts.sheet import sheet_chart
from portal.sheet import code
from portal.sheet.paper import text_in_words
from portal.sheet.sent import limit
from portal.sheet.shown import printed_at
from portal.shell import house_day, now, reading

blueprint = Blueprint("opening", __name__)
limit(blueprint, 2048)  # a code: those that are printed have half of it


@blueprint.get("/f")
def page() -> Response:
    """Return the page that opens a sheet in the browser of whoever has the paper."""
    return make_response(Path(current_app.static_folder or "", "opening.html").read_text("utf-8"))


@blueprint.post("/f")
def draw() -> Response:
    """Draw what a code holds, and say whether it was made here and whether a rule that it cites has changed."""
    g.language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    try:
        found = code.opened(request.get_data(as_text=True))
    except BadCode as error:
        return _said("sheet/unreadable.html", later=error.later)
    sheet, _ = sketch_pathway(found.text)
    g.language = sheet.language
    with reading() as db:
        cited = models_sheet.cited(db, sheet.rules, printed_at(sheet), now())
        entries = models_sheet.cited_entries(db, sheet.entries, house_day())
    return _said(
        "sheet/opened.html",
        text=found.text,
        title=sheet.title,
        is_ours=found.is_ours,
        picture=sheet_chart(sheet),
        cited=cited,
        entries=entries,
        said=text_in_words(sheet),
    )


def _said(template: str, **context: object) -> Response:
    # Without what every other page is given: that asks who is signed in, and here nobody is asked.
    return make_response(
        current_app.jinja_env.get_template(template).render(language=g.language, request=request, **context)
    )
