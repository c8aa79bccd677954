"""A street planted in every way that a person can, then the entry made confidential: no column of any table has it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from content import kinds
from content.directory.exchange_results import EntryChange
from content.directory.incoming_file import FileFormat
from models.catalogue import coming_into_force, drafts
from models.directory import entry_imports, use_and_answers
from models.ground.store import Store
from models.studio import publishing, remarks, reviewing
from models.tables.directory import EntryProposal, FactVerdict, ListedFact
from models.tables.documents import Document, VersionChange
from models.tables.uploads import Upload
from tests.builders import MONDAY
from tests.directory.pages.test_confidential_addresses import ARRIVAL, sound
from tests.house import House, house_on

MARKER = "zorglubmarque"
STREET = f"Rue {MARKER.capitalize()} 12"
NAME = "entry:avant"
CONFIDENTIAL = sound("avant")
OPEN = "".join(
    line for line in CONFIDENTIAL.splitlines(True) if not line.startswith(("confidential", "discreet", "public_line"))
)
for closed, told in (
    ("    commune: Bruxelles\n", f'    commune: Bruxelles\n    adresse: "{STREET}"\n'),
    ("jour et de nuit", f"jour, {STREET}"),
    ("Refuge des Tilleuls", STREET),
    ("Appelez.", f"Sonnez {STREET}"),
    ("ASBL Les Tilleuls", STREET),
):
    OPEN = OPEN.replace(closed, told)
WORDING = VersionChange.WORDING


@pytest.fixture
def house(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[House]:
    """A portal over a database of each kind, with something taught."""
    request.getfixturevalue("store")
    with house_on(database_url, tmp_path) as found:
        yield found


def planted(house: House) -> UUID:
    """The street in versions, a review, remarks, a mark, drafts, a file and what it proposes; returns its author."""
    author, colleague = house.person(trainer=True).learner_key, house.person(trainer=True).learner_key
    with house.store.writing() as db:
        document = coming_into_force.new_document(NAME, kinds.ENTRY.name)
        db.add(document)
        db.flush()
        publishing.publish(db, document, OPEN, WORDING, MONDAY, author, f"Elle a déménagé : {STREET}")
        publishing.publish(
            db, document, OPEN.replace("Un accueil de", "Un abri de"), WORDING, MONDAY, author, "L'horaire."
        )
        fact = db.query(ListedFact).filter_by(document_id=NAME, kind="reach").one().fingerprint
        use_and_answers.answer(db, colleague, NAME, fact, FactVerdict.GONE, MONDAY.date())
        drafts.set_aside(db, document, OPEN, MONDAY.date())
        being_written(db, document, author)
        review = reviewing.ask(db, document, WORDING, MONDAY, author, word=f"Dès lundi : {STREET}")
        line = review.text.split("\n").index(f'    adresse: "{STREET}"') + 1
        reviewing.comment(db, review, line, f"Est-ce {STREET}, ou derrière le {MARKER} ?", MONDAY, colleague)
        remarks.mark_read(db, document, colleague, review.text, MONDAY)
        bring(db)
    return author


def being_written(db: Session, document: Document, author: UUID) -> None:
    drafts.save_draft(db, document, OPEN.replace("Un accueil de", "Une maison de"), MONDAY, author)


def bring(db: Session) -> None:
    number = entry_imports.bring(db, UUID(int=0), MONDAY, f"nom;rue\nx;{STREET}\n".encode(), FileFormat.TABLE, ARRIVAL)
    db.get_one(Upload, number).state = "read"
    proposed = {"change": EntryChange.CHANGED, "name": STREET, "text": OPEN}
    db.add(EntryProposal(upload_id=number, entry_id="avant", **proposed))


def places_with(store: Store, marker: str) -> set[str]:
    """The tables, search's own among them, in a value of which a marker stands, however it is written."""
    with store.reading() as db:
        names = inspect(db.connection()).get_table_names()
        rows = ((name, row) for name in names for row in db.execute(text(f'SELECT * FROM "{name}"')))
        return {name for name, row in rows if any(marker in said(value) for value in row)}


def said(value: object) -> str:
    raw = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
    return raw.decode("utf-8", "replace").casefold()


@pytest.mark.parametrize("beside", [False, True], ids=["published", "published beside a draft"])
def test_no_column_of_any_table_tells_where_it_was(house: House, beside: bool) -> None:
    author = planted(house)
    asked = {
        "version",
        "draft_aside",
        "review",
        "review_comment",
        "read_mark",
        "document",
        "search_entry",
        "listed_fact",
    }
    assert places_with(house.store, MARKER) >= asked | {"entry_proposal", "upload"}
    with house.store.writing() as db:
        document = db.get_one(Document, NAME)
        publish = publishing.publish_beside_draft if beside else publishing.publish
        publish(db, document, CONFIDENTIAL, WORDING, MONDAY, author)
    assert places_with(house.store, MARKER) == set()


def test_a_draft_that_opens_an_entry_again_outlives_the_rereading_of_its_confidential_text(house: House) -> None:
    author = house.person(trainer=True).learner_key
    with house.store.writing() as db:
        document = coming_into_force.new_document(NAME, kinds.ENTRY.name)
        db.add(document)
        db.flush()
        publishing.publish(db, document, CONFIDENTIAL, WORDING, MONDAY, author)
        drafts.save_draft(db, document, OPEN, MONDAY, author)
        publishing.publish_beside_draft(db, document, CONFIDENTIAL.replace("20,", "21,"), WORDING, MONDAY, author)
        assert document.draft == OPEN
