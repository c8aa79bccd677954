"""The pages behind links by which somebody chooses a password: an invitation, a password reset."""

from functools import partial
from uuid import UUID

from flask import Flask, Response, current_app, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import StringField
from wtforms.validators import DataRequired, Length

import watchers
from content.schema.yaml_fields import LANGUAGES
from models.ground import audit, signing
from models.people import accounts, leaving, mail_schedule, messages, passwords, sessions
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal import access
from portal.forms import Form, text_of
from portal.pages import page_language, say, speak_as_to
from portal.people import sign_in
from portal.people.identities import lead_to_provider
from portal.people.sign_in import PasswordForm, blueprint, took_password
from portal.request import house_day, now, reading, see_other, settings, writing


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
        return lead_to_provider(url_for("home.home"), invited)
    return see_other(url_for("home.home"))


def _invited(db: Session, token: str) -> Account:
    """Return the account that an invitation is for; raise BadLink when it has served."""
    key = UUID(signing.read_link(settings().secret_keys, "invitation", token, messages.INVITATION_DAYS))
    invited = accounts.account_of(db, key)
    # The token itself knows only its age: the password that it led to is what uses it up.
    if invited is None or invited.password_hash is not None or invited.closed_at is not None:
        raise signing.BadLink
    # French is also what nobody has chosen: there the browser says more (see `AccountForm`).
    if invited.language != LANGUAGES[0]:
        speak_as_to(invited)
    return invited


# -------------------------------------------------------------------- the way back for anyone who has lost her password


class ForgottenForm(Form):
    """The form for the address to which a way back is sent."""

    email = StringField(validators=[DataRequired(), Length(max=254)])


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
    response.call_on_close(partial(_queue_password_reset, current_app._get_current_object(), email))  # type: ignore[attr-defined]
    return response


def _queue_password_reset(app: Flask, email: str) -> None:
    with app.app_context():
        with writing() as db:
            found = accounts.open_account(db, email)
            asked = found is not None and mail_schedule.send_password_reset(db, found, now())
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
        if not form.carries_out(lambda: passwords.reset(db, token, text_of(form.password), now())):
            return render_template("people/way_back.html", form=form, owner=owner), 422
        sessions.end_others(db, owner, now())
        mail_schedule.notify(db, owner, messages.AccountEvent.PASSWORD, now())
        audit.note(db, owner.learner_key, AuditVerb.RESET_PASSWORD, audit.ACCOUNT, house_day())
        response = sign_in.enter(db, owner, url_for("home.home"))
    watchers.wake(settings())
    # Now and not before: nothing of an earlier session stays when one begins.
    flash(say("Votre mot de passe est changé ; toutes vos autres sessions sont terminées."))
    return response
