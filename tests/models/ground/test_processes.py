"""Whoever replaces a database has it alone; turns at SQLite's one lock, whatever process one is in."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import make_url, text

from models.ground import processes
from models.ground.processes import DatabaseOpen, Turn
from models.ground.store import Store
from tests.databases import FreshDatabase


def test_a_database_is_had_alone_only_while_nobody_has_it_open(sqlite: FreshDatabase) -> None:
    with sqlite() as url:
        database, store = Path(make_url(url).database or ""), Store(url)
        with processes.database_alone(database):
            pass
        with store.reading() as db:
            db.execute(text("SELECT 1"))
        # Nobody is reading now, but a connection waits for the next who does.
        with pytest.raises(DatabaseOpen), processes.database_alone(database):
            pass
        store.dispose()
        with processes.database_alone(database), pytest.raises(DatabaseOpen), processes.database_alone(database):
            pass


def test_who_comes_while_a_database_is_replaced_waits(sqlite: FreshDatabase) -> None:
    with sqlite() as url:
        database, store = Path(make_url(url).database or ""), Store(url)

        def read() -> None:
            with store.reading() as db:
                found.append(db.scalar(text("SELECT count(*) FROM learner")))
            store.dispose()

        found: list[object] = []
        reader = Thread(target=read)
        with processes.database_alone(database):
            reader.start()
            reader.join(0.05)
            assert found == []
        reader.join()
        assert found == [0]


def test_a_database_without_a_folder_is_said_by_who_asks_for_it(tmp_path: Path) -> None:
    assert processes.open_beside(tmp_path / "none" / "x.sqlite3") is None


A_TRANSACTION = bytes(4_000_000)
HOLD = """
import sys
from pathlib import Path
from models.ground.processes import Turn

with Turn(Path(sys.argv[1]), 60).taken():
    print("taken", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "boussole.sqlite3"


@pytest.fixture
def elsewhere(database: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the turn, until it is told to let go."""
    command = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "taken\n"
        yield process
        process.kill()


@pytest.mark.nightly  # it measures who comes first
def test_one_writer_is_not_overtaken_again_and_again_by_many_in_another_process(database: Path) -> None:
    many, one = Turn(database, 60), Turn(database, 60)  # two lines of threads: what processes are to each other
    together, enough, came = Barrier(5), Event(), list[str]()

    def write(turn: Turn, name: str) -> None:
        together.wait()
        while not enough.is_set():
            with turn.taken():
                came.append(name)
                sha256(A_TRANSACTION)  # as long as a transaction takes, with the interpreter free for others
                if came.count("one") == 20:
                    enough.set()

    with ThreadPoolExecutor(5) as threads:
        for name in ("many", "many", "many", "many", "one"):
            threads.submit(write, many if name == "many" else one, name)
    begun = came[came.index("one") :]
    overtaken = [len(list(times)) for name, times in groupby(begun) if name == "many"]
    assert sorted(overtaken)[len(overtaken) // 2] <= 2


def test_who_waits_for_another_process_comes_once_it_lets_go(
    database: Path, elsewhere: "subprocess.Popen[str]"
) -> None:
    came = Event()

    def write() -> None:
        with Turn(database, 60).taken():
            came.set()

    waiting = Thread(target=write)
    waiting.start()
    assert not came.is_set()
    assert elsewhere.stdin
    elsewhere.stdin.close()
    waiting.join(60)
    assert came.is_set()


def test_a_killed_process_keeps_nobody_waiting(database: Path, elsewhere: "subprocess.Popen[str]") -> None:
    elsewhere.kill()
    with Turn(database, 60).taken():
        pass


def test_who_has_waited_long_enough_goes_on_and_lets_sqlite_say_what_there_is_to_say(
    database: Path, elsewhere: "subprocess.Popen[str]"
) -> None:
    with Turn(database, 0.01).taken():
        assert elsewhere.poll() is None


def test_where_no_file_can_be_made_nobody_waits(tmp_path: Path) -> None:
    with Turn(tmp_path / "gone" / "boussole.sqlite3", 60).taken():
        assert not (tmp_path / "gone").exists()
