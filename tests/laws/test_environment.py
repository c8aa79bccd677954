"""What is installed is what requirements.txt says, and what must stay out stays out."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def requirements() -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines())
    return [Requirement(line) for line in lines if line]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: requirement.name)
def test_what_runs_is_what_the_requirements_ask(requirement: Requirement) -> None:
    assert requirement.specifier.contains(version(requirement.name), prereleases=True)


def test_chardet_is_not_installed_since_it_misreads_feeds_that_declare_no_encoding() -> None:
    with pytest.raises(PackageNotFoundError):
        version("chardet")
