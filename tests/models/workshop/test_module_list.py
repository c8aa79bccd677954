"""The workshop's list: every module, sieved by its state, its language, its domain and words, in an order, by pages."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from content.module import Module, Option
from models.catalogue import coming_into_force, documents, drafts
from models.ground.store import Store
from models.tables.documents import DocumentStatus, VersionChange
from models.workshop import module_list, responsibility, reviewing
from models.workshop.module_list import A_PAGE, ModuleOrder, ModulePage, ModuleSieve, ModuleStage
from tests.builders import MONDAY, add_learner_in, module, question, small_pack, turns, with_interview
from tests.models.workshop.test_responsibility import trainer
from tests.portal.test_queries import counted
from tests.starters import written_over

DAY = timedelta(days=1)


def page(db: Session, number: int = 1, **sieve: object) -> ModulePage:
    return module_list.page(db, ModuleSieve(**sieve), MONDAY.date(), number)  # type: ignore[arg-type]


def ids(db: Session, **sieve: object) -> list[str]:
    return [one.id for one in page(db, **sieve).rows]


def one(name: str, **fields: object) -> Module:
    return module(name, questions=(question(f"{name}-1"),), **fields)


def furnish(db: Session) -> None:
    """A module in each state."""
    anna = trainer(db, "anna")
    for name, title in (("neuf", "Zèbre"), ("relu", "Âne")):
        drafts.create_module(db, name, MONDAY - 3 * DAY, anna.learner_key, title)
        responsibility.entrust(db, name, anna.learner_key, None)
    asked = documents.document_of(db, "relu")
    drafts.save_draft(db, asked, written_over(drafts.latest_text(db, asked)), MONDAY, anna.learner_key)
    reviewing.ask(db, asked, VersionChange.MEANING, MONDAY, anna.learner_key)
    coming_into_force.retire(db, documents.document_of(db, "cadre"))


@pytest.mark.parametrize(
    ("stage", "found"),
    [
        (None, {"cadre", "ecouter", "reformuler", "neuf", "relu"}),
        (ModuleStage.IN_FORCE, {"ecouter", "reformuler"}),
        (ModuleStage.DRAFT, {"neuf", "relu"}),
        (ModuleStage.IN_REVIEW, {"relu"}),
        (ModuleStage.UNATTENDED, {"ecouter", "reformuler"}),
        (ModuleStage.RETIRED, {"cadre"}),
        (ModuleStage.TO_READ_AGAIN, set()),
    ],
)
def test_modules_are_sieved_by_their_state_and_counted(
    store: Store, stage: ModuleStage | None, found: set[str]
) -> None:
    with store.writing() as db:
        furnish(db)
        assert {*ids(db, stage=stage)} == found
        if stage:
            assert page(db).counts[stage] == len(found)


def test_what_is_due_is_to_be_read_again(store: Store) -> None:
    old = one("ancien", review_by=MONDAY.date() - DAY)
    soon = one("bientot", review_by=MONDAY.date() + DAY)
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(old, soon), MONDAY)
        assert ids(db, stage=ModuleStage.TO_READ_AGAIN) == ["ancien"]
        assert ids(db, order=ModuleOrder.READ_AGAIN)[:2] == ["ancien", "bientot"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ZEBRE", ["neuf"]),
        ("ane", ["relu"]),
        ("neuf", ["neuf"]),
        ("zebre ane", []),
        ("premiere carte", ["relu", "neuf"]),
    ],
)
def test_words_are_found_in_titles_ids_and_cards_whatever_their_accents(
    store: Store, words: str, found: list[str]
) -> None:
    with store.writing() as db:
        furnish(db)
        assert ids(db, words=words) == found


SAID = (Option("a", "Une œuvre", True, "La girafe."), Option("b", "Un lama", False, "Non."))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("essouffle", ["entretien"]),
        ("rappellerait", ["entretien"]),
        ("PELICAN oeuvre", ["entretien"]),
        ("girafe ÉCOUTÉ", ["entretien"]),
        ("plausible neuf", ["neuf"]),
        ("ornithorynque", ["ecouter"]),
        ("ornithorynque ecouter-1", ["ecouter"]),
        ("ornithorynque girafe", []),
        ("language", []),
        ("тест", []),
    ],
)
def test_a_module_is_found_by_any_word_of_what_it_says_or_is_to_say(store: Store, words: str, found: list[str]) -> None:
    with store.writing() as db:
        furnish(db)
        asked = question("entretien-9")._replace(stem="Que dit le pélican ?", options=SAID)
        whole = with_interview(questions=(*turns(), asked))
        coming_into_force.load_pack(db, small_pack(whole), MONDAY)
        document = documents.document_of(db, "ecouter")
        text = drafts.latest_text(db, document) + "\nUn ornithorynque.\n"
        drafts.save_draft(db, document, text, MONDAY, add_learner_in(db))
        assert ids(db, words=words) == found


def test_a_domain_and_a_language_sieve_too(store: Store) -> None:
    with store.writing() as db:
        furnish(db)
        assert ids(db, domain="frame") == ["cadre"]
        assert "ecouter" not in ids(db, domain="frame")
        assert ids(db, language="nl") == []
        assert len(ids(db, language="fr")) == 5


def test_they_stand_by_title_or_by_last_change(store: Store) -> None:
    with store.writing() as db:
        furnish(db)
        titles = [one.title for one in page(db).rows]
        assert titles == ["Âne", "Cadre", "Ecouter", "Reformuler", "Zèbre"]
        drafts.save_draft(db, documents.document_of(db, "neuf"), "illisible", MONDAY + DAY, add_learner_in(db))
        (first, *_) = page(db, order=ModuleOrder.CHANGED).rows
        assert (first.id, first.title, first.module) == ("neuf", "neuf", None)


def test_a_page_holds_so_many_and_the_last_one_stands_for_those_beyond(store: Store) -> None:
    many = [one(f"m-{number:03}") for number in range(A_PAGE)]
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(*many), MONDAY)
        last = page(db, number=9)
        assert (last.number, last.pages, last.found, len(last.rows)) == (2, 2, A_PAGE + 3, 3)


def test_however_many_there_are_it_asks_as_often(store: Store) -> None:
    def asked() -> int:
        with counted(store) as sent, store.reading() as db:
            module_list.page(db, ModuleSieve(), MONDAY.date())
        return len(sent)

    asked()
    few = asked()
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(*(one(f"m-{number:03}") for number in range(30))), MONDAY)
    asked()
    assert asked() == few <= 8


def test_what_is_retired_is_nobody_s_to_answer_for(store: Store) -> None:
    with store.writing() as db:
        furnish(db)
        (retired,) = page(db, stage=ModuleStage.RETIRED).rows
        assert (retired.status, retired.answering, retired.due) == (DocumentStatus.RETIRED, None, None)
