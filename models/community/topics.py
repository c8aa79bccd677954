"""Topics of an interview beside what is in force: what each rests on, and which of them something leads to.

Nothing is kept of which topic was opened, nor for whom; a report is the choice of its author.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.lexicons import about, about_names
from content.module import Module
from content.rules import Rule
from content.topics import Topic
from models.catalogue import in_force
from models.ground.stems import number_held
from models.studio.rule_changes import announcements
from models.studio.rule_changes.announcements import RuleChangeAsTold

MOST_NEAR = 3
"""Topics that one page leads to; the page of all of them is never far."""


class UnknownTopic(NotFound):
    """No topic in force has that id."""

    what = N_("Ce sujet n'est pas publié.")
    then = N_("Ils sont tous sous « Préparer l'entretien ».")


class RuleToday(NamedTuple):
    """A rule that holds today, and its next accepted change, if one is to come."""

    rule: Rule
    coming: RuleChangeAsTold | None


class TopicReading(NamedTuple):
    """A topic, the rules that it touches as they hold on a day, and the modules that teach its skills."""

    topic: Topic
    version_id: int
    """Of the text that holds it."""
    rules: Sequence[RuleToday]
    modules: Sequence[Module]
    """Those that teach most of its skills first."""


def topic_of(db: Session, topic_id: str) -> Topic:
    """Return a topic in force; raises UnknownTopic."""
    for topic in in_force.topics(db):
        if topic.id == topic_id:
            return topic
    raise UnknownTopic


def paper_number(topic_id: str, secret_key: str) -> int:
    """Return the number in the address of a topic's other side: 31 bits that tell nobody else which topic it is.

    Every topic has one, so that having one tells nothing either.
    """
    digest = hmac.new(secret_key.encode(), f"other side of {topic_id}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:4]) >> 1


def topic_on_paper(db: Session, number: int, secret_key: str) -> Topic:
    """Return the topic in force whose other side has that number; raises UnknownTopic."""
    for topic in in_force.topics(db):
        if paper_number(topic.id, secret_key) == number:
            return topic
    raise UnknownTopic


def reading(db: Session, topic_id: str, language: str, day: date) -> TopicReading:
    """Return what is read of a topic on a day; raises UnknownTopic."""
    topic, rules = topic_of(db, topic_id), in_force.rules(db)
    known = [rules[one] for one in topic.rules if one in rules and rules[one].to_be_known_on(day)]
    changes = announcements.of_rules(db, [rule.id for rule in known])
    taught = [one.module for one in in_force.published_modules(db, language) if one.module.valid_on(day)]
    calm = [module for module in taught if about(module.title) <= about_names(topic.name)]
    near = [module for module in calm if _shared(module.skills, topic.skills)]
    return TopicReading(
        topic,
        in_force.topics_version(db),
        with_changes(known, changes, day),
        sorted(near, key=lambda module: -_shared(module.skills, topic.skills)),
    )


def with_changes(
    rules: Iterable[Rule], changes: Mapping[str, Sequence[RuleChangeAsTold]], day: date
) -> list[RuleToday]:
    """Return rules, each with the first of its changes that is to come after a day."""
    return [RuleToday(rule, _coming(changes.get(rule.id, ()), day)) for rule in rules]


def _coming(changes: Sequence[RuleChangeAsTold], day: date) -> RuleChangeAsTold | None:
    to_come = [one for one in changes if one.change.holds_from and one.change.holds_from > day]
    return min(to_come, key=lambda one: one.change.holds_from or day, default=None)


def touching(
    db: Session, skills: Collection[str] = (), rules: Collection[str] = (), said: Collection[str] = ()
) -> list[Topic]:
    """Return the topics nearest to some skills and rules: those that share most rules, then most skills.

    One that is about a danger is near to nobody who has not `said` it.
    """
    calm = [topic for topic in in_force.topics(db) if about_names(topic.name) <= {*said}]
    shared = [(_shared(topic.rules, rules), _shared(topic.skills, skills), topic) for topic in calm]
    near = [one for one in shared if one[0] or one[1]]
    return [topic for *_, topic in sorted(near, key=lambda one: (-one[0], -one[1]))[:MOST_NEAR]]


def citing(db: Session, rule_id: str) -> list[Topic]:
    """Return the topics that cite a rule."""
    return [topic for topic in in_force.topics(db) if rule_id in topic.rules]


def saying(
    db: Session, words: Collection[str], rules: Collection[str], language: str, dangers: Collection[str] = ()
) -> list[Topic]:
    """Return the topics about the dangers that were said; those that say all of some folded words; those of some rules.

    Of those that say the words, those whose names do come first.
    """
    topics = in_force.topics(db) if words else ()
    asked = [topic for topic in topics if not about_names(topic.name).isdisjoint(dangers)]
    calm = [topic for topic in topics if not about_names(topic.name)]
    said = [topic for topic in calm if number_held(_said(topic, language), words, language) == len(words)]
    named = sorted(said, key=lambda topic: -number_held(topic.name[language], words, language))
    found = {topic.id: topic for topic in (*asked, *named, *touching(db, rules=rules, said=dangers))}
    return list(found.values())[:MOST_NEAR]


def _said(topic: Topic, language: str) -> str:
    questions = (question.words for aspect in topic.aspects for question in aspect.questions)
    aspects = (names for aspect in topic.aspects for names in (aspect.name, aspect.criterion))
    return " ".join(names[language] for names in (topic.name, *aspects, *questions))


def _shared(some: Collection[str], others: Collection[str]) -> int:
    return len(set(some) & set(others))
