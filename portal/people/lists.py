"""A list of people to invite: shown row by row before anything is written, then invited by one button."""

from flask import Response, flash, make_response, render_template, request, url_for

import watchers
from content.errors import N_, BrokenText
from models.ground import audit
from models.people import inviting
from models.people.invitation_list import MOST_ROWS, InvitationList
from models.tables.audit import AuditRole, AuditVerb
from portal.access import administrator, learner_key
from portal.pages import say
from portal.people.blueprint import blueprint, on_its_way
from portal.shell import house_day, now, reading, see_other, settings, writing

ONE_OF_BOTH = N_("Un fichier ou des lignes collées, pas les deux : choisissez l'un.")


@blueprint.get("/people/list")
@administrator
def new_list() -> str:
    """Ask for a list."""
    return _page()


@blueprint.post("/people/list")
@administrator
def look_at_list() -> Response:
    """Show who would be invited and what is to be mended; nothing is written."""
    text, file = request.form.get("text", ""), request.files.get("file")
    data = file.read() if file and file.filename else b""
    if data and text.strip():
        return make_response(_page(text=text, problem=say(ONE_OF_BOTH)), 422)
    try:
        with reading() as db:
            return make_response(_page(inviting.read_anew(db, data or text)))
    except BrokenText as broken:
        return _refused(text, broken)


@blueprint.post("/people/list/invite")
@administrator
def invite_list() -> Response:
    """Invite everybody whose row is right; the others stay on the page to be mended."""
    text = request.form.get("text", "")
    try:
        with writing() as db:
            listed = inviting.read_anew(db, text)
            invited = inviting.invite_right(db, listed, now(), settings().timezone)
            for account in invited:
                parties = {AuditRole.PERSON: account.learner_key}
                audit.note(db, learner_key(), AuditVerb.INVITE, audit.ACCOUNT, house_day(), parties)
    except BrokenText as broken:
        return _refused(text, broken)
    # After the commit: a worker that wakes earlier finds no mail to send.
    watchers.wake(settings())
    flash(on_its_way(len(invited)) if invited else say("Rien ne part : chaque ligne est à corriger."))
    left = InvitationList(listed.header, tuple(listed.faulty))
    return make_response(_page(left)) if left.people else see_other(url_for("people.accounts"))


def _refused(text: str, broken: BrokenText) -> Response:
    first = broken.problems[0]
    return make_response(_page(text=text, problem=say(first.sentence, **first.values)), 422)


def _page(listed: InvitationList | None = None, text: str = "", problem: str = "") -> str:
    return render_template("people/list.html", listed=listed, text=text, problem=problem, most=MOST_ROWS)
