"""The ways through the house that docs/tour.md tells, and what is met when one of them is walked."""

import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
SECTION = re.compile(r"^### (.+)\n((?:.|\n)*?)(?=^##|\Z)", re.MULTILINE)
HOP = re.compile(r"^\d+\. \[`([\w/.]+\.py)`\]\([\w/.]+\)\s+`([\w.]+)`", re.MULTILINE)

Hop = tuple[str, str]
"""A file, and a function in it, by its qualified name."""


def told(title: str) -> list[Hop]:
    """The hops of one way, as the tour tells them."""
    sections = dict(SECTION.findall((ROOT / "docs/tour.md").read_text()))
    return HOP.findall(sections[title])


@contextmanager
def walked() -> Iterator[list[Hop]]:
    """All functions of the house that are called meanwhile, in any thread, in their order."""
    met: list[Hop] = []
    files = {str(ROOT / name): name for name in _files()}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and (file := files.get(frame.f_code.co_filename)):
            met.append((file, frame.f_code.co_qualname))

    before = sys.getprofile()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield met
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def _files() -> Iterator[str]:
    for part in ("content", "models", "portal", "watchers"):
        yield from (str(file.relative_to(ROOT)) for file in (ROOT / part).rglob("*.py"))


def missed(way: Sequence[Hop], met: Sequence[Hop]) -> list[Hop]:
    """The hops that are not met after those before them."""
    left, gone = iter(met), []
    for hop in way:
        if hop not in left:
            return [*gone, hop]
    return gone
