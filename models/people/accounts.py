"""Accounts and the people behind them: invited, signed in, changed, closed, exported and erased."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, inspect, select
from sqlalchemy.orm import Session

from content.errors import N_, Refused
from content.schema.yaml_fields import LANGUAGES
from models.community import circles, public_pages
from models.ground import audit
from models.learning import learners, reports
from models.news.sources import own_sources
from models.people import mail_schedule, passwords, sessions
from models.people.messages import LeavingOccasion
from models.studio import responsibility
from models.tables.answers import Annulment, Answer
from models.tables.base import Base
from models.tables.people import Account, Learner, LeavingLink, PasswordReset
from models.tables.sources import Source
from models.tables.stories import Story

EMAIL_TAKEN = N_("Cette adresse a déjà un compte, peut-être fermé : cherchez-le dans la liste, il peut rouvrir.")

# ------------------------------------------------------------------------------------------------------------- accounts


def invite(
    db: Session,
    email: str,
    name: str,
    at: datetime,
    *,
    timezone: str,
    language: str = LANGUAGES[0],
    trainer: bool = False,
    administrator: bool = False,
) -> Account:
    """Add an account that waits for its password; raises Refused where another has its address."""
    email = normal_email(email)
    if db.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise Refused(EMAIL_TAKEN, "email")
    learner = Learner(key=uuid4(), timezone=timezone, last_sequence=0)
    account = Account(
        learner=learner,
        email=email,
        name=name.strip(),
        language=language,
        trainer=trainer,
        administrator=administrator,
        created_at=at,
    )
    db.add(account)
    db.flush()
    return account


def normal_email(email: str) -> str:
    """Return the address as it is kept and compared."""
    # RFC 5321, 2.4, lets a mailbox tell capitals apart; in practice none does, and people type both.
    return email.strip().lower()


def close(db: Session, account: Account, at: datetime) -> None:
    """End an account, its sessions, its public page and the visits of its own sources, and write to anyone who leaves.

    What was learned stays until it is erased: see leaving.erasures. Raises Refused of the last administrator.
    """
    if account.closed_at is not None:
        return
    if account.administrator:
        _another_administrator(db, account)
    account.closed_at = at
    sessions.end_others(db, account, at)
    own_sources.rest(db, account.learner_key)
    public_pages.switch_off_own(db, account.learner_key, at.date())
    mail_schedule.write_to_leaver(db, account, LeavingOccasion.CLOSED, at.isoformat(), at)


def reopen(db: Session, account: Account, at: datetime) -> None:
    """Open a closed account again: its owner signs in as before, or by a new way back, and her sources resume."""
    if account.closed_at is None:
        return
    account.closed_at = None
    own_sources.take_up(db, account.learner_key, at)
    db.execute(delete(LeavingLink).where(LeavingLink.account_id == account.id))


def change(
    db: Session, account: Account, *, name: str, email: str, language: str, trainer: bool, administrator: bool
) -> dict[str, list[object]]:
    """Change whose account it is called and what it may do; returns what has changed: field → [before, now].

    Raises Refused where another has that address, of the last administrator, of the address of a closed account.
    """
    wanted: dict[str, object] = {"name": name.strip(), "email": normal_email(email), "language": language}
    wanted |= {"trainer": trainer, "administrator": administrator}
    changed = {field: [getattr(account, field), value] for field, value in wanted.items()}
    changed = {field: both for field, both in changed.items() if both[0] != both[1]}
    taken = select(Account.id).where(Account.email == wanted["email"], Account.id != account.id)
    if "email" in changed and db.scalar(taken) is not None:
        raise Refused(EMAIL_TAKEN, "email")
    if "email" in changed and account.closed_at is not None:
        # What its owner takes along would go to another.
        raise Refused(N_("Ce compte est fermé : rouvrez-le avant d'en changer l'adresse."), "email")
    if account.administrator and not administrator and account.closed_at is None:
        _another_administrator(db, account)
    for field, (_, value) in changed.items():
        setattr(account, field, value)
    # What the old address refused says nothing of the new one.
    if "email" in changed:
        account.mail_paused_at = None
    db.flush()
    return changed


def _another_administrator(db: Session, account: Account) -> None:
    """Raise Refused where nobody else is left to administer the portal who enters with a password."""
    there = (Account.administrator, Account.closed_at.is_(None), Account.password_hash.is_not(None))
    # Anyone who is invited may never come.
    if not db.scalar(select(func.count()).where(*there, Account.id != account.id)):
        raise Refused(
            N_(
                "C'est le dernier compte d'administration : il en faut d'abord un autre, dont le mot de passe est"
                " choisi."
            ),
            "administrator",
        )


def is_administered(db: Session) -> bool:
    """Return whether somebody can administer the portal."""
    there = select(Account.id).where(Account.administrator, Account.closed_at.is_(None)).limit(1)
    return db.scalar(there) is not None


def accounts(db: Session) -> Sequence[Account]:
    """Return all accounts, by name."""
    return db.scalars(select(Account).order_by(Account.name, Account.id)).all()


def open_account(db: Session, email: str) -> Account | None:
    """Return the open account of an address."""
    return db.scalar(select(Account).where(Account.email == normal_email(email), Account.closed_at.is_(None)))


def account_of(db: Session, learner_key: UUID) -> Account | None:
    """Return the account of a learner, unless it was erased."""
    return db.scalar(select(Account).where(Account.learner_key == learner_key))


def initials(name: str) -> str:
    """Return what a name begins with, part by part: « N. D. », « J.-L. P. »; all of a name without letters."""
    parts = ["-".join(f"{word[0]}." for word in part.split("-") if word[:1].isalpha()) for part in name.split()]
    return " ".join(filter(None, parts)).upper() or name


def names_of(db: Session, keys: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of those who have an account, open or closed, by their keys."""
    rows = db.execute(select(Account.learner_key, Account.name).where(Account.learner_key.in_(keys)))
    return {key: name for key, name in rows}


