"""What people see: the Flask application."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from flask_wtf import CSRFProtect

from models.settings import Settings
from models.store import Store
from portal import access, errors, mail, pages
from portal.accessibility import blueprint as accessibility
from portal.authoring import blueprint as authoring
from portal.cards import blueprint as cards
from portal.dates import blueprint as dates
from portal.drafted_questions import blueprint as drafted_questions
from portal.exchange import blueprint as exchange
from portal.feeds import blueprint as feeds
from portal.field import blueprint as field
from portal.groups import blueprint as groups
from portal.health import blueprint as health
from portal.history import blueprint as history
from portal.home import blueprint as home
from portal.interview import blueprint as interview
from portal.keeping import blueprint as keeping
from portal.news import blueprint as news
from portal.notices import blueprint as notices
from portal.people import blueprint as people
from portal.proposals import blueprint as proposals
from portal.reports import blueprint as reports
from portal.responsibility import blueprint as responsibility
from portal.reviewing import blueprint as reviewing
from portal.routes import LateRule
from portal.rule_changes import blueprint as rule_changes
from portal.search import blueprint as search
from portal.situate import blueprint as situate
from portal.skills import blueprint as skills
from portal.sources import blueprint as sources
from portal.statistics import blueprint as statistics
from portal.study import blueprint as study
from portal.themes import blueprint as themes
from portal.translations import blueprint as translations
from portal.versions import blueprint as versions
from portal.week import blueprint as week

csrf = CSRFProtect()


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
    learning = (home, skills, study, situate, cards, search, proposals, reports, notices, field, news, mail.blueprint)
    ones_own = (themes, feeds, week, keeping, history)
    training = (authoring, translations, reviewing, versions, responsibility, dates, statistics, exchange)
    from_news = (rule_changes, drafted_questions, interview)
    for noun in (*learning, *ones_own, *training, *from_news, people, groups, sources, health, accessibility):
        app.register_blueprint(noun)
    csrf.exempt(mail.unsubscribe_now)
    return app
