"""« Échanger »: the questions of a module, and all that is in force, go out as files; a pack comes in as drafts."""

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from flask import Blueprint, Response, abort, flash, make_response, render_template, url_for
from sqlalchemy.orm import Session

import watchers
from content.errors import BrokenText
from content.exchange.archive import shown
from content.exchange.formats import MEDIA, Outgoing, write_questions
from content.exchange.losses import Loss, Pictures
from content.exchange.pack_package import LARGEST_PACKAGE, read_package, write_package
from content.exchange.question_drafts import first_words
from content.module import Module, Question
from models.catalogue import documents, drafts, exchange, uploads
from models.catalogue.exchange import PackDocument
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.documents import Document
from models.tables.uploads import UploadPurpose, UploadState
from portal.access import learner_key, trainer
from portal.pages import say
from portal.request import house_day, now, reading, render, see_other, settings, writing
from portal.studio.uploads import forgotten, head, sent, told

PACK = UploadPurpose.PACK

blueprint = Blueprint("exchange", __name__)

# ------------------------------------------------------------------------------------------------- questions, going out


@blueprint.get("/exchange/modules/<module_id>")
@trainer
def module(module_id: str) -> str:
    """Show the formats that a module can be exported in, and what each cannot carry."""
    with reading() as db:
        return _module_page(db, documents.module_document(db, module_id))


@blueprint.get("/exchange/modules/<module_id>/text")
@trainer
def text(module_id: str) -> Response:
    """Send the text of a module as it stands in the workshop."""
    with reading() as db:
        written = drafts.latest_text(db, documents.module_document(db, module_id))
    return _file(written.encode(), f"{module_id}.md", "text/markdown; charset=utf-8")


@blueprint.get("/exchange/modules/<module_id>/questions/<outgoing>")
@trainer
def questions(module_id: str, outgoing: str) -> Response:
    """Send the questions of a module in a format."""
    wanted = next((one for one in Outgoing if one == outgoing), None) or abort(404)
    with reading() as db:
        document = documents.module_document(db, module_id)
        readable = _readable(db, document) or documents.parse_module(drafts.latest_text(db, document))
        pictures = exchange.pictures_here(db, readable.pool, whole=True) if wanted is Outgoing.MOODLE else {}
    ending, media = MEDIA[wanted]
    return _file(write_questions(readable, wanted, pictures).value, f"{module_id}-{wanted}.{ending}", media)


def _module_page(db: Session, document: Document) -> str:
    readable = _readable(db, document)
    pictures = exchange.pictures_here(db, readable.pool) if readable else {}
    return render_template(
        "exchange/module.html",
        document=document,
        title=documents.listed(db, document).title,
        module=readable,
        is_latest=readable is not None and readable == _read_or_none(drafts.latest_text(db, document)),
        outgoing=[(one, _stays(readable, one, pictures)) for one in Outgoing] if readable else [],
    )


def _stays(module: Module, outgoing: Outgoing, pictures: Pictures) -> "list[ShownLoss]":
    """Return what of a module does not go along in a format, or does not come back from it."""
    return losses_shown(write_questions(module, outgoing, pictures).losses, module.questions)


def _readable(db: Session, document: Document) -> Module | None:
    """Return the latest text of a module, else the published one, as far as one of them can be read."""
    texts = drafts.latest_text(db, document), documents.published_text(db, document)
    return next((found for one in texts if one and (found := _read_or_none(one))), None)


def _read_or_none(written: str) -> Module | None:
    with suppress(BrokenText):
        return documents.parse_module(written)
    return None


class ShownLoss(NamedTuple):
    """What is lost of questions, in a sentence, with how each of them begins."""

    sentence: str
    names: list[str]


def losses_shown(losses: Iterable[Loss], questions: Iterable[Question]) -> list[ShownLoss]:
    """Return each sentence once, with the first words of the questions that it is about, else with their lines."""
    stems = {one.id: first_words(one.stem) for one in questions}
    told: dict[str, list[str]] = {}
    for loss in losses:
        names = told.setdefault(say(loss.sentence, **loss.values), [])
        if loss.line is not None:
            names.append(say("Ligne %(line)s", line=loss.line))
        elif loss.of:
            names.append(stems.get(loss.of) or shown(loss.of))
    return [ShownLoss(sentence, names) for sentence, names in told.items()]


def _file(data: bytes, name: str, media: str) -> Response:
    # An attachment: what somebody else has written is never opened as a page of ours.
    return Response(data, content_type=media, headers={"Content-Disposition": f"attachment; filename={name}"})


# ---------------------------------------------------------------------------------------------------------------- packs


@blueprint.get("/exchange/pack.zip")
@trainer
def pack_file() -> Response:
    """Send everything that is in force as one package."""
    with reading() as db:
        package = write_package(exchange.pack_in_force(db))
    return _file(package, "boussole.zip", "application/zip")


@blueprint.get("/exchange")
@trainer
def pack() -> Response:
    """Show the forms to export everything that is in force, and to import a package."""
    return _packs()


@blueprint.post("/exchange/packs")
@trainer
def bring_pack() -> Response:
    """Keep a package for the worker to read."""
    data, file = sent()
    if not data:
        return _packs(no_file=True)
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


def _packs(*, no_file: bool = False) -> Response:
    with reading() as db:
        page = render_template(
            "exchange/pack.html",
            uploads=uploads.latest(db, PACK),
            most=LARGEST_PACKAGE // 1_000_000,
            no_file=no_file,
        )
    return make_response(page, 422 if no_file else 200)
