"""Sign-in by password, the second step, sign-out; and what several pages of accounts ask and say."""

import hashlib
import json
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, Response, render_template, request, session, url_for
from sqlalchemy.orm import Session
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

import watchers
from content.errors import N_, Refused
from models.ground import audit, signing
from models.people import accounts, mail_schedule, messages, passwords, second_factor
from models.people.messages import AccountEvent
from models.site import demo
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal import access
from portal.access import signed_in
from portal.forms import Form, text_of
from portal.pages import page_words, say, speak_as_to
from portal.request import house_day, next_page, now, reading, see_other, settings, writing

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


def wait(error: passwords.TooManyAttempts) -> str:
    """Say how long somebody has to wait who has failed too often."""
    return say("Trop d'essais : attendez %(seconds)s s, puis réessayez.", seconds=error.seconds)


def attempt_for(email: str) -> passwords.Attempt:
    """Return what a password given in this request for the account of an address is counted by."""
    return passwords.attempt(settings().secret_key, email, request.remote_addr or "", access.known_device(email))


def is_confirmed(form: ConfirmForm, owner: Account) -> bool:
    """Return whether the form holds the present password, counted as at the door; say on the form when it does not.

    To be asked before a transaction of the view's own: what fails stays counted, and SQLite has one writer.
    """
    if not form.present.validate(form):
        return False
    try:
        with writing() as db:
            begun = passwords.begin_attempt(db, attempt_for(owner.email), now())
        passwords.confirm(owner, text_of(form.present))  # takes long: no writer waits for it
        with writing() as db:
            passwords.take_back_attempt(db, begun)
        return True
    except passwords.TooManyAttempts as error:
        form.present.errors = [wait(error)]
    except Refused as refused:
        form.say_why(refused)
    return False


def note_own(db: Session, mine: Account, verb: AuditVerb, event: AccountEvent) -> None:
    """Note what somebody does to her own way in, and have a mail tell her."""
    mail_schedule.notify(db, mine, event, now())
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


# ------------------------------------------------------------------------------------------ the second step at the door


HALFWAY = "half-way"
"""Where the cookie of this browser says who has given her password; it opens nothing but this page."""
HALFWAY_LASTS = timedelta(minutes=10)

NO_CODE = (passwords.TooManyAttempts, second_factor.WrongCode, second_factor.SecretLost)
WRONG = N_("Ce code n'est pas le bon, ou il a déjà servi.")
LOST = N_(
    "Boussole ne peut plus vérifier les codes du moment : donnez un code de secours, ou demandez à la personne qui"
    " administre Boussole de désactiver cette étape."
)


class Halfway(NamedTuple):
    """What is signed of somebody between the two steps."""

    learner_key: str
    since: float
    password: str


def enter(db: Session, account: Account, then: str) -> Response:
    """Sign in and go on; where a second factor is in force, ask for its code first, and nobody is signed in."""
    if second_factor.since(db, account):
        halfway = Halfway(str(account.learner_key), now().timestamp(), _mark(account))
        session[HALFWAY] = signing.sign_link(settings().secret_key, HALFWAY, halfway)
        return see_other(url_for("people.second_step", next=then))
    access.enter(db, account)
    if settings().administrators_second_factor and account.administrator:
        return see_other(url_for("people.own_second_factor", next=then))
    return see_other(then)


@blueprint.get("/sign-in/code")
def second_step() -> str:
    """Ask for the code of anyone who has given her password here; send others back for it."""
    with reading() as db:
        begun = _halfway(db) is not None
    return render_template("people/second_step.html", form=CodeForm(formdata=None), begun=begun)


@blueprint.post("/sign-in/code")
def second_step_now() -> Response | tuple[str, int]:
    """Sign in with a code; count those that are wrong."""
    form = CodeForm()
    with reading() as db:  # a recovery code takes as long to check as a password: no writer waits for it
        owner = _halfway(db)
    if owner is None:
        session.pop(HALFWAY, None)
        return see_other(url_for("people.second_step", next=request.args.get("next")))
    if not form.validate():
        return render_template("people/second_step.html", form=form, begun=True), 422
    try:
        with_code(owner, text_of(form.code))
    except NO_CODE as error:
        status = say_why(form, error)
        return render_template("people/second_step.html", form=form, begun=True), status
    with writing() as db:
        access.enter(db, owner)
    return see_other(next_page())


