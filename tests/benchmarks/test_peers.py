"""Boussole beside its peers: what can be seen without them."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.peers import floor, rounds, sitting, where
from benchmarks.peers.environments import PeerAbsent, python_of
from benchmarks.peers.processor import of_children
from benchmarks.peers.rounds import Figures


@pytest.fixture(scope="module")
def sat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[sitting.Step]]:
    path = tmp_path_factory.mktemp("sitting") / "boussole.sqlite3"
    return path, sitting.sat(path, answers=6, seed=1)


def test_a_peer_that_is_absent_is_said_to_be_with_the_way_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(PeerAbsent, match=f"anki is absent from {tmp_path}: .* --install"):
        python_of(tmp_path, "anki")


def test_an_environment_without_its_peer_is_no_peer(tmp_path: Path) -> None:
    python = tmp_path / "kolibri" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o700)
    with pytest.raises(PeerAbsent, match="kolibri is absent"):
        python_of(tmp_path, "kolibri")


def test_every_answer_of_a_sitting_and_what_comes_next_is_timed(sat: tuple[Path, list[sitting.Step]]) -> None:
    _, steps = sat
    assert len(steps) == 6
    assert all(min(step) > 0 for step in steps)


def test_the_floor_writes_the_same_answers_again(sat: tuple[Path, list[sitting.Step]]) -> None:
    path, steps = sat
    spent = list(floor.rewritten(path))
    assert len(spent) == len(steps) - 1  # after the last of them nothing was shown
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*), max(sequence) FROM answer").fetchone() == (len(spent), len(spent))


def test_a_round_gives_everybody_a_turn_and_the_medians_stand_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    turns: list[str] = []

    def leg(name: str, *milliseconds: float) -> rounds.Leg:
        left = iter(milliseconds)

        def taken() -> Figures:
            turns.append(name)
            return Figures(next(left), 9.0, 100.0, 0.5)

        return taken

    medians = rounds.alternately({"ours": leg("ours", 3, 1, 2), "theirs": leg("theirs", 6, 4, 5)}, 3)
    assert turns == ["ours", "theirs"] * 3
    assert [middle.p50 for middle in medians.values()] == [2, 5]
    assert capsys.readouterr().out.count("load") == 6


def test_a_ratio_is_judged_by_the_most_or_by_the_least_that_it_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    rounds.judge("time", 2.9, most=3.0)
    rounds.judge("time", 3.1, most=3.0)
    rounds.judge("answers/s", 5.1, least=5.0)
    rounds.judge("answers/s", 4.9, least=5.0)
    said = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" ")[2] for line in said] == ["met", "MISSED", "met", "MISSED"]


def test_a_profile_counts_statements_and_says_whose_code_ran() -> None:
    watched = where.Watched()
    with closing(sqlite3.connect(":memory:")) as db:

        def ask() -> None:
            db.cursor().execute("SELECT 1")
            db.cursor().execute("SELECT 2")
            db.commit()

        for _ in range(3):
            watched(ask)
    statements, _, shares = watched.told().partition("; ")
    assert statements == "2.0 statements"
    assert {share.rsplit(" ", 2)[0] for share in shares.split(", ")} >= {"SQLite", "commit", "the house"}


def test_what_a_profile_has_seen_belongs_to_somebody() -> None:
    named = {
        where.whose("/venv/lib/python3.11/site-packages/sqlalchemy/orm/session.py", "flush"): "SQLAlchemy",
        where.whose("/venv/lib/python3.11/site-packages/flask/app.py", "wsgi_app"): "Flask and Jinja",
        where.whose(f"{where.HOUSE}/models/study/answering.py", "answer"): "the house",
        where.whose("~", "<built-in method builtins.len>"): "Python's own",
    }
    assert list(named) == list(named.values())


def test_what_a_server_takes_of_the_processor_is_counted_while_it_runs() -> None:
    before = of_children()
    busy = "import time\nwhile time.process_time() < .1: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        during = of_children()
        child.communicate(b"\n")
    # The system counts in ticks of ten milliseconds.
    assert during - before > 0.075
