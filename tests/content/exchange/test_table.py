"""Questions as a table: all of a question there and back, and a spreadsheet that calculates nothing."""

import csv
from io import StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.exchange.drafts import MOST_ANSWERS
from content.exchange.table import COLUMNS, read_table, write_table
from content.module import Module, Question, QuestionKind
from content.problems import BrokenText
from tests.builders import EVERY_KIND, module, of_kind
from tests.content.made_up import modules

SKILL = "listen.active"
HEAD = "id;kind;stem;option;right;match;feedback\n"
FORMULAS = of_kind(
    QuestionKind.ONE,
    "=1+1",
    ("+32", True, ""),
    ("-1", False, ""),
    ("@a", False, ""),
    ("'=b", False, ""),
    ("'c", False, ""),
)


def read(text: str | bytes) -> tuple[Question, ...]:
    return read_table(text, SKILL).value


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_table(text, SKILL)
    return [f"{problem.line}: {problem.sentence % dict(problem.values)}" for problem in broken.value.problems]


@settings(max_examples=50)
@given(modules())
@example(module(questions=(*EVERY_KIND, FORMULAS)))
def test_a_question_comes_back_whole_and_no_cell_is_calculated(asked: Module) -> None:
    table = write_table(asked).value
    read = read_table(table, "another.skill")
    # The sources stay with the module, and so do their numbers.
    assert (read.value, read.losses) == (tuple(one._replace(source=0) for one in asked.pool), ())
    rows = csv.reader(StringIO(table.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]


def test_a_table_written_by_hand_needs_two_columns() -> None:
    one, two = read("stem,option\nQui ?,Lui\n,Moi\nOù ?,Ici\n,Là\n")
    assert (one.skill, one.stem, [option.text for option in one.options]) == (SKILL, "Qui ?", ["Lui", "Moi"])
    assert (two.stem, two.kind) == ("Où ?", QuestionKind.ONE)


def test_another_way_to_write_the_same_is_the_same() -> None:
    for text in [
        HEAD + "q;one;Qui ?;Lui;x;;Oui.\nq;;;Moi;;;Non.\n",
        "\ufeff" + HEAD + "q;one;Qui ?;Lui;VRAI;;Oui.\nq;one;Qui ?;Moi;faux;;Non.\n",
        HEAD.replace(";", ",") + "q,one,Qui ?,Lui,1,,Oui.\n,,,Moi,0,,Non.\n",
        HEAD.replace(";", "\t").replace("\n", "\r\n") + "q\tone\tQui ?\tLui\tx\t\tOui.\r\n\t\t\tMoi\t\t\tNon.\r\n",
        (HEAD.upper() + '"q";;"Qui ?";"Lui ";"X";;"Oui."\n;;;;;;\n;;;Moi;;;Non.').encode(),
        "feedback;option;stem;id;right\nOui.;Lui;Qui ?;q;x\nNon.;Moi;;q;\n",
    ]:
        lines = ("Lui", True, "Oui."), ("Moi", False, "Non.")
        (question,) = read(text)
        assert (question.id, question.kind, question.stem) == ("q", QuestionKind.ONE, "Qui ?")
        assert tuple((option.text, option.right, option.feedback) for option in question.options) == lines


def test_rows_that_were_sorted_apart_are_still_one_question() -> None:
    one, two = read(HEAD + "a;;Qui ?;Lui;x;;\nb;;Où ?;Ici;x;;\na;;;Moi;;;\nb;;;Là;;;\n")
    assert [option.text for option in one.options] == ["Lui", "Moi"]
    assert [option.text for option in two.options] == ["Ici", "Là"]


def test_a_kind_that_is_not_named_is_seen_in_the_options() -> None:
    rows = "a;;1;x;x;;\na;;;y;x;;\nb;;2;x;;A;\nb;;;y;;B;\nc;;3;x;x;;\nc;;;y;;;\n"
    assert [question.kind for question in read(HEAD + rows)] == [
        QuestionKind.SEVERAL,
        QuestionKind.MATCHING,
        QuestionKind.ONE,
    ]


def test_lines_of_an_ordering_are_right_whatever_is_ticked() -> None:
    (question,) = read(HEAD + "a;ordering;1;x;;;\na;;;y;;;\n")
    assert [option.right for option in question.options] == [True, True]


def test_a_column_that_is_not_known_is_listed() -> None:
    (loss,) = read_table("stem;option;points\nQui ?;Lui;3\n", SKILL).losses
    assert (loss.sentence % dict(loss.values)).startswith("La colonne « points » n'est pas connue ici (id, skill,")


def test_what_cannot_be_read_is_said_with_its_line() -> None:
    for text, said in [
        ("", "1: Il manque la colonne « stem » : la première ligne porte les noms " + ", ".join(COLUMNS) + "."),
        ("stem;réponse\n", "1: Il manque la colonne « option »"),
        ("stem;option;stem\n", "1: La colonne « stem » figure deux fois : gardez-en une."),
        (HEAD + 'a;;"Qui ?\n;Lui', "3: Cette ligne ne se lit pas comme du CSV (unexpected end of data)"),
        (HEAD + 'a;;"Qui"?;Lui', "2: Cette ligne ne se lit pas comme du CSV"),
        (HEAD + 'a;;"Q\nui ?";Lui\nb;all;Qui ?;Lui', "4: « kind » vaut one, several, ordering, matching, text, number"),
        ("stem;option;use\nQui ?;Lui;exam", "2: « use » vaut learn, check, et non « exam »."),
        (
            "stem;option;handing_back\nQui ?;Lui;oui",
            "2: « handing_back » vaut key, mistake, neither, et non « oui ».",
        ),
        ("stem;option;nature\nQui ?;Lui;loi", "2: « nature » vaut méthode, pratique, droit, et non « loi »."),
        ("stem;option;skill\nQui ?;Lui;Écoute", "2: « Écoute » n'est pas l'identifiant d'une compétence."),
        ("stem;option;tolerance\nQui ?;2;peu", "2: « tolerance » vaut un nombre positif, comme 1 ou 0,5."),
        ("stem;option;tolerance\nQui ?;2;-1", "2: « tolerance » vaut un nombre positif"),
        (HEAD + "a;;Qui ?;Lui;;;;;x;\n", "2: Cette ligne a plus de cellules que la première"),
        (HEAD + "a;one;Qui ?;Lui;x;Oui.\n", "2: « match » ne sert qu'avec les questions à relier (matching)"),
        (HEAD + "a;;Qui ?;;x;;Oui.\n", "2: Il manque ici la réponse elle-même : remplissez « option »."),
        (HEAD + "a;;Qui ?;Lui\na;;Où ?;Ici\n", "3: « stem » dit autre chose plus haut, pour la même question"),
        (
            HEAD + "a;;Qui ?;Lui\n" + "a;;;Moi\n" * MOST_ANSWERS,
            "2: Cette question a plus de 26 réponses : partagez-la.",
        ),
    ]:
        assert problems(text)[0].startswith(said)


@given(st.text(";,\t\"'=\n x", max_size=60))
def test_any_table_is_read_or_refused_by_name(text: str) -> None:
    try:
        read(HEAD + text)
    except BrokenText as broken:
        assert all(1 <= problem.line <= text.count("\n") + 2 for problem in broken.problems)
