"""Votes of the field, given blind: two of three validate a question of practice; those of interviews have no key."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID, uuid5

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict
from content.marking import Response, mark
from content.module import Module, Question, QuestionNature
from content.schema.yaml_fields import LANGUAGES
from content.topics import Aspect, InterviewQuestion, Topic
from models.catalogue import in_force
from models.tables.answers import Answer
from models.tables.documents import Version
from models.tables.people import Account, Learner
from models.tables.votes import TopicVote, Vote, WouldAsk

LEAST_VOTES, MOST_VOTES = 3, 9
"""With fewer nothing is settled; when so many do not agree, the question is to be written anew."""
AGREEING = 2 / 3
"""Share of the votes that must be the key."""

T = TypeVar("T")


class NotBlind(Conflict):
    """This person has voted on the question, has seen its key or the votes of others, or has published it."""

    what = N_("Cette question n'attend plus votre avis.")
    then = N_("Vous y avez déjà répondu, ou elle vient d'être validée ou réécrite. Les autres sont sous « À valider ».")


class PracticeQuestion(NamedTuple):
    """A question of practice, in the version in force."""

    version_id: int
    module: Module
    question: Question


class VoteTally(NamedTuple):
    """How many have voted on a question as it stands, how many of those told were for its key, and what follows."""

    asked: PracticeQuestion
    votes: int
    told: int
    agreeing: int

    @property
    def is_validated(self) -> bool:
        """Whether answers to it count towards *acquired*."""
        return agreed(self.told, self.agreeing)

    @property
    def is_settled(self) -> bool:
        """Whether no more votes are asked for."""
        return self.is_validated or self.told >= MOST_VOTES


def told(votes: Sequence[T]) -> Sequence[T]:
    """Return the votes of which anything may be told or follow, LEAST_VOTES at a time, in the order of their coming.

    The fourth alone would be read from the difference.
    """
    return votes[: len(votes) - len(votes) % LEAST_VOTES]


def agreed(votes: int, agreeing: int) -> bool:
    """Return whether there are enough votes, and enough of them agree."""
    return votes >= LEAST_VOTES and agreeing >= AGREEING * votes


def is_provisional(db: Session, version_id: int, question: Question) -> bool:
    """Return whether answers to a question leave *acquired* alone: thin skill, or not yet validated."""
    return not counting(db, version_id, [question])


def counting(db: Session, version_id: int, questions: Sequence[Question]) -> list[Question]:
    """Return those questions of a version whose answers count towards *acquired*."""
    skills = in_force.skill_map(db)
    practice = [one for one in questions if one.nature is QuestionNature.PRACTICE]
    waiting = {one.asked.question.id for one in _tallies(db, version_id, practice) if not one.is_validated}
    thin = {one.id for one in questions if one.skill in skills and skills[one.skill].thin}
    return [one for one in questions if one.id not in waiting | thin]


def is_validated(db: Session, version_id: int, question: Question) -> bool:
    """Return whether the field has validated a question as it stands."""
    (standing,) = _tallies(db, version_id, [question])
    return standing.is_validated


def tallies(db: Session) -> list[VoteTally]:
    """Return every question of practice in force, with its votes."""
    found = (
        _tallies(db, one.version_id, [asked for asked in one.module.pool if asked.nature is QuestionNature.PRACTICE])
        for one in in_force.published_modules(db)
    )
    return [standing for standings in found for standing in standings]


def to_vote(db: Session, learner_key: UUID) -> list[PracticeQuestion]:
    """Return the questions on which somebody may still vote, blind."""
    waiting = [standing.asked for standing in tallies(db) if not standing.is_settled]
    return [asked for asked in waiting if _is_blind(db, learner_key, asked)]


def any_asked(db: Session) -> bool:
    """Return whether a question of practice is in force."""
    return any(True for _ in _in_force(db))


def order(learner_key: UUID, question: Question) -> UUID:
    """Return the seed by which a practitioner sees the options, the same each time."""
    # Derived, not stored: a page that is loaded again shows the same order.
    return uuid5(learner_key, question.id)


def vote(db: Session, learner_key: UUID, question_id: str, response: Response, at: datetime) -> Vote:
    """Keep what a practitioner answers; nothing of it enters what is believed of her.

    Raises NotBlind, content.marking.UnknownOption, content.marking.AskAgain.
    """
    asked = next((one for one in _in_force(db) if one.question.id == question_id), None)
    if asked is None or not _is_blind(db, learner_key, asked):
        raise NotBlind
    kept = mark(asked.question, response).response
    cast = Vote(
        question_id=question_id, version_id=asked.version_id, learner_key=learner_key, response=list(kept), at=at
    )
    db.add(cast)
    db.flush()
    return cast


def _in_force(db: Session) -> Iterator[PracticeQuestion]:
    for published in in_force.published_modules(db):
        for question in published.module.pool:
            if question.nature is QuestionNature.PRACTICE:
                yield PracticeQuestion(published.version_id, published.module, question)


def _tallies(db: Session, version_id: int, questions: Sequence[Question]) -> list[VoteTally]:
    """Return questions of a version with their votes, which are asked for once."""
    module = in_force.module_of(db, version_id)
    votes = _votes(db, version_id, questions) if questions else []
    found = []
    for question in questions:
        cast = [vote for vote in votes if vote.question_id == question.id]
        read = [mark(question, tuple(vote.response)).correct for vote in told(cast)]
        found.append(VoteTally(PracticeQuestion(version_id, module, question), len(cast), len(read), sum(read)))
    return found


def _votes(db: Session, version_id: int, questions: Sequence[Question]) -> list[Vote]:
    """Return the votes on questions as they stand, in whatever version they stood so."""
    now = {question.id: question for question in questions}
    cast = select(Vote).where(Vote.question_id.in_(now), Vote.version_id.in_(_versions(version_id)))
    # A vote outlives a version that leaves the question as it stood, and no other.
    rows = db.scalars(cast.order_by(Vote.id))
    return [
        row for row in rows if in_force.module_of(db, row.version_id).question(row.question_id) == now[row.question_id]
    ]


def _is_blind(db: Session, learner_key: UUID, asked: PracticeQuestion) -> bool:
    question, versions = asked.question.id, _versions(asked.version_id)
    knows = (
        select(Vote.id).where(Vote.learner_key == learner_key, Vote.question_id == question),
        select(Answer.id).where(Answer.learner_key == learner_key, Answer.question_id == question),
        select(Version.id).where(Version.published_by == learner_key, Version.id.in_(versions)),
        # Who plays without a trace may have seen the key: nobody can tell (models/learning/objection.py).
        select(Learner.key).where(Learner.key == learner_key, Learner.without_estimation),
    )
    return not any(db.scalars(one.limit(1)).first() for one in knows)


def _versions(version_id: int) -> Select[int]:
    document = select(Version.document_id).where(Version.id == version_id).scalar_subquery()
    return select(Version.id).where(Version.document_id == document)


# ----------------------------------------------------------------------- questions of interviews, voted on by the field
#
# A vote is on the words of one language as they stood: a translation is another wording, and so is a correction.


class InterviewWording(NamedTuple):
    """A question of an interview in one language, with where it stands."""

    topic: Topic
    aspect: Aspect
    question: InterviewQuestion
    language: str

    @property
    def fingerprint(self) -> str:
        """Hash of the wording."""
        said = (self.question.words, *self.question.continuations)
        return hashlib.sha256("\n".join((self.language, *(one[self.language] for one in said))).encode()).hexdigest()


class WordingTally(NamedTuple):
    """How many practitioners have voted on a wording, what those who are told have said, and what follows."""

    asked: InterviewWording
    votes: int
    said: Mapping[WouldAsk, int]

    @property
    def told(self) -> int:
        """Of how many it is told what they have said."""
        return sum(self.said.values())

    @property
    def is_validated(self) -> bool:
        """Whether practitioners would ask it so."""
        return agreed(self.told, self.said.get(WouldAsk.AS_IT_IS, 0))

    @property
    def is_settled(self) -> bool:
        """Whether no more votes are asked for."""
        return self.is_validated or self.told >= MOST_VOTES


def wordings(topics: Sequence[Topic], languages: Sequence[str] = LANGUAGES) -> Iterator[InterviewWording]:
    """Yield the questions of topics in their order, each in its languages."""
    for topic in topics:
        for aspect in topic.aspects:
            for question in aspect.questions:
                yield from (InterviewWording(topic, aspect, question, language) for language in languages)


def wording_tallies(db: Session, topics: Sequence[Topic], languages: Sequence[str] = LANGUAGES) -> list[WordingTally]:
    """Return every question of topics as it is put, with its votes."""
    columns = (TopicVote.question_id, TopicVote.fingerprint, TopicVote.said)
    cast = defaultdict[tuple[str, str], list[WouldAsk]](list)
    for question_id, fingerprint, said in db.execute(select(*columns).order_by(TopicVote.id)):
        cast[question_id, fingerprint].append(WouldAsk(said))
    found = []
    for asked in wordings(topics, languages):
        votes = cast.get((asked.question.id, asked.fingerprint), [])
        read = Counter(told(votes))
        found.append(WordingTally(asked, len(votes), {said: read[said] for said in WouldAsk if read[said]}))
    return found


def wordings_to_vote(db: Session, learner_key: UUID, languages: Sequence[str] = LANGUAGES) -> list[InterviewWording]:
    """Return the wordings on which somebody may still vote, blind."""
    if reads_wording_votes(db, learner_key):
        return []
    mine = select(TopicVote.question_id, TopicVote.fingerprint).where(TopicVote.learner_key == learner_key)
    voted = {(question_id, fingerprint) for question_id, fingerprint in db.execute(mine)}
    waiting = (one.asked for one in wording_tallies(db, in_force.topics(db), languages) if not one.is_settled)
    return [one for one in waiting if (one.question.id, one.fingerprint) not in voted]


def reads_wording_votes(db: Session, learner_key: UUID) -> bool:
    """Return whether somebody may read what others have said: anyone who can is not blind."""
    trains = select(Account.id).where(Account.learner_key == learner_key, Account.trainer)
    return db.scalar(trains) is not None


def vote_on_wording(
    db: Session, learner_key: UUID, question_id: str, fingerprint: str, said: WouldAsk, at: datetime
) -> TopicVote:
    """Keep what a practitioner says of the words that she has read; the same form sent twice is one vote.

    Raises NotBlind where they no longer wait for her.
    """
    mine = {"learner_key": learner_key, "question_id": question_id, "fingerprint": fingerprint, "said": said}
    if there := db.scalar(select(TopicVote).filter_by(**mine)):
        return there
    # In any language: who has changed hers meanwhile votes on what she was shown.
    if (question_id, fingerprint) not in (
        (one.question.id, one.fingerprint) for one in wordings_to_vote(db, learner_key)
    ):
        raise NotBlind
    cast = TopicVote(**mine, at=at)
    db.add(cast)
    db.flush()
    return cast