def trainer_names(db: Session) -> dict[str, str]:
    """Return the name of every trainer who has an account, open or closed, by her key as text."""
    rows = db.execute(select(Account.learner_key, Account.name).where(Account.trainer))
    return {str(key): name for key, name in rows}


def nobody_yet(db: Session) -> bool:
    """Return whether there is no account at all."""
    return db.scalar(select(Account.id).limit(1)) is None


# -------------------------------------------------------------------------------------------------------------- sign-in


def sign_in(db: Session, email: str, password: str) -> Account:
    """Return the open account of that address and password; raises Refused, after the same work always."""
    account = open_account(db, email)
    # An unknown address costs a verification too: the time must not tell who has an account.
    known = account.password_hash if account and account.password_hash else _unknown_hash()
    if not passwords.verified(known, password) or account is None or account.password_hash is None:
        # One sentence for both: nobody learns which addresses have an account (OWASP Authentication, error messages).
        raise Refused(N_("Cette adresse et ce mot de passe ne vont pas ensemble."), "password")
    return account


@cache
def _unknown_hash() -> str:
    return passwords.hashed("nobody has this password")


# -------------------------------------------------------------------------------------------------- a person's own data

_LEARNER, _ACCOUNT = "learner_key", "account_id"
"""By which of these a table points at a person."""
_SECRETS = {"password_hash", "token_hash", "sealed_secret", "last_step", "label", "code_hash"}
"""Columns that are in no export."""
_ALSO_SHARED = {Story.__tablename__, Source.__tablename__}
"""Tables of which some rows are a person's own and the others everybody's."""


@cache
def _hanging_on(person: str) -> Sequence[type[Base]]:
    """Return the tables that point at a person, the account itself apart; first those that point at others of them."""
    mapped = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    tables = (table for table in reversed(Base.metadata.sorted_tables) if table is not Account.__table__)
    return [mapped[table] for table in tables if person in table.columns and table.columns[person].foreign_keys]


