"""Erasures that last: remembered as long as a copy may hold what is gone, so that a restore repeats them.

A row is written in the transaction that erases, for a file cannot be part of one; the line in the ledger follows once
it is committed, and at the next minute if that failed. Row and line stay until every copy from before has had its term.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.ground import backups, jobs, ledger
from models.ground.calendar import DAY
from models.ground.ledger import Erased, ErasedLine, Ledger, NoLedger
from models.ground.settings import Settings
from models.ground.store import Store
from models.learning import objection
from models.people import accounts, mail_schedule, own_address
from models.people.messages import OUTBOX
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account, Erasure, PasswordReset
from models.tables.people import Session as SignedIn

logger = logging.getLogger(__name__)


class LedgerRefused(Exception):
    """By this ledger nobody can say who was erased since a copy was made."""


def erase(db: Session, account: Account, settings: Settings, at: datetime, *, farewell: bool = True) -> None:
    """Forget a person as `accounts.erase` does, remember that she was erased, and have a last mail tell her.

    `finish` does the rest once this is committed. Raises Refused of the last administrator.
    """
    hers = own_address.confirmed(db, account) if account.closed_at else None
    address, language = hers or account.email, account.language
    # Without a server it would lie in the outbox, where nobody is left to read it.
    reached = settings.smtp_url is not None and (hers is not None or account.mail_paused_at is None)
    line = ledger.line_of(settings.secret_key, Erased.PERSON, account.learner_key, at.date())
    # The names of the files in which mails of hers were kept.
    kept = select(Mail.result).where(Mail.learner_key == account.learner_key, Mail.state == MailState.SENT)
    results = db.scalars(kept.where(Mail.result.startswith(MailReason.KEPT)))
    files = sorted(name for result in results if result and (name := Path(result.partition(" ")[2]).name))
    accounts.erase(db, account)
    db.add(Erasure(**line._asdict(), files=files))
    if farewell and reached:
        mail_schedule.say_farewell(db, address, language, at)
    db.flush()


def forget_learning(db: Session, learner_key: UUID, settings: Settings, at: datetime) -> None:
    """Forget what was kept of what a learner has learned, as `objection.forget` does, and remember that it was."""
    objection.forget(db, learner_key)
    line = ledger.line_of(settings.secret_key, Erased.LEARNING, learner_key, at.date())
    db.merge(Erasure(**line._asdict(), files=[]))
    db.flush()


def finish(store: Store, settings: Settings, at: datetime) -> None:
    """Do what is left of erasures: their lines in the ledger, their mails in the outbox, their traces on the disk.

    May be asked any number of times, at any time; what fails is logged, and done by the next who asks.
    """
    instance, since = settings.instance, _remembered_since(settings, at)
    with store.reading() as db:
        rows = db.scalars(select(Erasure).where(Erasure.day >= since)).all()
    try:
        new = ledger.keep(instance, [ErasedLine(row.day, row.signed_by, row.learner) for row in rows], since, at)
        for name in {name for row in rows for name in row.files}:
            (instance / OUTBOX / name).unlink(missing_ok=True)
    except OSError as error:
        logger.error("the ledger of erasures is behind: %s", error)
        return
    if new:
        store.empty_log()


def forget_old(db: Session, settings: Settings, at: datetime) -> None:
    """Forget the erasures of which no copy is left."""
    db.execute(delete(Erasure).where(Erasure.day < _remembered_since(settings, at)))


def _remembered_since(settings: Settings, at: datetime) -> date:
    """Return the first day whose erasures are remembered: as long as the copies, or as one that stayed longer."""
    # A day more: local days, by which copies are called, begin earlier.
    by_term = (at - settings.terms.copies - DAY).date()
    oldest = backups.oldest(settings.instance)
    return min(by_term, oldest) if oldest else by_term


# ------------------------------------------------------------------------------------------------------ after a restore


def made_at(db: Session) -> datetime:
    """Return when a copy was made, by its last turn of the clock; the first of all days when it had none."""
    return db.scalar(select(func.max(Slot.taken_at)).where(Slot.kind == jobs.TICK)) or datetime.min.replace(tzinfo=UTC)


def known_since(instance: Path, secret_keys: Sequence[str], copied_at: datetime) -> Ledger:
    """Return the ledger, if it holds every erasure since a copy was made; raises LedgerRefused, with the reason."""
    try:
        found = ledger.read(instance)
    except NoLedger as error:
        raise LedgerRefused(f"le registre des effacements « {ledger.FILE} » manque dans l'instance") from error
    if copied_at < found.begun:
        raise LedgerRefused(f"le registre des effacements n'est complet que depuis le {found.begun:%Y-%m-%d %H:%M} UTC")
    if {line.signed_by for line in found.erased} - set(map(ledger.mark_of, secret_keys)):
        raise LedgerRefused("le registre des effacements est d'une autre clé : mettez-la dans SECRET_KEY_FALLBACKS")
    return found


def repeat(db: Session, erased: Collection[ErasedLine], secret_keys: Sequence[str]) -> int:
    """Erase again all that was erased since a copy was made, and end all sessions; returns how many people.

    Also the last administrator: she had gone, and others were there by then.
    """
    again = {line.learner: line for line in erased}
    back = [one for one in accounts.accounts(db) if again.keys() & _hashes(secret_keys, Erased.PERSON, one)]
    for account in back:
        accounts.forget(db, account)
    # Not what was forgotten before: she may have learned anew, with estimation, when the copy was made.
    since = {line.learner for line in again.values() if line.day >= made_at(db).date()}
    for account in accounts.accounts(db):
        if since & _hashes(secret_keys, Erased.LEARNING, account):
            objection.object_to_estimation(db, account.learner_key)
            objection.forget(db, account.learner_key)
    known = set(db.scalars(select(Erasure.learner)))
    db.add_all(Erasure(**line._asdict(), files=[]) for line in again.values() if line.learner not in known)
    # Some had been ended since; nobody can tell which.
    for table in (SignedIn, PasswordReset):
        db.execute(delete(table))
    # They left, or were forgotten, soon after the copy was made.
    db.execute(delete(Mail).where(Mail.kind == MailKind.FAREWELL))
    db.flush()
    return len(back)


def _hashes(secret_keys: Sequence[str], what: Erased, account: Account) -> set[str]:
    return {ledger.line_of(key, what, account.learner_key, date.min).learner for key in secret_keys}
