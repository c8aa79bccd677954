"""Programmes: modules in an order over weeks; read, written, and every mistake said with its line."""

from dataclasses import replace

import pytest
from hypothesis import given

from content.errors import BrokenText, Severity
from content.pack import PROGRAMMES
from content.programmes import Programme, advise_on_programmes, is_whole, read_programmes, write_programmes
from tests.content.made_up_programmes import any_programmes
from tests.programmes import LINKED, TEXT, WELCOME, weeks

IN_BOTH = {"fr": {"cadre", "ecouter", "reformuler"}, "nl": {"cadre", "ecouter", "reformuler"}}


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_programmes(text)
    return str(broken.value).splitlines()


@given(any_programmes())
def test_programmes_come_back_from_their_text_unchanged(programmes: tuple[Programme, ...]) -> None:
    assert read_programmes(write_programmes(programmes)) == programmes


def test_a_programme_has_two_to_twelve_weeks() -> None:
    for number in [1, 13]:
        text = write_programmes([replace(WELCOME, weeks=weeks(*(f"m-{place}" for place in range(number))))])
        said_of_weeks = f"Un programme a de 2 à 12 semaines, pas {number} : complétez ou coupez."
        assert [problem.partition(": ")[2] for problem in problems(text)] == [said_of_weeks]


def test_no_two_programmes_have_one_id() -> None:
    text = write_programmes([WELCOME, replace(LINKED, id=WELCOME.id)])
    assert [problem.partition(": ")[2] for problem in problems(text)] == [
        "L'identifiant accueil sert aussi ailleurs : choisissez-en un autre."
    ]


def test_a_programme_is_whole_when_each_module_is_in_both_languages() -> None:
    assert is_whole(WELCOME, IN_BOTH)
    assert not is_whole(WELCOME, {**IN_BOTH, "nl": {"cadre", "ecouter"}})
    assert is_whole(replace(WELCOME, weeks=weeks("cadre", "ecouter")), {**IN_BOTH, "nl": {"cadre", "ecouter"}})


def test_advice_says_which_module_lacks_which_language_and_where() -> None:
    found = list(advise_on_programmes([WELCOME], TEXT, PROGRAMMES, {"fr": {"cadre", "ecouter"}, "nl": {"cadre"}}))
    assert {problem.severity for problem in found} == {Severity.ADVICE}
    assert list(map(str, found)) == [
        "programmes.yaml:14: Le module ecouter n'est pas publié en néerlandais : "
        "le programme n'est pas proposé d'ici là.",
        "programmes.yaml:18: Le module reformuler n'est pas publié en français : "
        "le programme n'est pas proposé d'ici là.",
        "programmes.yaml:18: Le module reformuler n'est pas publié en néerlandais : "
        "le programme n'est pas proposé d'ici là.",
    ]


def test_weeks_of_which_the_module_is_still_to_be_chosen_are_weeks() -> None:
    text = TEXT.replace("module: cadre", 'module: ""').replace("module: ecouter", 'module: ""')
    assert [problem.partition(": ")[2] for problem in problems(text)] == ["Il manque « module » : ajoutez-le."] * 2
