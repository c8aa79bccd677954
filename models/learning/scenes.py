"""The scenes of a sitting, as they stand on the page: a card, a question, its feedback, the end and what it leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Card, Module, Question
from models.catalogue import in_force, validity
from models.catalogue.validity import Dated
from models.ground.calendar import local_day
from models.learner import Knowledge
from models.learning import (
    answer_log,
    answering,
    belief_history,
    days_ahead,
    due_checks,
    learner_situation,
    learners,
    progress,
)
from models.learning.progress import SkillProgress
from models.tables.answers import Answer, Play, Presentation
from models.tutor import questions
from models.tutor.questions import EnoughReason
from models.tutor.situation import Purpose, Situation


class PlayEnding(StrEnum):
    """The reason why a sitting has come to its end."""

    MOST = "most"
    """As many questions as a sitting has."""
    IN_TIME = "in_time"
    """One more would not fit into the minutes."""
    ENOUGH = "enough"
    """One more would tell next to nothing today."""
    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    """What was contested."""
    PLAYED = "played"
    """An interview came to its end."""


@dataclass(frozen=True, slots=True)
class CardScene:
    """A card to read; `number` counts from 1."""

    card: Card
    number: int
    of: int
    module: Module
    kind: ClassVar = "card"

    @property
    def position(self) -> str:
        """A token that the form sends back, so that the same step sent twice is one step."""
        return f"card-{self.number}"


@dataclass(frozen=True, slots=True)
class ShownScene:
    """A question that was shown; `number` counts from 1, `most` is how many there may be."""

    question: Question
    presentation: Presentation
    number: int
    most: int
    module: Module
    kind: ClassVar = ""

    @property
    def position(self) -> str:
        """As that of a card."""
        return f"{self.kind}-{self.presentation.id}"


class QuestionScene(ShownScene):
    """A question that waits for its answer."""

    kind: ClassVar = "question"


class WithdrawnScene(ShownScene):
    """A question that was withdrawn before it was answered."""

    kind: ClassVar = "withdrawn"


@dataclass(frozen=True, slots=True)
class FeedbackScene(ShownScene):
    """A question that has been answered, and what there is to say about it."""

    answer: Answer
    failing: Dated | None = None
    """What did not hold on the day of the answer, so that it is not counted."""
    kind: ClassVar = "feedback"


@dataclass(frozen=True, slots=True)
class EndScene:
    """The end, with what was answered."""

    answers: Sequence[Answer]
    module: Module | None
    """None when the questions came from several."""
    ending: PlayEnding = PlayEnding.MOST
    position: ClassVar = "end"
    kind: ClassVar = "end"


Scene = CardScene | QuestionScene | WithdrawnScene | FeedbackScene | EndScene


class ShownQuestion(NamedTuple):
    """A question that was shown, and the answer that it has taken."""

    presentation: Presentation
    answer: Answer | None


class NoSuchPlay(NotFound):
    """This learner has no such play."""

    what = N_("Cette séance n'est pas la vôtre.")


_OPENED = (
    select(Play, Presentation, Answer)
    .outerjoin(Presentation, Presentation.play_id == Play.id)
    .outerjoin(Answer, Answer.presentation_id == Presentation.id)
    .where(Play.id == bindparam("play"), Play.learner_key == bindparam("learner"))
    # Of those shown at one instant, in the order in which they were answered; what waits for an answer is the last.
    .order_by(Presentation.shown_at, Answer.sequence.nulls_last(), Presentation.id)
)


def opened(db: Session, play_id: UUID, learner_key: UUID) -> tuple[Play, list[ShownQuestion]]:
    """Return a play of this learner with the questions shown so far, in order; raises NoSuchPlay for anybody else's."""
    rows = db.execute(_OPENED, {"play": play_id, "learner": learner_key}).all()
    if not rows:
        raise NoSuchPlay
    return rows[0][0], [ShownQuestion(presentation, answer) for _, presentation, answer in rows if presentation]


def scene(db: Session, play: Play, shown: Sequence[ShownQuestion] | None = None) -> Scene:
    """Return what stands on the page now; `shown` are the questions of the play, where they have been read."""
    if shown is None:
        play, shown = opened(db, play.id, play.learner_key)
    module = module_of(db, play)
    waiting = next((one for one in shown if one.presentation.acknowledged_at is None), None)
    if waiting and play.finished_at is None:
        return question_scene(db, waiting, len(shown))
    cards = cards_of(module, play)
    if module and play.finished_at is None and play.cards_read < len(cards):
        return CardScene(cards[play.cards_read], play.cards_read + 1, len(cards), module)
    answers = answers_to(shown)
    return EndScene(answers, module, _ending(db, play, answers))


def _ending(db: Session, play: Play, answers: Sequence[Answer]) -> PlayEnding:
    if play.purpose == Purpose.CONTEST:
        return PlayEnding.SHOWN if has_shown(play, answers) else PlayEnding.NOT_SHOWN
    if len(answers) >= questions.MOST_ASKED[Purpose(play.purpose)]:
        return PlayEnding.MOST
    late = out_of_time(db, play, len(answers), play.finished_at or play.started_at)
    return PlayEnding.IN_TIME if late else PlayEnding.ENOUGH


