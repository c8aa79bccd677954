"""Boussole beside its peers: what can be seen without them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.peers import rounds, where
from benchmarks.peers.environments import PeerAbsent, python_of
from benchmarks.peers.rounds import Figures


def test_a_peer_that_is_absent_is_said_to_be_with_the_way_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(PeerAbsent, match=f"anki is absent from {tmp_path}: .* --install"):
        python_of(tmp_path, "anki")


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
