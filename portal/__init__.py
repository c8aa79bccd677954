"""The Flask application: its settings, its views, and what every request passes through."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from itsdangerous import Signer
from werkzeug.middleware.proxy_fix import ProxyFix

from models.ground.settings import Settings
from models.ground.store import Store
from models.people import sessions
from portal import (
    access,
    accessibility,
    assets,
    authoring,
    blanks,
    briefing,
    cards,
    crisis,
    drafted_questions,
    errors,
    exchange,
    feeds,
    follow_ups,
    health,
    history,
    home,
    house,
    house_ways,
    interview,
    journal,
    keepsakes,
    mail,
    news,
    notices,
    numbers,
    objection,
    oidc,
    pages,
    proposals,
    reports,
    request_marks,
    rereading,
    responsibility,
    reviewing,
    search,
    situate,
    skills,
    statistics,
    study,
    themes,
    topics,
    translations,
    unmet_needs,
    untraced,
    versions,
    votes,
    week,
)
from portal.directory import finding as directory_finding
from portal.directory import late as directory_late
from portal.directory import measures, passing_on
from portal.directory import pages as directory_pages
from portal.directory import paper as directory_paper
from portal.directory import using as directory_using
from portal.people import door, everybody, identities, leaving, second_factor, second_step
from portal.people import lists as invitation_lists
from portal.people import own as own_account
from portal.probes import Probes
from portal.routes import LateRule
from portal.rule_changes import deciding, proposing, telling, texts
from portal.sheet import drawing, opening
from portal.sources import first, listing, lists, own, trying, watched

csrf = CSRFProtect()

LEARNING = (home, skills, study, untraced, situate, cards, search, proposals, reports, notices, votes, news, mail)
BEFORE = (briefing, topics, drawing, opening, crisis, unmet_needs)
ONES_OWN = (themes, feeds, week, keepsakes, follow_ups, history, objection)
TRAINING = (
    *(authoring, translations, reviewing, versions, responsibility, rereading, statistics, exchange),
    *(blanks, house, house_ways),
)
DIRECTORY = (directory_pages, directory_finding, directory_paper, directory_using, directory_late, measures, passing_on)
FROM_NEWS = (deciding, proposing, telling, texts, drafted_questions, interview)
WATCHING = (first, listing, lists, own, trying, watched)
PEOPLE = (
    *(door, second_step, own_account, second_factor, identities, leaving),
    *(everybody, invitation_lists, journal),
)
VIEWS = (*LEARNING, *BEFORE, *ONES_OWN, *TRAINING, *DIRECTORY, *FROM_NEWS, *WATCHING, *PEOPLE, health, accessibility)
"""Every file of views; those of one noun share a blueprint."""


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
    # Before the first route is added: Flask makes each rule of the class that stands here.
    app.url_rule_class = LateRule
    app.session_interface = SignedSessions()
    # By what itsdangerous signs where nothing is said: the tokens of forms, for Flask-WTF has no setting of its own.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    numbers.init_app(app)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        # The prefix: no other host of the domain can have set it (RFC 6265bis, 4.1.3.2).
        SESSION_COOKIE_NAME="__Host-boussole" if settings.secure else "boussole",
        # Lax, not Strict: a link in a mail finds its reader signed in, and no POST of another site carries the cookie.
        SESSION_COOKIE_SAMESITE="Lax",
        # Not on plain http, where a browser need not send such a cookie back (RFC 6265, 5.4).
        SESSION_COOKIE_SECURE=settings.secure,
        MAX_CONTENT_LENGTH=2_000_000,
        # A pack travels in a field of its page (portal/exchange.py); the default of Flask 3.1 is 500 kB.
        MAX_FORM_MEMORY_SIZE=2_000_000,
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
    openid, back = settings.openid, f"{settings.base_url}/sign-in/provider/back"
    app.extensions["provider"] = oidc.Provider(openid, back) if openid else None
    csrf.init_app(app)
    for part in (request_marks, access, pages, errors, assets):
        part.init_app(app)
    for blueprint in dict.fromkeys(views.blueprint for views in VIEWS):
        app.register_blueprint(blueprint)
    # A mail program posts without cookie and token; the signed address is the proof (RFC 8058, 3.1).
    csrf.exempt(mail.unsubscribe_now)
    # They change nothing: a sheet comes with the request and goes with the answer.
    csrf.exempt(drawing.draw)
    csrf.exempt(opening.draw)
    return app
