"""Aiken beside the samples of it: however its lines end, and whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from content.exchange.formats import read_aiken
from content.module import Question

pytestmark = pytest.mark.nightly  # at each commit, the samples

TEXT = """\
Qui contrôle la disponibilité à Bruxelles ?
A) L'ONEM
B) Actiris
ANSWER: B

Deux lignes :
# la seconde
A. *Un*
B. Deux

C. Trois
answer: a
"""


def read(text: str) -> tuple[Question, ...]:
    return read_aiken(text, "frame.role").value


def test_line_ends_and_empty_lines_do_not_matter() -> None:
    for text in [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.replace("\n", "\n\n"), f"\n{TEXT}"]:
        assert read(text) == read(TEXT)


@given(st.lists(st.sampled_from(["A. a", "B)b", "ANSWER: A", "ANSWER", "Quoi ?", "", "A.", "\x00"])).map("\n".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert all(question.key for question in read(text))
    except BrokenText as broken:
        assert broken.problems
