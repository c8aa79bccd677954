"""The arrow: app → portal → watchers → models → content, and who alone may touch what lies outside."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("content", "models", "watchers", "portal", "app")
FLASK = {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug"}
NETWORK = {"httpx2", "httpcore2", "socket", "http.client", "urllib.request", "requests"}
WEIGHT = {"numpy", "pandas", "scipy", "sklearn", "torch", "transformers", "pyBKT"}
STORES = {"sqlalchemy", "alembic", "sqlite3", "psycopg"}


@dataclass(frozen=True, slots=True)
class Law:
    """No file for which `binds` holds imports one of `names`; where `but_one` is set, a single file may."""

    said: str
    names: set[str]
    binds: Callable[[PurePath], bool]
    but_one: bool = False


def layer(file: PurePath) -> str:
    return file.parts[0].removesuffix(".py")


def in_heart(file: PurePath) -> bool:
    return layer(file) == "content" or file.as_posix() in ("models/learner.py", "models/tutor.py")


LAWS = [
    *(
        Law(f"{lower} leans on nothing above it", set(HOUSE[place:]), lambda file, lower=lower: layer(file) == lower)
        for place, lower in enumerate(HOUSE[:-1], start=1)
    ),
    Law("the product leans on no tool", {"tests", "scripts", "benchmarks", "migrations"}, lambda file: True),
    Law("no Flask below the portal", FLASK, lambda file: layer(file) in HOUSE[:3]),
    Law("the heart is pure", STORES | NETWORK | WEIGHT, in_heart),
    Law("one language room", {"transformers", "torch"}, lambda file: file.parts[:2] != ("models", "language")),
    Law("one file reaches the network", NETWORK, lambda file: not file.as_posix().startswith("watchers/fetch")),
    Law("one file knows pyBKT", {"pyBKT"}, lambda file: True, but_one=True),
    Law("one file knows SMTP", {"smtplib"}, lambda file: True, but_one=True),
    Law("one file knows the queue", {"huey"}, lambda file: True, but_one=True),
]


def imported(source: str) -> Iterator[str]:
    """Every dotted name that the source imports, at whatever depth."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_of(root: Path) -> dict[PurePath, set[str]]:
    files = [file for top in HOUSE for file in (root / f"{top}.py", *(root / top).rglob("*.py")) if file.exists()]
    return {PurePath(file.relative_to(root)): set(imported(file.read_text())) for file in sorted(files)}


def falls_under(name: str, names: set[str]) -> bool:
    return any(name == other or name.startswith(f"{other}.") for other in names)


def breaches(root: Path) -> list[str]:
    """Every import below `root` that a law forbids, as one line each."""
    files = imports_of(root)
    found = [line for law in LAWS for line in against(law, files)]
    return found + [
        f"{file} imports {name}: of watchers the portal takes only what its face offers"
        for file, names in files.items()
        for name in sorted(names)
        if layer(file) == "portal" and behind_the_face(name, root)
    ]


def against(law: Law, files: dict[PurePath, set[str]]) -> list[str]:
    guilty = {
        file: sorted(name for name in names if falls_under(name, law.names))
        for file, names in files.items()
        if law.binds(file) and any(falls_under(name, law.names) for name in names)
    }
    if law.but_one and len(guilty) <= 1:
        return []
    return [f"{file} imports {name}: {law.said}" for file, names in guilty.items() for name in names]


def behind_the_face(name: str, root: Path) -> bool:
    face, _, offered = name.partition(".")
    room = root / "watchers" / offered.split(".")[0]
    return face == "watchers" and bool(offered) and (room.is_dir() or room.with_suffix(".py").exists())


def test_every_import_follows_the_arrow() -> None:
    assert breaches(ROOT) == []


@pytest.mark.parametrize(
    ("file", "line", "law"),
    [
        ("content/text.py", "from models.study import answer", "content leans on nothing above it"),
        ("models/study.py", "import portal.study", "models leans on nothing above it"),
        ("watchers/visit.py", "import app", "watchers leans on nothing above it"),
        ("portal/study.py", "from app import create_app", "portal leans on nothing above it"),
        ("models/store.py", "import tests.fakes", "the product leans on no tool"),
        ("watchers/digest.py", "from flask import render_template", "no Flask below the portal"),
        ("models/learner.py", "def fit():\n    import numpy as np", "the heart is pure"),
        ("content/pack.py", "from sqlalchemy import select", "the heart is pure"),
        ("models/news.py", "import torch", "one language room"),
        ("watchers/feeds.py", "from urllib.request import urlopen", "one file reaches the network"),
        (
            "portal/news.py",
            "from watchers.clock import queue",
            "of watchers the portal takes only what its face offers",
        ),
        ("portal/news.py", "from watchers import clock", "of watchers the portal takes only what its face offers"),
    ],
)
def test_an_import_against_the_arrow_is_named(tmp_path: Path, file: str, line: str, law: str) -> None:
    tree(tmp_path, {file: line, "watchers/clock.py": ""})
    assert [breach.partition(": ")[::2] for breach in breaches(tmp_path)] == [(named(file, line), law)]


def named(file: str, line: str) -> str:
    return f"{file} imports {next(imported(line))}"


@pytest.mark.parametrize("library", ["pyBKT.models", "smtplib", "huey"])
def test_what_lies_outside_is_known_to_one_file_only(tmp_path: Path, library: str) -> None:
    tree(tmp_path, {"watchers/clock.py": f"import {library}"})
    assert breaches(tmp_path) == []
    tree(tmp_path, {"watchers/post.py": f"import {library}"})
    assert len(breaches(tmp_path)) == 2


def test_imports_along_the_arrow_are_free(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "app.py": "from portal import create_app",
            "portal/__init__.py": "from flask import Flask\nfrom watchers import wake\nfrom models.study import answer",
            "watchers/__init__.py": "def wake(): from watchers.clock import queue",
            "watchers/fetch_guard.py": "import httpcore2, socket",
            "models/language/encoder.py": "import torch, transformers",
            "models/fitting/hierarchical.py": "import numpy, scipy.optimize",
            "models/study.py": "from content.marking import mark\nfrom sqlalchemy import select",
        },
    )
    assert breaches(tmp_path) == []


def tree(root: Path, files: dict[str, str]) -> None:
    for name, source in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source)
