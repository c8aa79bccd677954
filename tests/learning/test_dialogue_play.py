"""An interview that one plays: what one says decides what comes next, and each turn is an answer as any other."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.dialogue import played
from content.errors import NotFound
from content.marking import DONT_KNOW, Response
from models.catalogue import coming_into_force, documents, drafts, suspensions
from models.catalogue.documents import UnknownModule
from models.ground.store import Store
from models.learning import (
    answer_log,
    answering,
    dialogue_play,
    learner_situation,
    objection,
    playing,
    progress,
    proposals,
    scenes,
)
from models.learning.dialogue_play import DialogueSuspended, PathScene, TurnScene
from models.learning.objection import WithoutEstimation
from models.learning.scenes import NoSuchPlay
from models.studio import publishing
from models.tables.answers import Answer, Notice, Play, Presentation
from models.tables.documents import PublishedQuestion, SuspensionReason, Version, VersionChange
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, turns, with_interview
from tests.interviews import dialogues_read
from tests.learning.stage import DAY, MINUTE, published_again
from tests.learning.test_answer_log import beliefs, replayed

TURNS = turns()


@pytest.fixture
def learner_key(store: Store) -> UUID:
    builders.set_up(store, builders.small_pack(builders.module(), with_interview()))
    with store.writing() as db:
        dialogues_read(db)
    return builders.add_learner(store)


def here_of(db: Session, play: Play) -> TurnScene | PathScene:
    return dialogue_play.scene(db, *dialogue_play.opened(db, play.id, play.learner_key))


def waiting(db: Session, play: Play) -> TurnScene:
    here = here_of(db, play)
    assert isinstance(here, TurnScene)
    return here


def ended(db: Session, play: Play) -> PathScene:
    here = here_of(db, play)
    assert isinstance(here, PathScene)
    return here


def begun(db: Session, learner_key: UUID) -> Play:
    return dialogue_play.begin(db, learner_key, "entretien", "jo", MONDAY)


def said(db: Session, play: Play, *responses: Response) -> Play:
    """Say all that, a minute for each turn."""
    for response in responses:
        here = waiting(db, play)
        held = answering.hold(db, here.presentation.id, play.learner_key)
        dialogue_play.say(db, held, response, held.shown_at + MINUTE)
    return play


def met(path: PathScene) -> list[str]:
    return [one.turn.id for one in path.path]


def withhold(db: Session, question_id: str) -> None:
    version = db.get_one(Version, db.get_one(PublishedQuestion, question_id).version_id)
    suspensions.suspend(db, version, [question_id], SuspensionReason.KEY, MONDAY, by=None)


def test_what_one_says_decides_what_comes_next(store: Store, learner_key: UUID) -> None:
    for responses, path in [
        ((RIGHT, RIGHT, RIGHT), ["jo-1", "jo-2", "jo-3"]),
        ((WRONG, RIGHT, WRONG, RIGHT), ["jo-1", "jo-1b", "jo-2", "jo-3"]),
        ((DONT_KNOW, DONT_KNOW, DONT_KNOW), ["jo-1", "jo-2", "jo-3"]),
    ]:
        with store.writing() as db:
            play = said(db, begun(db, learner_key), *responses)
            found = ended(db, play)
            assert met(found) == path
            assert [one.answer.correct for one in found.path] == [response == RIGHT for response in responses]
            assert (play.finished_at, found.held) == (MONDAY + len(responses) * MINUTE, False)


def test_the_turn_that_waits_stands_below_what_was_said_and_no_other_is_shown(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        said(db, begun(db, learner_key), RIGHT, RIGHT, RIGHT)
        assert set(db.scalars(select(Presentation.question_id))) == {"jo-1", "jo-2", "jo-3"}
        assert "jo-1b" not in progress.SEEN.ask(db, learner_key=learner_key)
        play = said(db, begun(db, learner_key), WRONG, DONT_KNOW)
        here = waiting(db, play)
        assert (here.question.id, here.number, here.most) == ("jo-2", 3, 4)
        assert [(one.turn.id, one.option.key, one.answer.dont_know) for one in here.so_far] == [
            ("jo-1", "b", False),
            ("jo-1b", "a", True),
        ]


def test_each_turn_is_an_answer_as_any_other_and_a_repeat_when_played_again(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        said(db, begun(db, learner_key), RIGHT)
        asked = builders.show(db, other, "jo-1")
        answering.answer(db, asked, other, RIGHT, MONDAY + MINUTE)
        assert beliefs(db, learner_key) == beliefs(db, other) != {}
        (row,) = db.scalars(select(Answer).where(Answer.learner_key == learner_key))
        assert (row.skill, row.exposure, row.counts, row.seconds) == ("listen.active", 0, True, 60.0)
        assert row.known_after > row.known_before
        learner_key = builders.add_learner_in(db)
        said(db, begun(db, learner_key), RIGHT, RIGHT, RIGHT)
        again = said(db, begun(db, learner_key), WRONG, RIGHT, RIGHT, RIGHT)
        assert [(one.turn.id, one.answer.exposure) for one in ended(db, again).path] == [
            ("jo-1", 1),
            ("jo-1b", 0),
            ("jo-2", 1),
            ("jo-3", 1),
        ]
        learner_key = builders.add_learner_in(db)
        play = said(db, begun(db, learner_key), RIGHT, RIGHT, WRONG)
        here = proposals.situation_of(db, learner_key, MONDAY + DAY)
        assert here
        found = scenes.sitting_result(db, play, ended(db, play).as_end, here)
        assert (found.asked, found.right) == (3, 2)
        assert {one.after.skill.id for one in found.moved} == {"listen.active", "listen.reflect"}
        reflect = next(one for one in found.moved if one.after.skill.id == "listen.reflect")
        assert reflect.after.known > reflect.before.known


def test_the_same_form_sent_twice_is_one_answer(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = begun(db, learner_key)
        first = waiting(db, play).presentation
        for response in (RIGHT, WRONG):
            dialogue_play.say(db, answering.hold(db, first.id, learner_key), response, MONDAY + MINUTE)
        assert waiting(db, play).question.id == "jo-2"
        assert len(db.scalars(select(Answer)).all()) == 1
        assert len(db.scalars(select(Presentation)).all()) == 2


def test_it_is_left_and_taken_up_where_it_was_in_the_version_in_which_it_began(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = said(db, begun(db, learner_key), WRONG)
        published_again(db, "entretien", "Jo se ferme (jo-3)", "Jo se referme (jo-3)")
        assert begun(db, learner_key).id == play.id
        assert waiting(db, play).question.id == "jo-1b"
        assert dialogue_play.opened_by(db, learner_key, "entretien") == {"jo"}
        said(db, play, RIGHT, RIGHT, RIGHT)
        assert dialogue_play.opened_by(db, learner_key, "entretien") == set()
        assert begun(db, learner_key).id != play.id


def test_the_tutor_neither_asks_its_turns_nor_takes_it_for_a_series(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        begun(db, learner_key)
        situation = proposals.situation_of(db, learner_key, MONDAY)
        assert situation and situation.open_series is None and situation.open_module is None
        its = {turn.id for turn in TURNS}
        play = playing.practise(db, learner_key, "listen.active", Purpose.REVIEW, MONDAY)
        shown = db.scalars(select(Presentation.question_id).where(Presentation.play_id == play.id))
        assert not its & set(shown)
        assert learner_situation.BEGUN.ask(db, learner_key=learner_key) is None


def test_its_moves_are_its_own_and_nobodys_who_has_objected(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = begun(db, learner_key)
        with pytest.raises(NoSuchPlay):
            playing.play_of(db, play.id, learner_key)
        module = playing.start(db, learner_key, "ecouter", MONDAY)
        with pytest.raises(NoSuchPlay):
            dialogue_play.opened(db, module.id, learner_key)
        mailed = builders.show(db, learner_key, "listen-active-1")
        with pytest.raises(NoSuchPlay):
            dialogue_play.say(db, answering.hold(db, mailed, learner_key), RIGHT, MONDAY + MINUTE)
        other = builders.add_learner_in(db)
        with pytest.raises(NoSuchPlay):
            dialogue_play.opened(db, play.id, other)
        with pytest.raises(answering.NoSuchPresentation):
            dialogue_play.say(db, answering.hold(db, waiting(db, play).presentation.id, other), RIGHT, MONDAY + MINUTE)
        learner_key = builders.add_learner_in(db)
        play = begun(db, learner_key)
        waits = waiting(db, play).presentation
        objection.object_to_estimation(db, learner_key)
        with pytest.raises(WithoutEstimation):
            begun(db, learner_key)
        with pytest.raises(WithoutEstimation):
            dialogue_play.say(db, answering.hold(db, waits.id, learner_key), RIGHT, MONDAY + MINUTE)


def test_what_is_not_there_cannot_be_begun(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        with pytest.raises(NotFound, match="Ce module n'a pas d'entretien à cette adresse"):
            dialogue_play.begin(db, learner_key, "ecouter", "jo", MONDAY)
        with pytest.raises(UnknownModule):
            dialogue_play.begin(db, learner_key, "parti", "jo", MONDAY)
        assert dialogue_play.offered(db, "parti", "fr") == dialogue_play.offered(db, "ecouter", "fr") == ()


def test_the_minutes_of_a_dialogue_are_those_of_its_longest_path(store: Store, learner_key: UUID) -> None:
    long = " ".join(["mot"] * 1200)
    scene = with_interview("long", "long-jo").dialogues[0]._replace(scene=long)
    with store.writing() as db:
        coming_into_force.load_pack(
            db, builders.small_pack(with_interview("long", "long-jo", dialogues=(scene,))), MONDAY
        )
        dialogues_read(db)
        found = [dialogue_play.offered(db, name, "fr")[0].minutes for name in ("entretien", "long")]
    assert found == [2, 8]


@pytest.mark.parametrize("turn_id", [turn.id for turn in TURNS])
def test_a_turn_that_is_held_back_holds_back_its_dialogue(store: Store, learner_key: UUID, turn_id: str) -> None:
    with store.writing() as db:
        assert [one.id for one in dialogue_play.offered(db, "entretien", "fr")] == ["jo"]
        withhold(db, turn_id)
        assert dialogue_play.offered(db, "entretien", "fr") == ()
        with pytest.raises(DialogueSuspended):
            begun(db, learner_key)
        assert db.scalars(select(Play)).all() == []


def test_one_that_is_held_back_in_the_middle_stops_and_keeps_what_was_said(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = said(db, begun(db, learner_key), RIGHT)
        waits = waiting(db, play).presentation
        withhold(db, "jo-3")
        with pytest.raises(answering.Withdrawn):
            dialogue_play.say(db, answering.hold(db, waits.id, learner_key), RIGHT, MONDAY + 2 * MINUTE)
        found = ended(db, play)
        assert (met(found), found.held, play.finished_at) == (["jo-1"], True, None)
        assert len(db.scalars(select(Answer)).all()) == 1


def test_a_new_version_that_puts_it_right_can_be_begun_anew(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        stopped = said(db, begun(db, learner_key), RIGHT)
        withhold(db, "jo-3")
        published_again(db, "entretien", "Jo se ferme (jo-3)", "Jo se referme (jo-3)", VersionChange.MEANING)
        again = begun(db, learner_key)
        assert again.id != stopped.id
        assert met(ended(db, said(db, again, RIGHT, RIGHT, RIGHT))) == ["jo-1", "jo-2", "jo-3"]


def test_a_turn_whose_key_was_wrong_no_longer_counts_and_its_dialogue_stops(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        play = said(db, begun(db, learner_key), WRONG)
        old, new = "[x] La bonne (jo-1) -> jo-2", "[ ] La bonne (jo-1) -> jo-2"
        text = documents.module_document(db, "entretien")
        mended = drafts.latest_text(db, text).replace(old, new)
        mended = mended.replace("[ ] L'autre (jo-1) -> jo-1b", "[x] L'autre (jo-1) -> jo-1b")
        publishing.publish(db, text, mended, VersionChange.KEY, MONDAY + DAY, by=None)
        dialogues_read(db)
        assert list(answer_log.counted_answers(db, learner_key)) == []
        assert (ended(db, play).held, met(ended(db, play))) == (True, ["jo-1"])
        (notice,) = db.scalars(select(Notice))
        assert (notice.question_id, notice.right) == ("jo-1", True)
        assert begun(db, learner_key).id != play.id
    assert len(set(map(str, replayed(store, learner_key)))) == 1


ways_to_play = st.lists(st.sampled_from([RIGHT, WRONG, DONT_KNOW]), min_size=4, max_size=4)


@settings(max_examples=10)  # on each database
@given(lives=st.lists(ways_to_play, min_size=1, max_size=4))
@pytest.mark.usefixtures("learner_key")
def test_a_life_with_interviews_replays_to_the_last_bit(store: Store, lives: list[list[Response]]) -> None:
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        for number, responses in enumerate(lives):
            at = MONDAY + number * DAY
            play = dialogue_play.begin(db, learner_key, "entretien", "jo", at)
            for response in responses:
                if isinstance(here_of(db, play), TurnScene):
                    said(db, play, response)
            builders.ask(db, learner_key, "listen-active-1", RIGHT, at + timedelta(hours=2))
            chosen = {one.turn.id: one.option.key for one in ended(db, play).path}
            assert [turn.id for turn in played(TURNS, chosen)[0]] == met(ended(db, play))
    before, after = replayed(store, learner_key)
    assert before == after != []
