"""The skill map: domains, their skills and what each skill builds on, read from YAML text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from content.fields import Fields, read_fields
from content.problems import N_, BrokenText, Problem

Names = Mapping[str, str]
"""Language code → name."""


class Skill(NamedTuple):
    """One knowledge component."""

    id: str
    domain: str
    name: Names
    prerequisites: tuple[str, ...] = ()
    refs: str = ""
    thin: bool = False
    """Whether it has too few questions for anybody to be told that she has acquired it."""
    news: tuple[str, ...] = ()
    """What the news tells of when it touches this skill, a phrase each, in any language."""


class Domain(NamedTuple):
    """A direction of the compass: five skills that belong together."""

    id: str
    name: Names
    short: Names
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class SkillMap:
    """All domains in the order of the compass."""

    domains: tuple[Domain, ...]

    def __iter__(self) -> Iterator[Skill]:
        for domain in self.domains:
            yield from domain.skills

    def __contains__(self, skill_id: object) -> bool:
        return any(skill.id == skill_id for skill in self)

    def __getitem__(self, skill_id: str) -> Skill:
        for skill in self:
            if skill.id == skill_id:
                return skill
        raise KeyError(skill_id)


def read_skills(text: str, file: str = "skills.yaml") -> SkillMap:
    """Read a skill map; BrokenText lists double ids, unknown or circular prerequisites and missing names."""
    fields = read_fields(text, file)
    fields.expect("version", "domains")
    domains = tuple(_domain(entry) for entry in fields.entries("domains"))
    fields.raise_problems()
    skill_map = SkillMap(domains)
    if problems := tuple(_broken_links(skill_map, file, text)):
        raise BrokenText(problems)
    return skill_map


def _domain(entry: Fields) -> Domain:
    entry.expect("id", "name", "short", "skills")
    domain_id = entry.text("id")
    return Domain(
        id=domain_id,
        name=entry.names("name"),
        short=entry.names("short"),
        skills=tuple(_skill(skill, domain_id) for skill in entry.entries("skills")),
    )


def _skill(entry: Fields, domain_id: str) -> Skill:
    entry.expect("id", "name", "prerequisites", "refs", "thin", "news")
    return Skill(
        id=entry.text("id"),
        domain=domain_id,
        name=entry.names("name"),
        prerequisites=entry.texts("prerequisites"),
        refs=entry.optional("refs"),
        thin=entry.flag("thin"),
        news=entry.texts("news"),
    )


def _broken_links(skill_map: SkillMap, file: str, text: str) -> Iterator[Problem]:
    def problem(sentence: str, skill: str, **values: object) -> Problem:
        return Problem(file, line_of(text, skill), sentence, {"skill": skill, **values})

    ids = Counter(skill.id for skill in skill_map)
    for double in [skill for skill, times in ids.items() if times > 1]:
        yield problem("La compétence %(skill)s figure deux fois : donnez à chacune son identifiant.", double)
    for skill in skill_map:
        for unknown in [prerequisite for prerequisite in skill.prerequisites if prerequisite not in ids]:
            sentence = N_(
                "La compétence %(skill)s a pour prérequis %(other)s, qui n'existe pas : corrigez l'identifiant."
            )
            yield problem(sentence, skill.id, other=unknown)
        if skill.id in _ancestors(skill_map, skill):
            sentence = N_("La compétence %(skill)s est son propre prérequis : retirez un des prérequis du cercle.")
            yield problem(sentence, skill.id)


def _ancestors(skill_map: SkillMap, skill: Skill) -> frozenset[str]:
    found: set[str] = set()
    queue = list(skill.prerequisites)
    while queue:
        skill_id = queue.pop()
        if skill_id not in found and skill_id in skill_map:
            found.add(skill_id)
            queue.extend(skill_map[skill_id].prerequisites)
    return frozenset(found)


def line_of(text: str, name: str) -> int:
    """Return the first line, from 1, on which a name stands by itself; 1 when it stands nowhere."""
    alone = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)")
    return next((number for number, line in enumerate(text.splitlines(), 1) if alone.search(line)), 1)
