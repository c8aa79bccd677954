"""The schema of the database, its migrations, and the upgrade that makes a copy first."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.ground import backups
from models.ground.backups import BackupFailed
from models.ground.settings import Settings
from models.ground.store import Store

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parents[2] / "migrations"
TURN = 0x426F7573
"""The number of our advisory lock on PostgreSQL: « Bous », to meet no one else's."""
LAST_WITH_OLDER_STEPS = "9e130c6"
"""The commit that still has the steps which the first migration replaces, and can take a database through them."""


class DatabaseTooOld(Exception):
    """A database stands at a step from before the first migration; it is left as it is."""

    def __init__(self, revision: str, first: str) -> None:
        super().__init__(
            f"la base de données en est à l'étape {revision}, trop ancienne pour cette version ; rien n'y a été changé"
            f" : lancez d'abord « python -m portal setup » avec le code du commit {LAST_WITH_OLDER_STEPS}, qui la mène"
            f" à l'étape {first}, puis recommencez"
        )


class DatabaseTooNew(Exception):
    """A database stands at a step that this code does not know; it is left as it is."""

    def __init__(self) -> None:
        super().__init__(
            "la base de données vient d'une version plus récente de Boussole ; rien n'y a été changé : reprenez le code"
            " de cette version, ou une copie de la base d'avant elle"
        )


def take_turn(connection: Connection) -> None:
    """Let one process at a time make or change what is the same for all, until its transaction ends; others wait.

    On SQLite a transaction that writes has taken the only lock there is. On PostgreSQL a lock stands for it:
    https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(TURN)))


def is_current(url: str) -> bool:
    """Return whether a database can be asked and stands where this code's migrations end."""
    try:
        return stands_at(url) == newest_revision()
    except DatabaseError:
        return False


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database to a revision, by default the newest. Raises DatabaseTooOld, DatabaseTooNew."""
    from alembic import command
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    try:
        command.upgrade(configuration(url), revision)
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise DatabaseTooNew from error
        raise


def newest_revision() -> str:
    """Return the revision to which this code leads."""
    # By the names of the files: pages ask too, and load no Alembic. Its own answer: tests/models/ground/test_schema.py
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def step_of(db: Session) -> str:
    """Return the revision at which a database with our tables stands."""
    return str(db.scalar(text("SELECT version_num FROM alembic_version")))


def stands_at(url: str) -> str | None:
    """Return the revision of a database; None where it has no tables of ours."""
    from alembic.migration import MigrationContext

    store = Store(url)
    try:
        with store.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        store.dispose()


def refuse_unknown(revision: str) -> None:
    """Raise DatabaseTooOld, DatabaseTooNew for a revision from which this code leads to nowhere."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(configuration(""))
    refuse_older(revision, script.get_base() or "")
    if revision not in {step.revision for step in script.walk_revisions()}:
        raise DatabaseTooNew


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision. Raises DatabaseTooOld."""
    from alembic import command

    command.downgrade(configuration(url), revision)


def refuse_older(revision: str | None, first: str) -> None:
    """Raise DatabaseTooOld for a revision from before the first migration; an empty database has none."""
    # Revisions are numbered, so that text order is their order.
    if revision is not None and revision < first:
        raise DatabaseTooOld(revision, first)


ONLY_MIGRATED = "uq_source_shared_address"
"""An index of some rows only; declared with its table, it would load the dialects of both databases at each start."""


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    """Return whether Alembic compares a thing; the tables of full text search are the database's own making."""
    return name != ONLY_MIGRATED and not (kind == "table" and name and name.startswith("search_index"))


def configuration(url: str) -> "Config":
    """Return Alembic's configuration, without an ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


# ---------------------------------------------------------- A database brought up to date, with a copy of it made first


class CopyBeforeFailed(Exception):
    """No copy could be made, so that nothing was migrated."""


class MigrationFailed(Exception):
    """A migration has stopped; a copy from before it is there."""

    def __init__(self, copy: Path | None, error: Exception) -> None:
        super().__init__(copy, error)
        self.copy = copy
        self.error = error


class Upgraded(NamedTuple):
    """From where to where, and the copy from before; no copy where nothing had to be changed."""

    before: str | None
    after: str
    copy: Path | None


def upgrade_with_copy(settings: Settings, at: datetime, *, without_copy: bool = False) -> Upgraded:
    """Bring a database up to date, after a copy of it unless that is waived; a new one needs none.

    Raises CopyBeforeFailed, MigrationFailed, schema.DatabaseTooOld, schema.DatabaseTooNew.
    """
    url, newest = settings.database_url, newest_revision()
    before = stands_at(url)
    if before in {None, newest}:
        upgrade(url)
        return Upgraded(before, newest, None)
    refuse_unknown(str(before))
    copy = None
    try:
        if not without_copy:
            copy = backups.make_now(url, settings.instance, at, settings.terms.copies)
    except BackupFailed as error:
        raise CopyBeforeFailed(str(error.__cause__ or error)) from error
    try:
        upgrade(url)
    except Exception as error:
        raise MigrationFailed(copy, error) from error
    return Upgraded(before, newest, copy)
