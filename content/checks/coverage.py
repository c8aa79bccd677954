"""Whether each skill has the questions that it takes to acquire it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from content.checks.draft import CheckedText
from content.module import Module, Question, Use
from content.problems import N_, Problem, Severity
from content.skills import Skill, SkillMap, line_of

ENOUGH, ENOUGH_CHECKS = 8, 2
"""Questions on a skill, and how many of them are kept for checks."""


def questions_by_skill(modules: Iterable[Module]) -> Mapping[str, list[Question]]:
    """Return questions by skill, but for turns; one that stands in two modules, in two languages, counts once."""
    found: dict[str, dict[str, Question]] = defaultdict(dict)
    for module in modules:
        for question in module.pool:
            found[question.skill].setdefault(question.id, question)
    return {skill: list(questions.values()) for skill, questions in found.items()}


def check_skills(skills: SkillMap, text: str, file: str, modules: Iterable[Module]) -> Iterator[Problem]:
    """Yield a finding for each skill of the map that has too few questions, or enough although it says otherwise."""
    asked = questions_by_skill(modules)
    for skill in skills:
        if found := _amiss(skill, asked.get(skill.id, [])):
            entry = re.compile(rf"- +id: *['\"]?{re.escape(skill.id)}['\"]?\s*(?:#.*)?")
            lines = enumerate(text.splitlines(), 1)
            place = next((number for number, line in lines if entry.fullmatch(line.strip())), line_of(text, skill.id))
            yield Problem(file, place, *found, Severity.ADVICE)


def check_own_skills(draft: CheckedText, skills: SkillMap, others: Iterable[Module]) -> Iterator[Problem]:
    """Yield the findings of `check_skills` for the skills that one module asks about."""
    asked = questions_by_skill([draft.module, *others])
    for skill in skills:
        if skill.id in draft.module.skills and (found := _amiss(skill, asked.get(skill.id, []))):
            sentence, values = found
            yield draft.advice(draft.field("skills"), sentence, **values)


def _amiss(skill: Skill, questions: list[Question]) -> tuple[str, Mapping[str, object]] | None:
    uses = Counter(question.use for question in questions)
    values = {"skill": skill.id, "questions": uses.total(), "checks": uses[Use.CHECK]}
    enough = uses.total() >= ENOUGH and uses[Use.CHECK] >= ENOUGH_CHECKS
    if skill.thin and enough:
        return N_(
            "La compétence %(skill)s est marquée « thin » alors que ses questions suffisent "
            "(%(questions)d, dont %(checks)d « use: check ») : retirez cette marque."
        ), values
    if not skill.thin and not questions:
        return N_(
            "Aucune question ne porte sur %(skill)s : écrivez-en huit, dont deux « use: check », ou marquez cette "
            "compétence « thin: true »."
        ), values
    if not skill.thin and not enough:
        return N_(
            "La compétence %(skill)s a %(questions)d questions, dont %(checks)d « use: check » ; il en faut huit, dont "
            "deux : complétez-les, ou marquez-la « thin: true »."
        ), values
    return None
