"""The arrow: app → portal → watchers → models → content, and who alone may touch what lies outside."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.laws.graph import HOUSE, ROOT, imported

HEART = (
    *("models/learner.py", "models/memory.py", "models/estimates.py", "models/intervals.py", "models/tutor/"),
    "models/community/ballot_reading.py",
)
FLASK = {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug"}
NETWORK = {"httpx2", "httpcore2", "socket", "http.client", "urllib.request", "requests"}
WEIGHT = {"numpy", "pandas", "scipy", "sklearn", "numba", "torch", "transformers", "pyBKT"}
NETWORK_LAW = (
    "no request waits for somebody else's server, save in portal/people/oidc.py; others listen or look at their port"
)
FOLLOW_UPS_LAW = "what she says of a try is hers: asked on home, kept, exported, erased, and no evidence of anything"
MIRROR_LAW = "the mirror is hers: pages show it, people export and erase it, tutor, home and mail know nothing of it"
STORES = {"sqlalchemy", "alembic", "sqlite3", "psycopg"}


@dataclass(frozen=True, slots=True)
class Law:
    """No file under `within`, save those under `save`, imports one of `names`; under `one_file`, a single one may."""

    said: str
    names: set[str]
    within: tuple[str, ...] = ("",)
    save: tuple[str, ...] = ()
    one_file: bool = False

    def binds(self, file: str) -> bool:
        return file.startswith(self.within) and not file.startswith(self.save)

    def forbidden(self, names: set[str]) -> list[str]:
        return sorted(name for name in names if any(f"{name}.".startswith(f"{taboo}.") for taboo in self.names))

    def breaches(self, files: dict[str, set[str]]) -> list[str]:
        found = {file: self.forbidden(names) for file, names in files.items() if self.binds(file)}
        guilty = {file: names for file, names in found.items() if names}
        if self.one_file and len(guilty) == 1:
            return []
        return [f"{file} imports {name}: {self.said}" for file, names in guilty.items() for name in names]


LAWS = [
    *(Law(f"{HOUSE[i]} leans on nothing above it", set(HOUSE[i + 1 :]), within=(HOUSE[i] + "/",)) for i in range(4)),
    Law("the product leans on no tool", {"tests", "scripts", "benchmarks", "migrations"}),
    Law("no Flask below the portal", FLASK, within=("content/", "models/", "watchers/")),
    Law(
        "the heart is pure",
        STORES | NETWORK | WEIGHT,
        within=("content/", *HEART),
    ),
    Law(
        FOLLOW_UPS_LAW,
        {"models.learning.follow_ups", "models.tables.follow_ups"},
        save=(
            *("models/learning/follow_ups.py", "models/learning/objection.py"),
            *("portal/learning/history.py", "portal/learning/cards.py", "portal/learning/playing.py"),
            *("models/site/home.py", "models/people/accounts.py"),
        ),
    ),
    Law(
        MIRROR_LAW,
        {"models.community.ballots", "models.community.ballot_reading", "models.tables.ballots"},
        save=(
            "models/community/ballots.py",
            "models/community/ballot_reading.py",
            "models/people/",
            "portal/community/ballots.py",
        ),
    ),
    Law("one room knows the language models", {"transformers"}, save=("models/language/",)),
    Law("torch is for the language models", {"torch"}, save=("models/language/",)),
    Law(
        NETWORK_LAW,
        NETWORK,
        save=("watchers/fetch/", "portal/people/oidc.py", "portal/site/serving.py", "portal/site/server.py"),
    ),
    Law("one file knows pyBKT", {"pyBKT"}, one_file=True),
    Law("one file sends mail", {"smtplib"}, one_file=True),
    Law("one file knows the queue", {"huey"}, one_file=True),
    Law("one file speaks OpenID Connect", {"authlib", "joserfc"}, one_file=True),
    Law("one file reads workbooks, which the limited child alone opens", {"python_calamine"}, one_file=True),
    Law("one file writes calendars", {"icalendar"}, one_file=True),
]


def imports_of(root: Path) -> dict[str, set[str]]:
    files = [file for part in HOUSE for file in (root / f"{part}.py", *(root / part).rglob("*.py")) if file.exists()]
    return {file.relative_to(root).as_posix(): set(imported(file.read_text())) for file in sorted(files)}


def behind_the_face(name: str, root: Path) -> bool:
    """Whether `name` is a file or folder inside watchers rather than what watchers/__init__.py offers."""
    room = root.joinpath(*name.split(".")[:2])
    return name.startswith("watchers.") and (room.is_dir() or room.with_suffix(".py").exists())


def breaches(root: Path) -> list[str]:
    """Every import below `root` that a law forbids, one line each."""
    files = imports_of(root)
    hidden = {name for names in files.values() for name in names if behind_the_face(name, root)}
    face = Law("of watchers the portal takes only what its face offers", hidden, within=("portal/",))
    return [line for law in (*LAWS, face) for line in law.breaches(files)]


def gone(root: Path) -> list[str]:
    """What a law names and is no longer there: a law about nothing guards nothing."""
    files = imports_of(root)
    missing = [place for law in LAWS for place in (*law.within, *law.save) if not (root / place).exists()]
    unknown = [law.said for law in LAWS if law.one_file and not any(map(law.forbidden, files.values()))]
    return [*dict.fromkeys(missing), *unknown]


def test_every_import_follows_the_arrow() -> None:
    assert breaches(ROOT) == []


def test_what_the_laws_name_is_there() -> None:
    assert gone(ROOT) == []


def test_a_law_whose_place_has_moved_says_so(tmp_path: Path) -> None:
    """The purity of the tutor was guarded by nothing, once its file had become a package."""
    for place in {place for law in LAWS for place in (*law.within, *law.save) if place}:
        tree(tmp_path, {f"{place}there.py" if place.endswith("/") else place: ""})
    tree(tmp_path, {"watchers/clock.py": "import huey, smtplib, pyBKT, authlib, icalendar, python_calamine"})
    assert gone(tmp_path) == []
    (tmp_path / "models/tutor").rename(tmp_path / "models/advice")
    tree(tmp_path, {"watchers/clock.py": "import huey, smtplib, authlib, icalendar, python_calamine"})
    assert gone(tmp_path) == ["models/tutor/", "one file knows pyBKT"]


@pytest.mark.parametrize(
    ("file", "line", "law"),
    [
        (
            "content/text/module_reader.py",
            "from models.learning.answering import answer",
            "content leans on nothing above it",
        ),
        ("models/learning/answering.py", "import portal.learning.playing", "models leans on nothing above it"),
        ("watchers/visit.py", "import app", "watchers leans on nothing above it"),
        ("portal/learning/playing.py", "from app import create_app", "portal leans on nothing above it"),
        ("models/ground/store.py", "import tests.fakes", "the product leans on no tool"),
        ("watchers/digest.py", "from flask import render_template", "no Flask below the portal"),
        ("models/learner.py", "def fit():\n    import numpy as np", "the heart is pure"),
        ("content/pack.py", "from sqlalchemy import select", "the heart is pure"),
        ("models/tutor/choice.py", "from sqlalchemy import select", "the heart is pure"),
        ("models/news/feed/feed.py", "import torch", "torch is for the language models"),
        ("watchers/feeds.py", "from urllib.request import urlopen", NETWORK_LAW),
        ("portal/people/identities.py", "import httpx2", NETWORK_LAW),
        ("models/learning/learner_situation.py", "from models.learning.follow_ups import due", FOLLOW_UPS_LAW),
        ("models/tutor/choice.py", "from models.tables.follow_ups import FollowUp", FOLLOW_UPS_LAW),
        ("models/tutor/choice.py", "from models.community.ballot_reading import read", MIRROR_LAW),
        ("models/site/home.py", "def composed():\n    from models.community import ballot_reading", MIRROR_LAW),
        ("watchers/digest.py", "import models.community.ballot_reading", MIRROR_LAW),
        ("portal/site/home.py", "from models.community import ballots", MIRROR_LAW),
        ("portal/site/health.py", "from models.tables.ballots import SlipWeek", MIRROR_LAW),
        ("models/learning/week.py", "from models.community.ballot_reading import POINTERS", MIRROR_LAW),
        ("models/community/ballot_reading.py", "import numpy", "the heart is pure"),
        (
            "portal/news/stories.py",
            "from watchers.clock import queue",
            "of watchers the portal takes only what its face offers",
        ),
        (
            "portal/news/stories.py",
            "from watchers import clock",
            "of watchers the portal takes only what its face offers",
        ),
    ],
)
def test_an_import_against_the_arrow_is_named(tmp_path: Path, file: str, line: str, law: str) -> None:
    tree(tmp_path, {file: line, "watchers/clock.py": ""})
    assert breaches(tmp_path) == [f"{file} imports {next(imported(line))}: {law}"]


@pytest.mark.parametrize("library", ["pyBKT.models", "smtplib", "huey", "authlib.oidc.core", "icalendar"])
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
            "portal/__init__.py": "from flask import Flask\nfrom watchers import wake",
            "portal/people/oidc.py": "def ask(): import httpx2",
            "watchers/__init__.py": "def wake(): from watchers.clock import queue",
            "watchers/fetch/guard.py": "import httpcore2, socket",
            "models/language/encoder.py": "import torch, transformers",
            "models/fitting/hierarchical_fit.py": "import numpy, scipy.optimize",
            "models/learning/answering.py": "from content.marking import mark\nfrom sqlalchemy import select",
        },
    )
    assert breaches(tmp_path) == []


def tree(root: Path, files: dict[str, str]) -> None:
    for name, source in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source)
