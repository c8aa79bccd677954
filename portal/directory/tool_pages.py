"""Tools from outside on a page of their own: what tests have found, what people think, what others answer."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from models.directory import entries, tool_tests
from models.directory.tool_tests import NotTestedYet, ToolFindings
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.directory import ListedEntry, RoleOfTrial, ToolFinding, ToolWord
from portal.access import account, administrator, learner_key, signed_in, trainer
from portal.directory.entry_shown import blueprint
from portal.pages import say
from portal.request import house_day, reading, see_other, writing

Code = TypeVar("Code", bound=StrEnum)

CODED, IN_WORDS = ToolFindings._fields[:4], ToolFindings._fields[4:]
"""What a test finds out of a list, and what it says in words: the fields of its form."""


@blueprint.get("/tools/<entry_id>")
@signed_in
def tool(entry_id: str) -> str:
    """Show a tool's tests and what is said of it, with the forms of anyone who may add to that."""
    with reading() as db:
        listed = _tool(db, entry_id)
        return render_template(
            "directory/tool.html",
            entry_id=entry_id,
            names=listed.names,
            tool=tool_tests.of(db, listed.document_id, house_day()),
            said=tool_tests.said_by(db, learner_key(), listed.document_id),
            today=house_day(),
            limits=tool_tests,
            account=account(),
        )


def _tool(db: Session, entry_id: str) -> ListedEntry:
    """Return a tool that is published; raises UnknownEntry, also for what is no tool."""
    listed = entries.listed_of(db, entry_id)
    if listed.kind != EntryKind.TOOL:
        raise entries.UnknownEntry
    return listed


@blueprint.post("/tools/<entry_id>/tests")
@trainer
def test_tool(entry_id: str) -> Response:
    """Keep a test that somebody has done."""
    role, words = _code("role", RoleOfTrial, RoleOfTrial.OTHER), [request.form.get(name, "") for name in IN_WORDS]
    found = ToolFindings(*(_code(name, ToolFinding, ToolFinding.UNKNOWN) for name in CODED), *words)
    with writing() as db:
        listed = _tool(db, entry_id)
        tool_tests.keep_test(db, listed.document_id, found, role, _day("tested_on"), house_day())
        audit.note(db, learner_key(), AuditVerb.TEST_TOOL, listed.document_id, house_day())
    return _done(entry_id, say("L'essai est noté, avec son jour et le rôle ; votre nom n'y est pas."))


def _code(field: str, codes: type[Code], otherwise: Code) -> Code:
    return next((code for code in codes if code == request.form.get(field)), otherwise)


def _day(field: str) -> date:
    """Return the day that a form holds; raises NotTestedYet for what is none."""
    try:
        return date.fromisoformat(request.form.get(field, ""))
    except ValueError as error:
        raise NotTestedYet from error


@blueprint.post("/tools/<entry_id>/opinion")
@signed_in
def say_of_tool(entry_id: str) -> Response:
    """Keep what somebody thinks of a tool, in one of three words."""
    word = next((one for one in ToolWord if one == request.form.get("said")), None)
    if word is None:
        return _done(entry_id, say("Choisissez l'un des trois mots : rien n'est encore noté."))
    with writing() as db:
        tool_tests.say(db, learner_key(), _tool(db, entry_id).document_id, word, house_day())
    return _done(entry_id, say("C'est noté. Vous pouvez changer d'avis ; personne ne voit qui a dit quoi."))


@blueprint.post("/tools/<entry_id>/reply")
@trainer
def keep_reply(entry_id: str) -> Response:
    """Keep what the maker of a tool has answered, as it was received."""
    words = request.form.get("words", "")
    with writing() as db:
        listed = _tool(db, entry_id)
        tool_tests.keep_reply(db, listed.document_id, words, _day("replied_on"), house_day())
        audit.note(db, learner_key(), AuditVerb.KEEP_REPLY, listed.document_id, house_day())
    return _done(entry_id, say("La réponse du fabricant est notée.") if words.strip() else say("Elle est retirée."))


@blueprint.post("/tools/<entry_id>/protection")
@administrator
def keep_line(entry_id: str) -> Response:
    """Keep what the data protection officer says of a tool."""
    words = request.form.get("words", "")
    with writing() as db:
        listed = _tool(db, entry_id)
        tool_tests.keep_line(db, listed.document_id, words, house_day())
        audit.note(db, learner_key(), AuditVerb.WRITE_PROTECTION_LINE, listed.document_id, house_day())
    return _done(entry_id, say("L'avis est noté.") if words.strip() else say("Il est retiré."))


def _done(entry_id: str, said: str) -> Response:
    flash(said)
    return see_other(url_for("directory.tool", entry_id=entry_id))
