"""What fits within the minutes that there are."""

from itertools import cycle
from uuid import UUID

from models.ground.store import Store
from models.study.play import playing, scenes
from models.study.play.scenes import PlayEnding, QuestionScene
from models.tutor.questions import LEAST_QUESTIONS, MOST_QUESTIONS
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, live_through, module, small_pack
from tests.models.study.play.stage import DAY, MINUTE, slowly
from tests.watchers.mornings import ON_ONE_DATABASE

pytestmark = ON_ONE_DATABASE


def test_a_module_ends_at_a_clean_point_when_the_minutes_are_used_up(store: Store, learner_key: UUID) -> None:
    """Two cards, two questions and their feedback, a minute each: a third question would not fit into five minutes."""
    with store.writing() as db:
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY, minutes=5), MONDAY, slowly)
        assert (len(end.answers), end.ending) == (2, PlayEnding.IN_TIME)


def test_one_question_is_asked_however_long_the_cards_took(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY, minutes=3)
        for number in (1, 2):
            playing.advance(db, begun, f"card-{number}", MONDAY + number * 5 * MINUTE)
        assert isinstance(scenes.scene(db, begun), QuestionScene)


def test_practice_is_held_to_the_same_minutes(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY, minutes=2)
        end = live_through(db, begun, MONDAY, lambda _: WRONG)
        assert (len(end.answers), end.ending) == (1, PlayEnding.IN_TIME)


def test_with_time_enough_a_sitting_ends_for_want_of_something_to_ask(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        end = live_through(db, playing.start(db, learner_key, "ecouter", MONDAY, minutes=15), MONDAY)
        assert end.ending == PlayEnding.ENOUGH


def test_a_sitting_that_has_asked_its_most_does_not_blame_the_clock(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(skills=("listen.active", "frame.role"))))
    learner_key, respond = builders.add_learner(empty_store), cycle([RIGHT, WRONG])
    with empty_store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY, minutes=12)
        end = live_through(db, begun, MONDAY, lambda _: next(respond))
        assert (len(end.answers), end.ending) == (MOST_QUESTIONS, PlayEnding.MOST)


def test_who_comes_back_much_later_has_her_time_anew(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun = playing.start(db, learner_key, "ecouter", MONDAY, minutes=3)
        assert len(live_through(db, begun, MONDAY + DAY).answers) >= LEAST_QUESTIONS


def test_what_is_taken_up_again_keeps_to_the_minutes_that_one_has_then(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        playing.start(db, learner_key, "ecouter", MONDAY)
        again = playing.start(db, learner_key, "ecouter", MONDAY + DAY, minutes=5)
        end = live_through(db, again, MONDAY + DAY, slowly)
        assert (len(end.answers), end.ending) == (2, PlayEnding.IN_TIME)
        playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY, minutes=3)
        unhurried = playing.practise(db, learner_key, "frame.role", Purpose.PRACTISE, MONDAY + DAY)
        assert live_through(db, unhurried, MONDAY + DAY, slowly).ending != PlayEnding.IN_TIME
