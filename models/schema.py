"""The schema of the database and its migrations."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database to a revision, by default the newest."""
    from alembic import command

    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take a database back to a revision."""
    from alembic import command

    command.downgrade(configuration(url), revision)


ONLY_MIGRATED = "uq_source_shared_address"
"""An index of some rows only; declared with its table, it would load the dialects of both databases at each start."""


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    """Whether Alembic compares a thing; the tables of full text search are the database's own making."""
    return name != ONLY_MIGRATED and not (kind == "table" and name and name.startswith("search_index"))


def configuration(url: str) -> "Config":
    """What Alembic wants to know, without an ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config
