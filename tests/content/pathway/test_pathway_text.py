"""A pathway is read as it is written, whatever was typed; what is to be mended is said with its line."""

from datetime import date
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from content.errors import Problem
from content.pathway.pathway import (
    Continuation,
    Decision,
    Pathway,
    PathwayStep,
    Stretch,
    Symbol,
    carried,
    heavy_side,
    reached,
)
from content.pathway.pathway_text import in_one_sentence, read_pathway, sketch_pathway, write_pathway
from tests.content.made_up_pathways import any_pathways

TEXT = """\
Feuille : reprendre une formation
Derrière moi : 2012-2019 vendeuse ; 2023 cours de français
On se revoit le : 15/12/2026
Règles : onem-duree

1. À décider ensemble : Qui garde les enfants ?
   Qui répond : moi
   Avant le : 10/12/2026
   - la crèche communale → 2
   - personne pour le moment → fin

2. moi : j'appelle la crèche
   Le : 7/12/2026
   Symbole : téléphone
   Dans ma langue : ik bel
   → fin
"""
PATHWAY = Pathway(
    "fr",
    "reprendre une formation",
    date(2026, 12, 15),
    (
        Decision(
            "Qui garde les enfants ?",
            "moi",
            date(2026, 12, 10),
            (Continuation("la crèche communale", 1), Continuation("personne pour le moment", None)),
        ),
        PathwayStep("moi", "j'appelle la crèche", None, date(2026, 12, 7), Symbol.TELEPHONE, "ik bel"),
    ),
    (Stretch(2012, "vendeuse", 2019), Stretch(2023, "cours de français")),
    ("onem-duree",),
)


def told(text: str) -> list[tuple[int, str]]:
    _, problems = sketch_pathway(text)
    return [(problem.line, problem.told) for problem in problems]


def test_a_text_is_read_as_the_sheet_it_says() -> None:
    assert read_pathway(TEXT) == PATHWAY
    assert write_pathway(PATHWAY) == TEXT


@given(any_pathways())
def test_what_is_written_is_read_as_the_same_sheet(pathway: Pathway) -> None:
    assert read_pathway(write_pathway(pathway)) == pathway


def test_a_sheet_is_read_however_it_is_typed() -> None:
    typed = TEXT.replace("→", "->").replace(" : ", ":").replace("'", "’").replace("   ", "").replace("\n", "\r\n")
    assert read_pathway(typed.replace("Le:7/12/2026", "LE:07-12-2026").replace("moi:", "Moi :", 0)) == PATHWAY
    assert read_pathway(TEXT.replace("Feuille : ", "")) == PATHWAY
    _, problems = sketch_pathway(TEXT.replace("Feuille : ", "Feuile : "))
    assert "« Feuile : reprendre une formation »" in problems[0].told
    text = TEXT.replace("2. moi", "2. Moi")
    assert carried(read_pathway(text)) == {"moi": 2}
    assert told(TEXT.replace("2. moi :", "2. moi, pour : moi :")) == []
    text = "Feuille : f\nOn se revoit le : 1/1/2027\n7. moi : a\n→ 3\n3. moi : b\n→ fin"
    assert write_pathway(read_pathway(text)).splitlines()[3:] == ["1. moi : a", "   → 2", "", "2. moi : b", "   → fin"]


def test_a_paper_travels_between_languages() -> None:
    dutch = write_pathway(PATHWAY._replace(language="nl"))
    assert dutch.startswith("Blad: reprendre")
    assert read_pathway(dutch.replace("Blad:", "Feuille :")) == PATHWAY


def test_a_step_without_an_arrow_goes_on_as_a_list_does_and_into_no_other_branch() -> None:
    text = "Feuille : f\nOn se revoit le : 1/1/2027\n1. moi : a\n2. moi : b\n3. le CPAS : c"
    assert [place.goals for place in read_pathway(text).places] == [(1,), (2,), ()]
    text = TEXT.replace("→ fin", "→ 3", 1).replace("   → fin", "3. moi : j'attends")
    assert [place.goals for place in read_pathway(text).places] == [(1, 2), (), ()]


def test_a_sheet_is_one_sentence_and_its_days_stand_once_in_order() -> None:
    sentence = in_one_sentence(PATHWAY)
    assert "\n" not in sentence
    assert all(words in sentence for words in ("2012-2019 vendeuse", "la crèche communale → 2", "15/12/2026", "ik bel"))
    assert PATHWAY.days == (date(2026, 12, 7), date(2026, 12, 10), date(2026, 12, 15))


def test_too_much_and_nothing_are_said() -> None:
    lines = [f"{number}. moi : a" for number in range(1, 11)]
    text = "\n".join(["Feuille : f", "On se revoit le : 1/1/2027", *lines])
    assert told(text) == [(12, "Une feuille a 9 places au plus : gardez le plus proche.")]
    assert [line for line, _ in told("")] == [1, 1, 1, 1]


@given(st.text(max_size=200) | st.lists(st.sampled_from(TEXT.splitlines()), max_size=30).map("\n".join))
def test_whatever_is_typed_is_sketched_without_a_way_back(text: str) -> None:
    pathway, problems = sketch_pathway(text)
    goals = [place.goals for place in pathway.places]
    assert all(place not in reached(goals, goal) for place, ahead in enumerate(goals) for goal in ahead)
    assert all(isinstance(problem, Problem) and problem.told and problem.line >= 1 for problem in problems)


def test_a_hostile_text_takes_no_time() -> None:
    for text in ["1. " * 10**6, "→" * 10**6, "\n" * 10**6, "Feuille : " + "-> " * 1900, "- " * 2900]:
        begun = process_time()
        assert told(text)
        assert process_time() - begun < 1


def test_who_finds_an_answer_carries_it_too_and_above_two_thirds_on_one_side_is_seen() -> None:
    assert carried(PATHWAY) == {"moi": 2}
    for load, side in [
        *(({"moi": 2}, None), ({"moi": 3}, "moi"), ({"moi": 4, "le CPAS": 2}, None), ({"moi": 5, "le CPAS": 2}, "moi")),
        *(({"moi": 3, "le CPAS": 3, "Actiris": 3}, None), ({}, None)),
    ]:
        assert heavy_side(load) == side


def test_entries_are_named_as_rules_are_in_any_of_the_languages() -> None:
    for typed, word in [("Répertoire", "fr"), ("Sociale gids", "nl"), ("directory", "en")]:
        text = TEXT.replace("Règles : onem-duree\n", f"Règles : onem-duree\n{typed} : stage-first, fpie\n")
        pathway = read_pathway(text)
        assert (pathway.rules, pathway.entries) == (("onem-duree",), ("stage-first", "fpie"))
        assert read_pathway(write_pathway(pathway._replace(language=word))).entries == pathway.entries


def test_what_is_no_entry_and_more_than_four_are_to_be_mended() -> None:
    assert told(TEXT.replace("Règles : onem-duree", "Répertoire : la maison du coin")) == [
        (4, "« la maison du coin » n'est pas l'identifiant d'une entrée du répertoire, comme stage-first.")
    ]
    assert told(TEXT.replace("Règles : onem-duree", "Répertoire : a, b, c, d, e")) == [
        (4, "Citez 4 entrées du répertoire au plus.")
    ]
