"""A programme that somebody follows, for tests that look at every page."""

from content import kinds
from content.programmes import Programme, write_programmes
from models.catalogue import coming_into_force, documents
from models.tables.documents import VersionChange
from models.tables.people import Account
from models.tables.programmes import ProgrammeFollowing
from tests.builders import MONDAY
from tests.house import House
from tests.programmes import said, weeks

FOLLOWED = Programme(
    "semaines", said("Semaines « boréales »"), said("Trois pas, à votre rythme !"), weeks("calmer", "ecouter", "dated")
)
"""Not offered in a house that has these modules in French alone: only who follows it sees it."""


def publish(house: House, programme: Programme = FOLLOWED) -> None:
    """Put one in force in a house without programmes."""
    with house.store.writing() as db:
        document = coming_into_force.new_document(documents.PROGRAMMES, kinds.PROGRAMMES.name)
        db.add(document)
        db.flush()
        text = write_programmes([programme])
        coming_into_force.put_in_force(db, document, text, VersionChange.FIRST, MONDAY, by=None)


def pages(house: House, owner: Account) -> dict[str, list[str]]:
    """Where it is for somebody who follows it from now on."""
    with house.store.writing() as db:
        day = house.clock().date()
        db.merge(ProgrammeFollowing(learner_key=owner.learner_key, programme_id=FOLLOWED.id, begun_on=day))
    return {"programmes.programme": [f"/programmes/{FOLLOWED.id}"]}
