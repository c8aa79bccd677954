"""The version that pages, metrics and visited sites are told is the one that is released."""

import re
import tomllib
from pathlib import Path

from models.ground.settings import VERSION

ROOT = Path(__file__).parents[2]


def test_one_version_is_told_everywhere() -> None:
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    (latest, *_) = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert {packaged, latest} == {VERSION}