def has_shown(play: Play, answers: Sequence[Answer]) -> bool:
    """Return whether a contest has shown what it was to show."""
    right = [answer.correct and not answer.rapid for answer in answers]
    # Exactly that many: an unfinished contest has shown nothing yet.
    return play.purpose == Purpose.CONTEST and right == [True] * questions.MOST_ASKED[Purpose.CONTEST]


def out_of_time(db: Session, play: Play, asked: int, at: datetime) -> bool:
    """Return whether one more question would take longer than the learner has."""
    if play.minutes is None or not asked:
        return False
    gone = (at - play.started_at) / timedelta(minutes=1)
    return is_used_up(play.minutes, gone, learner_situation.PACE.ask(db, learner_key=play.learner_key))


def is_used_up(minutes: float, gone: float, question_minutes: float) -> bool:
    """Return whether one more question no longer fits; who has been away for long has her time anew."""
    # Three times over, she was called away and is back: her minutes begin again.
    return minutes < gone + question_minutes and gone < 3 * minutes


def answers_to(shown: Iterable[ShownQuestion]) -> list[Answer]:
    """Return the answers that were given, in their order."""
    return sorted((one.answer for one in shown if one.answer), key=lambda answer: answer.sequence)


def question_scene(db: Session, shown: ShownQuestion, number: int) -> QuestionScene | WithdrawnScene | FeedbackScene:
    """Return what stands on the page of one question shown, the `number`th of its sitting."""
    presentation, given = shown
    module = in_force.module_of(db, presentation.version_id)
    most = questions.MOST_ASKED[Purpose(presentation.purpose)]
    here = (module.question(presentation.question_id), presentation, number, most, module)
    if given is None:
        return WithdrawnScene(*here) if answering.withdrawn(db, presentation) else QuestionScene(*here)
    return FeedbackScene(*here, given, validity.why_not_counted(db, given))


def module_of(db: Session, play: Play) -> Module | None:
    """Return the module of a play; None where the questions come from several."""
    return in_force.module_of(db, play.version_id) if play.version_id else None


def cards_of(module: Module | None, play: Play) -> tuple[Card, ...]:
    """Return the cards that are read in this sitting."""
    return module.cards if module and play.purpose == Purpose.LEARN else ()


# ------------------------------------------------------------------------------------- what a sitting leaves at its end


GRAVEST = (
    EnoughReason.WRONG,
    EnoughReason.RESTS,
    None,
    EnoughReason.ANOTHER_DAY,
    EnoughReason.SHOWN,
    EnoughReason.ACQUIRED,
    EnoughReason.HOLDS,
)
"""What a sitting on several skills gives as its reason: what did not go well comes first."""


class SkillMoved(NamedTuple):
    """One skill of a sitting: where it stood before and after, why no more is asked of it, when it comes back."""

    before: SkillProgress
    after: SkillProgress
    why: EnoughReason | None
    back: date | None
    """The first day on which it is asked again; None where none is planned."""
    offered: bool
    """Whether it may be proposed again on any day."""


class SittingResult(NamedTuple):
    """What a sitting leaves: how many answers were right of how many, and each of its skills, as they were asked."""

    asked: int
    right: int
    why: EnoughReason | None
    """Why it asks no more; None where nothing is left to ask."""
    moved: tuple[SkillMoved, ...]


def sitting_result(db: Session, play: Play, end: EndScene, here: Situation) -> SittingResult:
    """Return what a sitting leaves, for its learner in the situation in which she is now."""
    began, finished = play.started_at, play.finished_at or here.now
    skills = dict.fromkeys(answer.skill for answer in end.answers)
    # Read once: each skill is lived again in the same log.
    log = list(answer_log.counted_answers(db, play.learner_key))
    claims = due_checks.claims(db, play.learner_key, skills)
    back = days_ahead.days(db, play.learner_key, here)
    estimates = progress.believed(db, play.learner_key).parameters.estimates
    day = local_day(finished, learners.read(db, play.learner_key).timezone)
    moved = []
    for skill in skills:
        if skill in here.knowledge:  # It may have left the map since.
            answers = [answer for answer in end.answers if answer.skill == skill]
            history = belief_history.lived_again(log, estimates, skill, finished)
            steps = [step for step in history.steps if step.at in {answer.answered_at for answer in answers}]
            # The same before and after where none of them counts.
            unmoved, known = (steps[0].unmoved, steps[-1].knowledge) if steps else [history.knowledge] * 2
            rights = [answer.correct for answer in answers]
            mine = [claim for claim in claims if claim.skill == skill]
            moved.append(
                SkillMoved(
                    before=_progress_of(db, skill, unmoved, any(c.stood_before(began) for c in mine), began),
                    after=_progress_of(db, skill, known, any(c.stands_after(finished) for c in mine), finished),
                    why=questions.why_enough(Purpose(play.purpose), rights, known, finished, day),
                    back=back.get(skill),
                    offered=bool(here.practice.get(skill)) and skill not in here.refused,
                )
            )
    right = sum(answer.correct for answer in end.answers)
    return SittingResult(
        len(end.answers), right, min((one.why for one in moved), key=GRAVEST.index, default=None), tuple(moved)
    )


def _progress_of(db: Session, skill: str, known: Knowledge, claimed: bool, at: datetime) -> SkillProgress:
    return progress.progress_of(in_force.skill_map(db)[skill], known, True, claimed, at)
