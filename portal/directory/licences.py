"""« Licences des répertoires »: on what terms each publisher lets its entries be used, and whether they go further."""

from flask import Response, abort, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from models.directory import licences as models_licences
from models.directory.licences import BadLicence
from models.ground import audit
from models.tables.audit import AuditVerb
from portal.access import learner_key, trainer
from portal.directory.blueprint import blueprint
from portal.pages import say
from portal.shell import house_day, reading, see_other, writing


@blueprint.get("/licences")
@trainer
def licences() -> Response:
    """Show the publishers, their terms, and a form for each."""
    with reading() as db:
        return _page(db)


@blueprint.post("/licences")
@trainer
def note_licence() -> Response:
    """Note the terms of a publisher of whom there are entries here."""
    publisher, permitted = request.form.get("publisher", ""), "permitted" in request.form
    licence, address = request.form.get("licence", ""), request.form.get("address", "")
    try:
        with writing() as db:
            if publisher not in {one.publisher for one in models_licences.present(db)}:
                abort(404)
            models_licences.note(db, publisher, licence, address, permitted, house_day())
            audit.note(db, learner_key(), AuditVerb.NOTE_LICENCE, publisher, house_day(), passed_on=permitted)
    except BadLicence:
        with reading() as db:
            return _page(db, refused=publisher)
    flash(say("C'est noté."))
    return see_other(url_for("directory.licences"))


def _page(db: Session, refused: str = "") -> Response:
    page = render_template(
        "directory/licences.html",
        publishers=models_licences.present(db),
        ours=models_licences.OURS,
        ours_at=models_licences.OURS_AT,
        longest=(models_licences.LONGEST_LICENCE, models_licences.LONGEST_ADDRESS),
        refused=refused,
        typed=request.form,
    )
    return make_response(page, 422 if refused else 200)
