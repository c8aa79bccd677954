"""« Importer des questions »: a file is brought, the worker reads it, one chooses what joins which draft."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import Field, RadioField, StringField
from wtforms.validators import DataRequired

import watchers
from content.exchange.archive import MOST_BYTES
from content.exchange.formats import Incoming, Questions, of_rows, unexplained
from content.exchange.losses import Exchanged
from content.exchange.question_drafts import first_words
from content.module import Question
from content.pictures.picture_terms import RIGHTS_IN_WORDS, PictureRights
from content.schema.yaml_fields import LANGUAGES
from content.text.grammar import ID
from models.catalogue import documents, exchange, in_force, uploads
from models.ground import audit
from models.ground.words import typographic
from models.studio import responsibility
from models.tables.audit import AuditVerb
from models.tables.documents import Document, DocumentStatus
from models.tables.uploads import Upload, UploadPurpose, UploadState
from portal.access import learner_key, trainer
from portal.forms import Form
from portal.pages import page_language, say
from portal.request import house_day, now, reading, render, see_other, settings, writing
from portal.studio import form_page
from portal.studio.exchange import blueprint, losses_shown
from portal.studio.pictures import AGREED, NOBODY, RECOGNISED
from portal.studio.uploads import forgotten, head, sent, told

QUESTIONS = UploadPurpose.QUESTIONS
FORMATS = {
    Incoming.GIFT: "GIFT",
    Incoming.CSV: "CSV",
    Incoming.AIKEN: "Aiken",
    Incoming.QTI: "QTI",
    Incoming.MOODLE: "Moodle XML",
    Incoming.H5P: "H5P",
}
LONGEST_TITLE = 120


class FilePicturesForm(Form):
    """By what right the pictures of a file are shown, and whether somebody can be recognised in one of them."""

    rights = StringField()
    recognised = RadioField(choices={one: one for one in RECOGNISED}, validate_choice=False)

    def validate_recognised(self, field: Field) -> None:
        """Ask for it once a right is chosen."""
        if self.rights.data in set(PictureRights):
            DataRequired()(self, field)

    @property
    def told(self) -> dict[str, str | bool]:
        """Return the terms, as an upload keeps them; no right where somebody has not agreed in writing."""
        may_be = self.rights.data in set(PictureRights) and self.recognised.data in {NOBODY, AGREED}
        return {"rights": self.rights.data or "" if may_be else "", "agreement": self.recognised.data == AGREED}


class QuestionToTake(NamedTuple):
    """A question that can be taken, by its place in the file, and how it begins."""

    place: int
    question: Question
    name: str


@blueprint.get("/exchange/imports")
@trainer
def imports() -> Response:
    """Show the form for a file, and the files that are kept."""
    return _list(request.args.get("module", ""), FilePicturesForm(formdata=None))


@blueprint.post("/exchange/imports")
@trainer
def bring() -> Response:
    """Keep a file for the worker to read."""
    data, file = sent()
    module_id, form = request.form.get("module", ""), FilePicturesForm()
    if not form.validate_on_submit() or not data:
        return _list(module_id, form, 422, no_file=not data)
    with writing() as db:
        document = documents.module_document(db, module_id) if module_id else None
        told = {**_told(db, document), **form.told}
        number = uploads.bring(db, learner_key(), now(), QUESTIONS, data, file, document.id if document else None, told)
    watchers.wake(settings())
    return see_other(url_for("exchange.brought", upload_id=number))


@blueprint.get("/exchange/imports/<int:upload_id>")
@trainer
def brought(upload_id: int) -> Response:
    """Show the stage of a file: it waits, could not be read, or shows its questions."""
    with reading() as db:
        context = _stage(db, uploads.upload_of(db, upload_id, QUESTIONS))
        return render("exchange/brought.html", "exchange/stage.html", **context)


@blueprint.post("/exchange/imports/<int:upload_id>/take")
@trainer
def take(upload_id: int) -> Response:
    """Put the questions that were ticked into the draft of a module, a new one or one that is there."""
    with writing() as db:
        upload = uploads.held_at(db, upload_id, QUESTIONS, UploadState.READ)
        read = of_rows(upload.found)
        chosen = _chosen(db, read)
        into = request.form.get("into", "")
        document = documents.module_document(db, into) if into else None
        language = (document.language if document else "") or upload.told["language"]
        found = exchange.fitted(db, document, Exchanged(tuple(chosen)), language)
        if found.value:
            document = _keep(db, document, upload, found.value, language, read.credit)
            ids = sorted(one.id for one in found.value)
            audit.note(db, learner_key(), AuditVerb.IMPORT_QUESTIONS, document.id, house_day(), ids=ids)
    return _answer(upload_id, document, len(chosen), len(found.value))


@blueprint.post("/exchange/imports/<int:upload_id>/forget")
@trainer
def forget_brought(upload_id: int) -> Response:
    """Forget a file before its term; what was taken of it stays."""
    words = say("Le fichier est retiré. Les questions qui en ont été prises restent dans leur brouillon.")
    return forgotten(upload_id, QUESTIONS, words, "exchange.imports")


# ------------------------------------------------------------------------------------------------------------- bringing


def _list(module_id: str, form: FilePicturesForm, status: int = 200, no_file: bool = False) -> Response:
    with reading() as db:
        document = documents.module_document(db, module_id) if module_id else None
        page = render_template(
            "exchange/imports.html",
            document=document,
            title=documents.listed(db, document).title if document else "",
            uploads=uploads.latest(db, QUESTIONS),
            formats=FORMATS,
            skills=in_force.skill_map(db),
            form=form,
            rights=[(one, say(words)) for one, words in RIGHTS_IN_WORDS.items()],
            recognised={one: say(words) for one, words in RECOGNISED.items()},
            no_file=no_file,
            most=MOST_BYTES // 1_000_000,
        )
    return make_response(page, status)


def _told(db: Session, document: Document | None) -> dict[str, str]:
    """Return what the form says of a file, for what its questions do not say."""
    language, skill, form = (request.form.get(name, "") for name in ("language", "skill", "format"))
    skills = in_force.skill_map(db)
    return {
        "format": form if form in set(Incoming) else "",
        "skill": skill if skill in skills else next(iter(skills)).id,
        "language": (document.language if document else None) or (language if language in LANGUAGES else LANGUAGES[0]),
    }


# ------------------------------------------------------------------------------------------------------------- choosing


def _stage(db: Session, upload: Upload) -> dict[str, Any]:
    document = db.get(Document, upload.document_id) if upload.document_id else None
    page = {
        **head(upload, "exchange/stage.html", "exchange.forget_brought"),
        "document": document,
        "title": documents.listed(db, document).title if document else "",
        "formats": FORMATS,
    }
    if upload.state != UploadState.READ:
        return {**page, "faults": told(upload.refusal)}
    read = of_rows(upload.found)
    # What questions may join: translations follow their originals, and are not asked for.
    modules = [(one.id, one.title) for one in documents.listing(db) if one.status != DocumentStatus.RETIRED]
    return {
        **page,
        "questions": [QuestionToTake(place, one, first_words(one.stem)) for place, one in enumerate(read.value)],
        "losses": losses_shown(read.losses, read.value),
        "credit": read.credit,
        "unexplained": unexplained(read.value),
        "skills": in_force.skill_map(db),
        "skill_names": _skill_names(db),
        "modules": sorted(modules, key=lambda one: one[1].casefold()),
    }


def _chosen(db: Session, read: Questions) -> list[Question]:
    """Return the questions that were ticked, each on its skill; their fields come in the order of the file."""
    ticked, for_all = set(request.form.getlist("take")), request.form.get("skill", "")
    own = request.form.getlist("own")
    skills = _skill_names(db)
    return [
        one._replace(skill=_skill(for_all, "".join(own[place : place + 1]), one.skill, skills))
        for place, one in enumerate(read.value)
        if str(place) in ticked
    ]


def _skill_names(db: Session) -> dict[str, str]:
    language = page_language()
    return {skill.id: typographic(skill.name[language], language) for skill in in_force.skill_map(db)}


def _skill(for_all: str, own: str, read: str, known: Mapping[str, str]) -> str:
    """Return the skill of a question: that of all, else its own, written by its name or by its identifier."""
    if for_all in known:
        return for_all
    typed = own.strip()
    named = next((one for one, name in known.items() if name == typed), typed)
    return named if ID.fullmatch(named) else read


def _keep(
    db: Session,
    document: Document | None,
    upload: Upload,
    questions: Sequence[Question],
    language: str,
    credit: str,
) -> Document:
    if document:
        exchange.append(db, document, questions, language, credit, now(), learner_key())
        return document
    asked = " ".join(request.form.get("title", "").split())[:LONGEST_TITLE]
    title = asked or upload.file.rpartition(".")[0] or say("Questions importées")
    begun = exchange.begin(db, title, language, questions, credit, now(), learner_key())
    responsibility.entrust(db, begun.id, learner_key(), None)
    audit.note(db, learner_key(), AuditVerb.CREATE, begun.id, house_day())
    return begun


def _answer(upload_id: int, document: Document | None, chosen: int, added: int) -> Response:
    """Lead to the draft, or back to the file where nothing was added, and say how many were."""
    if not chosen:
        flash(say("Aucune question n'est cochée : cochez celles que vous voulez prendre."))
    elif not added or document is None:
        flash(say("Ces questions sont déjà dans ce module, mot pour mot : rien n'est ajouté."))
    else:
        flash(say("Questions ajoutées au brouillon : %(added)s sur %(chosen)s.", added=added, chosen=chosen))
        return see_other(form_page.address_of(document.id))
    return see_other(url_for("exchange.brought", upload_id=upload_id))
