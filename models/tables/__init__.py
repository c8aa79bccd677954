"""The tables, one file per noun; importing this package knows them all."""

from models.tables.authoring import Document, PublishedQuestion, Version
from models.tables.base import Base, UtcDateTime
from models.tables.jobs import Slot
from models.tables.mail import Mail
from models.tables.news import Article, Host, Source, Story, StoryReading, StorySkill
from models.tables.parameters import ParameterSet, Promotion
from models.tables.people import Account, Audit, Learner, SignInAttempt
from models.tables.search import SearchEntry, SearchWord
from models.tables.study import Ability, Annulment, Answer, DueCheck, Mastery, Play, Presentation

__all__ = [
    "Ability",
    "Account",
    "Annulment",
    "Answer",
    "Article",
    "Audit",
    "Base",
    "Document",
    "DueCheck",
    "Host",
    "Learner",
    "Mail",
    "Mastery",
    "ParameterSet",
    "Play",
    "Presentation",
    "Promotion",
    "PublishedQuestion",
    "SearchEntry",
    "SearchWord",
    "SignInAttempt",
    "Slot",
    "Source",
    "Story",
    "StoryReading",
    "StorySkill",
    "UtcDateTime",
    "Version",
]
