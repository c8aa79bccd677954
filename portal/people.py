"""Sign-in, one's own account and, for administrators, everybody's accounts."""

import json
from uuid import UUID

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length

import watchers
from content.problems import N_
from models.ground import audit, links
from models.people import accounts as people_accounts
from models.people import groups
from models.people.mail import letters, mornings
from models.tables.people import Account
from models.workshop import responsibility
from portal import access
from portal.access import account, administrator, learner_key, signed_in
from portal.forms import Form, email_address, text_of
from portal.pages import say
from portal.responsibility import hand_over, handover
from portal.shell import next_page, now, reading, see_other, settings, writing

blueprint = Blueprint("people", __name__)

LAST_ADMINISTRATOR = N_("C'est le dernier compte d'administration : nommez d'abord quelqu'un d'autre.")


class SignInForm(Form):
    """The form of the sign-in page: address and password."""

    email = StringField(validators=[DataRequired(), Length(max=254)])
    # A bound on what is hashed (OWASP Password Storage: long passwords as denial of service).
    password = PasswordField(validators=[DataRequired(), Length(max=1000)])


class PasswordForm(Form):
    """The form for a new password."""

    password = PasswordField(validators=[DataRequired(), Length(max=1000)])


class AccountForm(Form):
    """The form for somebody to invite."""

    name = StringField(validators=[DataRequired(), Length(max=120)])
    email = StringField(validators=[DataRequired(), Length(max=254), email_address])
    trainer = BooleanField()
    administrator = BooleanField()


class LanguageForm(Form):
    """The form for the language of the portal."""

    language = SelectField(choices={"fr": "Français", "nl": "Nederlands", "en": "English"})


# ------------------------------------------------------------------------------------------------------ coming in


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in page."""
    return render_template("people/sign_in.html", form=SignInForm(formdata=None))


@blueprint.post("/sign-in")
def sign_in_now() -> Response | tuple[str, int]:
    """Sign in; count failures."""
    form = SignInForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    subjects = people_accounts.attempt_subjects(settings().secret_key, text_of(form.email), request.remote_addr or "")
    try:
        with reading() as db:  # a password takes long to check: no writer waits for it
            # Before the password: beyond the limit a right guess looks like a wrong one (OWASP Credential Stuffing).
            people_accounts.check_attempts(db, subjects, now())
            access.enter(people_accounts.sign_in(db, text_of(form.email), text_of(form.password)))
    except people_accounts.TooManyAttempts:
        form.password.errors = [say("Trop d'essais : attendez un quart d'heure, puis réessayez.")]
        return render_template("people/sign_in.html", form=form), 429
    except people_accounts.WrongCredentials:
        with writing() as db:
            people_accounts.note_failure(db, subjects, now())
        # One sentence for both: nobody learns which addresses have an account (OWASP Authentication, error messages).
        form.password.errors = [say("Cette adresse et ce mot de passe ne vont pas ensemble.")]
        return render_template("people/sign_in.html", form=form), 422
    return see_other(next_page())


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Sign out."""
    access.leave()
    return see_other(url_for("people.sign_in"))


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> str:
    """Ask for a password; opening the link uses nothing up."""
    with reading() as db:
        return render_template("people/invitation.html", form=PasswordForm(formdata=None), invited=_invited(db, token))


@blueprint.post("/invitation/<token>")
def accept(token: str) -> Response | tuple[str, int]:
    """Set the password and sign in."""
    form = PasswordForm()
    with writing() as db:
        invited = _invited(db, token)
        if not _took_password(form, invited):
            return render_template("people/invitation.html", form=form, invited=invited), 422
    access.enter(invited)
    return see_other(url_for("people.privacy"))


def _invited(db: Session, token: str) -> Account:
    """Return the account that an invitation is for; raise BadLink when it has served."""
    key = UUID(links.read(settings().secret_key, "invitation", token, letters.INVITATION_DAYS))
    invited = people_accounts.account_of(db, key)
    # The token itself knows only its age: the password that it led to is what uses it up.
    if invited is None or invited.password_hash is not None or invited.closed_at is not None:
        raise links.BadLink
    return invited


def _took_password(form: PasswordForm, owner: Account) -> bool:
    """Set the password of the form; say on the form what is wrong with it."""
    try:
        if form.validate():
            people_accounts.set_password(owner, text_of(form.password))
    except people_accounts.PasswordTooShort:
        form.password.errors = [
            say("Choisissez au moins %(least)s caractères.", least=people_accounts.SHORTEST_PASSWORD)
        ]
    return not form.errors


# ------------------------------------------------------------------------------------------------ one's own account


@blueprint.get("/privacy")
@signed_in
def privacy() -> str:
    """Show « Qui voit quoi »."""
    with reading() as db:
        mine = groups.names_of(db, learner_key())
    unread = account().privacy_read_at is None
    return render_template("people/privacy.html", unread=unread, next=next_page(), groups=mine)


@blueprint.post("/privacy")
@signed_in
def privacy_read() -> Response:
    """Note that « Qui voit quoi » was read."""
    with writing() as db:
        mine = db.get_one(Account, account().id)
        mine.privacy_read_at = mine.privacy_read_at or now()
    return see_other(next_page())


@blueprint.get("/account")
@signed_in
def own() -> str:
    """Show the account of this person."""
    with reading() as db:
        return _own(db, account(), PasswordForm(formdata=None))


