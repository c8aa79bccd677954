"""What has to be there before the first visitor: tables, parameters, packs, the encoder, an administrator."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.pack import PACKS, read_pack
from models import authoring, demo, people, schema, search
from models.fitting import registry
from models.language.prepare import prepare
from models.settings import Settings
from models.store import Store
from models.stories.findable import let_stories_be_found
from models.tables import Account

FIRST_EMAIL = "admin@boussole.example"


class NoSuchAccount(LookupError):
    """No account has that address."""


def set_up(settings: Settings, at: datetime) -> str:
    """Make what is missing, leave what is there; returns what to tell whoever started it.

    Raises BrokenText, and DatabaseTooOld.
    """
    packs = [read_pack(folder) for folder in sorted(PACKS.iterdir())]
    schema.upgrade(settings.database_url)
    prepare(settings.encoder)
    with Store(settings.database_url).writing() as db:
        registry.ensure_defaults(db, at)
        # A migration that changes what can be searched leaves the index empty.
        if search.is_empty(db) and authoring.published_modules(db):
            authoring.reindex(db)
            let_stories_be_found(db)
        loaded = [name for pack in packs for name in authoring.load_pack(db, pack, at)]
        told = [f"{len(loaded)} textes chargés : {', '.join(loaded)}."] if loaded else []
        if people.nobody_yet(db):
            told.append(_first_administrator(db, settings, at))
        if settings.watch_allow:
            pairs = ", ".join(f"{host}:{port}" for host, port in sorted(settings.watch_allow))
            told.append(f"Adresses privées que la veille peut visiter : {pairs}.")
    return "\n".join(told)


def _first_administrator(db: Session, settings: Settings, at: datetime) -> str:
    account = people.invite(
        db, FIRST_EMAIL, "Administration", at, timezone=settings.timezone, trainer=True, administrator=True
    )
    password = people.give_temporary_password(account)
    return f"Premier accès : {FIRST_EMAIL}, mot de passe {password} (à changer en entrant)."


def add_demonstration(settings: Settings, at: datetime) -> str:
    """An invented cohort, once; returns what to tell."""
    with Store(settings.database_url).writing() as db:
        if demo.is_there(db):
            return "Données fictives : la cohorte est déjà là."
        answers = demo.add_cohort(db, at, settings.timezone)
        return f"Données fictives : {demo.LEARNERS} personnes inventées, {answers} réponses sur {demo.WEEKS} semaines."


def new_password(settings: Settings, email: str) -> str:
    """A temporary password for an account that lost its own; raises NoSuchAccount."""
    with Store(settings.database_url).writing() as db:
        account = db.scalar(select(Account).where(Account.email == people.normal_email(email)))
        if account is None:
            raise NoSuchAccount(email)
        return f"Mot de passe pour {email} : {people.give_temporary_password(account)} (à changer en entrant)."
