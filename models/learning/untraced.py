"""A play and a dialogue without trace: their state travels in the page, signed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from content.dialogue import played
from content.marking import Response, mark
from content.module import Module, Question
from models.estimates import Estimates
from models.learner import Belief, Knowledge
from models.learning import answer_log
from models.learning.answering import shuffled
from models.learning.dialogue_play import InterviewScene, PathScene, SaidTurn, TurnScene, dialogue_of
from models.learning.scenes import CardScene, EndScene, FeedbackScene, QuestionScene, Scene, WithdrawnScene
from models.tables.answers import Answer, Confidence, Presentation
from models.tutor import questions
from models.tutor.questions import MOST_QUESTIONS, Sitting
from models.tutor.situation import Purpose

_NAMESPACE = UUID("6f4a1a0e-7f5c-4b6e-9d53-0d1c7e3a5b11")


class UntracedPlay(NamedTuple):
    """The state of a play: cards read, answers given, feedback left, and the question on the page."""

    cards: int = 0
    given: tuple[tuple[str, Response], ...] = ()
    left: int = 0
    confidence: Confidence | None = None
    """Of the last answer."""
    asked: str | None = None
    """The question that stands on the page, so that no other is marked."""

    def plain(self) -> list[Any]:
        """Return the state as it travels in the page."""
        return [self.cards, self.given, self.left, self.confidence, self.asked]

    @classmethod
    def from_plain(cls, plain: list[Any]) -> "UntracedPlay":
        """Read the state back from the page."""
        cards, given, left, confidence, asked = plain
        answers = tuple((question_id, tuple(response)) for question_id, response in given)
        return cls(cards, answers, left, confidence and Confidence(confidence), asked)


def scene(module: Module, play: UntracedPlay, at: datetime, suspended: Collection[str] = ()) -> Scene:
    """Return what stands on the page; `suspended`: questions of the module that are asked of nobody."""
    if play.left < len(play.given):
        question_id, response = play.given[-1]
        question = module.question(question_id)
        answer = answer_of(question, response, play.confidence)
        return FeedbackScene(question, presentation_of(question), len(play.given), MOST_QUESTIONS, module, answer)
    if play.cards < len(module.cards):
        return CardScene(module.cards[play.cards], play.cards + 1, len(module.cards), module)
    if following := module.question(play.asked) if play.asked else _next_question(module, play, at, suspended):
        kind = WithdrawnScene if following.id in suspended else QuestionScene
        return kind(following, presentation_of(following), len(play.given) + 1, MOST_QUESTIONS, module)
    return EndScene([answer_of(module.question(asked), response) for asked, response in play.given], module)


def showing(play: UntracedPlay, here: Scene) -> UntracedPlay:
    """Return the state as it travels in the page of a scene: with the question that is asked there, if one is."""
    if isinstance(here, WithdrawnScene):
        return play
    return play._replace(asked=here.question.id if isinstance(here, QuestionScene) else None)


def advance(module: Module, play: UntracedPlay, at: datetime) -> UntracedPlay:
    """Leave a card, a feedback, or a question that was withdrawn."""
    here = scene(module, play, at)
    if isinstance(here, FeedbackScene):
        return play._replace(left=play.left + 1)
    return play._replace(cards=play.cards + isinstance(here, CardScene), asked=None)


def answer(
    module: Module, play: UntracedPlay, response: Response, at: datetime, confidence: Confidence | None = None
) -> UntracedPlay:
    """Answer the question that stands on the page; raises content.marking.UnknownOption, content.marking.AskAgain."""
    here = scene(module, play, at)
    if not isinstance(here, QuestionScene):
        return play
    given = (*play.given, (here.question.id, mark(here.question, response).response))
    return play._replace(given=given, confidence=confidence, asked=None)


def _next_question(module: Module, play: UntracedPlay, at: datetime, suspended: Collection[str]) -> Question | None:
    estimates = Estimates()
    given = [answer_of(module.question(asked), response) for asked, response in play.given]
    for one in given:
        one.answered_at, one.day = at, at.date()
    beliefs, ability = answer_log.lived(given, estimates)
    sitting = Sitting(
        purpose=Purpose.LEARN,
        now=at,
        day=at.date(),
        knowledge={
            one.skill: Knowledge(estimates.of(one.skill), beliefs.get(one.skill, Belief()), ability)
            for one in module.questions
        },
        items={one.id: estimates.item(one.id, one.skill, one.chance) for one in module.questions},
        asked={one.question_id: one.correct for one in given},
    )
    return questions.next_question([one for one in module.pool if one.id not in suspended], sitting)


def presentation_of(question: Question) -> Presentation:
    """Return how a question stands on every page of a play without trace."""
    # The same number at every step: the options keep their order, and nothing has to be kept.
    presentation_id = uuid5(_NAMESPACE, question.id)
    return Presentation(id=presentation_id, option_order=shuffled(question, presentation_id))


def answer_of(question: Question, response: Response, confidence: Confidence | None = None) -> Answer:
    """Return an answer as it is shown, and never kept."""
    marked = mark(question, response)
    return Answer(
        question_id=question.id,
        skill=question.skill,
        response=list(marked.response),
        correct=marked.correct,
        dont_know=marked.dont_know,
        confidence=None if marked.dont_know else confidence,
        rapid=False,
        exposure=0,
        chance=question.chance,
        counts=True,
        provisional=False,
        working_day=True,
    )


# ------------------------------------------------------------------------------------ an interview played without trace


SaidSoFar = tuple[tuple[str, Response], ...]
"""The turns met, in their order, and what was answered to each."""


def said_from_plain(plain: list[Any]) -> SaidSoFar:
    """Read back what travelled in the page."""
    return tuple((turn_id, tuple(response)) for turn_id, response in plain)


def dialogue_scene(
    module: Module, dialogue_id: str, so_far: SaidSoFar, suspended: Collection[str] = ()
) -> InterviewScene:
    """Return what stands on the page; `suspended`: questions of the module that are asked of nobody.

    Raises NotFound.
    """
    dialogue, turns = dialogue_of(module, dialogue_id), module.turns(dialogue_id)
    met = [
        SaidTurn(turn, presentation_of(turn).option_order, answer_of(turn, response))
        for turn, response in ((module.question(turn_id), response) for turn_id, response in so_far)
    ]
    _, following = played(turns, {turn_id: "".join(response[:1]) for turn_id, response in so_far})
    held = following is not None and any(turn.id in suspended for turn in turns)
    if following is None or held:
        return PathScene(module, dialogue, met, held=held)
    return TurnScene(module, dialogue, met, following, presentation_of(following))


def say_in_dialogue(module: Module, dialogue_id: str, so_far: SaidSoFar, response: Response) -> SaidSoFar:
    """Say something at the turn that stands on the page.

    Raises content.marking.UnknownOption, content.marking.AskAgain.
    """
    here = dialogue_scene(module, dialogue_id, so_far)
    if not isinstance(here, TurnScene):
        return so_far
    return (*so_far, (here.question.id, mark(here.question, response).response))
