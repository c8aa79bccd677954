"""What the repository holds: nothing heavy, nothing true of one machine only, nothing of others that was altered."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from scripts import vendor

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 1500 * 1024
HOSTS = ["pypi.%s", "files.pythonhosted.%s", "download.pytorch.%s", "registry.npmjs.%s", "deb.debian.%s"]
REGISTRY = re.compile("|".join(re.escape(host % "org") for host in HOSTS))
MACHINE = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|tmp)/\w+")


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def local_truths(files: Iterable[Path]) -> Iterator[str]:
    """Each place where a text names the host of a package registry or an absolute path of a machine."""
    for file in files:
        for number, line in enumerate(file.read_text(errors="ignore").splitlines(), start=1):
            if found := REGISTRY.search(line) or MACHINE.search(line):
                yield f"{file.name}:{number}: {found.group()}"


def test_no_file_is_heavy() -> None:
    assert [file.name for file in tracked() if file.stat().st_size > LARGEST] == []


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    assert list(local_truths(file for file in tracked() if file != Path(__file__))) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see https://" + HOSTS[0] % "org" + "/project/Flask", HOSTS[0] % "org"),
        ("open('/home/me/boussole/app.py')", "/home/me"),
        ("https://example.org/home/me is a page, ~/root/x a home, ./tmp/x a folder", None),
    ],
)
def test_a_local_truth_is_named_with_its_place(tmp_path: Path, line: str, found: str | None) -> None:
    (tmp_path / "notes.md").write_text(f"\n{line}\n")
    assert list(local_truths([tmp_path / "notes.md"])) == ([f"notes.md:2: {found}"] if found else [])


def test_what_came_from_others_is_as_it_came() -> None:
    packages = vendor.packages()
    changed = {package.folder: vendor.differing(package, vendor.VENDOR) for package in packages}
    assert {folder: files for folder, files in changed.items() if files} == {}
    assert packages != []
