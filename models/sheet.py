"""What a printed sheet cites, as it stands now: whether a rule has changed since, and until when it can be trusted.

A sheet is in no table: what it cites, and when it was printed, its text says.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.rules import Rule
from content.topics import InterviewQuestion, Topic
from models.catalogue import in_force
from models.catalogue.documents import RULES, parse_rules
from models.ground.calendar import local_day
from models.tables.documents import Version
from models.topics import to_be_known
from models.workshop.rule_changes import telling
from models.workshop.rule_changes.about import ZONE
from models.workshop.rule_changes.telling import RuleChangeAsTold

A_DAY = timedelta(days=1)


class UnknownQuestion(LookupError):
    """No topic in force has a question of that id whose answer decides something."""


class CitedRule(NamedTuple):
    """A rule that a sheet cites."""

    rule_id: str
    rule: Rule | None
    """None where no rule of that id is known here."""
    changed_on: date | None
    """A day since the sheet was printed on which it changed."""
    coming_on: date | None
    """The next day on which it is to change."""

    @property
    def check_after(self) -> date | None:
        """The last day on which one can rely on it without reading it again."""
        coming = self.coming_on - A_DAY if self.coming_on else None
        days = (self.rule.review_by, self.rule.valid_until, coming) if self.rule else ()
        return min((day for day in days if day), default=None)


def cited(db: Session, rule_ids: Sequence[str], printed_at: datetime | None, at: datetime) -> list[CitedRule]:
    """Return the rules that a sheet cites, in its order, as they stand; nothing is asked where it cites none."""
    if not rule_ids:
        return []
    rules, changes = in_force.rules(db), telling.of_rules(db, rule_ids)
    before = _rules_at(db, printed_at) if printed_at else None
    found = []
    for rule_id in rule_ids:
        rule, told = rules.get(rule_id), changes.get(rule_id, ())
        coming = _coming(told, local_day(at, ZONE))
        known_before = before.get(rule_id) if before else None
        changed = _changed(rule, known_before, told, printed_at, at) if printed_at else None
        found.append(CitedRule(rule_id, rule, changed, coming))
    return found


def question_to_begin_with(db: Session, question_id: str) -> tuple[Topic, InterviewQuestion]:
    """Return a question that decides what comes next, and its topic; raises UnknownQuestion."""
    for topic in in_force.topics(db):
        for aspect in topic.aspects:
            for question in aspect.questions:
                if question.id == question_id and question.decides:
                    return topic, question
    raise UnknownQuestion(question_id)


def rules_to_cite(db: Session, topic: Topic, day: date) -> list[str]:
    """Return the rules of a topic on which one can act on a day."""
    rules = in_force.rules(db)
    return [rule_id for rule_id in topic.rules if rule_id in rules and to_be_known(rules[rule_id], day)]


def _changed(
    rule: Rule | None, before: Rule | None, told: Sequence[RuleChangeAsTold], printed_at: datetime, at: datetime
) -> date | None:
    """Return the day on which a rule changed since a sheet was printed, the latest there is."""
    printed_on, today = local_day(printed_at, ZONE), local_day(at, ZONE)
    days = [one.change.holds_from for one in told if one.change.holds_from]
    days += [rule.valid_until + A_DAY] if rule and rule.valid_until else []
    since = [day for day in days if printed_on < day <= today]
    # A change that was accepted later the same day, or for a day that was past: the paper did not know of it.
    since += [
        max(one.change.holds_from or printed_on, printed_on)
        for one in told
        if one.change.decided_at and one.change.decided_at > printed_at and (one.change.holds_from or today) <= today
    ]
    if before and (rule is None or _said(rule) != _said(before)):
        since.append(today if rule is None else max(printed_on, rule.read_on or printed_on))
    return max(since, default=None)


def _said(rule: Rule) -> Rule:
    """Return a rule without the days on which it was read and is to be read again: they change nothing it says."""
    return replace(rule, read_on=None, review_by=None)


def _rules_at(db: Session, at: datetime) -> dict[str, Rule]:
    """Return the rules as they were published at an instant; none where none were."""
    then = select(Version.text).where(Version.document_id == RULES, Version.published_at <= at)
    text = db.scalar(then.order_by(Version.number.desc()).limit(1))
    return parse_rules(text) if text else {}


def _coming(told: Sequence[RuleChangeAsTold], today: date) -> date | None:
    days = [one.change.holds_from for one in told]
    return min((day for day in days if day and day > today), default=None)
