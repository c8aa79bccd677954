"""What a module names: skills, rules and ids, beside the rest of its pack."""

from dataclasses import replace

from content.checks.references import check_law, check_references, check_topics, check_unique_ids
from content.module import Module, QuestionNature
from content.text.module_writer import write_module
from content.topics import write_topics
from tests.builders import module, question
from tests.topics import TOPIC


def beside(checked: Module, skills: set[str], rules: set[str]) -> list[str]:
    return [str(problem) for problem in check_references(checked, write_module(checked), "m.md", skills, rules)]


def shared(*modules: Module) -> list[str]:
    return [
        str(problem) for problem in check_unique_ids((each, write_module(each), f"{each.id}.md") for each in modules)
    ]


def test_an_unknown_skill_or_rule_is_named_with_its_line_wherever_it_is_cited() -> None:
    said = "La compétence listen.active n'est pas dans la carte des compétences : corrigez l'identifiant."
    assert beside(module(), {"frame.role"}, set()) == [f"m.md:6: {said}"]
    cited = question("q-1")._replace(cites=("duree",))
    said = "n'est pas dans rules.yaml : corrigez l'identifiant ou ajoutez la règle."
    checked = module(questions=(cited,), cites=("age",))
    assert beside(checked, {"listen.active"}, set()) == [
        f"m.md:9: La règle age {said}",
        f"m.md:21: La règle duree {said}",
    ]


def test_an_id_that_serves_twice_is_named_in_both_modules() -> None:
    one, other = module("ecouter", questions=(question("q-1"),)), module("cadre", questions=(question("q-1"),))
    said = "L'identifiant q-1 sert aussi ailleurs : choisissez-en un autre."
    assert shared(one, other) == [f"ecouter.md:19: {said}", f"cadre.md:19: {said}"]
    one, other = module("ecouter"), module("cadre", questions=(question("ecouter"),))
    assert [line.split(":")[0] for line in shared(one, other)] == ["ecouter.md", "cadre.md"]


def test_a_question_of_law_without_rule_is_told_with_its_line() -> None:
    law = question("q-1")._replace(nature=QuestionNature.LAW)
    checked = module(questions=(law, law._replace(id="q-2", cites=("duree",))), cites=("duree",))
    assert [str(problem) for problem in check_law(checked, write_module(checked), "m.md")] == [
        "m.md:20: Une question de droit cite une règle : ajoutez « cites: … » sous le titre de celle-ci."
    ]


def test_a_skill_or_a_rule_that_a_topic_touches_and_that_is_not_there_is_named_with_its_line() -> None:
    touching = replace(TOPIC, skills=("listen.active", "listen.none"), rules=("age",))
    found = check_topics([touching], write_topics([touching]), "topics.yaml", {"listen.active"}, {"duree"})
    assert [str(problem) for problem in found] == [
        "topics.yaml:6: La compétence listen.none n'est pas dans la carte des compétences : corrigez l'identifiant.",
        "topics.yaml:7: La règle age n'est pas dans rules.yaml : corrigez l'identifiant ou ajoutez la règle.",
    ]
