"""A text in the studio as its writer has asked for it: in its form, or as it is."""

from urllib.parse import urlencode

from flask import request, session, url_for

from content.kinds import ENTRY, KINDS, MODULE, PROGRAMMES, RULES, SKILLS, TOPICS
from content.schema.posted_form import NotInForm
from content.schema.yaml_tree import has_remarks
from models.tables.documents import Document
from portal import remarks
from portal.form_editor.lists import EntryShown, ListShown, ProgrammesShown, RulesShown, SkillsShown, TopicsShown
from portal.form_editor.module import ModuleShown
from portal.form_editor.shown import FormShown
from portal.pages import say

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
