"""The commands: what is fitted is kept whole or not at all, and what is in force is said and lived by everybody."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from models import parameters
from models.estimates import POOLED, Estimates, Parameters
from models.fitting import classic, refit
from models.fitting.__main__ import main
from models.ground.store import Store
from models.learning import answer_log
from models.tables.answers import LearnerAbility
from models.tables.parameters import ParameterSet
from tests.builders import MONDAY, RIGHT, WRONG, add_learner, ask


@pytest.fixture(autouse=True)
def here(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on the database of the test."""
    monkeypatch.setenv("DATABASE_URL", store.url)


@pytest.fixture
def learners(store: Store) -> list[UUID]:
    """Seven people who have answered the eight questions on listening."""
    keys = [add_learner(store) for _ in range(7)]
    with store.writing() as db:
        for person, key in enumerate(keys):
            for number in range(1, 9):
                ask(db, key, f"listen-active-{number}", RIGHT if (person * number) % 3 else WRONG)
    return keys


def keep(store: Store, prior: float = 0.6) -> int:
    with store.writing() as db:
        return parameters.add_set(db, Estimates({POOLED: Parameters(prior=prior)}), "classic", "fit", MONDAY).id


def in_force(store: Store) -> int:
    with store.reading() as db:
        return parameters.in_force(db).id


def cached_under(store: Store) -> set[int]:
    with store.reading() as db:
        return set(db.scalars(select(LearnerAbility.parameters_id)))


def sets(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(ParameterSet)) or 0


def test_a_fit_is_kept_and_changes_nothing_until_promoted(
    store: Store, learners: list[UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fit", "--pybkt", "--seed", "7"]) == 0
    with store.reading() as db:
        kept = db.scalars(select(ParameterSet).order_by(ParameterSet.id.desc())).first()
        assert kept is not None
        assert set(kept.skills) == {"listen.active", POOLED}
        assert (kept.model, kept.origin, kept.seed) == ("pybkt", "fit", 7)
        assert (kept.window["answers"], kept.window["learners"]) == (56, 7)
        assert parameters.in_force(db).id != kept.id
    said = capsys.readouterr()
    assert f"Jeu n° {kept.id} : 1 compétences ajustées sur 56 réponses." in said.out
    assert "listen.active : 1 sur 1" in said.err, "progress is told on the other channel"


def test_a_set_is_promoted_and_rolled_back_and_everybody_replayed(store: Store, learners: list[UUID]) -> None:
    before, number = in_force(store), keep(store)
    assert main(["promote", str(number)]) == 0
    assert (in_force(store), cached_under(store)) == (number, {number})
    assert main(["rollback"]) == 0
    assert (in_force(store), cached_under(store)) == (before, {before})


def test_a_refit_says_what_became_of_it(store: Store, learners: list[UUID], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refit"]) == 0
    assert "reste en vigueur : 56 réponses qu'il n'a pas vues, de 7 personnes" in capsys.readouterr().out


def test_the_sets_are_listed_with_the_one_in_force_and_their_verdict(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.writing() as db:
        worth = {"verdict": "Le jeu n° 1 reste en vigueur."}
        parameters.add_set(db, Estimates(), "hierarchical", "refit", MONDAY, window={"answers": 640}, metrics=worth)
    assert main(["sets"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split()[:6] == ["n°", "1", "en", "vigueur", "classic", "default"]
    assert second.split()[:5] == ["n°", "2", "gardé", "hierarchical", "refit"]
    assert second.endswith("640 réponses  Le jeu n° 1 reste en vigueur.")


def test_the_report_is_one_page_in_the_file_asked_for(learners: list[UUID], tmp_path: Path) -> None:
    assert main(["report", "--out", str(tmp_path / "report.html")]) == 0
    page = (tmp_path / "report.html").read_text()
    assert "Écouter" in page
    assert "Que faites-vous" in page
    assert main(["report", "--out", str(tmp_path / "no" / "folder.html")]) == 1


# -------------------------------------------------------------------------------------------------- what cannot be done


def test_what_cannot_be_done_is_said_in_one_sentence(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, sentence in [
        (["promote", "99"], "Il n'y a pas de jeu n° 99."),
        (["rollback"], "Aucun autre jeu n'était en vigueur avant celui-ci."),
    ]:
        assert main(arguments) == 1
        assert capsys.readouterr().err.strip() == sentence


def test_a_database_that_is_not_there_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/boussole.sqlite3")
    assert main(["sets"]) == 1
    assert "La base de données ne répond pas" in capsys.readouterr().err


def interrupt(*arguments: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupted_fit_leaves_nothing_and_says_so(
    store: Store, learners: list[UUID], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sets(store)
    monkeypatch.setattr(classic, "estimate", interrupt)
    assert main(["fit", "--pybkt"]) == 1
    assert sets(store) == before
    assert "Arrêté : rien n'a été gardé." in capsys.readouterr().err


def test_an_interrupted_promotion_says_that_it_goes_on_by_itself(
    store: Store, learners: list[UUID], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    number = keep(store)
    monkeypatch.setattr(refit, "sleep", interrupt)
    assert main(["promote", str(number)]) == 1
    assert "Arrêté : l'horloge rejouera les réponses de ceux qui restent." in capsys.readouterr().err
    assert in_force(store) == number
    with store.reading() as db:
        assert len(answer_log.due_for_replay(db)) == len(learners) - 1
