"""What the studio has sent: the text, as it was typed or as its form says it, and where one goes on."""

from typing import Any, NamedTuple

from flask import request

from content.kinds import KINDS
from content.schema.posted_form import PostedForm, change_of, name_of, posted, value_at
from content.schema.text_kind import TextForm
from models.catalogue import documents, drafts
from portal.form_editor.page import PICTURE
from portal.request import reading

CHOSEN = frozenset(
    {"id", "kind", "skill", "use", "nature", "source", "handing_back", "leads_to", "right", "crisis", "module"}
)
"""Fields that hold a choice, no words."""


class SentText(NamedTuple):
    """A text; of a form, what one goes on with, what was just done to it, and the text before words went."""

    text: str
    at: str = ""
    verb: str = ""
    before: str = ""


def sent(document_id: str) -> SentText:
    """Return what was typed, in the text or in the form; raises Invalid, MalformedForm."""
    kind = KINDS.get(request.form.get("form", ""))
    if kind is None or kind.form is None:
        found = SentText(request.form.get("text", "").replace("\r\n", "\n"))
    else:
        found = _form(document_id, kind.form)
    drafts.check_length(found.text)
    return found


def _form(document_id: str, form: TextForm) -> SentText:
    here = PostedForm(request.form.items(multi=True))
    fields = form.sent(here)
    verb, _, name = request.form.get("do", "").partition(":")
    if verb == PICTURE:
        return SentText(form.write(fields).text, name_of(here.path(name)), PICTURE)
    change = change_of(request.form.get("do", ""), here)
    if change is None:
        return SentText(form.write(fields).text, request.form.get("at", ""))
    with reading() as db:
        taken = drafts.ids_taken(db, documents.document_of(db, document_id))
    after, path = form.change(fields, change, taken)
    gone = change.verb == "remove" and _has_words(value_at(fields, change.path))
    before = form.write(fields).text if gone else ""
    return SentText(form.write(after).text, name_of(path), change.verb, before)


def _has_words(row: tuple[Any, ...]) -> bool:
    """Return whether somebody has written something in a row; one of a long list has its lines, open or closed."""
    typed = (value for name, value in posted(row) if name.rpartition("-")[2] not in CHOSEN)
    return hasattr(row, "open") or any(map(str.strip, typed))
