"""Answers from a file of somebody else's."""

from pathlib import Path

import pytest

from benchmarks.answer_file import NotAnswers, first_exposures, read_file, read_folds

ROWS = """\
user_id,order,skill_id,problem_id,correct,timestamp
7,1,3,30,0,172800
7,0,3,31,1,86400
2,0,4,40,1,0
"""


def file(folder: Path, text: str) -> Path:
    path = folder / "answers.csv"
    path.write_text(text)
    return path


def test_learners_come_one_after_the_other_each_in_the_order_of_her_answers(tmp_path: Path) -> None:
    answers = read_file(file(tmp_path, ROWS))
    assert answers.learner.tolist() == [0, 1, 1]
    assert answers.right.tolist() == [1, 1, 0]
    assert [answers.questions[code] for code in answers.question] == ["q40", "q31", "q30"]
    assert [answers.skills[code] for code in answers.skill] == ["s4", "s3", "s3"]
    assert answers.day.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("user_id,order\n1,2\n", "pas de colonne skill_id, problem_id, correct"),
        ("", "pas un tableau"),
        (ROWS.replace("30,0", "30,0.5"), "pas que des 0 et des 1"),
        (ROWS.replace("30,0", "30,"), "pas que des 0 et des 1"),
    ],
)
def test_what_is_no_file_of_answers_is_refused_with_the_reason(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(NotAnswers, match=said):
        read_file(file(tmp_path, text))


def test_folds_that_were_published_come_in_the_order_of_the_answers(tmp_path: Path) -> None:
    head, *rows = ROWS.splitlines()
    with_folds = file(tmp_path, "\n".join([f"{head},fold", *(f"{row},{fold}" for fold, row in enumerate(rows))]))
    found = read_folds(with_folds)
    assert found is not None and found.tolist() == [2, 1, 0]
    assert read_folds(file(tmp_path, ROWS)) is None


def test_the_first_answer_to_a_question_is_one_for_each_learner(tmp_path: Path) -> None:
    again = ROWS + "7,2,3,31,0,172900\n2,1,4,31,0,9\n"
    assert first_exposures(read_file(file(tmp_path, again))).tolist() == [True, True, True, True, False]
