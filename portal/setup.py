"""Set-up before the first visitor: tables, parameters, packs, the encoder, an administrator."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.pack import PACKS, read_pack
from models import demo, parameters
from models.catalogue import coming_into_force, in_force
from models.ground import audit, schema, search
from models.ground.calendar import local_day
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.prepare import prepare
from models.people import accounts, passwords, second_factor, sessions
from models.people.mail import mornings
from models.people.mail.letters import AccountEvent
from models.tables.audit import AuditRole, AuditVerb
from models.tables.people import Account
from models.watch.stories.findable import let_stories_be_found

FIRST_EMAIL = "admin@boussole.example"


class NoSuchAccount(LookupError):
    """No account has that address."""


def set_up(settings: Settings, at: datetime) -> str:
    """Make what is missing, leave what is there; return what to tell whoever started it.

    Raises BrokenText, and DatabaseTooOld.
    """
    packs = [read_pack(folder) for folder in sorted(PACKS.iterdir())]
    schema.upgrade(settings.database_url)
    prepare(settings.encoder)
    with Store(settings.database_url).writing() as db:
        parameters.ensure_defaults(db, at)
        # A migration that changes what can be searched leaves the index empty.
        if search.is_empty(db) and in_force.published_modules(db):
            coming_into_force.reindex(db)
            let_stories_be_found(db)
        loaded = [name for pack in packs for name in coming_into_force.load_pack(db, pack, at)]
        told = [f"{len(loaded)} textes chargés : {', '.join(loaded)}."] if loaded else []
        if accounts.nobody_yet(db):
            told.append(_first_administrator(db, settings, at))
        if settings.watch_allow:
            pairs = ", ".join(f"{host}:{port}" for host, port in sorted(settings.watch_allow))
            told.append(f"Adresses privées que la veille peut visiter : {pairs}.")
    return "\n".join(told)


def _first_administrator(db: Session, settings: Settings, at: datetime) -> str:
    account = accounts.invite(
        db, FIRST_EMAIL, "Administration", at, timezone=settings.timezone, trainer=True, administrator=True
    )
    return _first_access(account)


def _first_access(account: Account) -> str:
    password = passwords.give_temporary(account)
    return f"Premier accès : {FIRST_EMAIL}, mot de passe {password} (à changer en entrant)."


def administrator_again(db: Session, settings: Settings, at: datetime) -> str:
    """Let somebody in where nobody is left to administer; return what to tell."""
    account = db.scalar(select(Account).where(Account.email == FIRST_EMAIL))
    if account is None:
        return _first_administrator(db, settings, at)
    account.administrator, account.closed_at = True, None
    return _first_access(account)


def add_demonstration(settings: Settings, at: datetime) -> str:
    """Add an invented cohort, once; return what to tell."""
    with Store(settings.database_url).writing() as db:
        if demo.is_there(db):
            return "Données fictives : la cohorte est déjà là."
        answers = demo.add_cohort(db, at, settings.timezone)
        return f"Données fictives : {demo.LEARNERS} personnes inventées, {answers} réponses sur {demo.WEEKS} semaines."


def new_password(settings: Settings, email: str) -> str:
    """Set a temporary password for an account that lost its own; raises NoSuchAccount."""
    with Store(settings.database_url).writing() as db:
        account = _account(db, email)
        return f"Mot de passe pour {email} : {passwords.give_temporary(account)} (à changer en entrant)."


def turn_off_second_factor(settings: Settings, email: str, at: datetime) -> str:
    """Turn the second factor off for whoever has lost it, where no administrator is left to; raises NoSuchAccount."""
    with Store(settings.database_url).writing() as db:
        account = _account(db, email)
        second_factor.turn_off(db, account)
        sessions.end_others(db, account, at)
        mornings.notify(db, account, AccountEvent.SECOND_FACTOR_TAKEN, at)
        parties = {AuditRole.PERSON: account.learner_key}
        audit.note(db, None, AuditVerb.TAKE_SECOND_FACTOR, audit.ACCOUNT, local_day(at, settings.timezone), parties)
        return f"{email} entre de nouveau avec son mot de passe seul."


def _account(db: Session, email: str) -> Account:
    account = db.scalar(select(Account).where(Account.email == accounts.normal_email(email)))
    if account is None:
        raise NoSuchAccount(email)
    return account
