"""What a morning needs: somebody who wants mail, news, and the settings of an installation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from models.ground.settings import Settings
from models.ground.store import Store
from models.people import accounts, mail_schedule, mail_sending
from models.tables.answers import Presentation
from models.tables.mail import Mail
from models.tables.people import Account
from models.tables.sources import Source
from models.tables.stories import Article, Story
from tests.watchers.post_office import PostOffice
from watchers import delivery

SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
LONG_AGO = datetime(2025, 1, 6, tzinfo=UTC)
"""Seven in Brussels, on a Tuesday."""
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For a test of dates, of words or of what the tutor makes of a long life, which no database changes."""
BASE = "https://boussole.example"


def settings_for(folder: Path, smtp_url: str | None = None) -> Settings:
    return Settings(
        instance=folder,
        database_url="",
        secret_key="not a secret",
        base_url=BASE,
        smtp_url=smtp_url,
        sender="boussole@boussole.example",
    )


def add_account(
    store: Store,
    email: str = "claire@example.org",
    name: str = "Claire",
    *,
    hour: int | None = 7,
    timezone: str = "Europe/Brussels",
    language: str = "fr",
    invited: bool = False,
) -> Account:
    """Somebody who has an account and wants the mail of the morning."""
    with store.writing() as db:
        account = accounts.invite(db, email, name, SEVEN, timezone=timezone)
        account.digest_hour, account.language = hour, language
        if not invited:
            account.password_hash, account.privacy_read_at = "a hash", LONG_AGO
    return account


def tell(
    store: Store,
    title: str = "Une nouvelle",
    at: datetime = SEVEN - 2 * HOUR,
    *,
    sentences: tuple[str, ...] = ("Une phrase du texte.",),
    source: str = "ONEM",
    language: str = "fr",
) -> int:
    """One more story, found and published at that instant; returns its id."""
    with store.writing() as db:
        watched = db.scalar(select(Source).where(Source.name == source))
        if watched is None:
            address = f"https://{uuid4()}.example/"
            row = {"name": source, "address": address, "host": "x:443", "kind": "feed"}
            watched = Source(**row, next_visit_at=at, created_at=at)
        text = " ".join(("Du texte avant.", *sentences))
        places = [[text.index(sentence), text.index(sentence) + len(sentence)] for sentence in sentences]
        story = Story(title=title, language=language, happened_at=at, created_at=at, summary_places=places)
        db.add_all([watched, story])
        db.flush()
        row = {
            "identity": str(uuid4()),
            "address": "https://x.example/a",
            "host": "x:443",
            "title": title,
            "lead": "",
            "language": language,
        }
        article = Article(**row, source_id=watched.id, story_id=story.id, found_at=at, state="read", text=text)
        db.add(article)
        db.flush()
        story.summarised_id = article.id
    return story.id


def mail_due(store: Store, now: datetime = SEVEN) -> int:
    """The id of the one mail that is due."""
    make_due(store, now)
    (mail_id,) = due(store, now)
    return mail_id


def make_due(store: Store, now: datetime) -> int:
    with store.writing() as db:
        return mail_schedule.make_due(db, now)


def due(store: Store, now: datetime) -> list[int]:
    with store.reading() as db:
        return list(mail_sending.due(db, now, 100))


def morning(store: Store, settings: Settings, now: datetime = SEVEN) -> Mail:
    """One morning of the one learner there is; returns the mail of it."""
    mail_id = mail_due(store, now)
    delivery.deliver(settings, store, mail_id, now)
    return row_of(store, mail_id)


def presented(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(Presentation)) or 0


def by_post(office: PostOffice, folder: Path) -> Settings:
    return settings_for(folder, f"smtp://localhost:{office.port}")


def row_of(store: Store, mail_id: int) -> Mail:
    with store.reading() as db:
        return db.get_one(Mail, mail_id)


def deliver_with(settings: Settings, database_url: str, mail_id: int, now: datetime) -> None:
    """Deliver one mail; the body of a process of its own."""
    store = Store(database_url)
    delivery.deliver(settings, store, mail_id, now)
    store.dispose()
