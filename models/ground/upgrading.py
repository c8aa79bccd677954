"""A database brought up to date, with a copy of it made first."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from models.ground import backups, schema
from models.ground.backups import BackupFailed
from models.ground.settings import Settings


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


def upgrade(settings: Settings, at: datetime, *, without_copy: bool = False) -> Upgraded:
    """Bring a database up to date, after a copy of it unless that is waived; a new one needs none.

    Raises CopyBeforeFailed, MigrationFailed, schema.DatabaseTooOld, schema.DatabaseTooNew.
    """
    url, newest = settings.database_url, schema.newest()
    before = schema.stands_at(url)
    if before in {None, newest}:
        schema.upgrade(url)
        return Upgraded(before, newest, None)
    schema.refuse_unknown(str(before))
    copy = None
    try:
        if not without_copy:
            copy = backups.make_now(url, settings.instance, at, settings.terms.copies)
    except BackupFailed as error:
        raise CopyBeforeFailed(str(error.__cause__ or error)) from error
    try:
        schema.upgrade(url)
    except Exception as error:
        raise MigrationFailed(copy, error) from error
    return Upgraded(before, newest, copy)
