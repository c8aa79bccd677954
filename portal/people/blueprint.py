"""The blueprint of the pages of accounts, and what several of them say and ask."""

import json
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

from content.errors import Refused
from models.ground import audit
from models.people import attempts, passwords
from models.people.mail import mornings
from models.people.mail.letters import AccountEvent
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal import access
from portal.forms import Form, text_of
from portal.pages import page_words, say
from portal.shell import house_day, now, settings, writing

blueprint = Blueprint("people", __name__)


class PasswordForm(Form):
    """The form for a new password."""

    # A bound on what is hashed (OWASP Password Storage: long passwords as denial of service).
    password = PasswordField(validators=[DataRequired(), Length(max=1000)])


class ConfirmForm(Form):
    """The form that asks for the present password before what cannot be taken back."""

    present = PasswordField(validators=[DataRequired(), Length(max=1000)])


class CodeForm(Form):
    """The form for a code: of the moment, or from paper."""

    code = StringField(validators=[DataRequired(), Length(max=60)])


class ChangePasswordForm(ConfirmForm, PasswordForm):
    """The form for a new password in place of the present one."""


def took_password(form: PasswordForm, owner: Account) -> bool:
    """Set the password of the form; say on the form what is wrong with it."""
    return form.carries_out(lambda: passwords.set_password(owner, text_of(form.password)))


def wait(error: attempts.TooManyAttempts) -> str:
    """Say how long somebody has to wait who has failed too often."""
    return say("Trop d'essais : attendez %(seconds)s s, puis réessayez.", seconds=error.seconds)


def attempt_for(email: str) -> attempts.Attempt:
    """Return what a password given in this request for the account of an address is counted by."""
    return attempts.attempt(settings().secret_key, email, request.remote_addr or "", access.known_device(email))


def is_confirmed(form: ConfirmForm, owner: Account) -> bool:
    """Return whether the form holds the present password, counted as at the door; say on the form when it does not.

    To be asked before a transaction of the view's own: what fails stays counted, and SQLite has one writer.
    """
    if not form.present.validate(form):
        return False
    try:
        with writing() as db:
            begun = attempts.begin(db, attempt_for(owner.email), now())
        passwords.confirm(owner, text_of(form.present))  # takes long: no writer waits for it
        with writing() as db:
            attempts.take_back(db, begun)
        return True
    except attempts.TooManyAttempts as error:
        form.present.errors = [wait(error)]
    except Refused as refused:
        form.say_why(refused)
    return False


def note_own(db: Session, mine: Account, verb: AuditVerb, event: AccountEvent) -> None:
    """Note what somebody does to her own way in, and have a mail tell her."""
    mornings.notify(db, mine, event, now())
    audit.note(db, mine.learner_key, verb, audit.ACCOUNT, house_day())


def on_its_way(invitations: int) -> str:
    """Say what becomes of invitations that were just written."""
    if settings().smtp_url is None:
        return say(
            "Rien ne part : aucun serveur de courrier n'est réglé (SMTP_URL). Ce qui est écrit est déposé dans le"
            " dossier « outbox » de l'instance."
        )
    return page_words().ngettext(
        "Une invitation part par courriel.", "%(num)s invitations partent par courriel.", invitations
    )


def as_file(found: dict[str, Any]) -> Response:
    """Return all that is kept about a person as one file to take away."""
    response = Response(json.dumps(found, default=str, ensure_ascii=False, indent=1), content_type="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=boussole.json"
    return response
