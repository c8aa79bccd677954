"""What stands in a module beside its questions: written ones, and vignettes for a team meeting."""

import pytest

from content.module import ModelAnswer, Module, Vignette, VignetteChoice, WrittenQuestion
from content.problems import BrokenText
from content.text.reading import read_module
from content.text.writing import write_module
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


def test_each_fault_is_named() -> None:
    for old, new, sentence in [
        ("## Écrire ecrit-tel · listen.active", "## Écrire · listen.active", "identifiant · compétence"),
        ("## Écrire ecrit-tel · listen.active", "## Écrire ecrit-tel · listen.other", "n'est pas dans l'en-tête"),
        *((WRITTEN.stem + "\n", "", "Il manque l'énoncé"), ("  > Court.\n", "", "ce que ce modèle a de bon")),
        ("- [ ] Ni conseil ni avis.\n", "", "2 modèles (- …) et 3 critères"),
        ("- [ ] Ni conseil ni avis.", "Ni conseil ni avis.", "ni un critère"),
        ("- [ ] Ni conseil ni avis.", "- Un modèle de plus", "ni un critère"),
        ("## Vignette porte · La main sur la poignée", "## Vignette · La main", "Un titre de vignette"),
        *((VIGNETTE.case, "", "Il manque le cas"), ("- [ ] Revenez vous asseoir.\n", "", "de 2 à 4 choix")),
        ("- [ ] Revenez", "- [x] Revenez", "et lui seul"),
        ("> B. Elle l'a dit là.\n>\n> Elle pouvait partir.\n\n", "", "Il manque l'explication"),
        ("- Qui a un créneau ?", "Qui a un créneau ?", "une question à discuter"),
    ]:
        text = with_both()
        assert old in text
        assert any(sentence in told for told in said_of(text.replace(old, new)))


def test_two_of_one_kind_have_two_names() -> None:
    text = with_both()
    begins = text.index("## Vignette")
    assert "sert deux fois" in "".join(said_of(f"{text}\n{text[begins:]}"))
