"""The house's ways: how a person without internet reaches it, at the foot of all that comes out on paper for her."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.problems import N_
from models.ground import jobs
from models.ground.words import words
from models.tables.house_ways import WaysAsWritten

WRITTEN_IN = ("fr", "nl")
"""Languages in which they are filled in; where one is empty, and for any other, the first that is not stands in."""
LONGEST = 160
"""Letters of one way: a line or two on paper."""
HEADING = N_("Nous joindre")
WAYS = {"counter": N_("Au guichet :"), "telephone": N_("Par téléphone :"), "post": N_("Par courrier :")}
"""What stands before each on paper."""


class WayTooLong(ValueError):
    """More than LONGEST letters."""


class HouseWays(NamedTuple):
    """The ways for a paper in one language, in the words of that language or of the one that stands in."""

    paper_language: str
    language: str
    counter: str = ""
    telephone: str = ""
    post: str = ""

    @property
    def heading(self) -> str:
        """What stands over them, in the language of the paper."""
        return words(self.paper_language).gettext(HEADING)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each way that is filled in, after what it is called in the language of the paper."""
        called = words(self.paper_language)
        return [(called.gettext(name), said) for way, name in WAYS.items() if (said := getattr(self, way))]


def of(db: Session, language: str) -> HouseWays | None:
    """Return the ways to print on a paper in a language; None while none is filled in."""
    found = written(db)
    said = next((found[one] for one in (language, *WRITTEN_IN) if one in found and found[one].lines), None)
    return said._replace(paper_language=language) if said else None


def written(db: Session) -> dict[str, HouseWays]:
    """Return the ways as they are filled in, by language of WRITTEN_IN."""
    rows = {row.language: row for row in db.scalars(select(WaysAsWritten))}
    return {
        one: HouseWays(one, one, *((row.counter, row.telephone, row.post) if (row := rows.get(one)) else ()))
        for one in WRITTEN_IN
    }


def fill_in(db: Session, language: str, counter: str, telephone: str, post: str) -> bool:
    """Fill in the ways in a language of WRITTEN_IN, over those before; returns whether any changed.

    Raises WayTooLong.
    """
    typed = [" ".join(one.split()) for one in (counter, telephone, post)]
    if any(len(one) > LONGEST for one in typed):
        raise WayTooLong
    jobs.insert_new(db, WaysAsWritten, [{"language": language, "counter": "", "telephone": "", "post": ""}])
    row = db.get_one(WaysAsWritten, language, with_for_update=True)
    if typed == [row.counter, row.telephone, row.post]:
        return False
    row.counter, row.telephone, row.post = typed
    db.flush()
    return True
