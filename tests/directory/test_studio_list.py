"""The workshop's list: every entry with its kind and its stage, sieved by words, a page at a time."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.directory.entry_text import read_entry, write_entry
from content.errors import BrokenText
from content.kinds import ENTRY
from content.text.grammar import LONGEST_ID
from content.text.starter import starter_entry
from models.catalogue import documents, draft_reading, drafts
from models.catalogue.draft_reading import OtherId
from models.catalogue.drafts import BadId, IdTaken
from models.directory import entry_index, studio_list
from models.directory.studio_list import EntrySieve, EntryStage
from models.ground.store import Store
from models.studio import reviewing
from models.tables.documents import Document, VersionChange
from tests.builders import MONDAY, TOO_LONG, add_learner_in
from tests.directory.published_entries import confidential, entry, publish_entries
from tests.directory.tested_tools import tool
from tests.starters import written_over


def ids(db: Session, **sieve: object) -> list[str]:
    return [one.id for one in studio_list.page(db, EntrySieve(**sieve)).rows]  # type: ignore[arg-type]


def furnished(db: Session) -> None:
    """One that is published, one with a draft beside it, one in review, one retired, one never published."""
    publish_entries(db, entry(), entry("logement"), tool(), confidential(), entry("parti"))
    key = add_learner_in(db)
    drafts.save_draft(db, documents.document_of(db, "entry:logement"), "rien qui se lise", MONDAY, key)
    drafts.create_entry(db, "prime", EntryKind.MEASURE, MONDAY, key)
    entry_index.retire(db, documents.document_of(db, "entry:parti"))
    reviewing.ask(db, documents.document_of(db, "entry:outil"), VersionChange.WORDING, MONDAY, key)


def test_every_entry_is_there_by_kind_with_its_stage(store: Store) -> None:
    with store.writing() as db:
        furnished(db)
        page = studio_list.page(db, EntrySieve())
        assert [(one.kind, one.id, one.status, one.is_written) for one in page.rows] == [
            ("measure", "prime", "draft", True),
            ("service", "ecoute", "published", False),
            ("service", "logement", "published", True),
            ("service", "parti", "retired", False),
            ("service", "refuge", "published", False),
            ("tool", "outil", "published", False),
        ]
        assert {one.id: one.names.get("fr") for one in page.rows if one.id in {"parti", "refuge", "prime"}} == {
            "parti": "Écoute parti",
            "refuge": "Un lieu d'accueil",
            "prime": "Le nom de la mesure",
        }


def test_they_are_sieved_by_kind_stage_and_words(store: Store) -> None:
    with store.writing() as db:
        furnished(db)
        assert ids(db, kind=EntryKind.TOOL) == ["outil"]
        assert ids(db, kind=EntryKind.MEASURE) == ["prime"]
        assert ids(db, stage=EntryStage.DRAFT) == ["prime", "logement"]
        assert ids(db, stage=EntryStage.IN_REVIEW) == ["outil"]
        assert ids(db, stage=EntryStage.RETIRED) == ["parti"]
        assert ids(db, words="ÉCOUTE logement") == ["logement"]
        assert ids(db, words="prim") == ["prime"]
        assert ids(db, words="parti") == ["parti"]
        assert ids(db, words="rien de tel") == []
        assert ids(db, kind=EntryKind.SERVICE, stage=EntryStage.PUBLISHED, words="refuge") == ["refuge"]


def test_a_page_holds_so_many_and_the_last_one_stands_for_those_beyond(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio_list, "A_PAGE", 2)
    with store.writing() as db:
        publish_entries(db, *(entry(f"e-{number}") for number in range(5)))
        second, beyond = (studio_list.page(db, EntrySieve(), number) for number in (2, 99))
        assert ([one.id for one in second.rows], second.found, second.pages) == (["e-2", "e-3"], 5, 3)
        assert ([one.id for one in beyond.rows], beyond.number) == (["e-4"], 3)


def test_a_draft_that_cannot_be_read_goes_by_its_id(store: Store) -> None:
    with store.writing() as db:
        key = add_learner_in(db)
        made = drafts.create_entry(db, "nouveau", EntryKind.TOOL, MONDAY, key)
        drafts.save_draft(db, made, "kind: tool\nfaux", MONDAY, key)
        (one,) = studio_list.page(db, EntrySieve()).rows
        assert (one.id, one.names) == ("nouveau", {})


@pytest.mark.parametrize("kind", EntryKind)
def test_an_entry_begins_with_a_text_that_can_be_published_once_written_over(store: Store, kind: EntryKind) -> None:
    text = write_entry(starter_entry(kind, "neuf", date(2026, 11, 24), "duree"))
    assert read_entry(text).kind is kind
    with store.writing() as db:
        made = drafts.create_entry(db, "neuf", kind, MONDAY, add_learner_in(db))
        begun = drafts.latest_text(db, made)
        draft_reading.read_document(db, made, written_over(begun, ENTRY))
        with pytest.raises(BrokenText):
            draft_reading.read_document(db, made, begun)


def test_the_longest_id_that_is_taken_can_be_kept_and_found_again(store: Store) -> None:
    longest = TOO_LONG[:LONGEST_ID]
    with store.writing() as db:
        key = add_learner_in(db)
        made = drafts.create_entry(db, longest, EntryKind.SERVICE, MONDAY, key)
        draft_reading.read_document(db, made, written_over(drafts.latest_text(db, made), ENTRY))
        drafts.create_module(db, longest, MONDAY, key)
    with store.reading() as db:
        assert {documents.document_of(db, name).id for name in (longest, f"entry:{longest}")} == {longest, made.id}


def test_an_id_that_is_taken_or_unfit_begins_nothing(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, entry())
        key = add_learner_in(db)
        for name, refusal in (
            ("ecoute", IdTaken),
            ("Majuscule", BadId),
            ("", BadId),
            ("a/b", BadId),
            (TOO_LONG, BadId),
        ):
            with pytest.raises(refusal):
                drafts.create_entry(db, name, EntryKind.SERVICE, MONDAY, key)


def test_a_text_with_the_id_of_another_entry_is_refused(store: Store) -> None:
    with store.writing() as db:
        publish_entries(db, entry(), entry("autre"))
        text = documents.published_text(db, db.get_one(Document, "entry:autre")) or ""
        with pytest.raises(OtherId):
            draft_reading.read_document(db, db.get_one(Document, "entry:ecoute"), text)
