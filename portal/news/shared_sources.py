"""The views of one shared source."""

from flask import Blueprint, Flask, Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

import watchers
from content.errors import Refused
from models.ground import audit
from models.news.sources import page_changes, shared_sources, source_words
from models.news.sources.source_words import IN_WORDS, TRIED_ONCE, SourceRequest
from models.tables.audit import AuditVerb
from models.tables.sources import Source, Watching
from portal.access import administrator, learner_key
from portal.forms import text_of
from portal.news.source_forms import EditForm, of_source
from portal.pages import say
from portal.request import house_day, next_page, now, reading, see_other, settings, writing

blueprint = Blueprint("sources", __name__)


# ------------------------------------------------------------------------ the words for codes of sources, on every page


WORDS = {
    "in_words": IN_WORDS,
    "tried_once": TRIED_ONCE,
    "natures": source_words.NATURES,
    "jurisdictions": source_words.JURISDICTIONS,
    "rights": source_words.RIGHTS,
    "watching": source_words.WATCHING,
}


def init_app(app: Flask) -> None:
    """Give these words to all templates."""
    app.jinja_env.globals.update(WORDS)


# -------------------------------------------------------------------------- A page for each of the sources of everybody


SHOWN_CHANGES = 3
VERBS = {
    SourceRequest.PAUSE: AuditVerb.PAUSE_SOURCE,
    SourceRequest.RESUME: AuditVerb.RESUME_SOURCE,
    SourceRequest.VISIT: AuditVerb.VISIT_SOURCE,
    SourceRequest.LEAVE: AuditVerb.LEAVE_SOURCE,
}
"""How the audit log says what was asked for."""


@blueprint.get("/sources/<int:source_id>")
@administrator
def source(source_id: int) -> str:
    """Show a source: its description, its visits, what it has brought, what has changed on it."""
    with reading() as db:
        found = shared_sources.shared_source(db, source_id)
        return _page(db, found, of_source(found))


@blueprint.post("/sources/<int:source_id>")
@administrator
def describe(source_id: int) -> Response | tuple[str, int]:
    """Change the description of a source, and what may be shown of it."""
    form = EditForm()
    with writing() as db:
        found = shared_sources.shared_source(db, source_id)
        selector = text_of(form.selector).strip() or None if found.kind == Watching.PAGE else None
        try:
            if form.validate_on_submit():
                name, about, by = text_of(form.name), form.description(selector), learner_key()
                changed = shared_sources.describe(db, found, name, about, now(), by=by, permission=form.permission)
                audit.note(db, learner_key(), AuditVerb.DESCRIBE_SOURCE, found.address, house_day(), changed=changed)
        except Refused as refused:
            form.say_why(refused)
        if form.errors:
            return _page(db, found, form), 422
    flash(say("C'est enregistré."))
    return see_other(url_for("sources.source", source_id=source_id))


def _page(db: Session, found: Source, form: EditForm) -> str:
    shown = [(change, page_changes.lines(change)) for change in page_changes.changes(db, found.id)[:SHOWN_CHANGES]]
    return render_template(
        "sources/source.html",
        source=found,
        form=form,
        brought=shared_sources.brought(db, found.id),
        latest=shared_sources.latest(db, found.id),
        changes=shown,
        permissions=source_words.permissions(db, found.id),
    )


@blueprint.post("/sources/<int:source_id>/<verb>")
@administrator
def change(source_id: int, verb: str) -> Response:
    """Pause a source, take it up again, visit it now, or give it up."""
    with writing() as db:
        found = shared_sources.shared_source(db, source_id)
        shared_sources.change_source(found, verb, now())
        audit.note(db, learner_key(), VERBS[SourceRequest(verb)], found.address, house_day())
    watchers.wake(settings())
    if verb == SourceRequest.LEAVE:
        flash(say("La source n'est plus suivie. Ses actualités restent jusqu'à ce qu'elles expirent."))
    return see_other(next_page() if "next" in request.args else url_for("sources.sources"))
