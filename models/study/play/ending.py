"""What a sitting leaves at its end: what was right, what moved, why it stops, what comes back and when."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground.calendar import local_day
from models.learner import Knowledge
from models.study import belief_history, coming_back, due_checks, learners, progress, replaying
from models.study.play.scenes import EndScene
from models.study.progress import SkillStanding
from models.tables.answers import Play
from models.tutor import questions
from models.tutor.questions import EnoughReason
from models.tutor.situation import Purpose, Situation

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

    before: SkillStanding
    after: SkillStanding
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


def result(db: Session, play: Play, end: EndScene, here: Situation) -> SittingResult:
    """Return what a sitting leaves, for its learner in the situation in which she is now."""
    began, finished = play.started_at, play.finished_at or here.now
    skills = dict.fromkeys(answer.skill for answer in end.answers)
    # Read once: each skill is lived again in the same log.
    log = list(replaying.counted_answers(db, play.learner_key))
    claims = due_checks.claims(db, play.learner_key, skills)
    back = coming_back.days(db, play.learner_key, here)
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
                    before=_standing(db, skill, unmoved, any(c.stood_before(began) for c in mine), began),
                    after=_standing(db, skill, known, any(c.stands_after(finished) for c in mine), finished),
                    why=questions.why_enough(Purpose(play.purpose), rights, known, finished, day),
                    back=back.get(skill),
                    offered=bool(here.practice.get(skill)) and skill not in here.refused,
                )
            )
    right = sum(answer.correct for answer in end.answers)
    return SittingResult(
        len(end.answers), right, min((one.why for one in moved), key=GRAVEST.index, default=None), tuple(moved)
    )


def _standing(db: Session, skill: str, known: Knowledge, claimed: bool, at: datetime) -> SkillStanding:
    return progress.standing_of(in_force.skill_map(db)[skill], known, True, claimed, at)
