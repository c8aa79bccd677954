"""The second step at the door: whoever has given her password gives a code, where her account asks for one."""

import hashlib
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from flask import Response, render_template, request, session, url_for
from sqlalchemy.orm import Session

import watchers
from content.errors import N_
from models.ground import signing
from models.people import accounts, attempts, second_factor
from models.people.mail import letters, mornings
from models.tables.people import Account
from portal import access
from portal.forms import text_of
from portal.pages import say, speak_as_to
from portal.people.blueprint import CodeForm, blueprint, wait
from portal.shell import next_page, now, reading, see_other, settings, writing

HALFWAY = "half-way"
"""Where the cookie of this browser says who has given her password; it opens nothing but this page."""
HALFWAY_LASTS = timedelta(minutes=10)

NO_CODE = (attempts.TooManyAttempts, second_factor.WrongCode, second_factor.SecretLost)
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
    """Ask for the code of whoever has given her password here; send others back for it."""
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
    tried = attempts.attempt(settings().secret_key, f"code:{owner.email}", request.remote_addr or "", device)
    with writing() as db:
        begun = attempts.begin(db, tried, now())
    try:
        with reading() as db:
            proof = second_factor.recognise(db, owner, settings().secret_keys, code, now())
        with writing() as db:
            second_factor.use_up(db, owner, settings().secret_keys, proof, now())
            attempts.take_back(db, begun)
    except second_factor.WrongCode:
        _warn(owner, tried)
        raise


def say_why(form: CodeForm, error: Exception) -> int:
    """Say on a form why its code, one of NO_CODE, opens nothing; returns the status of the page."""
    if isinstance(error, attempts.TooManyAttempts):
        form.code.errors = [wait(error)]
        return 429
    form.code.errors = [say(LOST if isinstance(error, second_factor.SecretLost) else WRONG)]
    return 422


def _warn(owner: Account, tried: attempts.Attempt) -> None:
    """Tell the owner, once an hour, when there have been many wrong codes: somebody has her password."""
    with writing() as db:
        try:
            attempts.check(db, tried, now())
        except attempts.TooManyAttempts:
            hour = now().replace(minute=0, second=0, microsecond=0)
            mornings.notify(db, owner, letters.AccountEvent.CODES_TRIED, hour)
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
