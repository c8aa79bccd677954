"""The tables, one file per noun; importing this package knows them all."""

from models.tables.authoring import (
    Document,
    PublishedQuestion,
    Responsibility,
    Review,
    ReviewComment,
    SecondReading,
    Version,
    Vote,
    Withholding,
)
from models.tables.base import Base, UtcDateTime
from models.tables.feed import LessOf, MutedWord, StoryQuestion
from models.tables.groups import Group, GroupFigure, Membership
from models.tables.jobs import Slot
from models.tables.keeping import Keepsake
from models.tables.mail import Mail
from models.tables.news import Article, Correction, CorrectionTold, Story, StoryReading, StorySkill
from models.tables.parameters import ParameterSet, Promotion
from models.tables.people import Account, Audit, Learner, SignInAttempt
from models.tables.proposals import Proposal, Refusal
from models.tables.reports import Report
from models.tables.rule_changes import DraftedQuestion, InterviewWord, RuleChange, RuleChangeReading, RuleChangeText
from models.tables.search import SearchEntry, SearchWord
from models.tables.sources import Host, Permission, Source, SourceChange, Trial
from models.tables.statistics import LearningCurve, QuestionFigures
from models.tables.study import Ability, Annulment, Answer, DueCheck, Mastery, Notice, Play, Presentation
from models.tables.themes import Theme
from models.tables.week import Goal, Pause

__all__ = [
    "Ability",
    "Account",
    "Annulment",
    "Answer",
    "Article",
    "Audit",
    "Base",
    "Correction",
    "CorrectionTold",
    "Document",
    "DraftedQuestion",
    "DueCheck",
    "Goal",
    "Group",
    "GroupFigure",
    "Host",
    "InterviewWord",
    "Keepsake",
    "Learner",
    "LearningCurve",
    "LessOf",
    "Mail",
    "Mastery",
    "Membership",
    "MutedWord",
    "Notice",
    "ParameterSet",
    "Pause",
    "Permission",
    "Play",
    "Presentation",
    "Promotion",
    "Proposal",
    "PublishedQuestion",
    "QuestionFigures",
    "Refusal",
    "Report",
    "Responsibility",
    "Review",
    "ReviewComment",
    "RuleChange",
    "RuleChangeReading",
    "RuleChangeText",
    "SearchEntry",
    "SearchWord",
    "SecondReading",
    "SignInAttempt",
    "Slot",
    "Source",
    "SourceChange",
    "Story",
    "StoryQuestion",
    "StoryReading",
    "StorySkill",
    "Theme",
    "Trial",
    "UtcDateTime",
    "Version",
    "Vote",
    "Withholding",
]
