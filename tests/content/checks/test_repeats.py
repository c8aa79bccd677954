"""Stems that come twice."""

from content.checks.repeats import check_stems
from content.module import Module
from tests.content.checks.drafts import asking, choice, said


def told(checked: Module, *others: Module) -> list[str]:
    return said(lambda draft: check_stems(draft, others), checked)


FIRST = choice("Écouter", "Relire", stem="Léa hésite. Que faites-vous ?", question_id="q-1")
AGAIN = choice("Noter", "Appeler", stem="Lea hésite : que faites-vous ?", question_id="q-2")
OTHER = choice("Noter", "Appeler", stem="Igor hésite. Que faites-vous ?", question_id="q-3")


def test_a_stem_that_comes_twice_in_a_module_is_told_once() -> None:
    assert told(asking(FIRST, AGAIN, OTHER)) == ["28: Cet énoncé est aussi celui de q-1 : réécrivez l'un des deux."]


def test_a_stem_of_another_module_is_told() -> None:
    assert told(asking(AGAIN), asking(FIRST)) == ["19: Cet énoncé est aussi celui de q-1 : réécrivez l'un des deux."]


def test_different_stems_are_sound() -> None:
    assert told(asking(FIRST, OTHER), asking(choice("Oui", "Non", stem="Que dire à Sam ?"))) == []
