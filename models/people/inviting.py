"""Inviting many at once: whom of a list there is an account of, and all the others in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import accounts, invitation_list
from models.people.invitation_list import InvitationList
from models.people.mail import mornings
from models.tables.people import Account


def read_anew(db: Session, data: str | bytes) -> InvitationList:
    """Read a list and say of whom there is an account already; raises content.errors.BrokenText."""
    listed = invitation_list.read_list(data)
    addresses = [one.email for one in listed.people if one.email]
    rows = db.execute(select(Account.email, Account.closed_at).where(Account.email.in_(addresses)))
    return invitation_list.with_accounts(listed, {email: closed_at is not None for email, closed_at in rows})


def invite_right(db: Session, listed: InvitationList, at: datetime, timezone: str) -> Sequence[Account]:
    """Invite everybody whose row is right, by mail; returns their accounts."""
    invited = []
    for one in listed.right:
        account = accounts.invite(
            db,
            one.email,
            one.name,
            at,
            timezone=timezone,
            language=one.language_code,
            trainer=one.trainer,
            administrator=one.administrator,
        )
        mornings.invite(db, account, at)
        invited.append(account)
    return invited