def _own(db: Session, owner: Account, form: PasswordForm) -> str:
    return render_template(
        "people/account.html",
        account=owner,
        language_form=LanguageForm(formdata=None, language=owner.language),
        form=form,
        groups=groups.names_of(db, owner.learner_key),
        **handover(db, owner),
    )


@blueprint.post("/account/language")
@signed_in
def change_language() -> Response:
    """Change the language of the portal."""
    form = LanguageForm()
    if form.validate():
        with writing() as db:
            db.get_one(Account, account().id).language = form.language.data
    return see_other(url_for("people.own"))


@blueprint.post("/account/password")
@signed_in
def change_password() -> Response | tuple[str, int]:
    """Change the password; other devices have to sign in again."""
    form = PasswordForm()
    with writing() as db:
        mine = db.get_one(Account, account().id)
        if not _took_password(form, mine):
            return _own(db, mine, form), 422
    # The session holds a mark of the old password (portal/access.py): without a new one this device is signed out too.
    access.enter(mine)
    flash(say("Votre mot de passe est changé."))
    return see_other(url_for("people.own"))


@blueprint.get("/account/export")
@signed_in
def export() -> Response:
    """Send everything that is kept about this person as one file."""
    with reading() as db:
        found = people_accounts.export(db, db.get_one(Account, account().id))
    response = make_response(json.dumps(found, default=str, ensure_ascii=False, indent=1))
    response.headers["Content-Type"] = "application/json"
    response.headers["Content-Disposition"] = "attachment; filename=boussole.json"
    return response


@blueprint.post("/account/erase")
@signed_in
def erase() -> Response:
    """Erase this person's answers and account; the word « effacer » has to be typed."""
    if request.form.get("word", "").strip().lower() != say("effacer"):
        flash(say("Rien n'est effacé : écrivez « effacer » pour confirmer."))
        return see_other(url_for("people.own"))
    try:
        with writing() as db:
            mine = db.get_one(Account, account().id)
            hand_over(db, mine)
            people_accounts.erase(db, mine)
            audit.note(db, learner_key(), "erase account", str(learner_key()), now())
    except people_accounts.LastAdministrator:
        flash(say(LAST_ADMINISTRATOR))
        return see_other(url_for("people.own"))
    access.leave()
    flash(say("Vos réponses et votre compte sont effacés."))
    return see_other(url_for("people.sign_in"))


# ------------------------------------------------------------------------------------------------- everybody's


@blueprint.get("/people")
@administrator
def accounts() -> str:
    """Show all accounts; nothing of what their owners learn."""
    with reading() as db:
        return render_template(
            "people/accounts.html", accounts=people_accounts.accounts(db), form=AccountForm(formdata=None)
        )


@blueprint.post("/people")
@administrator
def invite() -> Response | tuple[str, int]:
    """Invite somebody by mail."""
    form = AccountForm()
    with writing() as db:
        try:
            if form.validate():
                invited = _new_account(db, form)
                mornings.invite(db, invited, now())
                audit.note(db, learner_key(), "invite", str(invited.learner_key), now())
        except people_accounts.EmailTaken:
            form.email.errors = [say("Cette personne a déjà un compte.")]
        if form.errors:
            return render_template("people/accounts.html", accounts=people_accounts.accounts(db), form=form), 422
    # After the commit: a worker that wakes earlier finds no mail to send.
    watchers.wake(settings())
    flash(say("L'invitation part par courriel."))
    return see_other(url_for("people.accounts"))


def _new_account(db: Session, form: AccountForm) -> Account:
    return people_accounts.invite(
        db,
        text_of(form.email),
        text_of(form.name),
        now(),
        timezone=settings().timezone,
        trainer=form.trainer.data,
        administrator=form.administrator.data,
    )


@blueprint.post("/people/<int:account_id>/invite")
@administrator
def invite_again(account_id: int) -> Response:
    """Send an invitation once more, as when the first has expired."""
    with writing() as db:
        invited = db.get(Account, account_id) or abort(404)
        if invited.password_hash is None:
            mornings.invite(db, invited, now())
            audit.note(db, learner_key(), "invite again", str(invited.learner_key), now())
    watchers.wake(settings())
    flash(say("L'invitation part par courriel."))
    return see_other(url_for("people.accounts"))


@blueprint.get("/people/<int:account_id>/close")
@administrator
def closing(account_id: int) -> str:
    """Show what the owner of an account answers for, and who may take it over, before it is closed."""
    with reading() as db:
        leaving = db.get(Account, account_id) or abort(404)
        return render_template("people/closing.html", leaving=leaving, **handover(db, leaving))


@blueprint.post("/people/<int:account_id>/close")
@administrator
def close(account_id: int) -> Response:
    """Close an account, and hand over what its owner answers for."""
    try:
        with writing() as db:
            leaving = db.get(Account, account_id) or abort(404)
            # A page that was open before knows of no successor: what would be orphaned is asked first.
            if "successor" not in request.form and responsibility.held_by(db, leaving.learner_key):
                return see_other(url_for("people.closing", account_id=account_id))
            hand_over(db, leaving)
            people_accounts.close(db, leaving, now())
            audit.note(db, learner_key(), "close account", str(leaving.learner_key), now())
    except people_accounts.LastAdministrator:
        flash(say(LAST_ADMINISTRATOR))
    return see_other(url_for("people.accounts"))
