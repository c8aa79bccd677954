"""A picture put into a field of a form (« Mettre une image »), and its bytes, for anyone who may see the text."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import Length

from content.errors import N_
from content.pictures.picture_file import described_in, picture_line
from content.schema.posted_form import MalformedForm, NotInForm
from content.text.module_fields import ModuleFields
from content.text.module_form import read_form, title_beside, with_picture, words_of_picture
from content.text.module_writer import write_form
from models.catalogue import documents, drafts, pictures
from models.catalogue.pictures import ListedPicture, NoPlaceForPicture, NoSuchPicture, PictureNaming
from models.ground import signing
from models.tables.documents import Document
from portal.access import learner_key, trainer
from portal.forms import Form, text_of
from portal.pages import say
from portal.request import now, reading, see_other, settings, writing
from portal.studio.form_fields import ModuleShown
from portal.studio.form_page import AS_FORM, PICTURE
from portal.studio.text_findings import language_of

blueprint = Blueprint("pictures", __name__)

PURPOSE, DAYS = "picture", 1
"""Of the keys by which a page that needs no sign-in shows its pictures to anyone who reads it, and to nobody else."""
SEEN_FOR = 86_400
"""Seconds for which a browser keeps a picture: no longer, for one that is withdrawn stays there so long."""
CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
"""Bytes of somebody else's, opened by themselves, can do nothing (https://www.w3.org/TR/CSP3/#directive-sandbox)."""


def key_of(picture_hash: str) -> str | None:
    """Return the key that goes with the address of a picture; none for anyone who has signed in."""
    return None if current_user.is_authenticated else signing.sign_link(settings().secret_key, PURPOSE, picture_hash)


def opens(picture_hash: str) -> bool:
    """Return whether the address that is asked for carries the key of a picture, not older than a day."""
    try:
        named: object = signing.read_link(settings().secret_keys, PURPOSE, request.args.get("key", ""), DAYS)
    except signing.BadLink:
        return False
    return named == picture_hash


@blueprint.get("/pictures/<picture_hash>")
def shown(picture_hash: str) -> Response:
    """Send a picture: to trainers any that is here, to others one that a version names; the same 404 for all else."""
    published = not (current_user.is_authenticated and current_user.account.trainer)
    if not (current_user.is_authenticated or opens(picture_hash)):
        raise NoSuchPicture
    with reading() as db:
        media_type, data = pictures.bytes_of(db, picture_hash, published=published)
    response = Response(data, content_type=media_type)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Content-Disposition"] = f"inline; filename=image.{media_type.rpartition('/')[2]}"
    response.headers["Cache-Control"] = f"private, max-age={SEEN_FOR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


# ------------------------------------------------------------------------------------------------- « Mettre une image »


class PictureGoal(NamedTuple):
    """A field of the latest text of a module, as it stands."""

    document: Document
    name: str
    fields: ModuleFields
    fingerprint: str
    """Of that text."""
    where: str
    """The words for the part that it stands in."""
    begins: str
    """The first words of that part: of its title, where it has one."""

    @property
    def title(self) -> str:
        """The title of the module."""
        return self.fields.title or self.document.id

    @property
    def back(self) -> str:
        """The address of the form, at the field."""
        going_on = urlencode({"as": AS_FORM, "at": self.name, "did": PICTURE})
        return f"{url_for('authoring.edit', module_id=self.document.id)}?{going_on}"

    @property
    def query(self) -> dict[str, str]:
        """What says the field in the addresses on the way."""
        return {"module": self.document.id, "field": self.name}


def goal_query() -> dict[str, Any]:
    """Return what of the address names a field, to go on with; nothing where it names none."""
    return {name: request.values.get(name, "") for name in ("module", "field")} if request.values.get("field") else {}


def goal_asked(db: Session) -> PictureGoal | None:
    """Return the field that is named, as it stands in the latest text of its module, if one is.

    Raises UnknownModule, NoPlaceForPicture.
    """
    if not (name := request.values.get("field", "")):
        return None
    document = documents.module_document(db, request.values.get("module", ""))
    text = drafts.latest_text(db, document)
    try:
        fields = read_form(text)
        words = words_of_picture(fields, name)
    except (NotInForm, MalformedForm) as error:
        raise NoPlaceForPicture from error
    begins = title_beside(fields, name) or words
    shown = ModuleShown(document.kind, fields, write_form(fields))
    return PictureGoal(document, name, fields, drafts.fingerprint(text), shown.where(name), shown.first_words(begins))


LONGEST_DESCRIPTION = 1000
TO_DESCRIBE = N_("Décrivez ici ce que montre l'image")
"""What stands for the description in a line to copy."""


class PictureWordsForm(Form):
    """What a picture shows, in words."""

    description = TextAreaField(validators=[Length(max=LONGEST_DESCRIPTION)])

    def validate_description(self, field: Field) -> None:
        """Require alt text."""
        if not (field.data or "").strip():
            raise ValidationError(say("Dites ce que l'image montre : qui ne la voit pas n'a que ces mots."))


def described(named: Iterable[PictureNaming], picture_hash: str, language: str = "") -> str:
    """Return how a text describes a picture, one in some language where one is named; empty where none does."""
    texts = (one.text for one in named if language in ("", language_of(one.document_id, one.text)))
    said = (described_in(text).get(picture_hash, "") for text in texts)
    return next((one for one in said if one and one != say(TO_DESCRIBE)), "")


def description_for(db: Session, goal: PictureGoal, picture_hash: str) -> PictureWordsForm:
    """Return the form of a description, with how another text in the language of the field puts it."""
    named = pictures.namings(db).get(picture_hash, ())
    return PictureWordsForm(formdata=None, description=described(named, picture_hash, goal.fields.language))


@blueprint.get("/pictures/<picture_hash>/place")
@trainer
def describe(picture_hash: str) -> Response:
    """Show a picture, to be described for the field that it goes into."""
    return _page(picture_hash)


@blueprint.post("/pictures/<picture_hash>/place")
@trainer
def place(picture_hash: str) -> Response:
    """Put a picture at the end of the field that it was chosen for; what stands there stays."""
    form = PictureWordsForm()
    if not form.validate_on_submit():
        return _page(picture_hash, form)
    try:
        with writing() as db:
            goal, picture = _asked(db, picture_hash)
            line = picture_line(picture.hash, text_of(form.description))
            text = write_form(with_picture(goal.fields, goal.name, line)).text
            drafts.save_draft(db, goal.document, text, now(), learner_key(), request.form.get("opened", ""))
    except drafts.DraftMoved:
        return _page(picture_hash, form, moved=True)
    flash(say("L'image est à la fin du champ ; le brouillon est gardé."))
    return see_other(goal.back)


def _page(picture_hash: str, form: PictureWordsForm | None = None, *, moved: bool = False) -> Response:
    """Show the page; with what was typed where it comes back, `moved` when the text has changed meanwhile."""
    with reading() as db:
        goal, picture = _asked(db, picture_hash)
        shown = form or description_for(db, goal, picture_hash)
        page = render_template("pictures/place.html", goal=goal, picture=picture, form=shown, moved=moved)
    return make_response(page, 422 if form else 200)


def _asked(db: Session, picture_hash: str) -> tuple[PictureGoal, ListedPicture]:
    """Return the field and the picture that are named; raises NoPlaceForPicture, NoSuchPicture."""
    goal, picture = goal_asked(db), pictures.picture_of(db, picture_hash)
    if goal is None:
        raise NoPlaceForPicture
    if picture.withdrawn_at:
        raise NoSuchPicture
    return goal, picture
