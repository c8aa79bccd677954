"""« Importer »: a file is brought, the worker reads it, the page shows what it proposes when that is there."""

from flask import Response, flash, make_response, render_template, url_for

import watchers
from content.directory.exchange.incoming import FileFormat
from models.catalogue import uploads
from models.directory import entry_files
from models.directory.entry_files import ENTRIES
from models.ground import audit
from models.tables.audit import AuditVerb
from portal.access import learner_key, trainer
from portal.directory import import_pages
from portal.directory.blueprint import blueprint
from portal.directory.import_forms import BringForm
from portal.pages import say
from portal.shell import house_day, now, reading, render, see_other, settings, writing
from portal.uploads import sent


@blueprint.get("/imports")
@trainer
def imports() -> Response:
    """Show the form for a file, and the files that are kept."""
    return _list(BringForm(formdata=None, day=house_day()))


@blueprint.post("/imports")
@trainer
def bring() -> Response:
    """Keep a file for the worker to read."""
    form, (data, file) = BringForm(), sent()
    if not form.validate_on_submit() or not data:
        return _list(form, 422, no_file=not data)
    arrival = form.arrival(file)
    with writing() as db:
        number = entry_files.bring(db, learner_key(), now(), data, FileFormat(form.format.data), arrival)
        if form.tells:
            form.note(db, arrival.origin, house_day())
        audit.note(db, learner_key(), AuditVerb.BRING_FILE, f"upload:{number}", house_day(), publisher=arrival.origin)
    watchers.wake(settings())
    return see_other(url_for("directory.upload", upload_id=number))


@blueprint.get("/imports/<int:upload_id>")
@trainer
def upload(upload_id: int) -> Response:
    """Show the stage of a file: it waits, asks for its columns, could not be read, or proposes entries."""
    with reading() as db:
        context = import_pages.stage(db, uploads.upload_of(db, upload_id, ENTRIES))
        return render("directory/imports/upload.html", "directory/imports/stage.html", **context)


@blueprint.post("/imports/<int:upload_id>/forget")
@trainer
def forget_upload(upload_id: int) -> Response:
    """Forget a file, and what it proposes, before its term."""
    with writing() as db:
        publisher = uploads.upload_of(db, upload_id, ENTRIES).told["publisher"]
        audit.note(db, learner_key(), AuditVerb.FORGET_FILE, f"upload:{upload_id}", house_day(), publisher=publisher)
        uploads.forget(db, upload_id, ENTRIES)
    flash(say("Le fichier est retiré, avec tout ce qu'il proposait. Ce qui en a été publié reste."))
    return see_other(url_for("directory.imports"))


def _list(form: BringForm, status: int = 200, no_file: bool = False) -> Response:
    with reading() as db:
        kept = uploads.latest(db, ENTRIES)
    page = render_template("directory/imports/imports.html", form=form, uploads=kept, no_file=no_file)
    return make_response(page, status)
