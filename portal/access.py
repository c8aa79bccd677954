"""Sessions and roles: who asks, and which views that opens."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial, wraps
from itertools import chain
from typing import ParamSpec, TypeVar
from uuid import UUID

from flask import Flask, abort, g, request, session, url_for
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from content.errors import N_, Forbidden, Malformed
from models.ground import signing
from models.ground.calendar import local_day
from models.learning.objection import WithoutEstimation
from models.people import second_factor, sessions
from models.tables.people import Account
from portal.request import now, reading, see_other, settings
from portal.transfer import typed

DEVICE = "device"
"""The cookie by which a device is known again, and for how long after the last sign-in."""
DEVICE_KNOWN = timedelta(days=365)
ALWAYS_OPEN = {"people.change_password", "people.privacy", "people.privacy_read", "people.sign_out"}
"""What can be done before all that."""
FOR_ADMINISTERING = {"people.own_second_factor", "people.turn_on_second_factor"}
"""Pages of everybody's that a house may ask of the one who administers, before hers open."""


# As browsers name themselves; the first that fits: each newer one names the older ones too.
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


class SessionEnded(Forbidden):
    """Somebody has sent what she typed, and is signed in no longer."""

    what = N_("Votre session est terminée.")
    then = N_("Rien n'est enregistré : rouvrez la page, en vous connectant, et envoyez de nouveau.")


P = ParamSpec("P")
R = TypeVar("R")


class User:
    """An account as Flask-Login wants it, and the token of its session."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, account: Account, token: str) -> None:
        self.account, self.token = account, token

    def get_id(self) -> str:
        """Return what the cookie holds: the token of the session."""
        return self.token


class _NeverRemembering(LoginManager):
    """Flask-Login without its cookie that outlives a session: after each request it would open the session to look."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def init_app(app: Flask) -> None:
    """Refuse requests that hold more than text, and let Flask-Login find the account of each."""
    app.before_request(_check_text)
    app.after_request(_remember_device)
    manager = _NeverRemembering(app)
    manager.user_loader(_load)


def _check_text() -> None:
    sent = chain(request.form.items(multi=True), request.args.items(multi=True))
    # https://www.postgresql.org/docs/current/datatype-character.html: the character with code zero cannot be stored.
    if "\0" in request.path or any("\0" in text for pair in sent for text in pair):
        raise Malformed(
            N_("Ce que vous avez envoyé contient un caractère invisible, qui ne peut pas être gardé."),
            N_(
                "Revenez en arrière : ce que vous avez écrit y est encore."
                " Récrivez-y à la main ce que vous aviez collé."
            ),
        )


def _load(token: str) -> User | None:
    with reading() as db:
        account = sessions.account_of(db, token, now())
        # Detached: the account serves the rest of the request, long after this reading is over.
        db.expunge_all()
    return User(account, token) if account else None


def enter(db: Session, account: Account) -> None:
    """Begin a session on this device, which is known from now on; the one that it had is over."""
    if current_user.is_authenticated:
        sessions.sign_out(db, token(), now())
    # In two words, enough to tell one's devices apart.
    said = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    begun = sessions.begin(db, account, " · ".join(filter(None, (browser, system))), now())
    # Nothing of an earlier session stays, nor its CSRF token (OWASP Session Management, renewal at sign-in).
    session.clear()
    session.permanent = True
    login_user(User(account, begun))
    g.known_device = account.email


def leave(db: Session) -> None:
    """End the session of this request."""
    sessions.sign_out(db, token(), now())
    logout_user()
    session.clear()


def token() -> str:
    """Return the token of the session of this request."""
    found: str = current_user.token
    return found


def known_device(email: str) -> str | None:
    """Return the mark of this device for an address with which somebody has signed in on it; None for others."""
    try:
        kept = request.cookies.get(_device_cookie(), "")
        marks = signing.read_link(settings().secret_keys, DEVICE, kept, DEVICE_KNOWN.days)
    except signing.BadLink:
        return None
    found: str | None = marks.get(_mark(email))
    return found


