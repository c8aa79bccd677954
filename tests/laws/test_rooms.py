"""docs/design.md §2, law 13: no arrow between rooms runs up or in a circle, every module can be imported alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.graph import FLOOR, ROOT, arrows, circle, modules, room_of, runs_up

SOUND = {
    "content/module.py": "class Question: ...",
    "models/__init__.py": "",
    "models/learner.py": "from content.module import Question\ndef after_answer(): ...",
    "models/learning/__init__.py": "",
    "models/learning/answering.py": "from models.learner import after_answer",
    "models/news/__init__.py": "",
    "models/news/feed/__init__.py": "",
    "models/news/feed/stories.py": "def stories():\n    from models.learning import answering",
}
"""A small house in which every law is kept; each breach below alters or adds one file."""


def plant(root: Path, **files: str) -> Path:
    for name, source in {**SOUND, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source)
    return root


def loads_alone(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.laws.alone", str(root)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_no_arrow_runs_up_and_every_module_lies_in_a_room() -> None:
    assert runs_up(arrows()) == []


def test_no_module_comes_back_to_itself_on_any_way() -> None:
    assert circle(arrows()) == []


def test_every_room_that_the_law_names_is_there() -> None:
    assert FLOOR.keys() == {room_of(module) for module in modules(ROOT)} - {"models"}


@pytest.mark.nightly
def test_every_module_can_be_imported_alone_and_first() -> None:
    run = loads_alone(ROOT)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(
    ("file", "line", "breach"),
    [
        ("models/learning/answering.py", "from models.news.feed import stories", "models.learning.answering imports"),
        (
            "models/learning/answering.py",
            "def late():\n    import models.news.feed.stories",
            "models.learning.answering imports",
        ),
        (
            "models/learning/answering.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from models.news.feed import stories",
            "models.learning.answering imports",
        ),
        ("content/module.py", "import models.learner", "content.module imports"),
        ("models/learning/__init__.py", "from models.news.feed import stories", "models.learning imports"),
        ("models/attic/trunk.py", "", "models.attic.trunk lies in no room"),
    ],
)
def test_an_arrow_that_runs_up_is_named(tmp_path: Path, file: str, line: str, breach: str) -> None:
    assert runs_up(arrows(plant(tmp_path))) == []
    assert runs_up(arrows(plant(tmp_path, **{file: line})))[0].startswith(breach)


def test_a_circle_is_found_through_the_face_of_a_package(tmp_path: Path) -> None:
    """The face of `news` hands on what needs `themes`, and `themes` needs what only the face of `news` names."""
    assert circle(arrows(plant(tmp_path))) == []
    face = {
        "models/learning/__init__.py": "from models.learning.playing import play",
        "models/learning/playing.py": "import models.news.feed.stories",
    }
    assert {"models.learning", "models.news.feed.stories"} <= set(circle(arrows(plant(tmp_path, **face))))


def test_a_module_that_needs_another_to_come_first_is_named(tmp_path: Path) -> None:
    assert loads_alone(plant(tmp_path)).returncode == 0
    half = {
        "models/learning/answering.py": "from models.learning.marks import mark\ndef answer(): ...",
        "models/learning/marks.py": "from models.learning.answering import answer\ndef mark(): ...",
    }
    run = loads_alone(plant(tmp_path, **half))
    assert run.returncode == 1
    assert "models.learning.marks: ImportError" in run.stderr
