"""The workshop's list: every module, sieved by its state, its language, its domain and words, in an order, by pages."""

from datetime import timedelta

from sqlalchemy.orm import Session

from content.module import Module, Option
from models.catalogue import coming_into_force, documents, drafts
from models.ground.store import Store
from models.studio import module_list, responsibility, reviewing
from models.studio.module_list import A_PAGE, ModuleOrder, ModulePage, ModuleSieve, ModuleStage
from models.tables.documents import DocumentStatus, VersionChange
from tests.builders import MONDAY, add_learner_in, module, question, small_pack, turns, with_interview
from tests.site.pages.test_queries import counted
from tests.starters import written_over
from tests.studio.test_responsibility import trainer

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


def test_modules_are_sieved_by_their_state_their_domain_and_their_language_and_stand_in_an_order(store: Store) -> None:
    by_stage = {
        None: {"cadre", "ecouter", "reformuler", "neuf", "relu"},
        ModuleStage.IN_FORCE: {"ecouter", "reformuler"},
        ModuleStage.DRAFT: {"neuf", "relu"},
        ModuleStage.IN_REVIEW: {"relu"},
        ModuleStage.UNATTENDED: {"ecouter", "reformuler"},
        ModuleStage.RETIRED: {"cadre"},
        ModuleStage.TO_READ_AGAIN: set(),
    }
    with store.writing() as db:
        furnish(db)
        assert {stage: {*ids(db, stage=stage)} for stage in by_stage} == by_stage
        assert {stage: page(db).counts[stage] for stage in ModuleStage} == {
            stage: len(found) for stage, found in by_stage.items() if stage
        }
        assert (ids(db, domain="frame"), ids(db, language="nl"), len(ids(db, language="fr"))) == (["cadre"], [], 5)
        assert [one.title for one in page(db).rows] == ["Âne", "Cadre", "Ecouter", "Reformuler", "Zèbre"]
        (retired,) = page(db, stage=ModuleStage.RETIRED).rows
        assert (retired.status, retired.answering, retired.due) == (DocumentStatus.RETIRED, None, None)
        drafts.save_draft(db, documents.document_of(db, "neuf"), "illisible", MONDAY + DAY, add_learner_in(db))
        (first, *_) = page(db, order=ModuleOrder.CHANGED).rows
        assert (first.id, first.title, first.module) == ("neuf", "neuf", None)


def test_what_is_due_is_to_be_read_again(store: Store) -> None:
    old = one("ancien", review_by=MONDAY.date() - DAY)
    soon = one("bientot", review_by=MONDAY.date() + DAY)
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(old, soon), MONDAY)
        assert ids(db, stage=ModuleStage.TO_READ_AGAIN) == ["ancien"]
        assert ids(db, order=ModuleOrder.READ_AGAIN)[:2] == ["ancien", "bientot"]


SAID = (Option("a", "Une œuvre", True, "La girafe."), Option("b", "Un lama", False, "Non."))


def test_a_module_is_found_by_any_word_of_what_it_says_or_is_to_say_whatever_its_accents(store: Store) -> None:
    by_words = {
        **{"ZEBRE": ["neuf"], "ane": ["relu"], "neuf": ["neuf"], "zebre ane": [], "premiere carte": ["relu", "neuf"]},
        **dict.fromkeys(("essouffle", "rappellerait", "PELICAN oeuvre", "girafe ÉCOUTÉ"), ["entretien"]),
        **{"plausible neuf": ["neuf"], "ornithorynque": ["ecouter"], "ornithorynque ecouter-1": ["ecouter"]},
        **dict.fromkeys(("ornithorynque girafe", "language", "тест"), []),
    }
    with store.writing() as db:
        furnish(db)
        asked = question("entretien-9")._replace(stem="Que dit le pélican ?", options=SAID)
        whole = with_interview(questions=(*turns(), asked))
        coming_into_force.load_pack(db, small_pack(whole), MONDAY)
        document = documents.document_of(db, "ecouter")
        text = drafts.latest_text(db, document) + "\nUn ornithorynque.\n"
        drafts.save_draft(db, document, text, MONDAY, add_learner_in(db))
        assert {words: ids(db, words=words) for words in by_words} == by_words


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
