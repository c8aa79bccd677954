"""« Importer un paquet »: it is brought, the worker reads it, and what is new or different becomes a draft."""

from flask import Response, flash, make_response, render_template, url_for

import watchers
from content.exchange.package import LARGEST_PACKAGE, read_package
from models.catalogue import exchange, uploads
from models.catalogue.exchange import PackDocument
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.uploads import UploadPurpose, UploadState
from portal.access import learner_key, trainer
from portal.exchange import blueprint
from portal.pages import say
from portal.shell import house_day, now, reading, render, see_other, settings, writing
from portal.uploads import forgotten, head, sent, told

PACK = UploadPurpose.PACK


@blueprint.get("/exchange")
@trainer
def pack() -> Response:
    """Show the forms to export everything that is in force, and to import a package."""
    return _list()


@blueprint.post("/exchange/packs")
@trainer
def bring_pack() -> Response:
    """Keep a package for the worker to read."""
    data, file = sent()
    if not data:
        return _list(no_file=True)
    with writing() as db:
        number = uploads.bring(db, learner_key(), now(), PACK, data, file)
    watchers.wake(settings())
    return see_other(url_for("exchange.brought_pack", upload_id=number))


@blueprint.get("/exchange/packs/<int:upload_id>")
@trainer
def brought_pack(upload_id: int) -> Response:
    """Show the stage of a package: it waits, could not be read, or shows what in it is new or different here."""
    with reading() as db:
        upload = uploads.upload_of(db, upload_id, PACK)
        brought = (PackDocument(*one) for one in upload.found.get("documents", ()))
        return render(
            "exchange/brought_pack.html",
            "exchange/pack_stage.html",
            **head(upload, "exchange/pack_stage.html", "exchange.forget_pack"),
            compared=exchange.compare(db, brought),
            faults=told(upload.refusal),
        )


@blueprint.post("/exchange/packs/<int:upload_id>/drafts")
@trainer
def take_up(upload_id: int) -> Response:
    """Make drafts of what is new or different in a package that was read; nothing is published."""
    with reading() as db:
        data = uploads.bytes_of(db, upload_id, PACK)
    found = read_package(data)  # takes its time, and SQLite has one writer
    with writing() as db:
        uploads.held_at(db, upload_id, PACK, UploadState.READ)
        drafted = exchange.take_up(db, found, now(), learner_key())
        for one in drafted:
            audit.note(db, learner_key(), AuditVerb.IMPORT_DRAFT, one.name, house_day(), standing=one.standing)
        uploads.forget(db, upload_id, PACK)
    flash(say("Brouillons faits : %(names)s.", names=", ".join(one.name for one in drafted) or "—"))
    return see_other(url_for("authoring.modules"))


@blueprint.post("/exchange/packs/<int:upload_id>/forget")
@trainer
def forget_pack(upload_id: int) -> Response:
    """Forget a package before its term."""
    return forgotten(upload_id, PACK, say("Le paquet est retiré."), "exchange.pack")


def _list(*, no_file: bool = False) -> Response:
    with reading() as db:
        page = render_template(
            "exchange/pack.html",
            uploads=uploads.latest(db, PACK),
            most=LARGEST_PACKAGE // 1_000_000,
            no_file=no_file,
        )
    return make_response(page, 422 if no_file else 200)
