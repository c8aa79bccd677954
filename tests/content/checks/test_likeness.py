"""Questions of different modules that ask for the same decision."""

from hypothesis import given
from hypothesis import strategies as st

from content.checks.findings import Likenesses
from content.module import Module, Question
from tests.builders import module
from tests.content.checks.made_up_texts import choice

FORCED = choice("« Que voulez-vous faire de cette heure ? »", "« Attendons. »", stem="Rosa : « On m'y oblige. »")
ALIKE = FORCED._replace(id="q-2", stem="« On m'y oblige », dit Karim.")
OTHER = choice("Corriger la fiche", "Attendre", stem="Le permis manque au dossier.", question_id="q-3")


def pairs(*modules: tuple[Question, ...]) -> list[tuple[str, str]]:
    made = [module(f"m-{place}", questions=questions) for place, questions in enumerate(modules)]
    return [(pair.one.id, pair.other.id) for pair in Likenesses(made).pairs()]


def test_the_same_decision_in_two_modules_is_found() -> None:
    assert pairs((FORCED,), (ALIKE,), (OTHER,)) == [("q-1", "q-2")]


def test_within_one_module_cases_may_be_alike() -> None:
    assert pairs((FORCED, ALIKE), (OTHER,)) == []


def test_the_same_case_with_another_key_is_no_twin() -> None:
    assert pairs((FORCED,), (choice("Corriger", "Attendre", stem=FORCED.stem, question_id="q-4"),), (OTHER,)) == []


WORDS = st.sampled_from(["dossier", "fiche", "appeler", "demander", "téléphone", "crèche", "permis"])
texts = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@st.composite
def packs(draw: st.DrawFn) -> list[Module]:
    numbered = enumerate(draw(st.lists(st.tuples(texts, texts), min_size=2, max_size=5)))
    return [
        module(f"m-{place}", questions=(choice(key, "rien", stem=stem, question_id=f"q-{place}"),))
        for place, (stem, key) in numbered
    ]


@given(packs())
def test_likeness_is_a_share_and_does_not_depend_on_the_order(pack: list[Module]) -> None:
    def found(modules: list[Module]) -> dict[frozenset[str], float]:
        return {frozenset((one.one.id, one.other.id)): round(one.share, 9) for one in Likenesses(modules).pairs()}

    assert found(pack) == found(pack[::-1])
    assert all(0 < share <= 1 for share in found(pack).values())
