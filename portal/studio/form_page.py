"""A text in the studio in its form or as it is: what its writer asked to see, what she sent, and where she goes on."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request, session, url_for

from content.kinds import ENTRY, KINDS, MODULE, PROGRAMMES, RULES, SKILLS, TOPICS
from content.schema.posted_form import NotInForm, PostedForm, change_of, name_of, posted, value_at
from content.schema.text_kind import TextForm
from content.schema.yaml_tree import has_remarks
from models.catalogue import documents, drafts
from models.tables.documents import Document
from portal.pages import say
from portal.request import reading
from portal.studio import remarks
from portal.studio.form_fields import FormShown, ModuleShown
from portal.studio.form_lists import EntryShown, ListShown, ProgrammesShown, RulesShown, SkillsShown, TopicsShown

AS_FORM, AS_TEXT = "form", "text"
PREFERRED = "studio"
"""In the session: how its writer asked to see the last text."""
PICTURE = "picture"
"""What a button of a form says that a picture is chosen for a field: `picture:cards-0-body`."""

SHOWN: dict[str, type[FormShown]] = {
    MODULE.name: ModuleShown,
    RULES.name: RulesShown,
    ENTRY.name: EntryShown,
    TOPICS.name: TopicsShown,
    PROGRAMMES.name: ProgrammesShown,
    SKILLS.name: SkillsShown,
}
"""What the form of each kind shows beside its fields; one that asks for no more is shown as any list is."""


def asked() -> str:
    """Return how the writer wants to see a text."""
    do = request.form.get("do", "")
    if do.startswith("view:"):
        session[PREFERRED] = AS_FORM if do == f"view:{AS_FORM}" else AS_TEXT
        return str(session[PREFERRED])
    return AS_FORM if "form" in request.form or request.args.get("as") == AS_FORM else AS_TEXT


def address_of(document_id: str) -> str:
    """Return the way to a text: to its form, which needs no syntax, unless its writer has asked for the text."""
    address = url_for("authoring.edit", module_id=document_id)
    return address if session.get(PREFERRED) == AS_TEXT else f"{address}?as={AS_FORM}"


def form_of(document: Document, text: str) -> tuple[FormShown | None, str]:
    """Return the form of a text where it was asked for; without it, why the text is shown as it is."""
    kind = KINDS[document.kind].form
    if kind is None or asked() != AS_FORM:
        return None, ""
    try:
        fields = kind.read(text)
    except NotInForm as error:
        return None, say(error.sentence)
    form = SHOWN.get(document.kind, ListShown)(document.kind, fields, kind.write(fields))
    form.rearranged = form.written.text != text
    form.remarked = isinstance(form, ListShown) and has_remarks(text)
    form.going_on(request.values.get("at", kind.opened), request.args.get("did", ""), kind.first)
    return form, ""


def studio_address(document_id: str, at: str, verb: str, aside: int | None) -> str:
    """Return where one goes on once a draft is kept: in the studio, in a form at what was done; among the pictures."""
    if verb == PICTURE:
        return url_for("pictures.everything", module=document_id, field=at)
    address = url_for("authoring.edit", module_id=document_id)
    said = {"as": AS_FORM, "at": at, "did": verb, "aside": aside} if asked() == AS_FORM else {}
    query = urlencode({name: value for name, value in said.items() if value})
    anchor = remarks.anchor_of(request.form.get("do", ""))
    return address + (query and f"?{query}") + (anchor and f"#{anchor}")


# --------------------------------------------------------------------------------------------- what the studio has sent


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
