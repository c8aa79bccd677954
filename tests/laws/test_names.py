"""docs/design.md §2, laws 12 and 13: a name means one thing, and is imported from the file that defines it."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.laws.graph import ROOT, modules

FACES = {"portal", "watchers"}
"""What the two offer is their own: `create_app`, and the verbs through which the portal reaches the watchers."""


def classes(root: Path) -> dict[str, list[str]]:
    """The modules that define a class of each name."""
    found = defaultdict(list)
    for module, file in modules(root).items():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(module)
    return found


def ambiguous(root: Path) -> dict[str, list[str]]:
    return {name: places for name, places in classes(root).items() if len(places) > 1}


def handed_on(root: Path) -> Iterator[str]:
    """The packages whose `__init__` holds more than a docstring, and the modules that list what they offer."""
    for module, file in modules(root).items():
        body = ast.parse(file.read_text()).body
        lists = any(isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__" for node in body)
        is_face = file.name == "__init__.py" and module not in FACES
        if lists or (is_face and len(body) > 1):
            yield module


def test_each_name_of_a_class_means_one_thing() -> None:
    assert ambiguous(ROOT) == {}


def test_no_package_hands_names_on() -> None:
    assert list(handed_on(ROOT)) == []


def test_a_name_given_twice_and_a_face_are_named(tmp_path: Path) -> None:
    (tmp_path / "models/learning").mkdir(parents=True)
    face = '"""One learner."""\n\nfrom models.learning.history import Told'
    (tmp_path / "models/learning/__init__.py").write_text(face)
    (tmp_path / "models/learning/history.py").write_text("class Told: ...")
    (tmp_path / "models/learning/reports.py").write_text("class Told: ...")
    assert ambiguous(tmp_path) == {"Told": ["models.learning.history", "models.learning.reports"]}
    assert list(handed_on(tmp_path)) == ["models.learning"]
