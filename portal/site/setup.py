"""Set-up before the first visitor: tables, parameters, packs, the encoder, an administrator."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import Undone
from content.pack import PACKS, read_pack
from models import parameters
from models.catalogue import coming_into_force, in_force
from models.directory import entry_index as directory_index
from models.ground import audit, schema, search
from models.ground.calendar import local_day
from models.ground.schema import Upgraded
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.prepare import is_prepared, prepare
from models.news.stories.merging import let_stories_be_found
from models.people import accounts, mail_schedule, passwords, second_factor, sessions
from models.people.messages import AccountEvent
from models.site import demo, demo_learners
from models.studio import pack_corrections
from models.studio.pack_corrections import Corrected, KeptByHouse
from models.studio.rule_changes import planning
from models.tables.audit import AuditRole, AuditVerb
from models.tables.documents import VersionChange
from models.tables.people import Account

FIRST_EMAIL = "admin@boussole.example"
CHANGES = {
    VersionChange.WORDING: "formulation",
    VersionChange.MEANING: "sens ; une vérification revient à qui avait acquis la compétence",
    VersionChange.KEY: "une réponse attendue était fausse ; chaque personne qui y avait répondu est prévenue",
}
"""What a correction means for those who had learned, for the one who starts the portal."""
MOST_NAMED = 9
TOLD_EVERY = 10
"""Days of the demonstration that go by between two lines."""


REAL_HOUSE = "Cette instance a déjà des comptes. La démonstration, à mots de passe publics, en veut une autre."
FICTITIOUS_HOUSE = "Cette instance est celle de la démonstration : ses mots de passe sont publics. Nommez-en une autre."


def set_up(settings: Settings, at: datetime, along: Callable[[str], object]) -> str:
    """Make what is missing, leave what is there; return what to tell the one who started it.

    `along` hears at once of a copy that was made, whatever fails after it, and of each step that takes long.

    Raises BrokenText, DatabaseTooOld, DatabaseTooNew, CopyBeforeFailed, MigrationFailed, Undone in an instance of the
    other kind: strangers would have an administrator's password where people are, or people where it is public.
    """
    packs = [read_pack(folder) for folder in sorted(PACKS.iterdir())]
    _make_tables_and_encoder(settings, at, along)
    with Store(settings.database_url).writing() as db:
        schema.take_turn(db.connection())
        if not accounts.nobody_yet(db) and demo.are_there(db) != settings.demonstration:
            raise Undone(REAL_HOUSE if settings.demonstration else FICTITIOUS_HOUSE)
        if accounts.nobody_yet(db):
            along("Textes des modules : chargement…")
        parameters.ensure_defaults(db, at)
        # A migration that changes what can be searched leaves the index empty.
        if search.is_empty(db) and in_force.published_modules(db):
            coming_into_force.reindex(db)
            directory_index.reindex(db)
            let_stories_be_found(db)
        day = local_day(at, settings.timezone)
        told = [_told(db, one, day) for pack in packs for one in pack_corrections.take_up(db, pack, at, day)]
        # After what is corrected: a new text may rest on a rule that is new in an old one.
        loaded = [name for pack in packs for name in coming_into_force.load_pack(db, pack, at)]
        while directory_index.catch_up(db):
            db.flush()
        planning.plan(db)
        # All of a first start are what Boussole comes with: their names say nothing.
        names = "" if len(loaded) > MOST_NAMED else f" : {', '.join(loaded)}"
        told += [f"{len(loaded)} textes chargés{names}."] if loaded else []
        if not settings.demonstration:
            told += _first_administrator(db, settings, at)
        if settings.watch_allow:
            pairs = ", ".join(f"{host}:{port}" for host, port in sorted(settings.watch_allow))
            told.append(f"Adresses privées que la veille peut visiter : {pairs}.")
    return "\n".join(told)


def _told(db: Session, one: Corrected | KeptByHouse, day: date) -> str:
    """Note in the audit log what a pack has corrected in a text; return the line that says so."""
    name = one.document.id
    if isinstance(one, Corrected):
        number, change = one.version.number, VersionChange(one.version.change)
        audit.note(db, None, AuditVerb.PUBLISH, name, day, number=number, change=change)
        return f"Texte corrigé : {name}, version {number} ({CHANGES[change]})."
    audit.note(db, None, AuditVerb.IMPORT_DRAFT, name, day, aside=one.aside.id)
    where = "est devenu son brouillon" if one.is_draft else "est mis de côté, près du brouillon en cours"
    return f"Texte de la maison gardé : {name} ; celui du paquet, corrigé, {where}."


def _make_tables_and_encoder(settings: Settings, at: datetime, along: Callable[[str], object]) -> None:
    if schema.stands_at(settings.database_url) is None:
        along("Premier départ, une minute environ : tables de la base…")
    if (moved := schema.upgrade_with_copy(settings, at)).copy:
        along(upgraded(moved))
    if not is_prepared(settings.encoder):
        prepare(settings.encoder, tell=along)


def upgraded(done: Upgraded) -> str:
    """Say what an upgrade has done."""
    match done:
        case Upgraded(before=None):
            return f"La base est neuve, à l'étape {done.after}."
        case Upgraded() if done.before == done.after:
            return f"La base est à jour, à l'étape {done.after}."
        case _:
            copied = f" Copie d'avant : « {done.copy} »." if done.copy else " Aucune copie n'a été faite avant."
            return f"La base est passée de l'étape {done.before} à l'étape {done.after}.{copied}"


def _first_administrator(db: Session, settings: Settings, at: datetime) -> list[str]:
    """Let the first administrator in, and say how at each start until she has chosen a password of her own."""
    if accounts.nobody_yet(db):
        return [_first_access(passwords.give_first(_administrator(db, settings, at), settings.secret_key))]
    account = db.scalar(select(Account).where(Account.email == FIRST_EMAIL, Account.closed_at.is_(None)))
    password = account and passwords.first_again(account, settings.secret_keys)
    return [_first_access(password)] if password else []


def _administrator(db: Session, settings: Settings, at: datetime) -> Account:
    return accounts.invite(
        db, FIRST_EMAIL, "Administration", at, timezone=settings.timezone, trainer=True, administrator=True
    )


def _first_access(password: str) -> str:
    return f"Premier accès : {FIRST_EMAIL}, mot de passe {password} (à changer en entrant)."


def administrator_again(db: Session, settings: Settings, at: datetime) -> str:
    """Let somebody in where nobody is left to administer; return what to tell."""
    account = db.scalar(select(Account).where(Account.email == FIRST_EMAIL))
    if account is None:
        account = _administrator(db, settings, at)
    account.administrator, account.closed_at = True, None
    return _first_access(passwords.give_temporary(account))


def add_demonstration(settings: Settings, at: datetime, along: Callable[[str], object]) -> str:
    """Fill the house of the demonstration, or go on where it was cut off; return what to tell."""

    def lived(day: int, days: int) -> None:
        if day == days or day % TOLD_EVERY == 0:
            along(f"Données fictives : {day} journées sur {days}.")

    answers = demo.fill(Store(settings.database_url), at, settings.timezone, lived)
    people = demo_learners.LEARNERS + len(demo.VISITORS)
    keys = ", ".join(one.email for one in demo.VISITORS)
    return (
        f"Données fictives : {people} personnes inventées, {answers} réponses.\n"
        f"Entrer avec {keys} ; mot de passe : {demo.PASSWORD}"
    )


def new_password(settings: Settings, email: str) -> str:
    """Set a temporary password for an account that lost its own; raises Undone."""
    with Store(settings.database_url).writing() as db:
        account = _account(db, email)
        return f"Mot de passe pour {email} : {passwords.give_temporary(account)} (à changer en entrant)."


def turn_off_second_factor(settings: Settings, email: str, at: datetime) -> str:
    """Turn the second factor off for anyone who has lost it, where no administrator is left to; raises Undone."""
    with Store(settings.database_url).writing() as db:
        account = _account(db, email)
        second_factor.turn_off(db, account)
        sessions.end_others(db, account, at)
        mail_schedule.notify(db, account, AccountEvent.SECOND_FACTOR_TAKEN, at)
        parties = {AuditRole.PERSON: account.learner_key}
        audit.note(db, None, AuditVerb.TAKE_SECOND_FACTOR, audit.ACCOUNT, local_day(at, settings.timezone), parties)
        return f"{email} entre de nouveau avec son mot de passe seul."


def _account(db: Session, email: str) -> Account:
    account = db.scalar(select(Account).where(Account.email == accounts.normal_email(email)))
    if account is None:
        raise Undone(f"Aucun compte n'a l'adresse {email}.")
    return account
