"""Questions of interviews, voted on by the field: would a practitioner ask it so? None has a key.

A vote is on the words of one language as they stood: a translation is another wording, and so is a correction.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.schema.yaml_fields import LANGUAGES
from content.topics import Aspect, InterviewQuestion, Topic
from models.catalogue import in_force
from models.catalogue.votes import MOST_VOTES, NotBlind, agreed, told
from models.tables.people import Account
from models.tables.votes import TopicVote, WouldAsk


class Wording(NamedTuple):
    """A question of an interview in one language, with where it stands."""

    topic: Topic
    aspect: Aspect
    question: InterviewQuestion
    language: str

    @property
    def fingerprint(self) -> str:
        """A short name for what is asked and how one goes on from it, the same for the same words."""
        said = (self.question.words, *self.question.continuations)
        return hashlib.sha256("\n".join((self.language, *(one[self.language] for one in said))).encode()).hexdigest()


class WordingStanding(NamedTuple):
    """How many practitioners have voted on a wording, what those who are told have said, and what follows."""

    asked: Wording
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


def wordings(topics: Sequence[Topic], languages: Sequence[str] = LANGUAGES) -> Iterator[Wording]:
    """Yield the questions of topics in their order, each in its languages."""
    for topic in topics:
        for aspect in topic.aspects:
            for question in aspect.questions:
                yield from (Wording(topic, aspect, question, language) for language in languages)


def standings(db: Session, topics: Sequence[Topic], languages: Sequence[str] = LANGUAGES) -> list[WordingStanding]:
    """Return every question of topics as it is put, with its votes."""
    columns = (TopicVote.question_id, TopicVote.fingerprint, TopicVote.said)
    cast = defaultdict[tuple[str, str], list[WouldAsk]](list)
    for question_id, fingerprint, said in db.execute(select(*columns).order_by(TopicVote.id)):
        cast[question_id, fingerprint].append(WouldAsk(said))
    found = []
    for asked in wordings(topics, languages):
        votes = cast.get((asked.question.id, asked.fingerprint), [])
        read = Counter(told(votes))
        found.append(WordingStanding(asked, len(votes), {said: read[said] for said in WouldAsk if read[said]}))
    return found


def to_vote(db: Session, learner_key: UUID, languages: Sequence[str] = LANGUAGES) -> list[Wording]:
    """Return the wordings on which somebody may still vote, blind."""
    if reads_votes(db, learner_key):
        return []
    mine = select(TopicVote.question_id, TopicVote.fingerprint).where(TopicVote.learner_key == learner_key)
    voted = {(question_id, fingerprint) for question_id, fingerprint in db.execute(mine)}
    waiting = (one.asked for one in standings(db, in_force.topics(db), languages) if not one.is_settled)
    return [one for one in waiting if (one.question.id, one.fingerprint) not in voted]


def reads_votes(db: Session, learner_key: UUID) -> bool:
    """Return whether somebody may read what others have said: whoever can is not blind."""
    trains = select(Account.id).where(Account.learner_key == learner_key, Account.trainer)
    return db.scalar(trains) is not None


def vote(db: Session, learner_key: UUID, question_id: str, fingerprint: str, said: WouldAsk, at: datetime) -> TopicVote:
    """Keep what a practitioner says of the words that she has read; the same form sent twice is one vote.

    Raises NotBlind where they no longer wait for her.
    """
    mine = {"learner_key": learner_key, "question_id": question_id, "fingerprint": fingerprint, "said": said}
    if there := db.scalar(select(TopicVote).filter_by(**mine)):
        return there
    # In any language: who has changed hers meanwhile votes on what she was shown.
    if (question_id, fingerprint) not in ((one.question.id, one.fingerprint) for one in to_vote(db, learner_key)):
        raise NotBlind
    cast = TopicVote(**mine, at=at)
    db.add(cast)
    db.flush()
    return cast
