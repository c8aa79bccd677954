"""The commands that read a file of somebody's answers, or write a page."""

from pathlib import Path

import pytest

from models.fitting.__main__ import main
from models.fitting.simulation import World, simulate
from models.store import Store
from tests.builders import RIGHT, WRONG, add_learner, ask


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Twenty made-up learners in a file of the usual columns."""
    made_up = simulate(20, 3, 6, 5, 1, World.ABLE).answers
    columns = (made_up.learner, made_up.skill, made_up.question, made_up.right)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    lines = [f"{learner},{row},{skill},{asked},{right},0" for row, (learner, skill, asked, right) in enumerate(rows)]
    path = tmp_path_factory.mktemp("files") / "answers.csv"
    path.write_text("\n".join(["user_id,order,skill_id,problem_id,correct,timestamp", *lines]))
    return str(path)


def test_evaluate_prints_a_row_for_every_model_and_what_ours_gains(
    answers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", answers, "--folds", "2", "--seed", "7"]) == 0
    said = capsys.readouterr().out
    for name in ("AUC", "constante", "BKT", "PFA", "Best-LR", "DKT", "hiérarchique", "ΔAUC", "déjà acquise"):
        assert name in said


def test_pilot_prints_a_table_for_each_number_of_learners(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pilot", answers, "--learners", "4,8"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("4 ") for line in said) == sum(line.startswith("8 ") for line in said) == 5


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["evaluate", "nowhere.csv"], "nowhere.csv"),
        (["pilot", "{answers}", "--learners", "50"], "Trop peu d'apprenants"),
        (["evaluate", "{answers}", "--folds", "21"], "Trop peu d'apprenants"),
    ],
)
def test_what_cannot_be_read_or_has_too_few_learners_is_said_in_one_sentence(
    answers: str, arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([argument.format(answers=answers) for argument in arguments]) == 1
    assert why in capsys.readouterr().err


def test_the_report_is_one_page_in_the_file_asked_for(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", store.url)
    keys = [add_learner(store) for _ in range(6)]
    with store.writing() as db:
        for person, key in enumerate(keys):
            for number in range(1, 9):
                ask(db, key, f"listen-active-{number}", RIGHT if (person + number) % 3 else WRONG)
    assert main(["report", "--out", str(tmp_path / "report.html")]) == 0
    page = (tmp_path / "report.html").read_text()
    assert "Écouter" in page
    assert "Que faites-vous" in page
    assert main(["report", "--out", str(tmp_path / "no" / "folder.html")]) == 1
