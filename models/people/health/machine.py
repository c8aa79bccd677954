"""What the work stands on: the queue, the disk, the tables; sizes only as roughly as they may be told."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from models.ground import backups, queue, schema, sizes
from models.ground.settings import VERSION, Settings

CROWD = 1000
"""Tasks that wait: nobody hears them any more."""


class Machine(NamedTuple):
    """What an operator asks of an installation; sizes in bytes."""

    version: str
    stands_at: str
    """The step of the migrations at which the database stands…"""
    expected: str
    """… and that which the program expects."""
    waiting: int | None
    """Tasks in the queue, in tens; None where it does not answer."""
    database: int
    copy: int
    disk_low: bool

    @property
    def matching(self) -> bool:
        """Whether database and program go together; where not, nothing else can be asked of the tables."""
        return self.stands_at == self.expected

    @property
    def crowded(self) -> bool:
        """Whether the queue is not emptied any more."""
        return self.waiting is not None and self.waiting >= CROWD


def look(db: Session, settings: Settings) -> Machine:
    """Return how things stand."""
    waiting, database = queue.length(db, settings.instance), sizes.of_database(db)
    return Machine(
        version=VERSION,
        stands_at=schema.step_of(db),
        expected=schema.newest(),
        waiting=None if waiting is None else waiting // 10 * 10,
        database=sizes.rounded(database),
        copy=sizes.rounded(backups.size_of_last(settings.instance)),
        disk_low=sizes.is_low(settings.instance, database),
    )
