"""The skill map: domains, their skills and what each skill builds on, read from YAML text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from content.errors import N_, BrokenText, Problem
from content.schema.fields import FlagField, SeveralField, TextField
from content.schema.records import Record, Rows
from content.schema.schema import Schema, WordsField
from content.schema.yaml_fields import quoted

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


SKILL_STARTER = Skill(
    id="domaine.competence",
    domain="",
    name={"fr": "Ce que l'on sait faire", "nl": "Wat men kan", "en": "What one can do"},
)
"""A skill to write over."""

SKILL = Record(
    lambda **said: Skill(domain="", **said),
    TextField("id"),
    WordsField("name"),
    SeveralField("prerequisites", needed=True),
    TextField("refs", needed=False, written=quoted),
    FlagField("thin"),
    SeveralField("news", tall=True),
    opens=True,
)
DOMAIN = Record(
    lambda **said: Domain(**said | {"skills": tuple(one._replace(domain=said["id"]) for one in said["skills"])}),
    TextField("id"),
    WordsField("name"),
    WordsField("short"),
    Rows("skills", SKILL, begun=lambda text, what: SKILL.said(SKILL_STARTER)),
    opens=True,
)
SKILLS_SCHEMA = Schema(
    Record(
        lambda version, domains: SkillMap(domains),
        TextField("version", needed=False, written=quoted),
        # A domain is a petal of the compass: what begins or ends one is more than a form can say.
        Rows("domains", DOMAIN, fixed=True),
        note_at=0,
    ),
    "skills.yaml",
)


def read_skills(text: str, file: str = "skills.yaml") -> SkillMap:
    """Read a skill map; BrokenText lists double ids, unknown or circular prerequisites and missing names."""
    skill_map: SkillMap = SKILLS_SCHEMA.read(text, file)
    if problems := tuple(_broken_links(skill_map, file, text)):
        raise BrokenText(problems)
    return skill_map


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
