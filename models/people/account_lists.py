"""Many accounts at once: found a page at a time by an administrator, or invited together from a list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_
from content.strings.words import fold
from models.people import accounts, invitation_list, mail_schedule
from models.people.invitation_list import InvitationList
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account

A_PAGE = 50
INVITATIONS: Mapping[str, str] = {
    MailState.READY: N_("invitation pas encore partie"),
    MailState.SENDING: N_("invitation pas encore partie"),
    MailState.SENT: N_("invitation envoyée"),
    MailState.UNCERTAIN: N_("invitation peut-être envoyée"),
    MailState.FAILED: N_("invitation non reçue : voyez « Envois »"),
    MailReason.KEPT: N_("invitation dans le dossier « outbox »"),
}
"""What became of an invitation, to be translated; one that was kept as a file has not been sent."""
FORGOTTEN = N_("pas encore de mot de passe")
"""What is left to say once the mail itself is forgotten."""


class AccountPage(NamedTuple):
    """A page of the accounts that are looked for, and how many there are on all pages."""

    rows: Sequence[Account]
    found: int
    number: int
    pages: int
    invitations: Mapping[UUID, str]
    """What became of the latest invitation of each who has no password yet, to be translated."""


def page_of_accounts(db: Session, words: str, number: int) -> AccountPage:
    """Return a page of whom all words are of the name or address; the last page where there is none of that number."""
    sought = fold(words).split()
    told = db.execute(select(Account.id, Account.name, Account.email))
    # Here and not in SQL: neither database puts « Élise » among the E, or finds it by « elise », without an extension.
    left = [
        (fold(name), account_id)
        for account_id, name, email in told
        if all(word in fold(f"{name} {email}") for word in sought)
    ]
    pages = max(1, ceil(len(left) / A_PAGE))
    number = min(max(1, number), pages)
    shown = [account_id for _, account_id in sorted(left)[(number - 1) * A_PAGE : number * A_PAGE]]
    rows = {one.id: one for one in db.scalars(select(Account).where(Account.id.in_(shown)))}
    listed = [rows[account_id] for account_id in shown]
    return AccountPage(listed, len(left), number, pages, _invitations(db, listed))


def _invitations(db: Session, listed: Sequence[Account]) -> Mapping[UUID, str]:
    """Return what became of the latest invitation of each who waits for one."""
    invited = [one.learner_key for one in listed if one.password_hash is None]
    mails = select(Mail.learner_key, Mail.state, Mail.result).order_by(Mail.id)
    rows = db.execute(mails.where(Mail.kind == MailKind.INVITATION, Mail.learner_key.in_(invited)))
    # The latest stands last, and takes the place of those before it.
    latest = {
        key: MailReason.KEPT if (result or "").startswith(MailReason.KEPT) else state for key, state, result in rows
    }
    return {key: INVITATIONS.get(latest.get(key, ""), FORGOTTEN) for key in invited}


# ------------------------------------------------------------------------------------------------ inviting many at once


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
        mail_schedule.invite(db, account, at)
        invited.append(account)
    return invited
