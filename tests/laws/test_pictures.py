"""The pictures that git keeps: few, light, and each shown by a document; every new taking stays in the history."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.laws.test_docs import LINK, ROOT, documents

MOST = 10
HEAVIEST = 450_000
"""Bytes of all of them together."""


def kept(root: Path) -> dict[str, int]:
    """The pictures of docs/screens that git keeps, each with its bytes."""
    listing = subprocess.run(["git", "ls-files", "docs/screens"], cwd=root, check=True, capture_output=True, text=True)
    files = [root / name for name in listing.stdout.splitlines()]
    return {file.name: file.stat().st_size for file in files if file.exists()}


def too_much(pictures: Mapping[str, int], shown: set[str]) -> list[str]:
    """What is wrong with these pictures, where documents show those."""
    unseen = [f"{name} is shown by no document" for name in sorted(pictures.keys() - shown)]
    many = [f"{len(pictures)} pictures are more than {MOST}"] if len(pictures) > MOST else []
    heavy = [f"{sum(pictures.values())} bytes are too many"] if sum(pictures.values()) > HEAVIEST else []
    return unseen + many + heavy


def test_the_pictures_are_few_and_light_and_shown() -> None:
    shown = {Path(link).name for document in documents(ROOT) for link in LINK.findall(document.read_text())}
    assert kept(ROOT)
    assert too_much(kept(ROOT), shown) == []


def test_a_picture_too_many_or_too_heavy_or_that_nobody_sees_is_named() -> None:
    ten = {f"page-{number}.png": HEAVIEST // MOST for number in range(MOST)}
    assert too_much(ten, set(ten)) == []
    assert too_much({**ten, "new.png": 0}, set(ten)) == [
        "new.png is shown by no document",
        "11 pictures are more than 10",
    ]
    assert too_much({"home.png": HEAVIEST + 1}, {"home.png"}) == ["450001 bytes are too many"]
