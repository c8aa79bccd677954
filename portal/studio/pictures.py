"""« Images »: brought by trainers, found again, withdrawn."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

import watchers
from content.errors import N_
from content.pictures.picture_file import picture_line
from content.pictures.picture_terms import LONGEST_CREDIT, RIGHTS_IN_WORDS, PictureRights
from content.pictures.rewriting import EMPTY, LARGEST_SENT
from models.catalogue import documents, pictures, uploads
from models.catalogue.pictures import ListedPicture, WithdrawalReason
from models.ground import audit
from models.people import accounts
from models.tables.audit import AuditVerb
from models.tables.uploads import UploadPurpose, UploadState
from portal.access import learner_key, trainer
from portal.forms import Form, text_of
from portal.pages import say
from portal.request import house_day, now, reading, render, see_other, settings, writing
from portal.studio.picture_placing import (
    SEEN_FOR,
    TO_DESCRIBE,
    blueprint,
    described,
    description_for,
    goal_asked,
    goal_query,
)
from portal.studio.text_findings import title_of
from portal.studio.uploads import sent, told

NOBODY, AGREED, NOT_AGREED = "nobody", "agreed", "not_agreed"
RECOGNISED = {
    NOBODY: N_("Non, personne ne peut y être reconnu"),
    AGREED: N_("Oui, et la maison garde son accord écrit"),
    NOT_AGREED: N_("Oui, sans accord écrit"),
}
REASONS = {
    WithdrawalReason.AGREEMENT: N_("qui peut y être reconnu n'est plus d'accord"),
    WithdrawalReason.RECOGNISED: N_("quelqu'un peut y être reconnu"),
    WithdrawalReason.RIGHTS: N_("les droits manquent"),
    WithdrawalReason.MISTAKE: N_("elle est fausse, ou dépassée"),
}


class PictureForm(Form):
    """By what right a picture is shown, and whether somebody can be recognised in it."""

    rights = RadioField(choices={one.value: one.value for one in PictureRights}, validators=[DataRequired()])
    credit = StringField(validators=[Length(max=LONGEST_CREDIT)])
    recognised = RadioField(choices={one: one for one in RECOGNISED}, validators=[DataRequired()])

    def validate_recognised(self, field: Field) -> None:
        """Refuse the picture of somebody who has not agreed in writing."""
        if field.data == NOT_AGREED:
            raise ValidationError(
                say("Sans accord écrit, cette image ne peut pas être apportée : prenez-en une autre.")
            )

    def validate_credit(self, field: Field) -> None:
        """Refuse a licence that nobody names."""
        if self.rights.data == PictureRights.LICENSED and not (field.data or "").strip():
            raise ValidationError(say("Dites quelle licence, et de qui est l'image."))

    @property
    def told(self) -> dict[str, object]:
        """Return the terms, as an upload keeps them."""
        agreed = self.recognised.data == AGREED
        return {"rights": self.rights.data, "credit": text_of(self.credit).strip(), "agreement": agreed}


class NamedBy(NamedTuple):
    """A text that names a picture, as it is listed."""

    document_id: str
    title: str
    published: bool


@blueprint.get("/pictures")
@trainer
def everything() -> Response:
    """Show the pictures of the house, and the form to bring one."""
    return _list(PictureForm(formdata=None))


@blueprint.post("/pictures")
@trainer
def bring() -> Response:
    """Keep a picture for the worker to read."""
    form, (data, name) = PictureForm(), sent()
    if not form.validate_on_submit() or not data:
        return _list(form, 422, no_file=not data)
    with writing() as db:
        brought = UploadPurpose.PICTURE, data, name, _module(db), form.told
        number = uploads.bring(db, learner_key(), now(), *brought)
        audit.note(db, learner_key(), AuditVerb.BRING_PICTURE, f"picture-upload:{number}", house_day())
    watchers.wake(settings())
    return see_other(url_for("pictures.upload", upload_id=number, **goal_query()))


@blueprint.get("/pictures/uploads/<int:upload_id>")
@trainer
def upload(upload_id: int) -> Response:
    """Show what became of a picture that was brought: it waits, is there, or could not be read."""
    with reading() as db:
        found = uploads.upload_of(db, upload_id, UploadPurpose.PICTURE)
        here = found.state == UploadState.READ
        picture = pictures.picture_of(db, found.found["hash"]) if here else None
        goal = goal_asked(db)
        return render(
            "pictures/upload.html",
            "pictures/stage.html",
            upload=found,
            picture=picture,
            faults=told(found.refusal),
            text=_line(picture) if picture else "",
            goal=goal,
            form=description_for(db, goal, picture.hash) if goal and picture else None,
            moved=False,
        )


@blueprint.get("/pictures/<picture_hash>/about")
@trainer
def about(picture_hash: str) -> str:
    """Show a picture with its line to copy, its terms, the texts that name it, and the form to withdraw it."""
    with reading() as db:
        picture = pictures.picture_of(db, picture_hash)
        named = [
            NamedBy(one.document_id, title_of(one.document_id, one.text), one.published)
            for one in pictures.namings(db).get(picture_hash, ())
        ]
        names = accounts.names_of(db, {picture.added_by} if picture.added_by else set())
    return render_template(
        "pictures/about.html",
        picture=picture,
        text=_line(picture),
        named=named,
        brought_by=names.get(picture.added_by) if picture.added_by else None,
        rights=_said(RIGHTS_IN_WORDS),
        reasons=_said(REASONS),
        seen_for=SEEN_FOR // 3600,
        copies=settings().terms.copies,
    )


@blueprint.post("/pictures/<picture_hash>/withdraw")
@trainer
def withdraw(picture_hash: str) -> Response:
    """Take the bytes of a picture away, for a reason."""
    reason = request.form.get("reason", "")
    if reason not in set(WithdrawalReason):
        flash(say("Choisissez une raison : rien n'est encore retiré."))
        return see_other(url_for("pictures.about", picture_hash=picture_hash))
    with writing() as db:
        if pictures.withdraw(db, picture_hash, now()):
            verb, subject = AuditVerb.WITHDRAW_PICTURE, f"picture:{picture_hash}"
            audit.note(db, learner_key(), verb, subject, house_day(), reason=reason)
    flash(say("L'image est retirée de tous les textes, aussi des versions d'avant : sa description reste à sa place."))
    return see_other(url_for("pictures.about", picture_hash=picture_hash))


def _list(form: PictureForm, status: int = 200, no_file: bool = False) -> Response:
    with reading() as db:
        module, namings = _module(db), pictures.namings(db)
        page = render_template(
            "pictures/pictures.html",
            form=form,
            goal=goal_asked(db),
            no_file=say(EMPTY) if no_file else "",
            module=module,
            pictures=pictures.listing(db),
            named={name: [title_of(one.document_id, one.text) for one in named] for name, named in namings.items()},
            descriptions={name: described(named, name) for name, named in namings.items()},
            waiting=uploads.latest(db, UploadPurpose.PICTURE),
            rights=_said(RIGHTS_IN_WORDS),
            recognised=_said(RECOGNISED),
            most=LARGEST_SENT // 1_000_000,
        )
    return make_response(page, status)


def _module(db: Session) -> str | None:
    """Return the module that a picture is brought for, where one is named."""
    asked = request.values.get("module", "")
    return documents.document_of(db, asked).id if asked else None


def _line(picture: ListedPicture) -> str:
    return picture_line(picture.hash, say(TO_DESCRIBE))


def _said(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(code): say(sentence) for code, sentence in words.items()}
