"""The locks: each file that the requirements lead to, on the Pythons we test, by its hash."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.laws.test_environment import CHECKS, RUNS, requirements

LOCKS = (RUNS.with_suffix(".lock"), CHECKS.with_suffix(".lock"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def entries(lock: Path) -> list[str]:
    """What the lock says of each file's package, its lines made one."""
    lines = (line for line in lock.read_text().splitlines() if not line.lstrip().startswith("#"))
    return [entry for entry in re.split(r"\n(?=\S)", "\n".join(lines)) if entry]


def linux(python: str) -> dict[str, str]:
    """What markers are asked of, on Linux and that Python."""
    ours = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}
    pythons = {"python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython"}
    return {**dict(default_environment()), **ours, **pythons, "platform_python_implementation": "CPython", "extra": ""}


def pins(lock: Path, python: str) -> dict[str, Version]:
    """The version of each package there."""
    named = [Requirement(entry.partition(" \\")[0]) for entry in entries(lock)]
    there = [one for one in named if one.marker is None or one.marker.evaluate(linux(python))]
    found = {canonicalize_name(one.name): Version(str(one.specifier).removeprefix("==")) for one in there}
    assert len(found) == len(there)
    return found


def unmet(asked: list[Requirement], pinned: dict[str, Version]) -> list[str]:
    """What is asked for and not pinned, or pinned outside its range."""
    versions = [(one, pinned.get(canonicalize_name(one.name))) for one in asked]
    return [str(one) for one, version in versions if version is None or not one.specifier.contains(version, True)]


def drawn_in(name: str, version: Version, python: str) -> list[Requirement]:
    """What a package asks for in its turn, where that version of it is installed here."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return []
    asked = [Requirement(line) for line in installed.requires or ()] if Version(installed.version) == version else []
    return [one for one in asked if one.marker is None or one.marker.evaluate(linux(python))]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_each_entry_names_the_hashes_of_its_files_and_nothing_else(lock: Path) -> None:
    assert [entry for entry in entries(lock) if not HASH.search(entry)] == []
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("python", ["3.11", "3.13"])
@pytest.mark.parametrize("asked", [RUNS, CHECKS], ids=lambda file: file.name)
def test_each_lock_satisfies_its_requirements_and_what_they_draw_in(asked: Path, python: str) -> None:
    pinned = pins(asked.with_suffix(".lock"), python)
    assert unmet(requirements(asked), pinned) == []
    assert {
        name: found for name, version in pinned.items() if (found := unmet(drawn_in(name, version, python), pinned))
    } == {}
    assert len(pinned) > len(requirements(asked))


def test_what_stands_in_both_locks_is_the_same() -> None:
    runs, checks = (pins(lock, "3.11") for lock in LOCKS)
    assert {name for name in runs.keys() & checks.keys() if runs[name] != checks[name]} == set()


def test_what_the_lock_lacks_or_has_outside_its_range_is_named(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("# by hand\nflask==3.0.0 \\\n    --hash=sha256:00\n    # via nobody\nnh3==0.3.8\n")
    asked = [Requirement("Flask>=3.1"), Requirement("nh3>=0.3"), Requirement("huey>=3.5")]
    assert unmet(asked, pins(tmp_path / "lock", "3.11")) == ["Flask>=3.1", "huey>=3.5"]
