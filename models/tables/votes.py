"""Votes of practitioners: what they answered, blind, to questions of practice and of interviews."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow, LearnerKey, VersionId


class WouldAsk(StrEnum):
    """Whether a practitioner would ask a question of an interview as it is put."""

    AS_IT_IS = "as_it_is"
    OTHERWISE = "otherwise"
    NO = "no"


class Vote(CountedRow):
    """What a practitioner answers, blind, to a question of practice that waits to be validated by the field."""

    __table_args__ = (UniqueConstraint("question_id", "version_id", "learner_key"),)

    question_id: Mapped[str]
    version_id: Mapped[VersionId]
    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    response: Mapped[list[str]]
    at: Mapped[datetime]


class TopicVote(CountedRow):
    """What a practitioner says, blind, of the words of a question of an interview: no answer is the right one."""

    __table_args__ = (UniqueConstraint("question_id", "fingerprint", "learner_key"),)

    question_id: Mapped[str]
    fingerprint: Mapped[str]
    """Of the question in one language: a vote is on the words that were read, whatever version holds them."""
    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    said: Mapped[str]
    """as_it_is, otherwise or no"""
    at: Mapped[datetime]
