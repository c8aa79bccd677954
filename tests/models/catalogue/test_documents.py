"""What trainers do: drafts of any kind, versions that follow each other, and an index that can always be rebuilt."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.module import Module
from content.pack import PACKS, read_pack
from content.rules import read_rules
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents, draft_reading, drafts, in_force
from models.catalogue.documents import RULES, SKILLS, UnknownModule
from models.catalogue.draft_reading import OtherId, QuestionTaken
from models.catalogue.drafts import DraftMoved, fingerprint
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import Document, DocumentStatus, PublishedQuestion, Version, VersionChange
from tests.builders import MONDAY, module, question, small_pack
from tests.starters import written_over

DAY = timedelta(days=1)
TRAINER = uuid4()


def document(db: Session, module_id: str = "ecouter") -> Document:
    return documents.module_document(db, module_id)


def text_of(db: Session, module_id: str = "ecouter") -> str:
    return drafts.latest_text(db, document(db, module_id))


def publish(
    db: Session, text: str, change: VersionChange = VersionChange.WORDING, module_id: str = "ecouter"
) -> Version:
    return publishing.publish(db, document(db, module_id), text, change, MONDAY + 7 * DAY, TRAINER)


def index(db: Session) -> list[tuple[Any, ...]]:
    rows = PublishedQuestion.__table__
    return [tuple(row) for row in db.execute(select(rows).order_by(rows.c.id))]


# ---------------------------------------------------------------------------------------------------------------- packs


def test_a_pack_is_published_whole_the_first_time_and_not_at_all_the_second(empty_store: Store) -> None:
    with empty_store.writing() as db:
        assert coming_into_force.load_pack(db, small_pack(), MONDAY) == [
            *(SKILLS, RULES, "ecouter", "reformuler", "cadre"),
        ]
    with empty_store.writing() as db:
        assert coming_into_force.load_pack(db, small_pack(), MONDAY) == []
        assert db.scalars(select(Version.number)).all() == [1] * 5


def test_only_what_is_new_in_a_pack_is_loaded(store: Store) -> None:
    more = module("mandat", ("frame.role",), (question("mandat-1", "frame.role"),))
    with store.writing() as db:
        assert coming_into_force.load_pack(db, small_pack(module(title="Autre"), more), MONDAY) == ["mandat"]
        assert in_force.published_module(db, "ecouter").module.title == "Ecouter"


@pytest.mark.parametrize(
    "new",
    [
        module("mandat", ("frame.role",), (question("mandat-1", "frame.role"),), cites=("age",)),
        module("mandat", ("frame.role",), (question("listen-active-1", "frame.role"),)),
    ],
    ids=["a rule that is not here", "a question that is here in another module"],
)
def test_a_new_module_that_does_not_fit_here_is_kept_as_a_draft_and_the_rest_is_loaded(
    store: Store, new: Module
) -> None:
    after = module("zele", ("frame.role",), (question("zele-1", "frame.role"),))
    with store.writing() as db:
        assert coming_into_force.load_pack(db, small_pack(new, after), MONDAY) == ["zele"]
        kept = document(db, "mandat")
        assert (kept.status, kept.draft, documents.versions(db, kept)) == (DocumentStatus.DRAFT, write_module(new), [])


@pytest.mark.nightly
def test_our_own_pack_loads_and_reads_back_as_it_is_on_disk(empty_store: Store) -> None:
    pack = read_pack(PACKS / "conseil-emploi")
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, pack, MONDAY)
    with empty_store.reading() as db:
        assert {
            found.module.id: drafts.latest_text(db, document(db, found.module.id))
            for found in in_force.published_modules(db)
        } == pack.modules
        assert [len(domain.skills) for domain in in_force.skill_map(db).domains] == [5] * 8
        assert in_force.rules(db) == read_rules(pack.rules)


# ----------------------------------------------------------------------------------------------------------- publishing


def test_a_published_module_is_read_with_its_version(store: Store) -> None:
    with store.reading() as db:
        found = in_force.published_module(db, "ecouter")
        assert found.module == module("ecouter")
        assert in_force.module_of(db, found.version_id) is found.module
        assert [one.module.id for one in in_force.published_modules(db)] == ["cadre", "ecouter", "reformuler"]


def test_a_new_version_takes_the_place_of_the_old_one_which_stays_as_it_was(store: Store) -> None:
    with store.writing() as db:
        old = in_force.published_module(db, "ecouter")
        version = publish(db, text_of(db).replace("À lire.", "À relire."))
        assert (version.number, version.change, version.published_by) == (2, "wording", TRAINER)
        assert in_force.published_module(db, "ecouter").version_id == version.id
        assert in_force.module_of(db, old.version_id) == old.module
        assert [one.number for one in documents.versions(db, document(db))] == [2, 1]


def test_the_first_version_is_a_first_version_whatever_is_said(store: Store) -> None:
    with store.writing() as db:
        created = drafts.create_module(db, "mandat", MONDAY, TRAINER)
        version = publishing.publish(
            db, created, written_over(drafts.latest_text(db, created)), VersionChange.MEANING, MONDAY, TRAINER
        )
        assert (version.number, version.change) == (1, "first")


def test_publishing_ends_the_draft(store: Store) -> None:
    with store.writing() as db:
        drafts.save_draft(db, document(db), text_of(db) + "\nEt plus.\n", MONDAY, TRAINER)
        publish(db, text_of(db))
        kept = document(db)
        assert (kept.draft, kept.draft_at, kept.draft_by, kept.status) == (None, None, None, DocumentStatus.PUBLISHED)
        assert text_of(db).endswith("Et plus.\n")


def test_a_retired_module_is_no_longer_published_until_it_is_published_again(store: Store) -> None:
    with store.writing() as db:
        coming_into_force.retire(db, document(db))
        with pytest.raises(UnknownModule):
            in_force.published_module(db, "ecouter")
        assert "listen.active" not in in_force.asking(db, MONDAY.date())
        publish(db, text_of(db))
        assert in_force.published_module(db, "ecouter").module.id == "ecouter"


def test_of_two_modules_on_a_skill_the_newest_is_asked(store: Store) -> None:
    more = module("encore", questions=(question("encore-1"),))
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(more), MONDAY)
        assert in_force.asking(db, MONDAY.date())["listen.active"].module.id == "encore"
        publish(db, text_of(db))
        assert in_force.asking(db, MONDAY.date())["listen.active"].module.id == "ecouter"


# --------------------------------------------------------------------------------------------------------------- drafts


def test_a_new_module_begins_with_a_text_that_can_be_published_once_it_is_written_over(store: Store) -> None:
    with store.writing() as db:
        created = drafts.create_module(db, "mandat", MONDAY, TRAINER)
        begun = drafts.latest_text(db, created)
        draft_reading.read_document(db, created, written_over(begun))
        assert draft_reading.read_draft(db, created, begun).id == "mandat"  # to be played as it is
        with pytest.raises(BrokenText):
            draft_reading.read_document(db, created, begun)
        assert created.status == DocumentStatus.DRAFT
        with pytest.raises(UnknownModule):
            in_force.published_module(db, "mandat")


@pytest.mark.parametrize("name", ["nulle-part", SKILLS])
def test_what_is_no_module_is_not_found_as_one(store: Store, name: str) -> None:
    with pytest.raises(UnknownModule), store.reading() as db:
        documents.module_document(db, name)


def test_a_draft_keeps_what_was_typed_even_when_it_cannot_be_read(store: Store) -> None:
    with store.writing() as db:
        drafts.save_draft(db, document(db), "---\nà moitié", MONDAY, TRAINER)
    with pytest.raises(BrokenText), store.writing() as db:
        publish(db, text_of(db))
    with store.reading() as db:
        kept = document(db)
        assert (kept.draft, kept.draft_at, kept.draft_by) == ("---\nà moitié", MONDAY, TRAINER)
        assert in_force.published_module(db, "ecouter").module == module("ecouter")


def test_a_draft_goes_on_from_the_text_that_was_opened_however_its_lines_end_and_from_no_other(store: Store) -> None:
    with store.writing() as db:
        opened = fingerprint(text_of(db).replace("\n", "\r\n"))
        drafts.save_draft(db, document(db), "celui de Jean", MONDAY, TRAINER, opened)
    with pytest.raises(DraftMoved), store.writing() as db:
        drafts.save_draft(db, document(db), "celui d'Anne", MONDAY, TRAINER, opened)
    with store.writing() as db:
        assert text_of(db) == "celui de Jean"
        drafts.save_draft(db, document(db), "deux", MONDAY, TRAINER, fingerprint("celui de Jean"))
        assert text_of(db) == "deux"


@pytest.mark.dialects
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nor_is_one_saved_by_another_process_while_this_one_waited(store: Store) -> None:
    """SQLite lets no second writer begin; PostgreSQL does, and this one has read the document before it waits."""
    with store.writing() as late:
        stale, opened = document(late), fingerprint(text_of(late))
        with store.writing() as quick:
            drafts.save_draft(quick, document(quick), "celui de Jean", MONDAY, TRAINER, opened)
        with pytest.raises(DraftMoved):
            drafts.save_draft(late, stale, "celui d'Anne", MONDAY, TRAINER, opened)


# --------------------------------------------------------------------------------------------- what cannot be published


def test_a_text_under_another_id_or_with_a_question_of_another_is_refused(store: Store) -> None:
    taken = module("cadre", ("frame.role",), (question("listen-active-3", "frame.role"),))
    with pytest.raises(OtherId) as other, store.writing() as db:
        publish(db, text_of(db, "cadre"))
    with pytest.raises(QuestionTaken) as refused, store.writing() as db:
        publish(db, write_module(taken), module_id="cadre")
    assert (other.value.own_id, refused.value.question_id) == ("cadre", "listen-active-3")


def test_what_rests_on_what_does_not_exist_or_cannot_be_read_is_refused_with_its_line(store: Store) -> None:
    unknown: Module = module(skills=("listen.none",), questions=(question("q-1", "listen.none"),), cites=("age",))
    with pytest.raises(BrokenText) as broken, store.writing() as db:
        publish(db, write_module(unknown))
    assert [(problem.file, problem.line) for problem in broken.value.problems] == [("ecouter.md", 6), ("ecouter.md", 9)]
    for name in (SKILLS, RULES):
        with pytest.raises(BrokenText, match=name), store.writing() as db:
            publishing.publish(db, db.get_one(Document, name), "- a", VersionChange.WORDING, MONDAY, TRAINER)
    with store.reading() as db:
        assert in_force.skill_map(db)["listen.active"].domain == "listen"
        assert set(in_force.rules(db)) == {"duree"}


# ------------------------------------------------------------------------------------------------------- list and index


def test_the_list_shows_every_module_in_every_state(store: Store) -> None:
    with store.writing() as db:
        drafts.create_module(db, "mandat", MONDAY, TRAINER)
        drafts.save_draft(db, document(db, "mandat"), "illisible", MONDAY, TRAINER)
        drafts.save_draft(db, document(db, "ecouter"), "illisible", MONDAY, TRAINER)
        coming_into_force.retire(db, document(db, "cadre"))
        found = documents.listing(db)
    assert found == [
        ("cadre", "Cadre", DocumentStatus.RETIRED),
        ("ecouter", "Ecouter", DocumentStatus.PUBLISHED),
        ("mandat", "mandat", DocumentStatus.DRAFT),
        ("reformuler", "Reformuler", DocumentStatus.PUBLISHED),
    ]


def test_the_index_knows_the_questions_in_force_in_their_order(store: Store) -> None:
    with store.writing() as db:
        fewer = module(questions=(question("listen-active-2"), question("nouvelle-1")))
        version = publish(db, write_module(fewer))
        found = [row for row in index(db) if row[1] == "ecouter"]
    assert found == [
        ("listen-active-2", "ecouter", version.id, "listen.active", "learn", "méthode", 0),
        ("nouvelle-1", "ecouter", version.id, "listen.active", "learn", "méthode", 1),
    ]


@pytest.mark.dialects
def test_the_index_is_rebuilt_identically(store: Store) -> None:
    with store.writing() as db:
        publish(db, text_of(db).replace("À lire.", "À relire."))
        coming_into_force.retire(db, document(db, "cadre"))
        drafts.create_module(db, "mandat", MONDAY, TRAINER)
        before = index(db)
        coming_into_force.reindex(db)
        assert index(db) == before


def test_a_text_is_parsed_once_in_a_process(store: Store) -> None:
    with store.reading() as db:
        once = in_force.published_module(db, "ecouter").module
    with store.reading() as db:
        assert in_force.published_module(db, "ecouter").module is once
