"""The views of imports: a file is brought, its columns named, its proposals shown, accepted or refused."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

import watchers
from content.directory.column_mapping import ColumnMapping, DayOrder, day_order_of, suggested
from content.directory.entry import EntryKind
from content.directory.exchange_results import EntryChange
from content.directory.incoming_file import FileFormat
from content.directory.proposed_entry import NAMED
from content.errors import N_, NotFound
from content.text.difference import DifferenceLine, difference
from models.catalogue import uploads
from models.directory import entry_imports, licences_and_exports
from models.directory.entry_imports import ENTRIES
from models.directory.studio_list import as_proposed
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.directory import EntryProposal
from models.tables.uploads import Upload, UploadState
from portal.access import learner_key, trainer
from portal.directory import import_forms
from portal.directory.entry_shown import EntryAsShown, blueprint, shown
from portal.directory.import_forms import FORMATS, BringForm, LicenceForm
from portal.forms import to_number
from portal.pages import page_language, say
from portal.request import house_day, now, reading, render, see_other, settings, writing
from portal.studio.uploads import head, sent, told

SHOWN, FAULTS_SHOWN = 20, 200
CHANGES = {
    EntryChange.NEW: N_("Nouvelles"),
    EntryChange.CHANGED: N_("Changées"),
    EntryChange.READ_AGAIN: N_("Relues, sans changement"),
    EntryChange.ABSENT: N_("Absentes du fichier"),
}
DAY_ORDERS = {
    DayOrder.DAY_FIRST: N_("jour, mois, année"),
    DayOrder.MONTH_FIRST: N_("mois, jour, année"),
    DayOrder.YEAR_FIRST: N_("année, mois, jour"),
}


class ShownProposal(NamedTuple):
    """A proposal: what it changes of the text in force, or, where none is, the entry as its page would show it."""

    row: EntryProposal
    lines: Sequence[DifferenceLine] = ()
    entry: EntryAsShown | None = None


def stage(db: Session, upload: Upload, form: LicenceForm | None = None, refused: str = "") -> dict[str, Any]:
    """Return what the page of a file shows; `refused` says why a form of it was."""
    page = {
        **head(upload, "directory/imports/stage.html", "directory.forget_upload"),
        "format": say(FORMATS[upload.told["format"]]),
        "refused": refused,
        "columns": _columns(upload) if entry_imports.columns_of(upload) else None,
    }
    if upload.state in entry_imports.DECIDED_ON:
        return {**page, "preview": _preview(db, upload, form or LicenceForm(formdata=None))}
    return {**page, "preview": None, "faults": told(upload.refusal)}


def _columns(upload: Upload) -> dict[str, Any]:
    """Return the columns with what each was named, or most likely is."""
    columns, kept = entry_imports.columns_of(upload), upload.told.get("mapping")
    names = [one["name"] for one in columns]
    chosen = kept["targets"] if kept else suggested(names)
    days = [day for one in columns if chosen.get(one["name"]) == "read_on" for day in one["first"]]
    return {
        "all": columns,
        "chosen": chosen,
        "choices": import_forms.target_choices(),
        "day_orders": {code: say(words) for code, words in DAY_ORDERS.items()},
        "day_order": kept["day_order"] if kept else day_order_of(days),
        "known": bool(kept),
    }


def _preview(db: Session, upload: Upload, form: LicenceForm) -> dict[str, Any]:
    counts = entry_imports.counts(db, upload.id)
    asked = next((one for one in CHANGES if one == request.args.get("change")), None)
    change = asked if asked in counts else next((one for one in CHANGES if one in counts), None)
    page = max(1, request.args.get("page", 1, type=to_number))
    faults_page = max(1, request.args.get("faults", 1, type=to_number))
    first = (faults_page - 1) * FAULTS_SHOWN
    return {
        "counts": {change: counts[change] for change in CHANGES if change in counts},
        "words": {change: say(words) for change, words in CHANGES.items()},
        "acceptable": entry_imports.ACCEPTABLE,
        "shown": change,
        "rows": _rows(db, upload.id, change, page) if change else [],
        "page": page,
        "more": change is not None and counts[change].all > page * SHOWN,
        "accepted": sum(one.accepted for one in counts.values()),
        "published": sum(one.published for one in counts.values()),
        "missing": licences_and_exports.publishers_without_terms(db, upload.found["publishers"]),
        "licences": {
            one: noted for one in upload.found["publishers"] if (noted := licences_and_exports.terms_of(db, one))
        },
        "form": form,
        "faults": told(upload.refusal[first : first + FAULTS_SHOWN]),
        "faults_page": faults_page,
        "more_faults": len(upload.refusal) > first + FAULTS_SHOWN,
        "left_out": len({(one["file"], one["line"]) for one in upload.refusal if one["severity"] == "error"}),
        "losses": told(upload.found["losses"]),
    }


def _rows(db: Session, upload_id: int, change: EntryChange, page: int) -> list[ShownProposal]:
    rows = entry_imports.page_of(db, upload_id, change, (page - 1) * SHOWN, SHOWN)
    # What is published says so in its versions: here stand the changes to decide on.
    here = entry_imports.texts_here(db, [one.entry_id for one in rows]) if change != EntryChange.NEW else {}
    return [
        ShownProposal(one, lines=difference(here[one.entry_id], one.text))
        if one.entry_id in here
        else ShownProposal(one, entry=shown(as_proposed(one.entry_id, one.text, now()), page_language()))
        for one in rows
    ]


# --------------------------------------------------------------------------------------------------------- « Importer »
#
# Somebody decides: what its columns are, on what terms it is used, what of it is accepted.


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
        number = entry_imports.bring(db, learner_key(), now(), data, FileFormat(form.format.data), arrival)
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
        context = stage(db, uploads.upload_of(db, upload_id, ENTRIES))
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


# ------------------------------------------------------------------------------------------------------------- deciding


@blueprint.post("/imports/<int:upload_id>/columns")
@trainer
def name_columns(upload_id: int) -> Response:
    """Say what each column of a table is, and have it read by that."""
    with writing() as db:
        kept = uploads.held_at(db, upload_id, ENTRIES, UploadState.MAPPING, UploadState.READ, UploadState.REFUSED)
        mapping = _mapping([one["name"] for one in entry_imports.columns_of(kept)])
        named = bool({*NAMED} & {*mapping.targets.values()})
        if named:
            entry_imports.name_columns(db, upload_id, mapping)
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
        for publisher in licences_and_exports.publishers_without_terms(db, kept.found.get("publishers", ())):
            form.note(db, publisher, house_day())
            audit.note(db, learner_key(), AuditVerb.NOTE_LICENCE, publisher, house_day())
    return see_other(url_for("directory.upload", upload_id=upload_id))


@blueprint.post("/imports/<int:upload_id>/accept")
@trainer
def accept_entries(upload_id: int) -> Response:
    """Accept one entry, or all of a change that nobody has decided on; the worker publishes them."""
    with writing() as db:
        number = entry_imports.accept(db, upload_id, _chosen(), learner_key())
        _note(db, upload_id, AuditVerb.ACCEPT_ENTRIES, number)
    watchers.wake(settings())
    return _back(upload_id)


@blueprint.post("/imports/<int:upload_id>/refuse")
@trainer
def refuse_entries(upload_id: int) -> Response:
    """Refuse one entry, or all of a change that nobody has decided on."""
    with writing() as db:
        number = entry_imports.refuse(db, upload_id, _chosen())
        _note(db, upload_id, AuditVerb.REFUSE_ENTRIES, number)
    return _back(upload_id)


@blueprint.post("/imports/<int:upload_id>/stop")
@trainer
def stop_import(upload_id: int) -> Response:
    """Publish no more of a file for now: what is left is undecided again."""
    with writing() as db:
        entry_imports.stop(db, upload_id)
    flash(say("La publication est arrêtée. Ce qui reste attend de nouveau votre décision."))
    return _back(upload_id)


def _mapping(columns: list[str]) -> ColumnMapping:
    """Return what was chosen for each column; fields are numbered, for a column may have any name."""
    offered = import_forms.is_known_target()
    asked = {name: request.form.get(f"column-{number}", "") for number, name in enumerate(columns)}
    order = next((one for one in DayOrder if one == request.form.get("day_order")), DayOrder.DAY_FIRST)
    kind = next((one for one in EntryKind if one == request.form.get("kind")), EntryKind.SERVICE)
    return ColumnMapping({name: target for name, target in asked.items() if target in offered}, order, kind=kind)


def _chosen() -> EntryChange | int:
    """Return a change, or the number of one entry; raises NotFound."""
    change = next((one for one in entry_imports.ACCEPTABLE if one == request.form.get("change")), None)
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
        context = stage(db, uploads.upload_of(db, upload_id, ENTRIES), form, refused)
        return make_response(render_template("directory/imports/upload.html", **context), 422)
