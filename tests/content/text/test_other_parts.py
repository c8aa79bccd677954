"""What stands in a module beside its questions: written ones, and vignettes for a team meeting."""

import pytest

from content.errors import BrokenText
from content.module import ModelAnswer, Module, Vignette, VignetteChoice, WrittenQuestion
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from tests.builders import module

WRITTEN = WrittenQuestion(
    "ecrit-tel",
    "listen.active",
    "Rosine : « Je laisse le téléphone sur la table. » Écrivez votre reflet.",
    (ModelAnswer("« Vous attendez cet appel. »", "Il est près d'elle."), ModelAnswer("« Vous y croyez. »", "Court.")),
    ("Pas de point d'interrogation.", "Un mot qu'elle n'a pas dit.", "Ni conseil ni avis."),
)
VIGNETTE = Vignette(
    "porte",
    "La main sur la poignée",
    "Leïla se retourne.\n\nQue dites-vous ?",
    (VignetteChoice("Revenez vous asseoir.", False), VignetteChoice("Je vous appelle à seize heures ?", True)),
    "B. Elle l'a dit là.\n\nElle pouvait partir.",
    ("Qui a un créneau ?", "Et si elle préfère ne pas être appelée ?"),
)


def with_both() -> str:
    made = module("ecouter")
    return write_module(Module(**{**_fields(made), "written": (WRITTEN,), "vignettes": (VIGNETTE,)}))


def _fields(made: Module) -> dict[str, object]:
    return {name: getattr(made, name) for name in Module.__dataclass_fields__}


def said_of(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_module(text)
    return [problem.told for problem in broken.value.problems]


def test_both_come_back_whole_and_neither_is_a_question_or_a_card() -> None:
    read = read_module(with_both())
    assert (read.written, read.vignettes) == ((WRITTEN,), (VIGNETTE,))
    assert (read.questions, read.cards) == (module("ecouter").questions, module("ecouter").cards)


def test_a_card_may_begin_with_the_same_word() -> None:
    for title in ["Écrire ce qui peut être relu", "Vignette", "Écrire"]:
        text = with_both().replace("## Écrire ecrit-tel", f"## {title}\n\nUn texte.\n\n## Écrire ecrit-tel")
        assert title in [card.title for card in read_module(text).cards]


def test_two_of_one_kind_have_two_names() -> None:
    text = with_both()
    begins = text.index("## Vignette")
    assert "sert deux fois" in "".join(said_of(f"{text}\n{text[begins:]}"))