def export(db: Session, account: Account) -> dict[str, Any]:
    """Return all that is kept about a person, by table, as plain values."""
    found: dict[str, Any] = {"account": _plain(account), "learner": _plain(account.learner)}
    for table in _hanging_on(_ACCOUNT):
        if table is not PasswordReset:  # of no use to take along
            found[table.__tablename__] = _rows(db, table, table.__table__.c.account_id == account.id)
    # No use to her, and a danger in a file that is mailed and forgotten.
    for row in chain.from_iterable(rows if isinstance(rows, list) else [rows] for rows in found.values()):
        for secret in _SECRETS & row.keys():
            del row[secret]
    for table in _hanging_on(_LEARNER):
        found[table.__tablename__] = _rows(db, table, table.__table__.c.learner_key == account.learner_key)
    annulled = select(Annulment).join(Answer, Annulment.answer_id == Answer.id).order_by(Annulment.id)
    found["annulment"] = [_plain(row) for row in db.scalars(annulled.where(Answer.learner_key == account.learner_key))]
    _number_anew(found)
    found["audit"] = audit.of(db, account.learner_key)
    return found


def _number_anew(found: dict[str, Any]) -> None:
    """Number the rows of each table from 1: their numbers among everybody's would tell, by gaps, what others do."""
    # Stories and sources keep theirs: they stand in addresses, and what is shared is pointed at too.
    own = {name: rows for name, rows in found.items() if isinstance(rows, list) and name not in _ALSO_SHARED}
    counted = (
        (name, row["id"], number) for name, rows in own.items() for number, row in enumerate(rows, 1) if "id" in row
    )
    numbers = {(name, before): number for name, before, number in counted if isinstance(before, int)}
    for name, rows in own.items():
        for column in Base.metadata.tables[name].columns:
            for table in [name] if column.name == "id" else [key.column.table.name for key in column.foreign_keys]:
                for row in rows:
                    row[column.key] = numbers.get((table, row[column.key]), row[column.key])


def erase(db: Session, account: Account) -> None:
    """Forget a person and all that she answered; what she did as an author stays, the audit log no longer says by whom.

    Of what she has reported, only what waits for a reply stays, without her: see reports.let_go. What she answers for
    and has not handed over goes to its deputies. Raises Refused of the last administrator. People ask `erasing.erase`.
    """
    if account.administrator and account.closed_at is None:
        _another_administrator(db, account)
    forget(db, account)


def forget(db: Session, account: Account) -> None:
    """Forget a person as `erase` does, even the last administrator, and again after a restore."""
    key = account.learner_key
    # No answer of hers may come in while her rows are deleted.
    learner = learners.lock(db, key)
    mine = select(Answer.id).where(Answer.learner_key == key)
    # Annulments hang on answers, not on her key: they go first.
    db.execute(delete(Annulment).where(Annulment.answer_id.in_(mine)))
    reports.let_go(db, key)
    responsibility.hand_over(db, key, None)
    own_sources.forget_all(db, key)
    public_pages.forget_own(db, key)
    circles.leave_all(db, key)
    audit.forget(db, key)
    for table in _hanging_on(_LEARNER):
        db.execute(delete(table).where(table.__table__.c.learner_key == key))
    for table in _hanging_on(_ACCOUNT):
        db.execute(delete(table).where(table.__table__.c.account_id == account.id))
    db.delete(account)
    db.flush()
    # Last: every other row points at it, and a foreign key that still holds fails the erasure loudly.
    db.delete(learner)
    db.flush()


def _rows(db: Session, table: type[Base], hers: ColumnElement[bool]) -> list[dict[str, Any]]:
    # In the order in which it came: whatever index a database takes, the same file comes out.
    return [_plain(row) for row in db.scalars(select(table).where(hers).order_by(*table.__table__.primary_key))]


def _plain(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, name) for name, column in inspect(type(row)).columns.items()}
