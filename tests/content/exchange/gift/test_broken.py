"""What cannot be read as GIFT."""

import pytest

from content.exchange.drafts import LARGEST, MOST_ANSWERS, MOST_QUESTIONS
from content.exchange.gift.reading import read_gift
from content.problems import BrokenText
from tests.content.exchange.gift.noted import SKILL, told

BROKEN = [
    ("Ordre ?{>ALL VERTICAL\nun}", "Il faut ici au moins deux lignes à mettre en ordre, chacune sur la sienne."),
    ("Qui ?{=A ~B", "Il manque une accolade : les réponses se mettent entre { et }"),
    *(("Qui ? =A}", "Il manque une accolade"), ("Qui ?} {=A", "Il manque une accolade")),
    ("Qui ?{=A\n\n~B}", "Il manque une accolade"),
    ("Qui ?{~A}", "Il faut ici au moins 2 réponse(s), chacune après = ou ~."),
    ("Qui ?{=a -> b}", "Il faut ici au moins 2 réponse(s)"),
    ("Qui ?{=a -> b =c}", "Chaque paire s'écrit = ligne -> réponse, et celle-ci n'a pas de flèche."),
    ("Qui ?{=A ~ ~B}", "Une réponse est vide : complétez-la ou retirez son signe (= ou ~)."),
    *(("Qui ?{=}", "Une réponse est vide"), ("Combien ?{#}", "Il faut ici au moins 1 réponse(s)")),
    ("Combien ?{#deux}", "« deux » n'est pas un nombre : il s'écrit avec un point, comme 12.5."),
    *(("Combien ?{#1,5}", "« 1,5 » n'est pas un nombre"), ("Combien ?{#1:peu}", "« peu » n'est pas un nombre")),
    ("Combien ?{#1e999999999}", "« 1e999999999 » n'est pas un nombre"),
    *(("Combien ?{#NaN}", "« NaN » n'est pas un nombre"), ("Combien ?{#1..}", "«  » n'est pas un nombre")),
    ("$CATEGORY: a\nQui ?{=A ~B}", "Laissez une ligne vide après la ligne $CATEGORY."),
    (f"Qui ?{{{'~x' * MOST_ANSWERS}=A}}", "Cette question a plus de 26 réponses : partagez-la."),
]


def test_what_gift_does_not_allow_is_said() -> None:
    for text, said in BROKEN:
        assert problems(text)[0].startswith(f"1: {said}")


def problems(text: str | bytes) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_gift(text, SKILL)
    return [f"{problem.line}: {problem.sentence % dict(problem.values)}" for problem in broken.value.problems]


def test_everything_that_cannot_be_read_is_said_with_its_line() -> None:
    said = problems("\ufeff// un\n\n// deux\nQui ?{~A}\r\n\r\nÀ lire.\n\nQuand ?{")
    assert [line.split(":")[0] for line in said] == ["4", "8"]


def test_a_broken_question_keeps_no_good_one_out_and_is_named_with_its_line() -> None:
    read = read_gift("Qui ?{=A ~B}\n\nQuoi ?{=A\n\n~B}\n\nOù ?{=A ~B}", SKILL)
    assert [question.stem for question in read.value] == ["Qui ?", "Où ?"]
    assert [loss.line for loss in read.losses] == [3, 3, 5, 5]
    assert told(read.losses)[0].startswith("Cette question n'est pas reprise")
    assert told(read.losses)[1].startswith("Il manque une accolade")


def test_a_file_that_is_no_text_or_too_large_is_refused() -> None:
    for data, said in [
        ("Qui ?\0{=A ~B}", "1: Cette ligne contient un caractère invisible : réécrivez-la."),
        (b"Qui ?\x81{=A ~B}", "1: Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."),
        (" " * (LARGEST + 1), "1: Ce fichier est trop grand (plus de 2000000 caractères) : partagez-le en plusieurs."),
        ("{}\n\n" * (MOST_QUESTIONS + 1), "1: Ce fichier a plus de 2000 questions : partagez-le en plusieurs."),
    ]:
        assert problems(data) == [said]
