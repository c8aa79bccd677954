"""The field that a picture is chosen for: it travels in the addresses, from the form of a module and back to it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request, url_for
from sqlalchemy.orm import Session

from content.form.module import read_form
from content.form.pictures import title_beside, words_of
from content.form.posted import MalformedForm, NotInForm
from content.text.fields import ModuleFields
from content.text.writing import write_form
from models.catalogue import documents, drafts
from models.catalogue.pictures import NoPlaceForPicture
from models.tables.documents import Document
from portal.form_editor.module import ModuleShown
from portal.form_editor.page import AS_FORM, PICTURE


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


def query() -> dict[str, Any]:
    """Return what of the address names a field, to go on with; nothing where it names none."""
    return {name: request.values.get(name, "") for name in ("module", "field")} if request.values.get("field") else {}


def asked(db: Session) -> PictureGoal | None:
    """Return the field that is named, if one is; raises NoPlaceForPicture."""
    name = request.values.get("field", "")
    return goal_of(db, request.values.get("module", ""), name) if name else None


def goal_of(db: Session, module_id: str, name: str) -> PictureGoal:
    """Return a field of the latest text of a module; raises UnknownModule, NoPlaceForPicture."""
    document = documents.module_document(db, module_id)
    text = drafts.latest_text(db, document)
    try:
        fields = read_form(text)
        words = words_of(fields, name)
    except (NotInForm, MalformedForm) as error:
        raise NoPlaceForPicture from error
    begins = title_beside(fields, name) or words
    shown = ModuleShown(document.kind, fields, write_form(fields))
    return PictureGoal(document, name, fields, drafts.fingerprint(text), shown.where(name), shown.first_words(begins))
