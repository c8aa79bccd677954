"""The kinds of question as text: boxes to tick, numbered lines, arrows, words and numbers to type."""

from decimal import Decimal

import pytest

from content.errors import BrokenText
from content.module import Question, QuestionKind
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from tests.builders import EVERY_KIND, MATCHING, NUMBER, ORDERING, module
from tests.builders import TEXT as WORDS

TEXT = """\
---
id: kinds
title: Toutes les formes
language: fr
minutes: 5
skills: [listen.reflect]
---

## Question ordering-1 · listen.reflect
kind: ordering

Dans quel ordre ?

1. Expliquer
   > Explication a.
2. Obtenir l'accord
   > Explication b.
3. Prévenir
   > Explication c.
4. Vérifier
   > Explication d.

## Question matching-1 · listen.reflect
kind: matching

Qui décide ?

- La durée du droit -> L'ONEM
  > Explication a.
- Une formation -> Actiris
  > Explication b.
- Une sanction -> L'ONEM
  > Explication c.

## Question text-1 · listen.reflect
kind: text

Quelle part de la population travaille ?

- [x] taux d'emploi | le taux d'emploi
  > Explication a.
- [ ] taux de chômage*
  > Explication b.
- [ ] *
  > Explication c.

## Question number-1 · listen.reflect
kind: number
unit: %
tolerance: 0,5

Quel est ce taux ?

- [x] 20
  > Explication a.
- [ ] 25
  > Explication b.
- [ ] *
  > Explication c.
"""


def read(text: str) -> tuple[Question, ...]:
    return read_module(text).questions


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_module(text)
    return [f"{problem.line}: {problem.sentence % dict(problem.values)}" for problem in broken.value.problems]


def test_each_kind_is_read_from_its_own_lines() -> None:
    assert read(TEXT) == EVERY_KIND


def test_the_canonical_text_is_as_a_trainer_writes_it() -> None:
    written = write_module(read_module(TEXT))
    assert written == TEXT.replace("   > ", "  > ").replace("tolerance: 0,5", "tolerance: 0.5")


def test_another_way_to_write_the_same_is_the_same() -> None:
    for text in [
        *(TEXT.replace(" -> ", "  →  "), TEXT.replace("- La", "* La")),
        *(TEXT.replace("1. ", "1) ").replace("3. ", "03. "), TEXT.replace("   > ", "> "), TEXT.replace("0,5", "0.50")),
    ]:
        assert read(text) == EVERY_KIND


def test_lists_and_arrows_are_prose_where_the_kind_is_another() -> None:
    stem = "Deux étapes :\n\n1. écouter -> comprendre\n2. parler\n\n- ou se taire -> attendre"
    one = module(questions=(module().questions[0]._replace(stem=stem),))
    assert read(write_module(one))[0].stem == stem


def test_a_match_may_hold_an_arrow_itself() -> None:
    for line in ["La durée du droit", "D"]:
        asked = MATCHING.options[0]._replace(text=line, match="A -> B → C")
        text = TEXT.replace("La durée du droit -> L'ONEM", f"{line} -> A -> B → C")
        assert read(text)[1].options[0] == asked


def test_a_number_that_cannot_be_read_is_said_of_its_own_line_alone() -> None:
    said = "54: « vingt » n'est pas un nombre : écrivez-le en chiffres, comme 24 ou 12,5."
    assert problems(TEXT.replace("[x] 20", "[x] vingt")) == [said]


def test_two_choices_may_be_shared_by_many_lines() -> None:
    assert MATCHING.choices == ("Actiris", "L'ONEM")
    assert (NUMBER.tolerance, ORDERING.kind, WORDS.options[-1].text) == (Decimal("0.5"), QuestionKind.ORDERING, "*")
