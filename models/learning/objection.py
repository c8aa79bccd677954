"""« Sans estimation »: a learner objects to being estimated, and nothing of what she learns is kept from then on.

GDPR, article 21: from her objection on, what estimates rest on is no longer processed; article 17(1)(c): what was kept
before is erased if she asks for it. Every verb that keeps something of what is learned takes its lock from here.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from content.errors import N_, Conflict
from models.learning import answer_log, learners
from models.tables.answers import Annulment, Answer, DueCheck, LearnerAbility, Mastery, Notice, Play, Presentation
from models.tables.base import Base
from models.tables.feed import StoryQuestion
from models.tables.follow_ups import FollowUp
from models.tables.mail import Mail, MailKind, MailState
from models.tables.people import Learner
from models.tables.programmes import Goal
from models.tables.proposals import Proposal, Refusal
from models.tables.reports import Report
from models.tables.rule_changes import RuleChangeReading
from models.tables.stories import CorrectionTold, StoryReading


class WithoutEstimation(Conflict):
    """This learner learns without estimation: nothing of what she learns is kept."""

    what = N_("Vous apprenez sans estimation : rien n'est gardé de ce que vous apprenez.")
    then = N_("Tous les modules se jouent depuis « Modules ». « Mon compte » permet de reprendre avec estimation.")


class KeptTraces(NamedTuple):
    """How much was kept of what a learner has learned; nothing where all is 0."""

    answers: int
    plays: int
    skills: int
    """Of which something is believed."""
    proposals: int
    stories: int
    """That she has opened."""


LEARNED: tuple[type[Base], ...] = (
    *(Proposal, Refusal, Notice, Goal, FollowUp, DueCheck, Mastery, LearnerAbility),
    *(StoryReading, RuleChangeReading, CorrectionTold, StoryQuestion),
    *(Answer, Presentation, Play),
)
"""What estimates are made of, rest on, or lead to, in an order that lets rows go before those that they point at.

What she has asked to be kept is not among it: themes, keepsakes, days off, reports, votes, the mails that she was sent.
"""


# ------------------------------------------------------------------------------------------------------------- the rule


def lock(db: Session, learner_key: UUID) -> Learner:
    """Lock the learner's row, as learners.lock does, to keep something of what she learns; raises WithoutEstimation."""
    owner = learners.lock(db, learner_key)
    if owner.without_estimation:
        raise WithoutEstimation
    return owner


def estimated(learner_key: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return whether rows are of learners who have not objected: what is said of many leaves out those who have."""
    return learner_key.not_in(select(Learner.key).where(Learner.without_estimation))


# ------------------------------------------------------------------------------------------------------- her own choice


def object_to_estimation(db: Session, learner_key: UUID) -> None:
    """Let a learner learn without estimation from now on; what was kept is left as it is, and unused."""
    # Forget what a digest that has not left yet says: it may ask a question.
    # Mails before the learner, as the one who sends them does: no two wait for each other.
    waiting = (Mail.learner_key == learner_key, Mail.kind == MailKind.DIGEST, Mail.state == MailState.READY)
    unwritten = {"subject": None, "text": None, "html": None, "presentation_id": None}
    db.execute(update(Mail).where(*waiting).values(**unwritten, story_ids=[], correction_ids=[]))
    learners.lock(db, learner_key).without_estimation = True
    db.flush()


def take_back(db: Session, learner_key: UUID) -> None:
    """Let a learner be estimated again, from whatever was left of what was kept."""
    learners.lock(db, learner_key).without_estimation = False
    db.flush()
    # Answers may have been annulled, and another set come into force, while nothing was believed of her.
    answer_log.replay(db, learner_key)


def kept(db: Session, learner_key: UUID) -> KeptTraces:
    """Return how much is kept of what a learner has learned."""
    tables: tuple[type[Base], ...] = (Answer, Play, Mastery, Proposal, StoryReading)
    counts = [
        select(func.count()).where(table.__table__.c.learner_key == learner_key).scalar_subquery() for table in tables
    ]
    return KeptTraces(*db.execute(select(*counts)).one())


def forget(db: Session, learner_key: UUID) -> None:
    """Erase what was kept of what a learner has learned; her account stays, and what she asked to be kept."""
    # No answer of hers may come in while her rows are deleted.
    owner = learners.lock(db, learner_key)
    given = select(Answer.id).where(Answer.learner_key == learner_key)
    db.execute(delete(Annulment).where(Annulment.answer_id.in_(given)))
    # What she has reported was said to the trainers and stays hers; a mail that has left stays as she got it.
    db.execute(update(Report).where(Report.learner_key == learner_key).values(answer_id=None))
    db.execute(update(Mail).where(Mail.learner_key == learner_key).values(presentation_id=None))
    for table in LEARNED:
        db.execute(delete(table).where(table.__table__.c.learner_key == learner_key))
    owner.last_sequence = 0
    db.flush()
