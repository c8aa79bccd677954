"""The views of a pathway: begun blank or from a topic, drawn as it is typed, changed by its buttons."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, make_response, render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.pathway.pathway import MOST_PLACES
from content.pathway.pathway_fields import (
    PathwayFields,
    in_language,
    moved,
    read_pathway_fields,
    with_place,
    without_place,
    write_pathway_fields,
)
from content.schema.yaml_fields import LANGUAGES
from models.catalogue import house_texts
from models.community import pathway as models_pathway
from portal.access import signed_in
from portal.charts.pathway_picture import pathway_chart
from portal.community import pathway_paper
from portal.community.pathway_shown import (
    AS_FORM,
    AS_LIST,
    MOST_UNDONE,
    PathwayAsShown,
    SentPathway,
    limit,
    sent,
    shown,
)
from portal.pages import page_language
from portal.request import house_day, reading, swaps

_Change = Callable[[PathwayFields, int], PathwayFields]
"""What becomes of the fields, at the place of some number from 1; 0 is before the first."""


def _added(fields: PathwayFields, after: int, decides: bool) -> PathwayFields:
    return with_place(fields, after, decides) if len(fields.places) < MOST_PLACES else fields


_AT_A_PLACE: Mapping[str, _Change] = {
    "step": lambda fields, number: _added(fields, number, False),
    "decide": lambda fields, number: _added(fields, number, True),
    "remove": lambda fields, number: without_place(fields, number - 1),
    "up": lambda fields, number: moved(fields, number - 1, -1),
    "down": lambda fields, number: moved(fields, number - 1, 1),
}
_FOCUS = {"step": ("who", 1), "decide": ("what", 1), "remove": ("what", -1), "up": ("up", -1), "down": ("down", 1)}
"""Where one goes on after each, and how far from the place it was about."""


def edited(sent: SentPathway) -> SentPathway:
    """Return the pathway after what was asked; where its text cannot be changed so, it is left as it is."""
    match sent.verb:
        case "undo":
            return sent._replace(text=sent.before[-1], before=sent.before[:-1]) if sent.before else sent
        case "list" | "form":
            return sent._replace(typed=AS_LIST if sent.verb == "list" else AS_FORM)
        case "together" | "alone":
            return sent._replace(together=sent.verb == "together")
    change = _AT_A_PLACE.get(sent.verb)
    if change is None and sent.verb not in LANGUAGES:
        return sent
    try:
        fields = read_pathway_fields(sent.text)
        text = write_pathway_fields(change(fields, sent.number) if change else in_language(fields, sent.verb))
    except (BrokenText, IndexError):
        return sent
    return sent._replace(text=text, before=(*sent.before, sent.text)[-MOST_UNDONE:])


def focus_after(sent: SentPathway) -> str:
    """Return the name of the field in which one goes on; empty where that is for the browser to say."""
    name, by = _FOCUS.get(sent.verb, ("", 0))
    return f"{name}-{max(1, sent.number + by)}" if name else ""


# ----------------------------------------------------------------------------------------------------- the sheet's page
#
# No request of it needs a session or a token, and none is kept: each brings the whole text and takes it along again,
# with 200 where another form would lead on to a page that can be loaded anew (exempt from law 7 by name).


blueprint = Blueprint("sheet", __name__)
limit(blueprint, 64_000)  # the text, and those that can be undone

INSTEAD: Mapping[str, Callable[[Session, PathwayAsShown], Response | None]]
INSTEAD = {
    "paper": pathway_paper.on_paper,
    "words": pathway_paper.in_words,
    "keep": pathway_paper.as_text,
    "dates": pathway_paper.as_calendar,
}
"""What gives something else than the page to type on, unless that has something to say first."""


@blueprint.get("/sheet")
def blank() -> Response:
    """Show an empty pathway."""
    return _page(SentPathway(write_pathway_fields(PathwayFields(page_language()))))


@blueprint.get("/sheet/from/<question_id>")
@signed_in
def begun(question_id: str) -> Response:
    """Show a pathway that begins with a question of a topic, its answers and what follows each."""
    with reading() as db:
        topic, question = models_pathway.question_to_begin_with(db, question_id)
        rules = models_pathway.rules_to_cite(db, topic, house_day())
    text = write_pathway_fields(models_pathway.begun_with(topic, question, rules, page_language()))
    return _page(SentPathway(text, begun=question_id))


@blueprint.post("/sheet")
def draw() -> Response:
    """Do what a button asks, and show the pathway again, or what comes of it."""
    found = sent()
    if found.verb in INSTEAD:
        with reading() as db:
            if response := INSTEAD[found.verb](db, shown(db, found)):
                return response
    return _page(edited(found), focus_after(found))


def _page(found: SentPathway, focus: str = "") -> Response:
    with reading() as db:
        one = shown(db, found)
        # What of the directory fits, for the counsellor alone: with the pathway looked at by two, nothing.
        alone = current_user.is_authenticated and not found.together
        page = {
            "shown": one,
            "picture": pathway_chart(one.pathway),
            "focus": focus,
            "dates": pathway_paper.dates_told(one),
            "in_place": models_pathway.beside(db, found.begun, one.pathway.rules, house_day()) if alone else [],
            # For anyone who prints this page: its paper has the same foot.
            "until": pathway_paper.until(house_day(), [*one.cited, *one.entries]),
            "ways": house_texts.ways(db, one.pathway.language),
        }
    template = "pathway/together.html" if found.together else "pathway/page.html"
    if swaps():
        template = "pathway/drawn.html" if found.verb == "draw" else "pathway/editor.html"
    return make_response(render_template(template, **page))
