"""Questions as a table: all of a question there and back, and a spreadsheet that calculates nothing."""

import csv
from io import StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.errors import BrokenText
from content.exchange.question_table import read_table, write_table
from content.module import Module, Question, QuestionKind
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


@pytest.mark.nightly
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


@given(st.text(";,\t\"'=\n x", max_size=60))
def test_any_table_is_read_or_refused_by_name(text: str) -> None:
    try:
        read(HEAD + text)
    except BrokenText as broken:
        assert all(1 <= problem.line <= text.count("\n") + 2 for problem in broken.problems)
