"""Dialogues as text: a scene, turns that lead to each other, and every tree that nobody could play to its end."""

import pytest
from hypothesis import given

from content.dialogue import LONGEST_PATH, SHORTEST, in_order, played
from content.errors import BrokenText
from content.module import Dialogue, Module
from content.text.module_reader import read_module, sketch_module
from content.text.module_writer import write_module
from tests.content.made_up import modules

HEAD = """\
---
id: jo-en-retard
title: Jo arrive en retard
language: fr
minutes: 4
skills: [listen.reflect, frame.mandate]
---

"""
OTHER_TURNS = """
### Tour jo-2 · listen.reflect

Jo : « Je ne sais pas si je reviens. »

- [x] « Qu'est-ce qui vous ferait revenir ? » -> jo-3
  > Il parle de ce qui compte.
- [ ] « C'est obligatoire. » -> jo-3
  > Il le sait déjà.

### Tour jo-3 · frame.mandate
nature: pratique

Jo : « Vous allez le noter ? »

- [x] « Que vous êtes venu, oui. » -> fin
  > Il sait ce qui est écrit.
- [ ] « On verra. » -> fin
  > Il s'inquiète.
"""
SCENE = """\
## Dialogue jo · Vingt minutes de retard

Jo, 24 ans, arrive essoufflé. Son rendez-vous commençait à dix heures.

### Tour jo-1 · listen.reflect

Jo : « Le tram, encore. »

- [x] « Vous avez couru. » -> jo-2
  > Il se sent attendu.
- [ ] « Il fallait partir plus tôt. » -> jo-2
  > Il se tait.
"""
TEXT = HEAD + SCENE + OTHER_TURNS
BESIDE = """
### Tour jo-2b · listen.reflect

Jo ne dit plus rien.

- [x] « J'ai parlé trop vite. » -> jo-3
  > Il relève la tête.
- [ ] « On continue. » -> jo-3
  > Il attend que cela passe.
"""


def said_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BrokenText) as broken:
        read_module(text)
    return [(problem.line, problem.sentence) for problem in broken.value.problems]


def test_a_dialogue_is_a_scene_and_turns_that_are_questions() -> None:
    module = read_module(TEXT)
    assert module.dialogues == (
        Dialogue(
            "jo", "Vingt minutes de retard", "Jo, 24 ans, arrive essoufflé. Son rendez-vous commençait à dix heures."
        ),
    )
    turns = module.turns("jo")
    assert [(turn.id, turn.skill, turn.dialogue) for turn in turns] == [
        ("jo-1", "listen.reflect", "jo"),
        ("jo-2", "listen.reflect", "jo"),
        ("jo-3", "frame.mandate", "jo"),
    ]
    assert [[option.leads_to for option in turn.options] for turn in turns] == [["jo-2"] * 2, ["jo-3"] * 2, ["", ""]]
    assert turns[0].options[1].text == "« Il fallait partir plus tôt. »"
    assert module.question("jo-3") == turns[2]


def test_a_dialogue_is_read_wherever_it_stands_and_its_turns_are_asked_in_it_alone() -> None:
    assert read_module(TEXT).pool == ()
    assert write_module(read_module(TEXT)) == TEXT.replace("\n\n### ", "\n\n### ")
    module = read_module(TEXT.replace("« Vous avez couru. »", "« A -> B, c'est cela ? »"))
    assert module.turns("jo")[0].options[0].text == "« A -> B, c'est cela ? »"
    question = "\n## Question q-1 · listen.reflect\n\nQuoi ?\n\n- [x] Oui\n  > Oui.\n- [ ] Non\n  > Non.\n"
    assert [one.id for one in read_module(TEXT + question).questions] == ["q-1", "jo-1", "jo-2", "jo-3"]


def test_trees_too_large_and_two_of_one_name_are_said() -> None:
    lonely = OTHER_TURNS.replace("-> jo-3", "-> jo-4") + OTHER_TURNS.replace("jo-3", "jo-4").replace("jo-2", "jo-5")
    assert any("Aucune réponse" in sentence for _, sentence in said_of(HEAD + SCENE + lonely))
    chain = "".join(
        f"\n### Tour jo-{number} · listen.reflect\n\nJo : « {number} »\n\n"
        f"- [x] « Oui. » -> {to}\n  > Bien.\n- [ ] « Non. » -> {to}\n  > Non.\n"
        for number, to in [(2, "jo-3"), (3, "jo-4"), (4, "jo-5"), (5, "jo-6"), (6, "fin")]
    )
    assert [sentence for _, sentence in said_of(HEAD + SCENE + chain) if "plus de" in sentence]
    turn = OTHER_TURNS.partition("### Tour jo-3")[0]
    many = "".join(turn.replace("jo-2", f"jo-x{number}") for number in range(11))
    assert [sentence for _, sentence in said_of(TEXT + many) if "de 1 à" in sentence]
    assert [
        sentence for _, sentence in said_of(TEXT + "\n" + SCENE + OTHER_TURNS) if "changez l'un des deux" in sentence
    ]


def test_a_dialogue_that_is_being_written_is_shown_as_far_as_it_goes() -> None:
    module, parts = sketch_module(TEXT[: TEXT.index("### Tour jo-3")])
    assert [one.id for one in module.dialogues] == ["jo"]
    assert [part.sound for part in parts] == [False] * 3


def test_turns_come_in_the_order_in_which_they_can_be_met() -> None:
    turns = read_module(TEXT).turns("jo")
    assert [turn.id for turn in in_order(tuple(reversed(turns)))] == ["jo-1", "jo-2", "jo-3"]


def test_what_one_says_decides_what_comes_next() -> None:
    turns = read_module(TEXT.replace("plus tôt. » -> jo-2", "plus tôt. » -> jo-2b") + BESIDE).turns("jo")
    assert played(turns, {}) == ((), turns[0])
    assert [turn.id for turn in played(turns, {"jo-1": "a", "jo-2": "a"})[0]] == ["jo-1", "jo-2"]
    met, waits = played(turns, {"jo-1": "b"})
    assert ([turn.id for turn in met], waits and waits.id) == (["jo-1"], "jo-2b")
    assert played(turns, {"jo-1": "b", "jo-2b": "b", "jo-3": "a"})[1] is None
    turns = read_module(TEXT.replace("plus tôt. » -> jo-2", "plus tôt. » -> jo-2b") + BESIDE).turns("jo")
    _, waits = played(turns, {"jo-1": ""})
    assert waits and waits.id == "jo-2"


@pytest.mark.nightly
@given(modules())
def test_every_dialogue_that_can_be_written_can_be_played_to_its_end(module: Module) -> None:
    for dialogue in module.dialogues:
        turns = module.turns(dialogue.id)
        said: dict[str, str] = {}
        while (waiting := played(turns, said)[1]) is not None:
            said[waiting.id] = waiting.options[len(said) % len(waiting.options)].key
        assert SHORTEST <= len(said) <= LONGEST_PATH
