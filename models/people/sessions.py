"""Sessions: one row for each device on which somebody is signed in; begun, listed, ended, and over by themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, select, update
from sqlalchemy.orm import Session as Database

from content.errors import N_, NotFound
from models.ground.signing import new_token, token_hash
from models.tables.people import Account, Session

LASTS = timedelta(days=30)
"""From sign-in, however much it is used: an absolute end (OWASP ASVS 5.0, 7.3.2)."""
LONGEST_DEVICE = 60


def begin(db: Database, account: Account, device: str, at: datetime) -> str:
    """Begin a session and return its token, which is kept nowhere: the row has its hash."""
    token = new_token()
    row = Session(account_id=account.id, token_hash=token_hash(token), device=device[:LONGEST_DEVICE])
    row.began_at, row.ends_at = at, at + LASTS
    db.add(row)
    db.flush()
    return token


def account_of(db: Database, token: str, at: datetime) -> Account | None:
    """Return whose session a token is, while it lasts and the account is open."""
    return db.scalar(_ACCOUNT, {"token_hash": token_hash(token), "at": at})


def open_ones(db: Database, account: Account, at: datetime) -> Sequence[Session]:
    """Return the sessions of an account that are not over, the latest first."""
    return db.scalars(select(Session).where(_open(account, at)).order_by(Session.began_at.desc(), Session.id)).all()


def is_of(row: Session, token: str) -> bool:
    """Return whether a session is the one of a token."""
    return row.token_hash == token_hash(token)


def mark_of(row: Session) -> str:
    """Return by what a session is named on the page of its owner.

    A number would tell, by its gaps, how often others have signed in meanwhile; half of a hash opens nothing.
    """
    return row.token_hash[: len(row.token_hash) // 2]


def end(db: Database, account: Account, mark: str, at: datetime) -> None:
    """End one of the sessions of an account; raises NotFound."""
    for row in open_ones(db, account, at):
        if mark_of(row) == mark:
            row.ended_at = at
            return
    raise NotFound(N_("Cette session est déjà terminée."))


def sign_out(db: Database, token: str, at: datetime) -> None:
    """End the session of a token, if it has one that is not over."""
    db.execute(
        update(Session).where(Session.token_hash == token_hash(token), Session.ended_at.is_(None)).values(ended_at=at)
    )


def end_others(db: Database, account: Account, at: datetime, token: str = "") -> None:
    """End every session of an account but that of a token."""
    others = and_(_open(account, at), Session.token_hash != token_hash(token))
    db.execute(update(Session).where(others).values(ended_at=at))


def forget_old(db: Database, at: datetime, kept: timedelta) -> None:
    """Forget the sessions that have been over for so long."""
    db.execute(delete(Session).where((Session.ends_at < at - kept) | (Session.ended_at < at - kept)))


def _open(account: Account, at: datetime) -> ColumnElement[bool]:
    return and_(Session.account_id == account.id, Session.ended_at.is_(None), Session.ends_at > at)


_ACCOUNT = (
    select(Account)
    .join(Session, Session.account_id == Account.id)
    .where(
        Session.token_hash == bindparam("token_hash"),
        Session.ended_at.is_(None),
        Session.ends_at > bindparam("at"),
        Account.closed_at.is_(None),
    )
)
