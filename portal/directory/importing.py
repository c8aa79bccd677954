"""« Importer »: a file is brought, the worker reads it, the page shows what it proposes when that is there.

Somebody decides: what its columns are, on what terms it is used, what of it is accepted.
"""

from flask import Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

import watchers
from content.directory.column_mapping import ColumnMapping, DayOrder
from content.directory.entry import EntryKind
from content.directory.exchange_results import EntryChange
from content.directory.incoming_file import FileFormat
from content.directory.proposed_entry import NAMED
from content.errors import N_, NotFound
from models.catalogue import uploads
from models.directory import entry_files, licences, proposals
from models.directory.entry_files import ENTRIES
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.uploads import UploadState
from portal.access import learner_key, trainer
from portal.directory import import_pages, targets
from portal.directory.blueprint import blueprint
from portal.directory.import_forms import BringForm, LicenceForm
from portal.numbers import to_number
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


# ----------------------------------------------------------------------------------------------------------- deciding


@blueprint.post("/imports/<int:upload_id>/columns")
@trainer
def name_columns(upload_id: int) -> Response:
    """Say what each column of a table is, and have it read by that."""
    with writing() as db:
        kept = uploads.held_at(db, upload_id, ENTRIES, UploadState.MAPPING, UploadState.READ, UploadState.REFUSED)
        mapping = _mapping([one["name"] for one in entry_files.columns_of(kept)])
        named = bool({*NAMED} & {*mapping.targets.values()})
        if named:
            entry_files.name_columns(db, upload_id, mapping)
    if not named:
        return _page(upload_id, say("Aucune colonne ne dit le nom : indiquez laquelle."))
    watchers.wake(settings())
    return see_other(url_for("directory.upload", upload_id=upload_id))


@blueprint.post("/imports/<int:upload_id>/terms")
@trainer
def note_terms(upload_id: int) -> Response:
    """Note on what terms the directories of a file may be used."""
    form = LicenceForm()
    if not form.validate_on_submit() or not form.tells:
        return _page(upload_id, say("Rien n'est noté : dites la licence, ou où le droit est écrit."), form)
    with writing() as db:
        kept = uploads.upload_of(db, upload_id, ENTRIES)
        for publisher in licences.missing(db, kept.found.get("publishers", ())):
            form.note(db, publisher, house_day())
            audit.note(db, learner_key(), AuditVerb.NOTE_LICENCE, publisher, house_day())
    return see_other(url_for("directory.upload", upload_id=upload_id))


@blueprint.post("/imports/<int:upload_id>/accept")
@trainer
def accept_entries(upload_id: int) -> Response:
    """Accept one entry, or all of a change that nobody has decided on; the worker publishes them."""
    with writing() as db:
        number = proposals.accept(db, upload_id, _chosen(), learner_key())
        _note(db, upload_id, AuditVerb.ACCEPT_ENTRIES, number)
    watchers.wake(settings())
    return _back(upload_id)


@blueprint.post("/imports/<int:upload_id>/refuse")
@trainer
def refuse_entries(upload_id: int) -> Response:
    """Refuse one entry, or all of a change that nobody has decided on."""
    with writing() as db:
        number = proposals.refuse(db, upload_id, _chosen())
        _note(db, upload_id, AuditVerb.REFUSE_ENTRIES, number)
    return _back(upload_id)


@blueprint.post("/imports/<int:upload_id>/stop")
@trainer
def stop_import(upload_id: int) -> Response:
    """Publish no more of a file for now: what is left is undecided again."""
    with writing() as db:
        proposals.stop(db, upload_id)
    flash(say("La publication est arrêtée. Ce qui reste attend de nouveau votre décision."))
    return _back(upload_id)


def _mapping(columns: list[str]) -> ColumnMapping:
    """Return what was chosen for each column; fields are numbered, for a column may have any name."""
    offered = targets.known()
    asked = {name: request.form.get(f"column-{number}", "") for number, name in enumerate(columns)}
    order = next((one for one in DayOrder if one == request.form.get("day_order")), DayOrder.DAY_FIRST)
    kind = next((one for one in EntryKind if one == request.form.get("kind")), EntryKind.SERVICE)
    return ColumnMapping({name: target for name, target in asked.items() if target in offered}, order, kind=kind)


def _chosen() -> EntryChange | int:
    """Return a change, or the number of one entry; raises NotFound."""
    change = next((one for one in proposals.ACCEPTABLE if one == request.form.get("change")), None)
    number = request.form.get("entry", 0, type=to_number)
    if change is None and not number:
        raise NotFound(N_("Ce fichier ne propose pas cette entrée."), N_("Rechargez sa page et choisissez-en une."))
    return change or number


def _note(db: Session, upload_id: int, verb: AuditVerb, number: int) -> None:
    if number:
        publisher = uploads.upload_of(db, upload_id, ENTRIES).told["publisher"]
        about = f"upload:{upload_id}"
        audit.note(db, learner_key(), verb, about, house_day(), publisher=publisher, entries=number)


def _back(upload_id: int) -> Response:
    """Return to the list that somebody was deciding on."""
    change = next((one for one in EntryChange if one == request.form.get("back")), None)
    return see_other(url_for("directory.upload", upload_id=upload_id, change=change))


def _page(upload_id: int, refused: str, form: LicenceForm | None = None) -> Response:
    with reading() as db:
        context = import_pages.stage(db, uploads.upload_of(db, upload_id, ENTRIES), form, refused)
        return make_response(render_template("directory/imports/upload.html", **context), 422)
