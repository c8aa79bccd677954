"""A sample digest for somebody who does not exist: what trainers and administrators may see of a mail."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from models.ground.settings import Settings
from models.people import accounts
from models.people.mail import mornings
from models.people.mail.letters import Letter
from models.study import themes
from watchers import digest

EMAIL, NAME = "lectrice.fictive@boussole.invalid", "Lectrice Fictive"
"""Of a top-level domain that nobody can have (RFC 2606)."""


def fictitious(
    db: Session, settings: Settings, language: str, domains: Collection[str], now: datetime
) -> Letter | None:
    """Write the next morning's digest for a new reader of these domains; None when it would not leave.

    She is made and forgotten within a savepoint: the transaction is left as it was.
    """
    kept = db.begin_nested()
    try:
        account = accounts.invite(db, EMAIL, NAME, now, timezone=settings.timezone)
        account.language = language
        themes.follow(db, account.learner_key, now, domains=domains)
        db.flush()
        morning = mornings.next_morning(now, settings.timezone, mornings.FIRST_HOUR)
        return digest.preview(db, settings, account, morning)
    finally:
        kept.rollback()
