"""Everybody's accounts, for administrators: found, invited singly or from a list, changed, closed, opened again."""

from flask import Response, abort, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

import watchers
from content.errors import N_, BrokenText, Refused
from models.community import public_pages
from models.ground import audit
from models.people import account_lists, leaving, mail_schedule, messages, passwords, second_factor, sessions
from models.people import accounts as people_accounts
from models.people.invitation_list import MOST_ROWS, InvitationList
from models.studio import responsibility
from models.tables.audit import AuditRole, AuditVerb
from models.tables.people import Account
from portal.access import account, administrator, learner_key
from portal.forms import Form, email_address, text_of, to_number
from portal.pages import LANGUAGE_NAMES, say
from portal.people.sign_in import blueprint, on_its_way
from portal.request import house_day, now, reading, see_other, settings, writing
from portal.studio.responsibility import hand_over, handover


class AccountForm(Form):
    """The form for what an account is called, where and how it is written to, and what it may do."""

    name = StringField(validators=[DataRequired(), Length(max=120)])
    email = StringField(validators=[DataRequired(), Length(max=254), email_address])
    # French is also what nobody has chosen: anyone who is invited then reads in the language of her browser.
    language = SelectField(default="fr", choices=LANGUAGE_NAMES)
    trainer = BooleanField()
    administrator = BooleanField()


@blueprint.get("/people")
@administrator
def accounts() -> str:
    """Show the accounts that are asked for by `q`, `page` from 1; nothing of what their owners learn."""
    with reading() as db:
        return _accounts(db, AccountForm(formdata=None))


def _accounts(db: Session, form: AccountForm) -> str:
    # Of anyone who has left, the two days and no more.
    erasures = leaving.erasures(db, now(), settings().terms.leavers)
    words = request.args.get("q", "").strip()
    found = account_lists.page_of_accounts(db, words, request.args.get("page", 1, type=to_number))
    shown = {"words": words, "page": found, "pages": len(public_pages.waiting(db)), "erasures": erasures}
    return render_template("people/accounts.html", form=form, **shown)


@blueprint.post("/people")
@administrator
def invite() -> Response | tuple[str, int]:
    """Invite somebody by mail."""
    form = AccountForm()
    with writing() as db:
        if not form.carries_out(lambda: _invite(db, form)):
            return _accounts(db, form), 422
    # After the commit: a worker that wakes earlier finds no mail to send.
    watchers.wake(settings())
    flash(on_its_way(1))
    return see_other(url_for("people.accounts"))


def _note(db: Session, verb: AuditVerb, owner: Account, **detail: object) -> None:
    parties = {AuditRole.PERSON: owner.learner_key}
    audit.note(db, learner_key(), verb, audit.ACCOUNT, house_day(), parties, **detail)


def _invite(db: Session, form: AccountForm) -> None:
    wanted = {name: form[name].data for name in ("language", "trainer", "administrator")}
    names = (text_of(form.email), text_of(form.name))
    invited = people_accounts.invite(db, *names, now(), timezone=settings().timezone, **wanted)
    mail_schedule.invite(db, invited, now())
    _note(db, AuditVerb.INVITE, invited)


@blueprint.post("/people/<int:account_id>/invite")
@administrator
def invite_again(account_id: int) -> Response:
    """Send an invitation once more, as when the first has expired."""
    with writing() as db:
        invited = db.get(Account, account_id) or abort(404)
        sent = invited.password_hash is None and mail_schedule.invite(db, invited, now())
        if sent:
            _note(db, AuditVerb.INVITE_AGAIN, invited)
    watchers.wake(settings())
    if sent:
        flash(on_its_way(1))
    else:
        flash(say("Rien ne part : une invitation est déjà partie dans l'heure, ou ce compte a son mot de passe."))
    return see_other(url_for("people.account_page", account_id=account_id))


# -------------------------------------------------------------------------------------------------------------- changed


@blueprint.get("/people/<int:account_id>")
@administrator
def account_page(account_id: int) -> str:
    """Show what of an account can be changed."""
    with reading() as db:
        found = db.get(Account, account_id) or abort(404)
        return _change_page(db, found, AccountForm(formdata=None, obj=found))


def _change_page(db: Session, found: Account, form: AccountForm) -> str:
    return render_template("people/change.html", owner=found, form=form, factor=second_factor.since(db, found))


@blueprint.post("/people/<int:account_id>")
@administrator
def change(account_id: int) -> Response | tuple[str, int]:
    """Change the name, address, language or roles of an account."""
    form = AccountForm()
    with writing() as db:
        found = db.get(Account, account_id) or abort(404)
        if not form.carries_out(lambda: _change(db, found, form)):
            return _change_page(db, found, form), 422
    watchers.wake(settings())
    flash(say("Le compte de %(name)s est changé.", name=text_of(form.name).strip()))
    return see_other(url_for("people.accounts"))


