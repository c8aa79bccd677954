"""A list of sources to begin with, and how each would be followed once the worker has looked at it."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from models.tables.sources import Source, SourceNature, Watching
from models.watch.sources import rights
from models.watch.sources.trials import TrialFindings, WatchOption
from models.watch.sources.watching import Description, add_source

FILE = Path(__file__).with_name("starter.yaml")
PREFERRED = (Watching.FEED, Watching.SITEMAP, Watching.PAGE)


class Suggestion(NamedTuple):
    """One source of the list."""

    name: str
    address: str
    nature: str
    language: str
    jurisdiction: str | None = None
    kind: str | None = None
    """page, where the page itself is to be watched; None for the best that is found there."""
    right: str | None = None
    """Less than its nature would allow; None for what its nature allows."""
    gate: bool = False
    age_limit: int | None = None
    first: bool = False
    note: str = ""

    @property
    def right_to_show(self) -> str:
        """How much of it may be shown to begin with."""
        return self.right or rights.first_right(SourceNature(self.nature))

    def way(self, found: TrialFindings) -> WatchOption | None:
        """Return how it would be followed, by what a trial has found; None when it cannot be."""
        if found.robots == "refused":
            return None
        wanted = (Watching(self.kind),) if self.kind else PREFERRED
        ranked = sorted(found.proposals, key=lambda one: PREFERRED.index(Watching(one.kind)))
        return next((one for one in ranked if one.kind in wanted), None)

    def follow(self, db: Session, way: WatchOption, at: datetime, by: UUID) -> Source:
        """Watch a suggested source; raises AddressTaken."""
        about = Description(
            nature=self.nature,
            jurisdiction=self.jurisdiction,
            right_to_show=self.right_to_show,
            age_limit=self.age_limit,
            about_the_job=self.gate,
        )
        return add_source(db, self.name, way.address, way.kind, at, about, by=by)


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """Return the whole list, those of the first day first."""
    import yaml

    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(sorted((Suggestion(**row) for row in rows), key=lambda one: not one.first))