def with_code(owner: Account, code: str) -> None:
    """Use up a code of an account, counted as wrong before it is looked at. Raises one of NO_CODE."""
    # Counted apart from passwords: who fails at those, whom anybody may be, slows nobody here.
    device = access.known_device(owner.email)
    tried = passwords.attempt(settings().secret_key, f"code:{owner.email}", request.remote_addr or "", device)
    with writing() as db:
        begun = passwords.begin_attempt(db, tried, now())
    try:
        with reading() as db:
            proof = second_factor.recognise(db, owner, settings().secret_keys, code, now())
        with writing() as db:
            second_factor.use_up(db, owner, settings().secret_keys, proof, now())
            passwords.take_back_attempt(db, begun)
    except second_factor.WrongCode:
        _warn(owner, tried)
        raise


def say_why(form: CodeForm, error: Exception) -> int:
    """Say on a form why its code, one of NO_CODE, opens nothing; returns the status of the page."""
    if isinstance(error, passwords.TooManyAttempts):
        form.code.errors = [wait(error)]
        return 429
    form.code.errors = [say(LOST if isinstance(error, second_factor.SecretLost) else WRONG)]
    return 422


def _warn(owner: Account, tried: passwords.Attempt) -> None:
    """Tell the owner, once an hour, when there have been many wrong codes: somebody has her password."""
    with writing() as db:
        try:
            passwords.check_attempts(db, tried, now())
        except passwords.TooManyAttempts:
            hour = now().replace(minute=0, second=0, microsecond=0)
            mail_schedule.notify(db, owner, messages.AccountEvent.CODES_TRIED, hour)
        else:
            return
    watchers.wake(settings())


def _halfway(db: Session) -> Account | None:
    """Return who has given her password in this browser, unless it has changed or too long has passed."""
    try:
        signed = signing.read_link(settings().secret_keys, HALFWAY, session.get(HALFWAY, ""), days=1)
        key, since, password = Halfway(*signed)
    except signing.BadLink:
        return None
    found = accounts.account_of(db, UUID(key))
    if found is None or found.closed_at or _mark(found) != password or second_factor.since(db, found) is None:
        return None
    speak_as_to(found)
    return found if now().timestamp() - since <= HALFWAY_LASTS.total_seconds() else None


def _mark(account: Account) -> str:
    """Return what changes with the password: a signed token that holds it dies with the password."""
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:32]


# ------------------------------------------------------------------------------------------------------------- the door


class SignInForm(Form):
    """The form of the sign-in page: address and password."""

    email = StringField(validators=[DataRequired(), Length(max=254)])
    # A bound on what is hashed (OWASP Password Storage: long passwords as denial of service).
    password = PasswordField(validators=[DataRequired(), Length(max=1000)])


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
            begun = passwords.begin_attempt(db, tried, now())
        with reading() as db:  # a password takes long to check: no writer waits for it
            entered = accounts.sign_in(db, text_of(form.email), text_of(form.password))
        with writing() as db:
            passwords.take_back_attempt(db, begun)
            return enter(db, entered, next_page())
    except passwords.TooManyAttempts as error:
        form.password.errors = [wait(error)]
        return _door(form), 429
    except Refused as refused:
        form.say_why(refused)
        return _door(form), 422


def _door(form: SignInForm) -> str:
    shown = demo.VISITORS if settings().demonstration else ()
    return render_template("people/sign_in.html", form=form, visitors=shown, phrase=demo.PASSWORD)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Sign out: the session is over, also for anyone who has copied its cookie."""
    with writing() as db:
        access.leave(db)
    return see_other(url_for("people.sign_in"))
