"""What is installed is what requirements.txt says, and what must stay out stays out."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def requirements() -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines())
    return [Requirement(line) for line in lines if line]


def test_what_runs_is_what_the_requirements_ask() -> None:
    asked = requirements()
    runs = {one.name: version(one.name) for one in asked}
    assert [str(one) for one in asked if not one.specifier.contains(runs[one.name], prereleases=True)] == []
    assert asked != []


def test_chardet_is_not_installed_since_it_misreads_feeds_that_declare_no_encoding() -> None:
    with pytest.raises(PackageNotFoundError):
        version("chardet")
