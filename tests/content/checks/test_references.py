"""What a module names: skills, rules and ids, beside the rest of its pack."""

from content.checks.references import check_law, check_references, check_unique_ids
from content.module import Module, QuestionNature
from content.text.writing import write_module
from tests.builders import module, question


def beside(checked: Module, skills: set[str], rules: set[str]) -> list[str]:
    return [str(problem) for problem in check_references(checked, write_module(checked), "m.md", skills, rules)]


def shared(*modules: Module) -> list[str]:
    return [
        str(problem) for problem in check_unique_ids((each, write_module(each), f"{each.id}.md") for each in modules)
    ]


def test_a_module_that_names_only_what_exists_is_sound() -> None:
    cited = question("q-1")._replace(cites=("duree",))
    assert beside(module(questions=(cited,), cites=("duree",)), {"listen.active"}, {"duree"}) == []


def test_an_unknown_skill_is_named_with_its_line() -> None:
    said = "La compétence listen.active n'est pas dans la carte des compétences : corrigez l'identifiant."
    assert beside(module(), {"frame.role"}, set()) == [f"m.md:6: {said}"]


def test_an_unknown_rule_is_named_with_its_line_wherever_it_is_cited() -> None:
    cited = question("q-1")._replace(cites=("duree",))
    said = "n'est pas dans rules.yaml : corrigez l'identifiant ou ajoutez la règle."
    checked = module(questions=(cited,), cites=("age",))
    assert beside(checked, {"listen.active"}, set()) == [
        f"m.md:9: La règle age {said}",
        f"m.md:21: La règle duree {said}",
    ]


def test_ids_that_serve_once_are_sound() -> None:
    assert shared(module(), module("cadre", ("frame.role",))) == []


def test_an_id_that_serves_twice_is_named_in_both_modules() -> None:
    one, other = module("ecouter", questions=(question("q-1"),)), module("cadre", questions=(question("q-1"),))
    said = "L'identifiant q-1 sert aussi ailleurs : choisissez-en un autre."
    assert shared(one, other) == [f"ecouter.md:19: {said}", f"cadre.md:19: {said}"]


def test_a_module_may_not_be_called_like_a_question() -> None:
    one, other = module("ecouter"), module("cadre", questions=(question("ecouter"),))
    assert [line.split(":")[0] for line in shared(one, other)] == ["ecouter.md", "cadre.md"]


def test_a_question_of_law_without_rule_is_told_with_its_line() -> None:
    law = question("q-1")._replace(nature=QuestionNature.LAW)
    checked = module(questions=(law, law._replace(id="q-2", cites=("duree",))), cites=("duree",))
    assert [str(problem) for problem in check_law(checked, write_module(checked), "m.md")] == [
        "m.md:20: Une question de droit cite une règle : ajoutez « cites: … » sous le titre de celle-ci."
    ]
