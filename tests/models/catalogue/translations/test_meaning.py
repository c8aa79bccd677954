"""What a change of meaning, or of a key, does to the other language."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from content.errors import BrokenText
from content.module import Module, QuestionNature
from models.catalogue import translations
from models.ground.store import Store
from models.learning import answer_log, history, playing, scenes
from models.learning.scenes import EndScene, QuestionScene, WithdrawnScene
from models.tables.answers import DueCheck
from models.tables.documents import VersionChange
from tests import builders
from tests.builders import MONDAY, question, question_in_dutch
from tests.models.catalogue.translations.bilingual import (
    B_IS_RIGHT,
    B_IS_RIGHT_IN_DUTCH,
    CLEARER,
    DAY,
    FIRST,
    LATER,
    ORIGINAL,
    SECOND,
    TRAINER,
    TRANSLATION,
    answer,
    asked,
    document,
    having,
    met,
    publish,
)


def test_a_question_that_changed_its_meaning_is_withdrawn_in_dutch_until_it_is_translated_anew_or_confirmed(
    store: Store,
) -> None:
    with store.writing() as db:
        publish(db, CLEARER, VersionChange.WORDING)
        assert asked(db, "nl") == [FIRST, SECOND]
        publish(db, CLEARER, VersionChange.MEANING)
        publish(db, ORIGINAL, VersionChange.MEANING)
        assert (asked(db, "fr"), asked(db, "nl")) == ([FIRST, SECOND], [SECOND])
        assert translations.confirm(db, document(db), LATER, TRAINER) == {FIRST}
        assert asked(db, "nl") == [FIRST, SECOND]
        assert translations.confirm(db, document(db), LATER, TRAINER) == frozenset()
        publish(db, CLEARER, VersionChange.MEANING)
        assert asked(db, "nl") == [SECOND]
        translated = question_in_dutch(question(FIRST))._replace(stem="En nu?")
        publish(db, having(TRANSLATION, translated), VersionChange.MEANING, "ecouter.nl")
        assert asked(db, "nl") == [FIRST, SECOND]


def test_when_the_cards_have_changed_the_whole_translation_is_withdrawn_and_the_original_met(store: Store) -> None:
    rewritten = replace(ORIGINAL, cards=(ORIGINAL.cards[0]._replace(body="Autre chose."), ORIGINAL.cards[1]))
    with store.writing() as db:
        publish(db, rewritten, VersionChange.MEANING)
        assert met(db, "nl") == "fr"
        translations.confirm(db, document(db), LATER, TRAINER)
        assert met(db, "nl") == "nl"


@pytest.mark.parametrize(
    ("now", "dutch_meet"),
    [
        (having(ORIGINAL, question(FIRST)._replace(nature=QuestionNature.PRACTICE)), "nl"),
        (replace(ORIGINAL, valid_until=date(2027, 1, 1)), "fr"),
    ],
)
def test_what_no_language_may_say_otherwise_is_withdrawn_whatever_the_change_is_called(
    store: Store, now: Module, dutch_meet: str
) -> None:
    with store.writing() as db:
        publish(db, now, VersionChange.WORDING)
        assert met(db, "nl") == dutch_meet
        assert FIRST in translations.waiting(db, document(db))
        with pytest.raises(BrokenText):
            translations.confirm(db, document(db), LATER, TRAINER)


def test_a_translation_that_follows_its_original_queues_no_second_check(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        for number in range(1, 6):
            days = (number == 5) * DAY
            builders.ask(db, dutch, f"listen-active-{number}", at=MONDAY + days + timedelta(minutes=number))
        publish(db, CLEARER, VersionChange.MEANING)
        publish(db, TRANSLATION, VersionChange.MEANING, "ecouter.nl")
        assert len(db.scalars(select(DueCheck.id)).all()) == 1


def test_a_sitting_in_dutch_goes_on_without_what_was_withdrawn(store: Store, dutch: UUID) -> None:
    with store.writing() as db:
        sitting = playing.start(db, dutch, "ecouter", MONDAY)
        while not isinstance(here := scenes.scene(db, sitting), QuestionScene):
            playing.advance(db, sitting, here.position, MONDAY)
        publish(
            db, having(ORIGINAL, ORIGINAL.question(here.question.id)._replace(stem="Et ici ?")), VersionChange.MEANING
        )
        gone = scenes.scene(db, sitting)
        assert isinstance(gone, WithdrawnScene)
        playing.advance(db, sitting, gone.position, LATER)
        following = scenes.scene(db, sitting)
        assert not isinstance(following, WithdrawnScene | EndScene)
        assert following.module.language == "nl"


def test_a_wrong_key_annuls_answers_in_both_languages_and_tells_those_who_gave_them(
    store: Store, dutch: UUID, french: UUID
) -> None:
    with store.writing() as db:
        for key in (dutch, french):
            answer(db, key)
            answer(db, key, SECOND)
        publish(db, B_IS_RIGHT, VersionChange.KEY)
        assert (asked(db, "fr"), asked(db, "nl")) == ([FIRST, SECOND], [SECOND])
        for key in (dutch, french):
            assert [row.question_id for row in answer_log.counted_answers(db, key)] == [SECOND]
            assert [(told.notice.question_id, told.notice.right) for told in history.unread_notices(db, key)] == [
                (FIRST, True)
            ]


def test_the_translation_that_follows_is_asked_again_and_nobody_is_told_twice(
    store: Store, dutch: UUID, french: UUID
) -> None:
    with store.writing() as db:
        answer(db, dutch)
        answer(db, french)
        publish(db, B_IS_RIGHT, VersionChange.KEY)
        publish(db, B_IS_RIGHT_IN_DUTCH, VersionChange.KEY, "ecouter.nl")
        assert asked(db, "fr") == asked(db, "nl") == [FIRST, SECOND]
        assert [len(history.unread_notices(db, key)) for key in (dutch, french)] == [1, 1]


def test_a_wrong_key_found_in_the_translation_withdraws_the_original_s_until_it_follows(
    store: Store, dutch: UUID, french: UUID
) -> None:
    with store.writing() as db:
        answer(db, dutch)
        answer(db, french)
        publish(db, B_IS_RIGHT_IN_DUTCH, VersionChange.KEY, "ecouter.nl")
        assert (asked(db, "fr"), asked(db, "nl")) == ([SECOND], [FIRST, SECOND])
        assert [len(list(answer_log.counted_answers(db, key))) for key in (dutch, french)] == [0, 0]
        publish(db, B_IS_RIGHT, VersionChange.KEY)
        assert asked(db, "fr") == asked(db, "nl") == [FIRST, SECOND]
        assert [len(history.unread_notices(db, key)) for key in (dutch, french)] == [1, 1]


def test_when_the_original_turns_out_to_be_right_it_is_the_translation_that_waits(store: Store) -> None:
    with store.writing() as db:
        publish(db, B_IS_RIGHT_IN_DUTCH, VersionChange.KEY, "ecouter.nl")
        assert translations.confirm(db, document(db, "ecouter"), LATER, TRAINER) == {FIRST}
        assert (asked(db, "fr"), asked(db, "nl")) == ([FIRST, SECOND], [SECOND])


def test_what_only_the_translation_had_wrong_leaves_the_original_alone(store: Store, dutch: UUID, french: UUID) -> None:
    options = question_in_dutch(question(FIRST)).options
    turned = (options[1], options[0], options[2])
    exchanged = tuple(option._replace(text=other.text) for option, other in zip(options, turned, strict=True))
    with store.writing() as db:
        publish(
            db,
            having(TRANSLATION, TRANSLATION.question(FIRST)._replace(options=exchanged)),
            VersionChange.MEANING,
            "ecouter.nl",
        )
        answer(db, dutch)
        answer(db, french)
        publish(db, TRANSLATION, VersionChange.KEY, "ecouter.nl")
        assert asked(db, "fr") == asked(db, "nl") == [FIRST, SECOND]
        assert [len(list(answer_log.counted_answers(db, key))) for key in (dutch, french)] == [0, 1]
        assert [len(history.unread_notices(db, key)) for key in (dutch, french)] == [1, 0]


def test_a_key_that_is_another_than_the_original_s_is_no_translation(store: Store) -> None:
    with store.writing() as db, pytest.raises(BrokenText):
        publish(db, B_IS_RIGHT_IN_DUTCH, VersionChange.MEANING, "ecouter.nl")
