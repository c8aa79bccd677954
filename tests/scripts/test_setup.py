"""`scripts/setup.py`: what it refuses to clear, when there is nothing to do, and what a newcomer sees meanwhile."""

import ast
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from scripts import setup

NO_ROOM = "No space left on device"
ONE_LINE = "Building the environment in .venv: from half a minute to a few, once.\n"
WAITING = "Waiting for another set-up, which is at work in .venv.\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with the script, and requirements that ask for nothing; what checks asks for as little."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(setup.__file__, tmp_path / "scripts" / "setup.py")
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "requirements-dev.txt").write_text("# nothing either\n")
    return tmp_path


def begun(house: Path, *words: str) -> subprocess.Popen[str]:
    """The script, started where no package index can be reached, so that there is no uv."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    return subprocess.Popen(
        [sys.executable, "scripts/setup.py", ".venv", *words],
        cwd=house,
        env={**outside, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": str(house)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(house: Path, *words: str) -> tuple[int, str, str]:
    """The exit status of the script, and what it says on either side."""
    process = begun(house, *words)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def made_by_hand(house: Path) -> Path:
    """An environment that says it has what requirements.txt asks for, and a file in it that a building would clear."""
    environment = house / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").touch()
    (environment / "pyvenv.cfg").touch()
    (environment / "kept").touch()
    (environment / "ready").write_text(setup.wanted(house / "requirements.txt"))
    return environment


def test_a_link_is_refused_and_what_it_leads_to_is_left_alone(house: Path) -> None:
    made_by_hand(house).rename(house / "elsewhere")
    (house / ".venv").symlink_to("elsewhere")
    (house / "requirements.txt").write_text("something-else")
    status, out, err = run(house)
    assert (status, out) == (1, "")
    assert ".venv is a link" in err
    assert (house / "elsewhere" / "kept").exists()


def test_a_folder_that_is_no_environment_is_refused_and_left_alone(house: Path) -> None:
    (house / ".venv").mkdir()
    (house / ".venv" / "thesis.txt").touch()
    status, out, err = run(house)
    assert (status, out) == (1, "")
    assert ".venv is a folder without pyvenv.cfg" in err
    assert (house / ".venv" / "thesis.txt").exists()


def test_a_file_in_its_place_is_refused_and_left_alone(house: Path) -> None:
    (house / ".venv").write_text("a note")
    assert run(house)[0] == 1
    assert (house / ".venv").read_text() == "a note"


def test_where_all_is_there_nothing_is_done_or_said_whatever_the_dates(house: Path) -> None:
    environment = made_by_hand(house)
    (house / "requirements.txt").touch()
    assert run(house) == (0, "", "")
    assert (environment / "kept").exists()


def test_an_environment_is_ready_for_the_requirements_it_was_built_for_and_a_python_that_is_there(house: Path) -> None:
    environment, requirements = made_by_hand(house), house / "requirements.txt"
    assert setup.is_ready(environment, [requirements])
    requirements.write_text("something-else")
    assert not setup.is_ready(environment, [requirements])
    requirements.write_text("# nothing\n")
    (environment / "bin" / "python").unlink()
    assert not setup.is_ready(environment, [requirements])


@pytest.mark.nightly
def test_what_checks_is_added_to_what_runs_and_what_runs_is_built_anew_when_it_changes(house: Path) -> None:
    assert run(house) == (0, ONE_LINE, "")
    kept = house / ".venv" / "kept"
    kept.touch()
    assert run(house, "--checks") == (0, ONE_LINE, "")
    assert run(house, "--checks") == run(house) == (0, "", "")
    (house / "requirements-dev.txt").write_text("# another yet\n")
    assert run(house) == (0, "", "")
    assert run(house, "--checks") == (0, ONE_LINE, "")
    assert kept.exists()
    (house / "requirements.txt").write_text("# another\n")
    assert run(house) == (0, ONE_LINE, "")
    assert not kept.exists()


def test_two_that_are_started_at_once_build_once(house: Path) -> None:
    environment = made_by_hand(house)
    ready = (environment / "ready").read_text()
    (environment / "ready").unlink()
    with (environment / "pyvenv.cfg").open() as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        with begun(house) as second:
            assert second.stdout
            assert second.stdout.readline() == WAITING
            (environment / "ready").write_text(ready)
            fcntl.flock(first, fcntl.LOCK_UN)
            assert second.communicate(timeout=60) == ("", "")
    assert second.returncode == 0
    assert (environment / "kept").exists()


@pytest.mark.nightly
def test_stopped_then_failing_then_mended_it_starts_from_what_was_left_each_time(house: Path) -> None:
    environment = made_by_hand(house)
    (house / "requirements.txt").write_text("# another\n")
    with begun(house) as stopped:
        assert stopped.stdout
        assert stopped.stdout.readline() == ONE_LINE
        stopped.send_signal(signal.SIGTERM)
        said = stopped.communicate(timeout=60)
    assert said == ("", "Stopped half-way: the next `make` builds the environment again.\n")
    (house / "venv.py").write_text(f"if __name__ == '__main__': raise SystemExit({NO_ROOM!r})")
    status, out, err = run(house)
    # What the stopped one had killed may still be dying: until then it holds the lock, and is waited for.
    assert (status, out.removeprefix(WAITING)) == (1, ONE_LINE)
    what_happened, *log, what_is_kept, what_to_do = err.splitlines()
    assert what_happened == "The environment in .venv was not built: Python could not make an empty one."
    assert log[-1] == f"    {NO_ROOM}"
    assert (environment / "setup.log").read_text().endswith(f"{NO_ROOM}\n")
    assert "Kept: the whole log, in .venv/setup.log" in what_is_kept
    assert "run `make` again" in what_to_do
    (house / "venv.py").unlink()
    assert run(house) == (0, ONE_LINE, "")
    assert not (environment / "kept").exists()
    assert run(house) == (0, "", "")


@pytest.mark.nightly
def test_locked_it_takes_the_file_of_that_hash_and_no_other(house: Path) -> None:
    wheel = house / "compass-1.0-py3-none-any.whl"
    about = "compass-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("compass.py", "")
        packed.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: compass\nVersion: 1.0\n")
        packed.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{about}/RECORD", "")
    lock = house / "requirements.lock"
    lock.write_text(f"compass==1.0 --hash=sha256:{'0' * 64}\n")
    status, _, err = run(house, "--locked")
    assert status == 1
    assert "pip could not install the files that the locks name" in err
    assert not (house / ".venv" / "ready").exists()
    lock.write_text(f"compass==1.0 --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n")
    assert run(house, "--locked") == (0, ONE_LINE, "")
    assert list((house / ".venv").glob("lib/*/site-packages/compass.py"))
    assert run(house) == (0, "", "")  # what the lock built is what the requirements ask
    (house / "requirements-dev.lock").write_text(f"# as well\n{lock.read_text()}")  # a package may stand in both
    assert run(house, "--checks", "--locked") == (0, ONE_LINE, "")
    assert run(house, "--checks") == (0, "", "")


def test_a_python_too_old_can_read_the_script_that_tells_it_so() -> None:
    assert ast.parse(Path(setup.__file__).read_text(), feature_version=(3, 6))
