"""Modules in other languages: whom they meet, what they share, when they are withdrawn, and what is missing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Module, Nature, Question
from content.problems import BrokenText
from content.text import read_module, write_module
from models import authoring, cards, notices, play, progress, proposals, publishing, search, study, twins
from models.authoring import Change
from models.play import CardScene, QuestionScene, WithdrawnScene
from models.store import Store
from models.tables import Answer, Document, DueCheck, PublishedQuestion, Version
from models.tutor import Purpose
from models.twins import NoSuchLanguage, State
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, in_dutch, live_through, module, question, question_in_dutch
from tests.teaching import teach

TRAINER = uuid4()
DAY = timedelta(days=1)
LATER = MONDAY + 7 * DAY
FIRST, SECOND = "listen-active-1", "listen-active-2"
ORIGINAL = module("ecouter")
TWIN = in_dutch(ORIGINAL)


@pytest.fixture
def store(empty_store: Store) -> Store:
    """The small pack, of which one module is in Dutch too."""
    teach(empty_store, builders.with_twins(TWIN))
    return empty_store


@pytest.fixture
def dutch(store: Store) -> UUID:
    return builders.add_reader(store, "nl")


@pytest.fixture
def french(store: Store) -> UUID:
    return builders.add_reader(store, "fr")


def document(db: Session, name: str = "ecouter.nl") -> Document:
    return authoring.module_document(db, name)


def publish(db: Session, now: Module, change: Change, name: str = "ecouter") -> Version:
    return publishing.publish(db, document(db, name), write_module(now), change, LATER, TRAINER)


def having(original: Module, changed: Question) -> Module:
    asked = tuple(changed if one.id == changed.id else one for one in original.questions)
    return replace(original, questions=asked)


def key_on(letter: str, asked: Question) -> Question:
    return replace(asked, options=tuple(replace(option, right=option.key == letter) for option in asked.options))


B_IS_RIGHT = having(ORIGINAL, key_on("b", question(FIRST)))
B_IS_RIGHT_IN_DUTCH = in_dutch(B_IS_RIGHT)


def asked(db: Session, language: str) -> list[str]:
    """The first two questions of the module, as far as somebody who reads a language is asked them."""
    found = authoring.published_module(db, "ecouter", language).module
    return [one.id for one in found.questions if one.id in {FIRST, SECOND}]


def met(db: Session, language: str) -> str:
    """The language in which somebody who reads a language meets the module."""
    return authoring.published_module(db, "ecouter", language).module.language


def answer(db: Session, key: UUID, question_id: str = FIRST, response: tuple[str, ...] = WRONG) -> Answer:
    """Asked in the language in which this learner meets the module."""
    language = "nl" if key in _dutch_readers(db) else "fr"
    published = authoring.published_module(db, "ecouter", language)
    shown = study.present(db, key, published.module.question(question_id), published.version_id, Purpose.LEARN, MONDAY)
    return study.answer(db, shown.id, key, response, MONDAY + builders.READING)


def _dutch_readers(db: Session) -> set[UUID]:
    return set(db.scalars(select(builders.Account.learner_key).where(builders.Account.language == "nl")))


# ------------------------------------------------------------------------------------------------------ who meets it


def test_each_reads_it_in_her_own_language_and_the_rest_in_that_of_the_original(store: Store) -> None:
    with store.reading() as db:
        found = {one.module.id: one.module.language for one in authoring.published_modules(db, "nl")}
        assert found == {"cadre": "fr", "ecouter": "nl", "reformuler": "fr"}
        assert {one.module.language for one in authoring.published_modules(db, "fr")} == {"fr"}
        assert (met(db, "nl"), met(db, "fr"), met(db, "en")) == ("nl", "fr", "fr")


def test_a_twin_is_no_module_of_its_own(store: Store) -> None:
    with store.reading() as db:
        assert [one.id for one in authoring.listing(db)] == ["cadre", "ecouter", "reformuler"]
        with pytest.raises(authoring.UnknownModule):
            authoring.published_module(db, "ecouter.nl")
        with pytest.raises(authoring.BadId), store.writing() as writing:
            authoring.create_module(writing, "dater.nl", MONDAY, TRAINER)


def test_a_dutch_reader_plays_situates_herself_and_is_asked_in_dutch(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        begun = play.start(db, dutch, "ecouter", MONDAY)
        here = play.scene(db, begun)
        assert isinstance(here, CardScene)
        assert here.card.title == "Kaart 1"
        practising = play.practise(db, dutch, "listen.active", Purpose.PRACTISE, MONDAY)
        assert authoring.module_of(db, practising.version_id or 0).language == "nl"
        situating = play.begin_situating(db, dutch, MONDAY, "listen")
        asked_in = {}
        while isinstance(scene := play.scene(db, situating), QuestionScene):
            asked_in[scene.question.skill] = scene.module.language
            play.skip(db, situating, scene.position, MONDAY)
        assert asked_in == {"listen.active": "nl", "listen.reflect": "fr"}


def test_mastery_exposure_and_what_was_read_are_shared_between_languages(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        live_through(db, play.start(db, dutch, "ecouter", MONDAY), MONDAY)
        in_dutch_first = progress.seen_questions(db, dutch, [one.id for one in ORIGINAL.questions])
        here = proposals.situation(db, dutch, MONDAY + DAY)
        assert {offer.module for offer in here.offers if offer.read} == {"ecouter"}
        assert here.open_module is None
        account = db.scalars(select(builders.Account).where(builders.Account.learner_key == dutch)).one()
        account.language = "fr"
        db.flush()
        published = authoring.published_module(db, "ecouter", "fr")
        again = min(in_dutch_first)
        shown = study.present(
            db, dutch, published.module.question(again), published.version_id, Purpose.REVIEW, MONDAY + DAY
        )
        row = study.answer(db, shown.id, dutch, RIGHT, MONDAY + DAY + builders.READING)
        assert row.exposure == 1
        assert row.version_id == published.version_id


def test_answers_keep_the_version_of_the_twin(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        row = answer(db, dutch)
        of_version = select(Document.language).join(Version, Version.document_id == Document.id)
        assert db.scalar(of_version.where(Version.id == row.version_id)) == "nl"


def test_the_index_of_questions_holds_each_once_and_is_rebuilt_identically(store: Store) -> None:
    everything = select(PublishedQuestion.__table__).order_by(PublishedQuestion.id)
    with store.writing() as db:
        before = db.execute(everything).all()
        authoring.reindex(db)
        assert db.execute(everything).all() == before
        assert {row.version_id for row in before} == {one.version_id for one in authoring.published_modules(db)}


def test_a_card_is_found_by_its_address_in_either_language(store: Store) -> None:
    with store.reading() as db:
        for slug in ("carte-2", "kaart-2"):
            assert cards.reading(db, "ecouter", slug, "nl").card.title == "Kaart 2"
            assert cards.reading(db, "ecouter", slug, "fr").card.title == "Carte 2"
        with pytest.raises(cards.UnknownCard):
            cards.reading(db, "ecouter", "kaart-3", "fr")


# ----------------------------------------------------------------------------------------------------------- searched


def titles(db: Session, query: str, language: str) -> set[str]:
    return {hit.entry.title for hit in search.find(db, query, language).hits}


@pytest.fixture
def library(empty_store: Store) -> Store:
    original = module("ecouter", title="Le silence", cards=1)
    twin = in_dutch(original, title="Le silence, stilte")
    builders.set_up(empty_store, builders.with_twins(twin, modules=(original, module("cadre", ("frame.role",)))))
    return empty_store


def test_a_module_is_found_once_in_the_reader_s_language_or_else_in_that_of_the_original(library: Store) -> None:
    with library.reading() as db:
        assert titles(db, "silence", "nl") == {"Le silence, stilte"}
        assert titles(db, "silence", "fr") == titles(db, "silence", "en") == {"Le silence"}
        assert titles(db, "cadre", "nl") == {"Cadre"}
        assert titles(db, "stilte", "fr") == set()


def test_a_twin_that_is_withdrawn_or_retired_is_found_no_longer_and_comes_back(library: Store) -> None:
    with library.writing() as db:
        authoring.retire(db, document(db))
        assert titles(db, "silence", "nl") == {"Le silence"}
        authoring.retire(db, document(db, "ecouter"))
        assert titles(db, "silence", "nl") == set()
        text = authoring.latest_text(db, document(db, "ecouter"))
        publishing.publish(db, document(db, "ecouter"), text, Change.MEANING, LATER, TRAINER)
        publishing.publish(db, document(db), authoring.latest_text(db, document(db)), Change.WORDING, LATER, TRAINER)
        assert titles(db, "silence", "nl") == {"Le silence, stilte"}


# ---------------------------------------------------------------------------------------------- a change of meaning

CLEARER = having(ORIGINAL, replace(question(FIRST), stem="Et maintenant, que faites-vous ?"))


def test_a_question_that_changed_its_meaning_is_withdrawn_in_dutch_until_it_is_translated_anew(store: Store) -> None:
    with store.writing() as db:
        publish(db, CLEARER, Change.MEANING)
        assert (asked(db, "fr"), asked(db, "nl")) == ([FIRST, SECOND], [SECOND])
        translated = replace(question_in_dutch(question(FIRST)), stem="En nu?")
        publish(db, having(TWIN, translated), Change.MEANING, "ecouter.nl")
        assert asked(db, "nl") == [FIRST, SECOND]


def test_or_until_somebody_confirms_that_it_is_still_right(store: Store) -> None:
    with store.writing() as db:
        publish(db, CLEARER, Change.MEANING)
        assert twins.confirm(db, document(db), LATER, TRAINER) == {FIRST}
        assert asked(db, "nl") == [FIRST, SECOND]
        assert twins.confirm(db, document(db), LATER, TRAINER) == frozenset()


def test_when_the_cards_have_changed_the_whole_twin_is_withdrawn_and_the_original_met(store: Store) -> None:
    rewritten = replace(ORIGINAL, cards=(replace(ORIGINAL.cards[0], body="Autre chose."), ORIGINAL.cards[1]))
    with store.writing() as db:
        publish(db, rewritten, Change.MEANING)
        assert met(db, "nl") == "fr"
        twins.confirm(db, document(db), LATER, TRAINER)
        assert met(db, "nl") == "nl"


def test_wording_leaves_the_twin_alone(store: Store) -> None:
    with store.writing() as db:
        publish(db, CLEARER, Change.WORDING)
        assert asked(db, "nl") == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("now", "dutch_meet"),
    [
        (having(ORIGINAL, replace(question(FIRST), nature=Nature.PRACTICE)), "nl"),
        (replace(ORIGINAL, valid_until=date(2027, 1, 1)), "fr"),
    ],
)
def test_what_no_language_may_say_otherwise_is_withdrawn_whatever_the_change_is_called(
    store: Store, now: Module, dutch_meet: str
) -> None:
    with store.writing() as db:
        publish(db, now, Change.WORDING)
        assert met(db, "nl") == dutch_meet
        assert FIRST in twins.waiting(db, document(db))
        with pytest.raises(BrokenText):
            twins.confirm(db, document(db), LATER, TRAINER)


def test_a_twin_that_follows_its_original_queues_no_second_check(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        for number in range(1, 6):
            days = (number == 5) * DAY
            builders.ask(db, dutch, f"listen-active-{number}", at=MONDAY + days + timedelta(minutes=number))
        publish(db, CLEARER, Change.MEANING)
        publish(db, TWIN, Change.MEANING, "ecouter.nl")
        assert len(db.scalars(select(DueCheck.id)).all()) == 1


def test_a_sitting_in_dutch_goes_on_without_what_was_withdrawn(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        sitting = play.start(db, dutch, "ecouter", MONDAY)
        while not isinstance(here := play.scene(db, sitting), QuestionScene):
            play.advance(db, sitting, here.position, MONDAY)
        publish(db, having(ORIGINAL, replace(ORIGINAL.question(here.question.id), stem="Et ici ?")), Change.MEANING)
        gone = play.scene(db, sitting)
        assert isinstance(gone, WithdrawnScene)
        play.advance(db, sitting, gone.position, LATER)
        following = play.scene(db, sitting)
        assert isinstance(following, QuestionScene)
        assert following.module.language == "nl"


# ------------------------------------------------------------------------------------------------ the key was wrong


def test_a_wrong_key_annuls_answers_in_both_languages_and_tells_those_who_gave_them(
    store: Store, dutch: UUID, french: UUID
) -> None:
    with store.writing() as db:
        for key in (dutch, french):
            answer(db, key)
            answer(db, key, SECOND)
        publish(db, B_IS_RIGHT, Change.KEY)
        assert (asked(db, "fr"), asked(db, "nl")) == ([FIRST, SECOND], [SECOND])
        for key in (dutch, french):
            assert [row.question_id for row in study.counted_answers(db, key)] == [SECOND]
            assert [(told.notice.question_id, told.notice.right) for told in notices.unread(db, key)] == [(FIRST, True)]


def test_the_twin_that_follows_is_asked_again_and_nobody_is_told_twice(store: Store, dutch: UUID, french: UUID) -> None:
    with store.writing() as db:
        answer(db, dutch)
        answer(db, french)
        publish(db, B_IS_RIGHT, Change.KEY)
        publish(db, B_IS_RIGHT_IN_DUTCH, Change.KEY, "ecouter.nl")
        assert asked(db, "fr") == asked(db, "nl") == [FIRST, SECOND]
        assert [len(notices.unread(db, key)) for key in (dutch, french)] == [1, 1]


def test_a_wrong_key_found_in_the_twin_withdraws_the_original_s_until_it_follows(
    store: Store, dutch: UUID, french: UUID
) -> None:
    with store.writing() as db:
        answer(db, dutch)
        answer(db, french)
        publish(db, B_IS_RIGHT_IN_DUTCH, Change.KEY, "ecouter.nl")
        assert (asked(db, "fr"), asked(db, "nl")) == ([SECOND], [FIRST, SECOND])
        assert [len(list(study.counted_answers(db, key))) for key in (dutch, french)] == [0, 0]
        publish(db, B_IS_RIGHT, Change.KEY)
        assert asked(db, "fr") == asked(db, "nl") == [FIRST, SECOND]
        assert [len(notices.unread(db, key)) for key in (dutch, french)] == [1, 1]


def test_when_the_original_turns_out_to_be_right_it_is_the_twin_that_waits(store: Store) -> None:
    with store.writing() as db:
        publish(db, B_IS_RIGHT_IN_DUTCH, Change.KEY, "ecouter.nl")
        assert twins.confirm(db, document(db, "ecouter"), LATER, TRAINER) == {FIRST}
        assert (asked(db, "fr"), asked(db, "nl")) == ([FIRST, SECOND], [SECOND])


def test_what_only_the_translation_had_wrong_leaves_the_original_alone(store: Store, dutch: UUID, french: UUID) -> None:
    options = question_in_dutch(question(FIRST)).options
    turned = (options[1], options[0], options[2])
    exchanged = tuple(replace(option, text=other.text) for option, other in zip(options, turned, strict=True))
    with store.writing() as db:
        publish(db, having(TWIN, replace(TWIN.question(FIRST), options=exchanged)), Change.MEANING, "ecouter.nl")
        answer(db, dutch)
        answer(db, french)
        publish(db, TWIN, Change.KEY, "ecouter.nl")
        assert asked(db, "fr") == asked(db, "nl") == [FIRST, SECOND]
        assert [len(list(study.counted_answers(db, key))) for key in (dutch, french)] == [0, 1]
        assert [len(notices.unread(db, key)) for key in (dutch, french)] == [1, 0]


def test_a_key_that_is_another_than_the_original_s_is_no_translation(store: Store) -> None:
    with store.writing() as db, pytest.raises(BrokenText):
        publish(db, B_IS_RIGHT_IN_DUTCH, Change.MEANING, "ecouter.nl")


# ------------------------------------------------------------------------------------------- begun, loaded, missing


def test_a_translation_begins_from_the_published_text_and_is_there_once(store: Store) -> None:
    with store.writing() as db:
        begun = twins.begin(db, document(db, "cadre"), "nl", MONDAY, TRAINER)
        text = authoring.latest_text(db, begun)
        assert "## Vraag frame-role-1 · frame.role" in text
        assert read_module(text).language == "nl"
        with pytest.raises(BrokenText):
            authoring.read_draft(db, begun, text)
        authoring.save_draft(db, begun, "Begonnen.", MONDAY, TRAINER, authoring.fingerprint(text))
        assert twins.begin(db, document(db, "cadre"), "nl", MONDAY, TRAINER).draft == "Begonnen."


@pytest.mark.parametrize("language", ["fr", "de"])
def test_no_translation_begins_in_the_language_of_the_original_or_an_unknown_one(store: Store, language: str) -> None:
    with pytest.raises(NoSuchLanguage), store.writing() as db:
        twins.begin(db, document(db, "cadre"), language, MONDAY, TRAINER)


def test_a_twin_of_a_pack_that_no_longer_fits_what_the_portal_holds_is_kept_as_a_draft(empty_store: Store) -> None:
    builders.set_up(empty_store, builders.small_pack())
    with empty_store.writing() as db:
        publish(db, replace(ORIGINAL, minutes=6), Change.WORDING)
        assert authoring.load_pack(db, builders.with_twins(TWIN), LATER) == []
        assert authoring.latest_text(db, document(db)) == write_module(TWIN)
        assert met(db, "nl") == "fr"


def missing_in_dutch(db: Session) -> list[tuple[str, State, tuple[str, ...]]]:
    return [(one.module_id, one.state, one.questions) for one in twins.missing(db) if one.language == "nl"]


WITHOUT_ONE = replace(ORIGINAL, questions=ORIGINAL.questions[1:])


@pytest.mark.parametrize(
    ("happening", "found"),
    [
        (lambda db: None, []),
        (lambda db: publish(db, CLEARER, Change.MEANING), [("ecouter", State.WAITING, (FIRST,))]),
        (lambda db: authoring.retire(db, document(db)), [("ecouter", State.RETIRED, ())]),
        (
            lambda db: publish(db, replace(ORIGINAL, to_try="Autre chose."), Change.MEANING),
            [("ecouter", State.WITHDRAWN, tuple(sorted(one.id for one in ORIGINAL.questions)))],
        ),
        (
            lambda db: publish(
                db, replace(ORIGINAL, questions=(*ORIGINAL.questions, question("listen-active-9"))), Change.WORDING
            ),
            [("ecouter", State.BEHIND, ("listen-active-9",))],
        ),
    ],
)
def test_what_is_missing_is_told_by_module_with_its_state(
    store: Store, happening: Callable[[Session], object], found: list[tuple[str, State, tuple[str, ...]]]
) -> None:
    with store.writing() as db:
        twins.begin(db, document(db, "reformuler"), "nl", MONDAY, TRAINER)
        happening(db)
        rest = [("cadre", State.ABSENT, ()), *found, ("reformuler", State.DRAFT, ())]
        assert missing_in_dutch(db) == rest
