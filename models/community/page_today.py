"""What a public page says on a day: what is in force, announced and chosen, each with plain words or not at all."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.rules import Rule, RuleState
from content.skills import Names
from models.catalogue import in_force
from models.catalogue.attestations import vouched_words
from models.community import meetings
from models.community.meetings import AnnouncedMeeting
from models.community.page_text import PageText
from models.community.public_pages import entries_to_choose
from models.directory.entries import EntryInPlain
from models.ground.calendar import local_day
from models.studio.rule_changes import announcements
from models.studio.rule_changes.announcements import RuleChangeAsTold
from models.studio.rule_changes.stages import ZONE, Stage, beginning

LATELY = timedelta(days=60)
"""How long a change stays, and how long beforehand a decided one is announced."""
MOST_CHANGES = MOST_MEETINGS = 6
DECIDED = frozenset({RuleState.PUBLISHED, RuleState.IN_FORCE})
"""States of a rule that is sure to hold from its day."""


class HowChanged(StrEnum):
    """What happens to a rule on the day that is told with it."""

    HOLDS = "holds"
    WILL_HOLD = "will_hold"
    WILL_CHANGE = "will_change"
    WILL_END = "will_end"
    SUSPENDED = "suspended"
    ENDED = "ended"


WITH_WORDS = frozenset({HowChanged.HOLDS, HowChanged.WILL_HOLD})
"""Of the others a rule's plain words would say what no longer holds, or not for long."""


class WordsInLanguage(NamedTuple):
    """Words, and the language that they are in."""

    text: str
    language: str


class ChangeOnPage(NamedTuple):
    """A rule that changed lately, or is sure to change soon."""

    rule: Rule
    name: WordsInLanguage
    words: WordsInLanguage | None
    day: date
    how: HowChanged


class TopicOnPage(NamedTuple):
    """A topic, and what one can ask of whom."""

    name: str
    lines: Sequence[str]


class PageToday(NamedTuple):
    """The blocks of a page, each empty where it has nothing to say."""

    changes: Sequence[ChangeOnPage]
    meetings: Sequence[AnnouncedMeeting]
    topics: Sequence[TopicOnPage]
    measures: Sequence[EntryInPlain]
    services: Sequence[EntryInPlain]


def page_on(db: Session, page_id: int, text: PageText, language: str, at: datetime) -> PageToday:
    """Return what a page says at an instant to anyone who reads a language; what it lacks is in the page's own."""
    day = local_day(at, ZONE)
    chosen = [one for one in entries_to_choose(db, day, language, text.language) if one.id in text.entries]
    return PageToday(
        _changes(db, text, language, day),
        meetings.announced(db, page_id, at)[:MOST_MEETINGS],
        [
            TopicOnPage(one.name[language], [line[language] for line in one.other_side])
            for one in in_force.topics(db)
            if one.id in text.topics
        ],
        [one for one in chosen if one.kind is EntryKind.MEASURE],
        [one for one in chosen if one.kind is EntryKind.SERVICE],
    )


def _changes(db: Session, text: PageText, language: str, day: date) -> list[ChangeOnPage]:
    read = {rule.id: vouched_words(db, rule) for rule in in_force.rules(db).values()}
    written = [rule for rule in in_force.rules(db).values() if _spoken(read[rule.id], language, text.language)]
    told = announcements.of_rules(db, [rule.id for rule in written])
    found = []
    for rule in written:
        if change := _change(rule, told.get(rule.id, ()), day):
            when, how = change
            words = _spoken(read[rule.id], language, text.language) if how in WITH_WORDS else None
            name = WordsInLanguage(rule.name[language], language)
            found.append(ChangeOnPage(rule, name, words, when, how))
    return sorted(found, key=lambda one: (one.day, one.rule.id), reverse=True)[:MOST_CHANGES]


def _change(rule: Rule, told: Sequence[RuleChangeAsTold], day: date) -> tuple[date, HowChanged] | None:
    """Return the day and the kind of what is to be said of a rule: what will be, else what has been."""
    accepted = [one for one in told if one.switches]
    if coming := _coming(rule, accepted, day):
        return coming
    if rule.state in DECIDED and rule.valid_from and day < rule.valid_from <= day + LATELY:
        return rule.valid_from, HowChanged.WILL_HOLD
    return _has_changed(rule, accepted, day)


def _coming(rule: Rule, accepted: Sequence[RuleChangeAsTold], day: date) -> tuple[date, HowChanged] | None:
    to_come = [
        (one.change.holds_from, RuleState(one.change.state_to))
        for one in accepted
        if one.change.holds_from and day < one.change.holds_from <= day + LATELY
    ]
    if not to_come:
        return None
    on, state = min(to_come)
    if rule.to_be_known_on(day):
        return on, HowChanged.WILL_END if state is RuleState.CANCELLED else HowChanged.WILL_CHANGE
    return (on, HowChanged.WILL_HOLD) if state is RuleState.IN_FORCE else None


def _has_changed(rule: Rule, accepted: Sequence[RuleChangeAsTold], day: date) -> tuple[date, HowChanged] | None:
    if rule.valid_until and rule.valid_until < day and rule.state is not RuleState.CANCELLED:
        return _lately([rule.valid_until + timedelta(days=1)], day, HowChanged.ENDED)
    days = [local_day(beginning(one.change), ZONE) for one in accepted if one.stage is Stage.IN_EFFECT]
    if rule.state is RuleState.CANCELLED:
        return _lately(days, day, HowChanged.ENDED)
    if not rule.to_be_known_on(day):
        return None
    if rule.state is RuleState.SUSPENDED:
        return _lately(days, day, HowChanged.SUSPENDED)
    return _lately([*days, *filter(None, [rule.valid_from])], day, HowChanged.HOLDS)


def _lately(days: Sequence[date], day: date, how: HowChanged) -> tuple[date, HowChanged] | None:
    latest = max((one for one in days if day - LATELY <= one <= day), default=None)
    return (latest, how) if latest else None


def _spoken(names: Names, *languages: str) -> WordsInLanguage | None:
    return next((WordsInLanguage(names[one], one) for one in languages if one in names), None)
