"""What people see: the Flask application."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask_wtf import CSRFProtect

from models.ground.settings import Settings
from models.ground.store import Store
from portal import (
    access,
    accessibility,
    authoring,
    cards,
    drafted_questions,
    errors,
    exchange,
    feeds,
    groups,
    health,
    history,
    home,
    interview,
    keepsakes,
    mail,
    news,
    notices,
    pages,
    people,
    proposals,
    reports,
    rereading,
    responsibility,
    reviewing,
    search,
    situate,
    skills,
    statistics,
    study,
    themes,
    translations,
    versions,
    votes,
    week,
)
from portal.routes import LateRule
from portal.rule_changes import deciding, proposing, telling, texts
from portal.sources import first, lists, own, trying, watched

csrf = CSRFProtect()

LEARNING = (home, skills, study, situate, cards, search, proposals, reports, notices, votes, news, mail)
ONES_OWN = (themes, feeds, week, keepsakes, history)
TRAINING = (authoring, translations, reviewing, versions, responsibility, rereading, statistics, exchange)
FROM_NEWS = (deciding, proposing, telling, texts, drafted_questions, interview)
WATCHING = (first, lists, own, trying, watched)
VIEWS = (*LEARNING, *ONES_OWN, *TRAINING, *FROM_NEWS, *WATCHING, people, groups, health, accessibility)
"""Every file of views; those of one noun share a blueprint."""


def utc_now() -> datetime:
    """The instant it is."""
    return datetime.now(UTC)


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> Flask:
    """The portal; touches no database and writes nothing before the first request."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    app.url_rule_class = LateRule
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="boussole",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        MAX_CONTENT_LENGTH=2_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,
        PERMANENT_SESSION_LIFETIME=access.REMEMBERED,
    )
    app.extensions["settings"], app.extensions["clock"] = settings, clock
    app.extensions["store"] = Store(settings.database_url)
    csrf.init_app(app)
    for part in (access, pages, errors):
        part.init_app(app)
    for blueprint in dict.fromkeys(views.blueprint for views in VIEWS):
        app.register_blueprint(blueprint)
    csrf.exempt(mail.unsubscribe_now)
    return app
