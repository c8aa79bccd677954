"""Ties from a story to what one learns: at most one card, question or review."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Card, Module
from models.catalogue import in_force
from models.catalogue.house_texts import filled_card
from models.learning import answering, learners, objection, playing, scenes
from models.learning.scenes import FeedbackScene, QuestionScene, WithdrawnScene
from models.learning.themes import words_of
from models.news.feed import feed
from models.news.feed.told_stories import StoryAsTold
from models.tables.answers import Answer, Play, Presentation
from models.tables.feed import StoryQuestion
from models.tutor import candidates
from models.tutor.situation import Purpose, Situation


class TieKind(StrEnum):
    """The kind of thing that a story carries."""

    CARD = "card"
    QUESTION = "question"
    REVIEW = "review"


class Tie(NamedTuple):
    """The one thing that a story carries: a card of a module, or a question on a skill, answered in the story."""

    kind: TieKind
    skill: str
    purpose: Purpose | None = None
    """Why the question is asked; None for a card."""
    module: Module | None = None
    card: Card | None = None
    slug: str = ""
    answered: bool = False
    """Whether the story has had its answer."""


def beside(
    db: Session, learner_key: UUID, stories: Sequence[StoryAsTold], here: Situation | None, day: date
) -> dict[int, Tie]:
    """Return, by story, what it carries: what it has asked, else what the tutor would ask, else a card.

    To a learner without estimation, who has no situation, a card alone.
    """
    asked = _asked(db, learner_key, [told.story.id for told in stories]) if here else {}
    practice = worth_asking(here) if here else {}
    asking = in_force.asking(db, day, learners.read(db, learner_key).language)
    taught = {skill: found.module for skill, found in asking.items()}
    ties = {told.story.id: asked.get(told.story.id) or _tie(db, told, practice, taught) for told in stories}
    return {story_id: found for story_id, found in ties.items() if found}


def worth_asking(here: Situation) -> dict[str, Purpose]:
    """Return the skills on which the tutor has a question worth asking now, and why."""
    # The tutor's own candidates: a story may not ask what the tutor would leave for another day.
    return {one.target: one.purpose for one in candidates.candidates(here) if one.purpose is not Purpose.LEARN}


def _tie(db: Session, told: StoryAsTold, practice: Mapping[str, Purpose], taught: Mapping[str, Module]) -> Tie | None:
    """Return the tie to the nearest skill that can be asked about, else to the nearest that a card explains.

    Of the cards of a module, the one that shares most words with what is told; of equal ones the first.
    """
    for skill in told.skills:
        if purpose := practice.get(skill):
            return Tie(_kind(purpose), skill, purpose)
    skill = next((one for one in told.skills if one in taught), "")
    said = words_of(" ".join((told.title, *told.summary)))

    def shared(card: Card) -> int:
        # Short words are in every text.
        return sum(len(word) > 3 and word in said for word in words_of(f"{card.title} {card.body}"))

    if not skill or not (cards := taught[skill].addressed):
        return None
    # max() keeps the first of equal ones.
    slug = max(cards, key=lambda slug: shared(cards[slug]))
    return Tie(TieKind.CARD, skill, module=taught[skill], card=filled_card(db, taught[skill], cards[slug]), slug=slug)


def _kind(purpose: Purpose) -> TieKind:
    return TieKind.REVIEW if purpose is Purpose.REVIEW else TieKind.QUESTION


def _asked(db: Session, learner_key: UUID, story_ids: Collection[int]) -> dict[int, Tie]:
    """Return, by story, the question that it has asked."""
    rows = db.execute(
        select(StoryQuestion.story_id, Play.skill, Presentation.purpose, Answer.id)
        .join(Presentation, Presentation.id == StoryQuestion.presentation_id)
        .join(Play, Play.id == Presentation.play_id)
        .outerjoin(Answer, Answer.presentation_id == Presentation.id)
        .where(StoryQuestion.learner_key == learner_key, StoryQuestion.story_id.in_(story_ids))
    )
    return {
        story_id: Tie(_kind(Purpose(purpose)), skill, Purpose(purpose), answered=answer is not None)
        for story_id, skill, purpose, answer in rows
        if skill
    }


# -------------------------------------------------------------------------------------------- one question in one story


def ask(db: Session, learner_key: UUID, story_id: int, skill: str, purpose: Purpose, at: datetime) -> Play:
    """Show the one question of a story, or the one that it has shown already; returns the sitting that holds it.

    Raises news.NoSuchStory, play.NothingToAsk, objection.WithoutEstimation.
    """
    # Behind the lock: the story opened in two tabs asks one question.
    objection.lock(db, learner_key)
    if shown := _shown(db, learner_key, story_id):
        if shown.play_id is None:
            raise answering.NoSuchPresentation
        return playing.play_of(db, shown.play_id, learner_key)
    feed.told(db, story_id, learner_key, at)
    sitting = playing.practise(db, learner_key, skill, purpose, at)
    while not isinstance(here := scenes.scene(db, sitting), QuestionScene):
        playing.advance(db, sitting, here.position, at)
        sitting = playing.practise(db, learner_key, skill, purpose, at) if sitting.finished_at else sitting
    db.add(StoryQuestion(learner_key=learner_key, story_id=story_id, presentation_id=here.presentation.id))
    db.flush()
    return sitting


def scene(db: Session, learner_key: UUID, story_id: int) -> QuestionScene | FeedbackScene | WithdrawnScene:
    """Return what stands in a story: its question, or the feedback on its answer; raises NoSuchPresentation."""
    shown = _shown(db, learner_key, story_id)
    if shown is None:
        raise answering.NoSuchPresentation
    return scenes.question_scene(db, scenes.ShownQuestion(shown, answering.answer_to(db, shown.id)), 1)


def _shown(db: Session, learner_key: UUID, story_id: int) -> Presentation | None:
    mine = select(Presentation).join(StoryQuestion, StoryQuestion.presentation_id == Presentation.id)
    return db.scalar(mine.where(StoryQuestion.learner_key == learner_key, StoryQuestion.story_id == story_id))
