"""Sessions and roles: who asks, and which views that opens."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from itertools import chain
from typing import ParamSpec, TypeVar
from uuid import UUID

from flask import Flask, abort, g, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from models.ground.calendar import local_day
from models.people import accounts
from models.tables.people import Account
from portal.shell import now, reading, see_other

REMEMBERED = timedelta(days=30)
ALWAYS_OPEN = {"people.change_password", "people.privacy", "people.privacy_read", "people.sign_out", "themes.begin"}
"""What can be done before all that."""


class InvisibleCharacter(ValueError):
    """The request holds a NUL: nobody types one, and PostgreSQL keeps none."""


P = ParamSpec("P")
R = TypeVar("R")


class User:
    """An account as Flask-Login wants it; a new password ends every older session."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """Return the account's number with a mark of its password."""
        # Part of a hash of the hash: the cookie is signed, not encrypted, and must give away nothing to guess from.
        mark = hashlib.sha256((self.account.password_hash or "").encode()).hexdigest()[:16]
        return f"{self.account.id}-{mark}"


def init_app(app: Flask) -> None:
    """Refuse requests that hold more than text, and let Flask-Login find the account of each."""
    app.before_request(_check_text)
    manager = LoginManager(app)
    manager.user_loader(_load)


def _check_text() -> None:
    sent = chain(request.form.items(multi=True), request.args.items(multi=True))
    # https://www.postgresql.org/docs/current/datatype-character.html: the character with code zero cannot be stored.
    if "\0" in request.path or any("\0" in text for pair in sent for text in pair):
        raise InvisibleCharacter


def _load(user_id: str) -> User | None:
    number = user_id.partition("-")[0]
    with reading() as db:
        account = accounts.numbered(db, int(number)) if number.isdigit() else None
        if account is None or account.closed_at is not None:
            return None
        # Detached: the account serves the rest of the request, long after this session is closed.
        db.expunge_all()
    user = User(account)
    # Not in constant time: the cookie is signed, so nobody can send marks of his own to measure.
    return user if user.get_id() == user_id else None


def enter(account: Account) -> None:
    """Start a session that lasts on this device."""
    # Nothing of an earlier session stays, nor its CSRF token (OWASP Session Management, renewal at sign-in).
    session.clear()
    session.permanent = True
    login_user(User(account))


def leave() -> None:
    """End the session of this request."""
    logout_user()
    session.clear()


def settle() -> None:
    """Treat this request as nobody's when the database cannot say whose it is."""
    try:
        current_user.get_id()
    except OperationalError:
        # Where Flask-Login keeps the user of a request; it offers no public way to set one without a session.
        g._login_user = AnonymousUserMixin()


def account() -> Account:
    """Return the account of this request."""
    found: Account = current_user.account
    return found


def learner_key() -> UUID:
    """Return the key of the learner behind this request."""
    return account().learner_key


def today() -> date:
    """Return the date that it is where the learner lives."""
    return local_day(now(), account().learner.timezone)


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Guard a view: it opens once account, own password, « Qui voit quoi » and themes are settled.

    Others are led there first.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if not current_user.is_authenticated:
            return see_other(url_for("people.sign_in", next=_here()))
        if (first := _first_of_all()) and request.endpoint not in {first, *ALWAYS_OPEN}:
            return see_other(url_for(first, next=_here()))
        return view(*args, **kwargs)

    return guarded


def _first_of_all() -> str | None:
    """Return the endpoint that has to be passed before any other, if any is left."""
    # First of all: whoever gave the temporary password knows it too.
    if account().password_temporary:
        return "people.own"
    if account().privacy_read_at is None:
        return "people.privacy"
    return "themes.first" if account().themes_asked_at is None else None


def _here() -> str | None:
    """Return the address to come back to after sign-in; none for a form, which cannot be sent again by coming back."""
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None


def trainer(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Guard a view: it opens for trainers."""
    return _role(view, lambda found: found.trainer)


def administrator(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Guard a view: it opens for administrators."""
    return _role(view, lambda found: found.administrator)


def administrator_or_trainer(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Guard a view: it opens for administrators and trainers."""
    return _role(view, lambda found: found.administrator or found.trainer)


def _role(view: Callable[P, R], allowed: Callable[[Account], bool]) -> Callable[P, R | Response]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not allowed(account()):
            abort(403)
        return view(*args, **kwargs)

    # The door stands outside the role: whoever has to sign in first is led there, and not told 403.
    return signed_in(guarded)
