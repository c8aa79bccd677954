"""GIFT beside the samples of it: its letters, its bounds, and the draft that it makes."""

import pytest

from content.errors import BrokenText
from content.exchange.gift_reader import read_gift
from content.exchange.question_drafts import LARGEST_TEXT, MOST_QUESTIONS
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from tests.builders import module
from tests.content.exchange.hostile import said_of

SKILL = "listen.active"


def test_a_draft_without_feedback_is_a_text_whose_only_fault_is_that() -> None:
    draft = module(questions=read_gift("Qui ?{=A ~B#Non.}\n\nCombien ?{#1}", SKILL).value)
    with pytest.raises(BrokenText) as broken:
        read_module(write_module(draft))
    said = [problem.sentence for problem in broken.value.problems]
    assert said == ["Il manque l'explication de « %(option)s » : ajoutez dessous une ligne « > … »."] * 3


def test_the_letters_of_a_file_are_told_or_guessed() -> None:
    said = "Ce fichier n'est pas en UTF-8 : il est lu comme Windows écrit souvent les siens. Vérifiez les accents."
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        found = read_gift("Où est l’été ?{=Là ~Ici}".encode(encoding), SKILL)
        assert [question.stem for question in found.value] == ["Où est l’été ?"]
        assert [loss.sentence for loss in found.losses] == ([said] if encoding == "cp1252" else [])


def test_a_file_that_is_no_text_or_too_large_is_refused() -> None:
    for data, said in [
        ("Qui ?\0{=A ~B}", "Cette ligne contient un caractère invisible : réécrivez-la."),
        (b"Qui ?\x81{=A ~B}", "Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."),
        (
            " " * (LARGEST_TEXT + 1),
            "Ce fichier est trop grand (plus de 2000000 caractères) : partagez-le en plusieurs.",
        ),
        ("{}\n\n" * (MOST_QUESTIONS + 1), "Ce fichier a plus de 2000 questions : partagez-le en plusieurs."),
    ]:
        assert said_of(read_gift, data, SKILL) == [said]
