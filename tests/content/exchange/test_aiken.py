"""Aiken read as Moodle reads it, and what is to be mended said with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.exchange.aiken import read_aiken
from content.module import Question
from content.problems import BrokenText
from tests.content.exchange.test_prose import RENDER

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


def test_questions_are_read_with_their_right_option_and_no_feedback() -> None:
    first, second = read(TEXT)
    assert (first.skill, first.stem) == ("frame.role", "Qui contrôle la disponibilité à Bruxelles ?")
    assert [(o.key, o.text, o.right, o.feedback) for o in first.options] == [
        ("a", "L'ONEM", False, ""),
        ("b", "Actiris", True, ""),
    ]
    assert (second.stem, second.key, len(second.options)) == ("Deux lignes :\\\n\\# la seconde", ("a",), 3)
    assert RENDER(second.options[0].text) == "<p>*Un*</p>\n"


def test_the_same_question_has_the_same_id_each_time_and_no_other_question_has_it() -> None:
    first, second, again = read(TEXT + "\n" + TEXT.split("\n\n")[0])
    assert (first.id, second.id) == tuple(question.id for question in read(TEXT))
    assert again == first._replace(id=f"{first.id}-2")


def test_line_ends_and_empty_lines_do_not_matter() -> None:
    for text in [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.replace("\n", "\n\n"), f"\n{TEXT}"]:
        assert read(text) == read(TEXT)


def told(text: str) -> list[str]:
    """Each loss, with its line."""
    losses = read_aiken(text, "frame.role").losses
    return [f"{loss.line}: {loss.sentence}" for loss in losses]


def test_a_label_needs_no_space_behind_it_and_an_abbreviation_is_no_label() -> None:
    [asked] = read("A.N.P.E., J.-P. et C.\nJ.-P. en parle ?\nA)Non\nB.Oui\nC. A.B.\nANSWER:B")
    assert asked.stem == "A.N.P.E., J.-P. et C.\\\nJ.-P. en parle ?"
    assert [(option.text, option.right) for option in asked.options] == [("Non", False), ("Oui", True), ("A.B.", False)]


BROKEN = """\
Une seule option ?
A) Oui
ANSWER: A

A) Sans énoncé

ANSWER: Sans énoncé

Laquelle est bonne ?
A) La bonne
B) Une autre
ANSWER: A

Sans réponse ?
A) Presque
B) Pas tout à fait

Et celle-ci ?
A)Non
B)Oui
ANSWER: B
"""
"""The faults that Moodle's own test of the format knows, in our words (question/format/aiken/tests)."""
NOT_TAKEN = "Cette question n'est pas reprise : corrigez-la, puis choisissez le fichier de nouveau."


def test_good_questions_come_in_though_others_are_broken_and_each_fault_is_said_with_its_line() -> None:
    assert [(asked.stem, asked.key, len(asked.options)) for asked in read(BROKEN)] == [
        ("Laquelle est bonne ?", ("a",), 2),
        ("Et celle-ci ?", ("b",), 2),
    ]
    assert told(BROKEN) == [
        *(f"1: {NOT_TAKEN}", "1: Il faut au moins deux options, écrites « A. … ».", f"5: {NOT_TAKEN}"),
        "5: Il manque l'énoncé : écrivez-le au-dessus de « A. … ».",
        "5: Il faut au moins deux options, écrites « A. … ».",
        *("5: « ANSWER: » ne nomme aucune option de cette question : corrigez la lettre.", f"14: {NOT_TAKEN}"),
        "14: Il manque la réponse : ajoutez « ANSWER: A » sous les options de cette question.",
    ]


def test_what_is_to_be_mended_is_said_with_its_line() -> None:
    for old, new, said in [
        ("ANSWER: B", "", "1: Il manque la réponse : ajoutez « ANSWER: A » sous les options de cette question."),
        ("ANSWER: B", "ANSWER: D", "1: « ANSWER: » ne nomme aucune option de cette question : corrigez la lettre."),
        ("ANSWER: B", "ANSWER:", "1: « ANSWER: » ne nomme aucune option de cette question : corrigez la lettre."),
        ("answer: a", "", "6: Il manque la réponse : ajoutez « ANSWER: A » sous les options de cette question."),
        ("B) Actiris\n", "", "1: Il faut au moins deux options, écrites « A. … »."),
        ("B. Deux", "A. Deux", "6: Deux options de cette question ont la même lettre : changez-en une."),
        ("Deux lignes :\n# la seconde\n", "", "6: Il manque l'énoncé : écrivez-le au-dessus de « A. … »."),
    ]:
        assert said in told(TEXT.replace(old, new))


def test_a_file_without_any_good_question_is_refused() -> None:
    for text, said in [
        ("\n", "1: Ce texte n'a aucune question : écrivez un énoncé, des lignes « A. … », puis « ANSWER: A »."),
        ("\nQui ?\nA. Un\nANSWER: A\n", "2: Il faut au moins deux options, écrites « A. … »."),
    ]:
        with pytest.raises(BrokenText) as broken:
            read(text)
        assert str(broken.value) == f"questions.txt:{said}"


@given(st.lists(st.sampled_from(["A. a", "B)b", "ANSWER: A", "ANSWER", "Quoi ?", "", "A.", "\x00"])).map("\n".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert all(question.key for question in read(text))
    except BrokenText as broken:
        assert broken.problems
