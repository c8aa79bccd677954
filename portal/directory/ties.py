"""What an entry is tied to, as pages link it: topics, skills, rules as they hold today, modules that teach them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry
from content.lexicons import about, about_names
from content.module import Module
from content.skills import Skill
from content.topics import Topic
from models import topics
from models.catalogue import in_force
from models.catalogue.readings import how_read
from models.ground.words import Words
from models.topics import RuleToday
from models.workshop.rule_changes import telling

MOST_MODULES = 3


class EntryTies(NamedTuple):
    """What an entry is tied to, where that is in force."""

    topics: Sequence[Topic]
    skills: Sequence[Skill]
    rules: Sequence[RuleToday]
    """With the change that comes next; of a measure, what it rests on."""
    modules: Sequence[Module]
    """Those that cite most of its rules, then teach most of its skills."""


def rules_of(db: Session, entry: DirectoryEntry, day: date) -> list[RuleToday]:
    """Return the rules of an entry, each with the first of its changes that is to come."""
    rules = in_force.rules(db)
    known = [rules[one] for one in entry.rules if one in rules]
    return topics.with_changes(known, telling.of_rules(db, [rule.id for rule in known]), day)


def ties(db: Session, entry: DirectoryEntry, language: str, day: date) -> EntryTies:
    """Return what an entry is tied to on a day, modules in a language where they are."""
    calm = (one.module for one in in_force.published_modules(db, language))

    def shared(module: Module) -> tuple[int, int]:
        cited = {*module.cites, *(rule for question in module.questions for rule in question.cites)}
        return len(cited.intersection(entry.rules)), len({*module.skills}.intersection(entry.skills))

    near = [one for one in calm if about(one.title) <= about_names(entry.name) and any(shared(one))]
    fitting = sorted((one for one in near if one.valid_on(day)), key=shared, reverse=True)
    return EntryTies(
        [topic for topic in in_force.topics(db) if topic.id in entry.topics],
        [skill for skill in in_force.skill_map(db) if skill.id in entry.skills],
        rules_of(db, entry, day),
        fitting[:MOST_MODULES],
    )


def rule_read(one: RuleToday, said: Words) -> str:
    """Say how a rule was read; « non lue » where nobody has."""
    return how_read(one.rule.reading, said) if one.rule.reading else said.gettext("non lue")