def _remember_device(response: Response) -> Response:
    """Let the device be known again to anyone who has just signed in on it; who did so before her is forgotten."""
    if email := g.get("known_device"):
        marks = {_mark(email): known_device(email) or secrets.token_urlsafe(16)}
        response.set_cookie(
            _device_cookie(),
            signing.sign_link(settings().secret_key, DEVICE, marks),
            max_age=DEVICE_KNOWN,
            secure=settings().secure,
            httponly=True,
            samesite="Lax",
        )
    return response


def _device_cookie() -> str:
    # With that prefix a browser takes it from this host alone: RFC 6265bis, 4.1.3.2.
    return f"__Host-{DEVICE}" if settings().secure else DEVICE


def _mark(email: str) -> str:
    return hmac.new(settings().secret_key.encode(), email.encode(), hashlib.sha256).hexdigest()[:32]


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


# -------------------------------------------------------------------------------------------------- who may open a view


def guarded_by(*checks: Callable[[], Response | None]) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Return what guards a view: the first check that answers, or raises, does so in its place."""

    def guard(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            for check in checks:
                if (instead := check()) is not None:
                    return instead
            return view(*args, **kwargs)

        return guarded

    return guard


def _has_entered(for_administering: bool = False) -> Response | None:
    if not current_user.is_authenticated:
        if typed():
            raise SessionEnded
        return see_other(url_for("people.sign_in", next=_here()))
    first = _first_of_all(for_administering or request.endpoint in FOR_ADMINISTERING)
    if first and request.endpoint not in {first, *ALWAYS_OPEN}:
        return see_other(url_for(first, next=_here()))
    return None


def _first_of_all(for_administering: bool) -> str | None:
    """Return the endpoint that has to be passed before any other, if any is left."""
    # First of all: the one who gave the temporary password knows it too.
    if account().password_temporary:
        return "people.own"
    # It tells who learns what others see of it; the one who administers meets it once she learns.
    if account().privacy_read_at is None and not (for_administering and account().administrator):
        return "people.privacy"
    return None


def _here() -> str | None:
    """Return the address to come back to after sign-in; none for a form, which cannot be sent again by coming back."""
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None


def _is_estimated() -> None:
    if account().learner.without_estimation:
        raise WithoutEstimation


def _has_role(*roles: str) -> None:
    if not any(getattr(account(), role) for role in roles):
        abort(403)


def lacks_second_factor(owner: Account) -> bool:
    """Return whether the house asks a second factor of an account that has none."""
    if not (settings().administrators_second_factor and owner.administrator):
        return False
    with reading() as db:
        return second_factor.since(db, owner) is None


def _has_second_factor() -> Response | None:
    lacking = lacks_second_factor(account())
    return see_other(url_for("people.own_second_factor", next=_here())) if lacking else None


signed_in = guarded_by(_has_entered)
"""Guards a view: it opens once password and « Qui voit quoi » are settled; anyone who lacks one is led there first.

What is typed is not lost on the way: the view raises SessionEnded, whose page gives it back.
"""
estimated = guarded_by(_is_estimated)
"""Guards a view that keeps or shows what is estimated, below `signed_in`; raises WithoutEstimation."""

# The door stands outside the role: anyone who has to sign in first is led there, and not told 403.
trainer = guarded_by(_has_entered, lambda: _has_role("trainer"))
"""Guards a view: it opens for trainers."""
_door = partial(_has_entered, for_administering=True)
administrator = guarded_by(_door, lambda: _has_role("administrator"), _has_second_factor)
"""Guards a view: it opens for administrators, with a second factor where the house asks for one."""
administrator_or_trainer = guarded_by(
    *(_door, lambda: _has_role("administrator", "trainer")),
    lambda: None if account().trainer else _has_second_factor(),
)
"""Guards a view: it opens for trainers, and for administrators as theirs do."""
