"""An installation for so many people, in the database of the environment; says as JSON what a visitor needs to know.

Run as a file, with another checkout as its working directory where the commit before is measured: it leans on nothing
of this package.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import quote

from flask import session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmarks import home
from benchmarks.answer import PASSWORD, show
from benchmarks.watch import web
from content.folding import slugs
from content.module import Question, QuestionKind
from models.catalogue import in_force
from models.ground import backups, jobs, schema
from models.ground.calendar import local_day
from models.ground.settings import Settings, prepare_instance
from models.ground.store import Store
from models.language.encoder import Encoder, EncoderMissing
from models.people import passwords, sessions
from models.tables.people import Account
from models.tables.sources import Source
from models.tables.stories import Story
from models.tables.study import Answer
from portal import create_app
from watchers import meaning
from watchers.stories import Teller, models

VISITS_BEFORE = 8
"""Days in the year before on which each has come, of five answers each."""
CSRF = "0" * 40
QUIET = timedelta(days=365)


def main() -> None:
    """Fill, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("people", "stories", "sources", "port", "shown", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    asked = parser.parse_args()
    settings = Settings.from_environment()
    prepare_instance(settings.instance)
    schema.upgrade(settings.database_url)
    store, random = Store(settings.database_url), Random(asked.seed)
    # The other benchmark stands still at an instant; here the portal's own clock goes on from now.
    home.NOW, home.VISITS = datetime.now(UTC), VISITS_BEFORE
    people = [account.id for account in home.fill(store, asked.people, asked.people, asked.seed)]
    home.tell(store, range(asked.stories), random)
    with store.writing() as db:
        be_night(db, settings, home.NOW)
        watch(db, asked.sources, asked.port)
        known = passwords.hashed(PASSWORD)
        # A text, for what is typed: who measures the questions at every hour reads it.
        db.execute(update(Answer).values(response=["1"]))
        db.execute(update(Account).where(Account.id.in_(people)).values(password_hash=known))
    find_near(store, settings)
    json.dump(
        {
            **entered(settings, store, people),
            "stories": told(store),
            "cards": cards(store),
            "forms": shown(store, people, asked.shown, random),
        },
        sys.stdout,
    )


def be_night(db: Session, settings: Settings, at: datetime) -> None:
    """Say that refit and copy of today are done: they are the night's; and leave alone sources that lead nowhere."""
    day = local_day(at, settings.timezone).isoformat()
    for kind in (jobs.REFIT, backups.BEGUN):
        jobs.take_slot(db, kind, day, at)
    db.execute(update(Source).values(next_visit_at=at + QUIET))


def find_near(store: Store, settings: Settings) -> None:
    """Write what cards are near to: a worker does it once, in the first minutes of a house."""
    with models() as child, suppress(EncoderMissing):
        meaning.write(store, Teller(Encoder(settings.encoder), child), lambda: home.NOW)


def watch(db: Session, sources: int, port: int) -> None:
    """Add sources on the loopback, which are due when somebody makes them so."""
    for host in map(web.place, range(sources)):
        place = {"address": f"http://{host}:{port}{web.FEED}", "host": f"{host}:{port}"}
        db.add(Source(name=host, kind="feed", next_visit_at=home.NOW + QUIET, created_at=home.NOW, **place))


def entered(settings: Settings, store: Store, people: list[int]) -> dict[str, object]:
    """Let everybody in: the cookies of their sessions, and the token that all their forms hold."""
    app = create_app(settings)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with store.writing() as db:
        tokens = [sessions.begin(db, db.get_one(Account, one), "", home.NOW) for one in people]
    cookies = [signer.dumps({"_user_id": token, "csrf_token": CSRF, "_permanent": True}) for token in tokens]
    with app.test_request_context():
        session["csrf_token"] = CSRF
        return {"cookies": cookies, "token": generate_csrf()}


def told(store: Store) -> list[int]:
    """Return the latest stories."""
    with store.reading() as db:
        return list(db.scalars(select(Story.id).order_by(Story.happened_at.desc()).limit(100)))


def cards(store: Store) -> list[str]:
    """Return the addresses of cards."""
    with store.reading() as db:
        modules = [one.module for one in in_force.published_modules(db)]
    return [
        f"/modules/{one.id}/cards/{quote(slug)}" for one in modules for slug in slugs(card.title for card in one.cards)
    ]


def shown(store: Store, people: list[int], number: int, random: Random) -> list[tuple[int, str, str, str]]:
    """Show questions with one right option, each in a play of its own; return who, play, presentation, option."""
    with store.writing() as db:
        asked = list(to_tick(db))
        keys = [db.get_one(Account, one).learner_key for one in people]
        forms = []
        for at in range(number):
            version, question = random.choice(asked)
            who, option = at % len(people), random.choice(question.options).key
            form = show(db, keys[who], version, question, option, home.NOW)
            forms.append((who, str(form.play), str(form.presentation), option))
        return forms


def to_tick(db: Session) -> Iterator[tuple[int, Question]]:
    """Yield the questions with one right option, each with its version."""
    for published in in_force.published_modules(db):
        for question in published.module.questions:
            if question.kind is QuestionKind.ONE:
                yield published.version_id, question


if __name__ == "__main__":
    main()
