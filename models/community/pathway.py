"""What a pathway cites, as it stands now: rules changed since it was printed, until when all can be trusted.

A pathway is in no table: what it cites, and when it was printed, its text says.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.pathway.pathway import FIRST_ROLE, LONGEST, MOST_RULES, WORDS
from content.pathway.pathway_fields import PathwayFields, PlaceFields, WayFields
from content.rules import Rule
from content.topics import InterviewQuestion, Topic
from models.catalogue import in_force
from models.catalogue.documents import ENTRY, RULES, parse_entry, parse_rules
from models.directory import entries, fact_belief
from models.directory.entries import EntryInPlace
from models.freshness import Freshness, dates
from models.ground.calendar import local_day
from models.studio.rule_changes import announcements
from models.studio.rule_changes.announcements import RuleChangeAsTold
from models.studio.rule_changes.stages import ZONE
from models.tables.directory import ListedEntry, ListedFact
from models.tables.documents import Version

A_DAY = timedelta(days=1)
LAW = "law"
"""The kind of fact that a rule is; none is believed for longer than rules are."""


class CitedRule(NamedTuple):
    """A rule that a pathway cites."""

    rule_id: str
    rule: Rule | None
    """None where no rule of that id is known here."""
    changed_on: date | None
    """A day since the pathway was printed on which it changed."""
    coming_on: date | None
    """The next day on which it is to change."""
    fades_on: date | None
    """The day after which what was read there may no longer hold, however long people have given it."""

    @property
    def check_after(self) -> date | None:
        """The last day on which one can rely on it without reading it again."""
        coming = self.coming_on - A_DAY if self.coming_on else None
        days = (self.rule.review_by, self.rule.valid_until, coming, self.fades_on) if self.rule else ()
        return min((day for day in days if day), default=None)

    def name(self, language: str) -> str:
        """Return its name in a language, else its id."""
        return self.rule.name[language] if self.rule else self.rule_id


class CitedEntry(NamedTuple):
    """An entry of the directory that a pathway cites."""

    entry_id: str
    listed: ListedEntry | None
    """None where no entry of that id is published."""
    check_after: date | None
    """The last day on which one can rely on all its facts without reading one again."""

    def name(self, language: str) -> str:
        """Return its name in a language, or in that in which it has one; else its id."""
        names = self.listed.names if self.listed else {}
        return str(names.get(language) or next(iter(names.values()), self.entry_id))


def cited(db: Session, rule_ids: Sequence[str], printed_at: datetime | None, at: datetime) -> list[CitedRule]:
    """Return the rules that a pathway cites, in its order, as they stand; nothing is asked where it cites none."""
    if not rule_ids:
        return []
    rules, changes = in_force.rules(db), announcements.of_rules(db, rule_ids)
    rate = fact_belief.rates(db).of(LAW)
    before, today = _rules_at(db, printed_at) if printed_at else None, local_day(at, ZONE)
    found = []
    for rule_id in rule_ids:
        rule, told = rules.get(rule_id), changes.get(rule_id, ())
        days = [one.change.holds_from for one in told]
        coming = min((day for day in days if day and day > today), default=None)
        known_before = before.get(rule_id) if before else None
        changed = _changed(rule, known_before, told, printed_at, at) if printed_at else None
        fades = dates(rule.reading, rate, strict=True).check_on if rule and rule.reading else None
        found.append(CitedRule(rule_id, rule, changed, coming, fades))
    return found


def cited_entries(db: Session, entry_ids: Sequence[str], day: date) -> list[CitedEntry]:
    """Return the entries that a pathway cites, in its order; nothing is asked where it cites none."""
    if not entry_ids:
        return []
    names = [f"{ENTRY}{one}" for one in entry_ids]
    current = select(ListedEntry, Version.text).join(Version, Version.id == ListedEntry.version_id)
    found = {
        listed.document_id: (listed, parse_entry(text).review_by)
        for listed, text in db.execute(current.where(ListedEntry.document_id.in_(names)))
    }
    by_people = {name: review_by for name, (_, review_by) in found.items() if review_by}
    facts = db.scalars(select(ListedFact).where(ListedFact.document_id.in_(names))).all()
    first = dict[str, date]()
    for fact, state in zip(facts, fact_belief.states_of(db, facts, day, by_people), strict=True):
        until = state.when.check_on if state.word is Freshness.RECENT else min(state.when.check_on, day)
        first[fact.document_id] = min(until, first.get(fact.document_id, until))
    listed = {name: one for name, (one, _) in found.items()}
    return [CitedEntry(one, listed.get(f"{ENTRY}{one}"), first.get(f"{ENTRY}{one}")) for one in entry_ids]


def beside(db: Session, question_id: str, rules: Sequence[str], day: date) -> list[EntryInPlace]:
    """Return the entries nearest to the topic that a question is of and to some rules; none where nothing fits."""
    topics = in_force.topics(db) if question_id else ()
    asked = [topic.id for topic in topics if question_id in _questions(topic)]
    return entries.tied(db, day, topics=asked, rules=rules)


def _questions(topic: Topic) -> set[str]:
    return {question.id for aspect in topic.aspects for question in aspect.questions}


def question_to_begin_with(db: Session, question_id: str) -> tuple[Topic, InterviewQuestion]:
    """Return a question that decides what comes next, and its topic; raises NotFound."""
    for topic in in_force.topics(db):
        for aspect in topic.aspects:
            for question in aspect.questions:
                if question.id == question_id and question.decides:
                    return topic, question
    raise NotFound(
        N_("Aucune feuille ne commence par cette question."), N_("Une feuille vierge s'ouvre sous « La feuille ».")
    )


def rules_to_cite(db: Session, topic: Topic, day: date) -> list[str]:
    """Return the rules of a topic on which one can act on a day."""
    rules = in_force.rules(db)
    return [rule_id for rule_id in topic.rules if rule_id in rules and rules[rule_id].to_be_known_on(day)]


def _changed(
    rule: Rule | None, before: Rule | None, told: Sequence[RuleChangeAsTold], printed_at: datetime, at: datetime
) -> date | None:
    """Return the day on which a rule changed since a pathway was printed, the latest there is."""
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
    """Return a rule without how it was read and the day to read it again: they change nothing it says."""
    return replace(rule, read_on=None, review_by=None, manner=None, copied=None, page="")


def _rules_at(db: Session, at: datetime) -> dict[str, Rule]:
    """Return the rules as they were published at an instant; none where none were."""
    then = select(Version.text).where(Version.document_id == RULES, Version.published_at <= at)
    text = db.scalar(then.order_by(Version.number.desc()).limit(1))
    return parse_rules(text) if text else {}


def begun_with(topic: Topic, question: InterviewQuestion, rules: Sequence[str], language: str) -> PathwayFields:
    """Return a pathway of one question that decides, with a step for each answer that says what is done next."""
    who, end = FIRST_ROLE[language], WORDS[language].end
    # An answer, and what is done after it: « Oui : j'appelle » has both.
    said = [names[language].replace("’", "'").partition(":") for names in question.continuations]
    answers = [(words.strip(), act.strip()) for words, _, act in said]
    steps = [PlaceFields(False, who, act, goal=end) for _, act in answers if act]
    numbers = iter(range(2, 2 + len(steps)))
    ways = tuple(WayFields(words, str(next(numbers)) if act else end) for words, act in answers)
    decision = PlaceFields(True, who, question.words[language], ways=ways)
    title = topic.name[language][: LONGEST["title"]]
    return PathwayFields(language, title, rules=", ".join(rules[:MOST_RULES]), places=(decision, *steps))
