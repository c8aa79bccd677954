"""Whom a module in another language meets."""

from uuid import UUID

import pytest
from sqlalchemy import select

from content.marking import DONT_KNOW
from models.catalogue import cards, coming_into_force, documents, drafts, in_force
from models.ground.store import Store
from models.learner import SkillState
from models.learning import answering, learner_situation, modules, playing, progress, scenes
from models.learning.scenes import CardScene, QuestionScene
from models.tables.documents import Document, PublishedQuestion, Version
from models.tables.people import Account
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, RIGHT, live_through
from tests.models.catalogue.translations.bilingual import DAY, ORIGINAL, TRAINER, answer, met


def test_each_reads_it_in_her_own_language_and_the_rest_in_that_of_the_original(store: Store) -> None:
    with store.reading() as db:
        found = {one.module.id: one.module.language for one in in_force.published_modules(db, "nl")}
        assert found == {"cadre": "fr", "ecouter": "nl", "reformuler": "fr"}
        assert {one.module.language for one in in_force.published_modules(db, "fr")} == {"fr"}
        assert (met(db, "nl"), met(db, "fr"), met(db, "en")) == ("nl", "fr", "fr")


def test_a_translation_is_no_module_of_its_own(store: Store) -> None:
    with store.reading() as db:
        assert [one.id for one in documents.listing(db)] == ["cadre", "ecouter", "reformuler"]
        with pytest.raises(documents.UnknownModule):
            in_force.published_module(db, "ecouter.nl")
        with pytest.raises(drafts.BadId), store.writing() as writing:
            drafts.create_module(writing, "dater.nl", MONDAY, TRAINER)


def test_a_dutch_reader_plays_situates_herself_and_is_asked_in_dutch(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, dutch, "ecouter", MONDAY)
        first = scenes.scene(db, begun)
        assert isinstance(first, QuestionScene)  # before the cards, for who is new
        assert first.module.language == "nl"
        practising = playing.practise(db, dutch, "listen.active", Purpose.PRACTISE, MONDAY)
        assert in_force.module_of(db, practising.version_id or 0).language == "nl"
        situating = playing.begin_situating(db, dutch, MONDAY, "listen")
        asked_in = {}
        while isinstance(scene := scenes.scene(db, situating), QuestionScene):
            asked_in[scene.question.skill] = scene.module.language
            playing.skip(db, situating, scene.position, MONDAY)
        assert asked_in == {"listen.active": "nl", "listen.reflect": "fr"}
        answering.answer(db, first.presentation.id, dutch, DONT_KNOW, MONDAY)
        playing.advance(db, begun, scenes.scene(db, begun).position, MONDAY)
        here = scenes.scene(db, begun)
        assert isinstance(here, CardScene)
        assert here.card.title == "Kaart 1"


def test_mastery_exposure_and_what_was_read_are_shared_between_languages(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        live_through(db, playing.start(db, dutch, "ecouter", MONDAY), MONDAY)
        in_dutch_first = progress.SEEN.ask(db, learner_key=dutch) & {one.id for one in ORIGINAL.questions}
        here = learner_situation.situation(db, dutch, MONDAY + DAY)
        assert {offer.module for offer in here.offers if offer.read} == {"ecouter"}
        assert here.open_module is None
        account = db.scalars(select(Account).where(Account.learner_key == dutch)).one()
        account.language = "fr"
        db.flush()
        published = in_force.published_module(db, "ecouter", "fr")
        again = min(in_dutch_first)
        shown = answering.present(
            db, dutch, published.module.question(again), published.version_id, Purpose.REVIEW, MONDAY + DAY
        )
        row = answering.answer(db, shown.id, dutch, RIGHT, MONDAY + DAY + builders.READING)
        assert row.exposure == 1
        assert row.version_id == published.version_id


def test_what_was_begun_in_one_language_is_begun_in_another(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        playing.start(db, dutch, "ecouter", MONDAY)
    with store.reading() as db:
        told = [one for domain in modules.by_domain(db, dutch, "fr", MONDAY) for one in domain.modules]
    states = {one.module.id: one.state for one in told}
    assert (states["ecouter"], states["cadre"]) == (SkillState.IN_PROGRESS, SkillState.TO_DISCOVER)


def test_answers_keep_the_version_of_the_translation(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        row = answer(db, dutch)
        of_version = select(Document.language).join(Version, Version.document_id == Document.id)
        assert db.scalar(of_version.where(Version.id == row.version_id)) == "nl"


def test_the_index_of_questions_holds_each_once_and_is_rebuilt_identically(store: Store) -> None:
    everything = select(PublishedQuestion.__table__).order_by(PublishedQuestion.id)
    with store.writing() as db:
        before = db.execute(everything).all()
        coming_into_force.reindex(db)
        assert db.execute(everything).all() == before
        assert {row.version_id for row in before} == {one.version_id for one in in_force.published_modules(db)}


def test_a_card_is_found_by_its_address_in_either_language(store: Store) -> None:
    with store.reading() as db:
        for slug in ("carte-2", "kaart-2"):
            assert cards.card_reading(db, "ecouter", slug, "nl").card.title == "Kaart 2"
            assert cards.card_reading(db, "ecouter", slug, "fr").card.title == "Carte 2"
        with pytest.raises(cards.UnknownCard):
            cards.card_reading(db, "ecouter", "kaart-3", "fr")
