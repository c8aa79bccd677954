"""The Flask application: its settings, its views, and what every request passes through."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from flask import Blueprint, Flask
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from itsdangerous import Signer
from jinja2 import FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from models.ground.settings import Settings
from models.ground.store import Store
from models.people import sessions
from portal import access, forms, pages, transfer
from portal.community import pathway_pages, pathway_paper
from portal.learning import cards, training_records
from portal.news import shared_sources
from portal.people import mail
from portal.people.oidc import Provider
from portal.site import error_pages, monitoring, prose
from portal.site.monitoring import Probes
from portal.studio import rule_changes

csrf = CSRFProtect()

WITHOUT_VIEWS = {"portal.__main__", "portal.site.metrics"}
"""Never opened here: the command line; and what asks, when it is imported, in which folder the processes count."""


class SignedSessions(SecureCookieSessionInterface):
    """Sessions in cookies signed by SHA-256, not by the SHA-1 of Flask (OWASP ASVS 5.0, 11.4.1)."""

    digest_method = staticmethod(hashlib.sha256)


def utc_now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> Flask:
    """Build the application; it touches no database and writes nothing before the first request."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    app.jinja_loader = FileSystemLoader(sorted(Path(__file__).parent.glob("*/templates")))  # each noun brings its own
    app.session_interface = SignedSessions()
    # By what itsdangerous signs where nothing is said: the tokens of forms, for Flask-WTF has no setting of its own.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    forms.bound_numbers(app)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        # The prefix: no other host of the domain can have set it (RFC 6265bis, 4.1.3.2).
        SESSION_COOKIE_NAME="__Host-boussole" if settings.secure else "boussole",
        # Lax, not Strict: a link in a mail finds its reader signed in, and no POST of another site carries the cookie.
        SESSION_COOKIE_SAMESITE="Lax",
        # Not on plain http, where a browser need not send such a cookie back (RFC 6265, 5.4).
        SESSION_COOKIE_SECURE=settings.secure,
        # The token lives as long as the session: a text may be written all day before it is sent.
        WTF_CSRF_TIME_LIMIT=None,
        PERMANENT_SESSION_LIFETIME=sessions.LASTS,
        # Set once at sign-in, not again at each request: a session has an absolute end.
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
    )
    app.wsgi_app = Probes(app, app.wsgi_app)  # type: ignore[method-assign]
    if hops := settings.trusted_proxies:
        # Not X-Forwarded-Host: a proxy that leaves it alone would pass on whatever a visitor wrote there.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.extensions["settings"], app.extensions["clock"] = settings, clock
    app.extensions["store"] = Store(settings.database_url)
    back = f"{settings.base_url}/sign-in/provider/back"
    app.extensions["provider"] = Provider(settings.openid, back) if settings.openid else None
    transfer.limit_bodies(app)  # before what looks at a form, and so reads it
    csrf.init_app(app)
    for part in (monitoring, access, pages, prose, error_pages, transfer, cards, rule_changes, shared_sources):
        part.init_app(app)
    for blueprint in dict.fromkeys(_blueprints()):
        app.register_blueprint(blueprint)
    # A mail program posts without cookie and token; the signed address is the proof (RFC 8058, 3.1).
    csrf.exempt(mail.unsubscribe_now)
    # They change nothing: a sheet comes with the request and goes with the answer.
    csrf.exempt(pathway_pages.draw)
    csrf.exempt(pathway_paper.draw)
    csrf.exempt(training_records.verify)
    return app


def _blueprints() -> Iterator[Blueprint]:
    """Yield the blueprints of every file of views; the files of one noun share theirs."""
    for file in walk_packages(__path__, f"{__name__}."):
        if file.name not in WITHOUT_VIEWS:
            yield from (one for one in vars(import_module(file.name)).values() if isinstance(one, Blueprint))
