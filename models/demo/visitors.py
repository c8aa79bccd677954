"""The three fictitious people whom a visitor of the demonstration may be: counsellor, trainer, administrator."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import accounts, passwords
from models.tables.people import Account

PASSWORD = "visite de la maison fictive"
"""Of all three; it stands on the sign-in page of the demonstration."""
HERE_FOR = timedelta(days=190)


class Visitor(NamedTuple):
    """An account that is open to whoever looks at the demonstration."""

    email: str
    name: str
    trainer: bool = False
    administrator: bool = False


COUNSELLOR = Visitor("conseil@boussole.example", "Camille (fictif)")
TRAINER = Visitor("formation@boussole.example", "Claude (fictif)", trainer=True)
ADMINISTRATOR = Visitor("administration@boussole.example", "Dominique (fictif)", administrator=True)
VISITORS = (COUNSELLOR, TRAINER, ADMINISTRATOR)


def are_there(db: Session) -> bool:
    """Return whether this is the house of a demonstration."""
    return db.scalar(select(Account.id).where(Account.email == COUNSELLOR.email)) is not None


def let_in(db: Session, at: datetime, timezone: str) -> Sequence[Account]:
    """Return their accounts, made where they are missing, each with the password that is shown."""
    let_in = []
    for visitor in VISITORS:
        account = accounts.open_account(db, visitor.email) or accounts.invite(
            db,
            visitor.email,
            visitor.name,
            at - HERE_FOR,
            timezone=timezone,
            trainer=visitor.trainer,
            administrator=visitor.administrator,
        )
        # At each start: whoever looked before may have chosen another, and this one is on the page.
        account.password_hash, account.password_temporary = passwords.hashed(PASSWORD), False
        account.privacy_read_at = account.privacy_read_at or at
        account.themes_asked_at = account.themes_asked_at or at
        let_in.append(account)
    return let_in
