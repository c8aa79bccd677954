"""The door: sign-in and sign-out, the invitation, and the way back for whoever has lost her password."""

from functools import partial
from uuid import UUID

from flask import Flask, Response, current_app, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

import watchers
from content.fields import LANGUAGES
from models.demo import visitors
from models.ground import audit, links
from models.people import accounts, attempts, leaving, passwords, sessions
from models.people.mail import letters, mornings
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal import access
from portal.access import signed_in
from portal.forms import Form, text_of
from portal.pages import page_language, say, speak_as_to
from portal.people import second_step
from portal.people.blueprint import PasswordForm, attempt_for, blueprint, took_password, wait, why_bad
from portal.shell import house_day, next_page, now, reading, see_other, settings, writing


class SignInForm(Form):
    """The form of the sign-in page: address and password."""

    email = StringField(validators=[DataRequired(), Length(max=254)])
    # A bound on what is hashed (OWASP Password Storage: long passwords as denial of service).
    password = PasswordField(validators=[DataRequired(), Length(max=1000)])


class ForgottenForm(Form):
    """The form for the address to which a way back is sent."""

    email = StringField(validators=[DataRequired(), Length(max=254)])


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in page."""
    return _door(SignInForm(formdata=None))


@blueprint.post("/sign-in")
def sign_in_now() -> Response | tuple[str, int]:
    """Sign in; what fails has been counted before it was looked at."""
    form = SignInForm()
    if not form.validate():
        return _door(form), 422
    tried = attempt_for(accounts.normal_email(text_of(form.email)))
    try:
        # Before the password: while one waits, a right guess looks like a wrong one (OWASP Credential Stuffing).
        with writing() as db:
            begun = attempts.begin(db, tried, now())
        with reading() as db:  # a password takes long to check: no writer waits for it
            entered = accounts.sign_in(db, text_of(form.email), text_of(form.password))
        with writing() as db:
            attempts.take_back(db, begun)
            return second_step.enter(db, entered, next_page())
    except attempts.TooManyAttempts as error:
        form.password.errors = [wait(error)]
        return _door(form), 429
    except accounts.WrongCredentials:
        # One sentence for both: nobody learns which addresses have an account (OWASP Authentication, error messages).
        form.password.errors = [say("Cette adresse et ce mot de passe ne vont pas ensemble.")]
        return _door(form), 422


def _door(form: SignInForm) -> str:
    shown = visitors.VISITORS if settings().demonstration else ()
    return render_template("people/sign_in.html", form=form, visitors=shown, phrase=visitors.PASSWORD)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Sign out: the session is over, also for whoever has copied its cookie."""
    with writing() as db:
        access.leave(db)
    return see_other(url_for("people.sign_in"))


# ------------------------------------------------------------------------------------------------------ invitations


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> str:
    """Ask for a password; opening the link uses nothing up."""
    with reading() as db:
        return render_template("people/invitation.html", form=PasswordForm(formdata=None), invited=_invited(db, token))


@blueprint.post("/invitation/<token>")
def accept(token: str) -> Response | tuple[str, int]:
    """Set the password, keep the language of the page, and sign in."""
    form = PasswordForm()
    with writing() as db:
        invited = _invited(db, token)
        if not took_password(form, invited):
            return render_template("people/invitation.html", form=form, invited=invited), 422
        # The page on which she chose it has said who sees what.
        invited.language, invited.privacy_read_at = page_language(), now()
        access.enter(db, invited)
    if settings().openid and request.form.get("do") == "link":
        from portal.people.identities import lead_to_provider  # few houses have a provider

        return lead_to_provider(url_for("home.home"), invited)
    return see_other(url_for("home.home"))


def _invited(db: Session, token: str) -> Account:
    """Return the account that an invitation is for; raise BadLink when it has served."""
    key = UUID(links.read(settings().secret_keys, "invitation", token, letters.INVITATION_DAYS))
    invited = accounts.account_of(db, key)
    # The token itself knows only its age: the password that it led to is what uses it up.
    if invited is None or invited.password_hash is not None or invited.closed_at is not None:
        raise links.BadLink
    # French is also what nobody has chosen: there the browser says more (see `AccountForm`).
    if invited.language != LANGUAGES[0]:
        speak_as_to(invited)
    return invited


# ------------------------------------------------------------------------------------------------------- a way back


@blueprint.get("/forgotten")
def forgotten() -> str:
    """Ask for the address to which a way back is to be sent."""
    return render_template("people/forgotten.html", form=ForgottenForm(formdata=None), asked=False)


@blueprint.post("/forgotten")
def send_way_back() -> Response | tuple[str, int]:
    """Have a way back sent, where there is an account; the page and its time are the same where there is none."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("people/forgotten.html", form=form, asked=False), 422
    email = text_of(form.email)
    response = Response(render_template("people/forgotten.html", form=form, asked=True))
    # When the answer has left: how long it takes to find an account must not tell that there is one.
    response.call_on_close(partial(_queue_way_back, current_app._get_current_object(), email))  # type: ignore[attr-defined]
    return response


def _queue_way_back(app: Flask, email: str) -> None:
    with app.app_context():
        with writing() as db:
            found = accounts.open_account(db, email)
            asked = found is not None and mornings.send_way_back(db, found, now())
            left = leaving.send_again(db, email, now())
        if asked or left:
            watchers.wake(settings())


@blueprint.get("/way-back/<token>")
def way_back(token: str) -> str:
    """Ask for a new password; opening the link uses nothing up."""
    with reading() as db:
        owner = passwords.resetting(db, token, now())
        return render_template("people/way_back.html", form=PasswordForm(formdata=None), owner=owner)


@blueprint.post("/way-back/<token>")
def come_back(token: str) -> Response | tuple[str, int]:
    """Set the new password, end every session of before, and sign in, with a code where one is asked for."""
    form = PasswordForm()
    with writing() as db:
        owner = passwords.resetting(db, token, now())
        if not _took_way_back(db, form, token):
            return render_template("people/way_back.html", form=form, owner=owner), 422
        sessions.end_others(db, owner, now())
        mornings.notify(db, owner, letters.AccountEvent.PASSWORD, now())
        audit.note(db, owner.learner_key, AuditVerb.RESET_PASSWORD, audit.ACCOUNT, house_day())
        response = second_step.enter(db, owner, url_for("home.home"))
    watchers.wake(settings())
    # Now and not before: nothing of an earlier session stays when one begins.
    flash(say("Votre mot de passe est changé ; toutes vos autres sessions sont terminées."))
    return response


def _took_way_back(db: Session, form: PasswordForm, token: str) -> bool:
    try:
        if form.validate():
            passwords.reset(db, token, text_of(form.password), now())
    except passwords.BadPassword as error:
        form.password.errors = [why_bad(error)]
    return not form.errors
