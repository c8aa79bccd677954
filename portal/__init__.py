"""What people see: the Flask application."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask_wtf import CSRFProtect

from models.settings import Settings
from models.store import Store
from portal import access, authoring, errors, home, mail, news, pages, people, sources, study

csrf = CSRFProtect()


def utc_now() -> datetime:
    """The instant it is."""
    return datetime.now(UTC)


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The portal; touches no database and writes nothing before the first request."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="boussole",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        MAX_CONTENT_LENGTH=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,
        PERMANENT_SESSION_LIFETIME=access.REMEMBERED,
    )
    app.extensions["settings"], app.extensions["clock"] = settings, clock
    app.extensions["store"] = Store(settings.database_url)
    csrf.init_app(app)
    for part in (access, pages, errors):
        part.init_app(app)
    for noun in (home, study, news, mail, people, sources, authoring):
        app.register_blueprint(noun.blueprint)
    csrf.exempt(mail.unsubscribe_now)
    return app
