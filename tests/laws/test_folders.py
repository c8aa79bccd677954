"""docs/design.md §2, law 5: the same seven folders in each part, few files on one level, few files of one name."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.graph import ROOT, modules

NOUNS = ("learning", "studio", "news", "directory", "community", "people", "site")
PARTS = ("portal", "models", "tests")
MOST_DIRECTLY = {"portal": 10, "content": 15}
MOST_OF_ONE_NAME = 4
MOST_FILES = 520


def breaches(root: Path, most_files: int = MOST_FILES) -> Iterator[str]:
    """What stands against the law, one line each."""
    for part in PARTS:
        yield from (f"{part}/{noun} is not there" for noun in NOUNS if not any((root / part / noun).rglob("*.py")))
    for part, most in MOST_DIRECTLY.items():
        if (there := len(list((root / part).glob("*.py")))) > most:
            yield f"{there} files lie directly in {part}/"
    files = list(modules(root).values())
    if len(files) > most_files:
        yield f"{len(files)} files of the product"
    for name, number in Counter(file.name for file in files if not file.name.startswith("__")).items():
        if number > MOST_OF_ONE_NAME:
            yield f"{number} files are called {name}"


def sound(root: Path) -> Path:
    """A small tree in which the law is kept."""
    for part in PARTS:
        for noun in NOUNS:
            (root / part / noun).mkdir(parents=True)
            (root / part / noun / f"{noun}.py").touch()
    return root


def test_each_noun_has_its_folder_and_no_level_or_name_is_crowded() -> None:
    assert list(breaches(ROOT)) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (sound(tmp_path) / "tests/site/site.py").unlink()
    assert list(breaches(tmp_path)) == ["tests/site is not there"]


@pytest.mark.parametrize(("part", "most"), MOST_DIRECTLY.items())
def test_a_crowded_level_is_named(tmp_path: Path, part: str, most: int) -> None:
    (sound(tmp_path) / part).mkdir(exist_ok=True)
    for number in range(most + 1):
        (tmp_path / part / f"file_{number}.py").touch()
    assert list(breaches(tmp_path)) == [f"{most + 1} files lie directly in {part}/"]


def test_a_name_given_to_too_many_files_is_named(tmp_path: Path) -> None:
    for noun in NOUNS[: MOST_OF_ONE_NAME + 1]:
        (sound(tmp_path) if noun == NOUNS[0] else tmp_path).joinpath("models", noun, "reading.py").touch()
    assert list(breaches(tmp_path)) == [f"{MOST_OF_ONE_NAME + 1} files are called reading.py"]


def test_too_many_files_are_told(tmp_path: Path) -> None:
    assert list(breaches(sound(tmp_path), most_files=13)) == ["14 files of the product"]
