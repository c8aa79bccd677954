"""A draft played as a learner would, without a trace: the state of the play travels in the page, signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from content.marking import DONT_KNOW, Response, mark
from content.module import Module, Question
from models import learner
from models.estimates import Estimates
from models.learner import Ability, Belief, Evidence, Knowledge
from models.study.answering import shuffled
from models.study.play.scenes import CardScene, EndScene, FeedbackScene, QuestionScene, Scene
from models.tables.study import Answer, Confidence, Presentation
from models.tutor import questions
from models.tutor.questions import MOST_QUESTIONS, Sitting
from models.tutor.situation import Purpose

_NAMESPACE = UUID("6f4a1a0e-7f5c-4b6e-9d53-0d1c7e3a5b11")


@dataclass(frozen=True, slots=True)
class Preview:
    """The state of a preview: cards read, answers given, feedback left."""

    cards: int = 0
    given: tuple[tuple[str, Response], ...] = ()
    left: int = 0
    confidence: Confidence | None = None
    """Of the last answer."""

    def plain(self) -> list[Any]:
        """Return the state as it travels in the page."""
        return [self.cards, self.given, self.left, self.confidence]

    @classmethod
    def from_plain(cls, plain: list[Any]) -> "Preview":
        """Read the state back from the page."""
        cards, given, left, confidence = plain
        answers = tuple((question_id, tuple(response)) for question_id, response in given)
        return cls(cards, answers, left, confidence and Confidence(confidence))


def scene(module: Module, preview: Preview, at: datetime) -> Scene:
    """Return what stands on the page."""
    if preview.left < len(preview.given):
        question_id, response = preview.given[-1]
        question = module.question(question_id)
        answer = _answer(question, response, preview.confidence)
        return FeedbackScene(question, _presentation(question), answer, len(preview.given), MOST_QUESTIONS, module)
    if preview.cards < len(module.cards):
        return CardScene(module.cards[preview.cards], preview.cards + 1, len(module.cards), module)
    if following := _next_question(module, preview, at):
        return QuestionScene(following, _presentation(following), len(preview.given) + 1, MOST_QUESTIONS, module)
    return EndScene([_answer(module.question(asked), response) for asked, response in preview.given], module)


def advance(module: Module, preview: Preview, at: datetime) -> Preview:
    """Leave a card or a feedback."""
    here = scene(module, preview, at)
    if isinstance(here, FeedbackScene):
        return replace(preview, left=preview.left + 1)
    return replace(preview, cards=preview.cards + isinstance(here, CardScene))


def answer(
    module: Module, preview: Preview, response: Response, at: datetime, confidence: Confidence | None = None
) -> Preview:
    """Answer the question that stands on the page; raises content.marking.UnknownOption, content.marking.AskAgain."""
    here = scene(module, preview, at)
    if not isinstance(here, QuestionScene):
        return preview
    given = (*preview.given, (here.question.id, mark(here.question, response).response))
    return replace(preview, given=given, confidence=confidence)


def _next_question(module: Module, preview: Preview, at: datetime) -> Question | None:
    estimates = Estimates()
    sitting = Sitting(
        purpose=Purpose.LEARN,
        now=at,
        day=at.date(),
        knowledge=_knowledge(module, preview, at),
        items={one.id: estimates.item(one.id, one.skill, one.chance) for one in module.questions},
        asked={asked: mark(module.question(asked), response).correct for asked, response in preview.given},
    )
    return questions.next_question(module.questions, sitting)


def _knowledge(module: Module, preview: Preview, at: datetime) -> Mapping[str, Knowledge]:
    estimates, ability = Estimates(), Ability()
    beliefs = {question.skill: Belief() for question in module.questions}
    for question_id, response in preview.given:
        question = module.question(question_id)
        evidence = Evidence(
            correct=mark(question, response).correct,
            at=at,
            day=at.date(),
            working_day=True,
            dont_know=response == DONT_KNOW,
            item=estimates.item(question.id, question.skill, question.chance),
        )
        before = Knowledge(estimates.of(question.skill), beliefs[question.skill], ability)
        after = learner.after_answer(before, evidence)
        beliefs[question.skill], ability = after.belief, after.ability
    return {skill: Knowledge(estimates.of(skill), belief, ability) for skill, belief in beliefs.items()}


def _presentation(question: Question) -> Presentation:
    # The same number at every step: the options keep their order, and nothing has to be kept.
    presentation_id = uuid5(_NAMESPACE, question.id)
    return Presentation(id=presentation_id, option_order=shuffled(question, presentation_id))


def _answer(question: Question, response: Response, confidence: Confidence | None = None) -> Answer:
    marked = mark(question, response)
    return Answer(
        question_id=question.id,
        skill=question.skill,
        response=list(marked.response),
        correct=marked.correct,
        dont_know=marked.dont_know,
        confidence=None if marked.dont_know else confidence,
        exposure=0,
        counts=True,
    )
