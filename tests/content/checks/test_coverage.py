"""Whether each skill has the questions that it takes to acquire it."""

from content.checks.findings import check_own_skills, check_skills
from content.module import Module, Use
from content.skills import SkillMap, read_skills
from tests.builders import SKILLS, module, pool
from tests.content.checks.made_up_texts import said

THIN = SKILLS.replace("prerequisites: []", "prerequisites: []\n        thin: true")
"""Where listen.active and frame.role have too few questions, and say so."""
ENOUGH, TOO_FEW = module(), module(questions=pool("ecouter", "listen.active", learn=5, check=2))


def told(text: str, *modules: Module) -> list[str]:
    problems = check_skills(read_skills(text), text, "skills.yaml", modules)
    return [f"{problem.line}: {problem.told}" for problem in problems if problem.values["skill"] == "listen.active"]


def own(skills: SkillMap, checked: Module, *others: Module) -> list[str]:
    return said(lambda draft: check_own_skills(draft, skills, others), checked)


def test_fewer_than_eight_questions_or_two_checks_are_told() -> None:
    assert told(SKILLS, ENOUGH) == []
    assert told(SKILLS, TOO_FEW) == [
        "6: La compétence listen.active a 7 questions, dont 2 « use: check » ; il en faut huit, dont deux : "
        "complétez-les, ou marquez-la « thin: true »."
    ]
    assert len(told(SKILLS, module(questions=pool("ecouter", "listen.active", learn=8, check=1)))) == 1


def test_a_thin_skill_may_lack_questions_and_says_so_no_longer_than_it_does() -> None:
    assert told(SKILLS)[0].startswith("6: Aucune question ne porte sur listen.active")
    assert told(THIN) == told(THIN, TOO_FEW) == []
    (line,) = told(THIN, ENOUGH)
    assert "est marquée « thin » alors que ses questions suffisent (8, dont 2 « use: check »)" in line


def test_the_same_question_in_another_language_counts_once() -> None:
    translated = [module(questions=pool("q", "listen.active", learn=4), language=language) for language in ("fr", "nl")]
    assert "a 6 questions, dont 2" in told(SKILLS, *translated)[0]


def test_one_module_is_told_of_its_own_skills_beside_the_others() -> None:
    skills = read_skills(SKILLS)
    assert own(skills, TOO_FEW)[0].startswith("6: La compétence listen.active a 7 questions")
    assert own(skills, TOO_FEW, module("autre", questions=pool("autre", "listen.active", learn=1, check=0))) == []
    assert Use.CHECK in {question.use for question in TOO_FEW.questions}