def _change(db: Session, found: Account, form: AccountForm) -> None:
    wanted = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    before = found.email
    changed = people_accounts.change(db, found, **wanted)
    if changed:
        given = sorted(field for field, (_, value) in changed.items() if value is True)
        _note(db, AuditVerb.CHANGE_ACCOUNT, found, fields=sorted(changed), given=given)
    # Who can read mails at the new address can ask for a way back: what was open is over, and she is told.
    if before != found.email:
        sessions.end_others(db, found, now())
        mail_schedule.notify(db, found, messages.AccountEvent.ADDRESS, now(), to=before)


@blueprint.post("/people/<int:account_id>/way-back")
@administrator
def hand_way_back(account_id: int) -> str:
    """Show a password reset, to be handed to a person who gets no mail."""
    with writing() as db:
        found = db.get(Account, account_id) or abort(404)
        if found.closed_at is not None or found.password_hash is None:
            abort(404)
        token = passwords.begin_reset(db, found, now())
        mail_schedule.notify(db, found, messages.AccountEvent.PASSWORD_RESET, now())
        _note(db, AuditVerb.HAND_PASSWORD_RESET, found)
        address = f"{settings().base_url}{url_for('people.way_back', token=token)}"
        return render_template("people/handed.html", owner=found, address=address)


@blueprint.post("/people/<int:account_id>/second-factor/off")
@administrator
def take_second_factor(account_id: int) -> Response:
    """Turn the second factor off for somebody who has lost it; one's own asks for a code."""
    if account_id == account().id:
        return see_other(url_for("people.own_second_factor"))
    with writing() as db:
        found = db.get(Account, account_id)
        if found is None or second_factor.since(db, found) is None:
            abort(404)
        second_factor.turn_off(db, found)
        sessions.end_others(db, found, now())
        mail_schedule.notify(db, found, messages.AccountEvent.SECOND_FACTOR_TAKEN, now())
        _note(db, AuditVerb.TAKE_SECOND_FACTOR, found)
    watchers.wake(settings())
    flash(say("%(name)s entre de nouveau avec son mot de passe seul, et l'apprend par courriel.", name=found.name))
    return see_other(url_for("people.account_page", account_id=account_id))


# --------------------------------------------------------------------------------------------------------------- closed


@blueprint.get("/people/<int:account_id>/close")
@administrator
def closing(account_id: int) -> str:
    """Show what the owner of an account answers for, and who may take it over, before it is closed."""
    with reading() as db:
        leaver = db.get(Account, account_id) or abort(404)
        return render_template("people/closing.html", leaver=leaver, **handover(db, leaver))


@blueprint.post("/people/<int:account_id>/close")
@administrator
def close(account_id: int) -> Response:
    """Close an account, and hand over what its owner answers for."""
    try:
        with writing() as db:
            leaver = db.get(Account, account_id) or abort(404)
            # A page that was open before knows of no successor: what would be orphaned is asked first.
            if "successor" not in request.form and responsibility.held_by(db, leaver.learner_key):
                return see_other(url_for("people.closing", account_id=account_id))
            hand_over(db, leaver)
            people_accounts.close(db, leaver, now())
            _note(db, AuditVerb.CLOSE_ACCOUNT, leaver)
        flash(say("Le compte de %(name)s est fermé.", name=leaver.name))
    except Refused as refused:
        flash(say(refused.sentence))
    watchers.wake(settings())
    return see_other(url_for("people.account_page", account_id=account_id))


@blueprint.post("/people/<int:account_id>/reopen")
@administrator
def reopen(account_id: int) -> Response:
    """Open a closed account again."""
    with writing() as db:
        found = db.get(Account, account_id) or abort(404)
        people_accounts.reopen(db, found, now())
        _note(db, AuditVerb.REOPEN_ACCOUNT, found)
    flash(say("Le compte de %(name)s est rouvert.", name=found.name))
    return see_other(url_for("people.account_page", account_id=account_id))


# ------------------------------------------------------------------------------------------- A list of people to invite


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
            return make_response(_page(account_lists.read_anew(db, data or text)))
    except BrokenText as broken:
        return _refused(text, broken)


@blueprint.post("/people/list/invite")
@administrator
def invite_list() -> Response:
    """Invite everybody whose row is right; the others stay on the page to be mended."""
    text = request.form.get("text", "")
    try:
        with writing() as db:
            listed = account_lists.read_anew(db, text)
            invited = account_lists.invite_right(db, listed, now(), settings().timezone)
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
