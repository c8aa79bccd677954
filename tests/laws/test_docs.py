"""Every path that the documentation names exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([\w.@<>*/-]+)`")
LINK = re.compile(r"\]\(([^)\s#]+)[^)]*\)")
PLACEHOLDER = re.compile(r"<[^>]+>")
SUFFIXES = (".py", ".md", ".txt", ".toml", ".yaml", ".html", ".css", ".js", ".po")
MADE_AT_RUN_TIME = ("instance/", ".venv")


def documents(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])


def stale(document: Path, root: Path) -> list[str]:
    """The paths in links and in backticks of `document` that are neither below `root` nor beside it.

    In backticks, a path is what ends as our files do or begins with a folder of ours; `<name>` and `*` stand for any.
    """
    text = FENCE.sub("", document.read_text())
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    missing = [link for link in links if not (document.parent / link).exists()]
    return missing + [path for path in paths_in_code(text, root) if not exists(path, document, root)]


def paths_in_code(text: str, root: Path) -> Iterator[str]:
    for word in CODE.findall(text):
        first, slash, _ = word.partition("/")
        ours = word.endswith(SUFFIXES) or (first and slash and (root / first).is_dir())
        if ours and not word.startswith(MADE_AT_RUN_TIME):
            yield word


def exists(path: str, document: Path, root: Path) -> bool:
    pattern = PLACEHOLDER.sub("*", path).strip("/")
    places = (root, document.parent) if "/" in path else (root, document.parent, *tops(root))
    return any(any(place.glob(pattern if place in (root, document.parent) else f"**/{pattern}")) for place in places)


def tops(root: Path) -> list[Path]:
    return [folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith((".", "instance"))]


HOP = re.compile(r"\]\(([\w/.]+\.py)\)\s+`([\w.]+)`")
"""A file, and what stands in it: how a trail is told."""


def hops(document: Path) -> list[tuple[str, str]]:
    """The hops of a document that lead nowhere: a file with a name that it does not define."""
    found = HOP.findall(document.read_text())
    return [(file, name) for file, name in found if not defines(document.parent / file, name)]


def defines(file: Path, name: str) -> bool:
    words = "|".join(re.escape(part) for part in name.split("."))
    defined = re.findall(
        rf"^\s*(?:async def|def|class) ({words})\b|^({words})\b[^=\n]*=", file.read_text(), re.MULTILINE
    )
    return {part for pair in defined for part in pair if part} >= set(name.split("."))


def test_every_hop_of_a_trail_leads_to_what_it_names() -> None:
    assert len(HOP.findall((ROOT / "README.md").read_text())) >= 15
    assert {str(file.relative_to(ROOT)): found for file in documents(ROOT) if (found := hops(file))} == {}


def test_a_hop_to_a_name_that_is_gone_is_seen(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("def here() -> None: ...\n")
    (tmp_path / "README.md").write_text("[`one.py`](one.py) `here`, then [`one.py`](one.py)\n`gone`")
    assert hops(tmp_path / "README.md") == [("one.py", "gone")]


def test_every_path_in_the_documentation_exists() -> None:
    assert {str(file.relative_to(ROOT)): stale(file, ROOT) for file in documents(ROOT) if stale(file, ROOT)} == {}


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("See `models/learner.py` and `learner.py`.", []),
        ("See `models/memory.py` and `memory.py`.", ["models/memory.py", "memory.py"]),
        ("The folder `models/` is there, `models/tables/` is not.", ["models/tables/"]),
        ("A pack is `content/packs/<pack>/skills.yaml`.", []),
        ("A pack is `content/packs/<pack>/rules.yaml`.", ["content/packs/<pack>/rules.yaml"]),
        ("Mails lie in `instance/outbox/`; the zone is `Europe/Brussels`; the route is `/question/<id>`.", []),
        ("[The heart](../models/learner.py#L3), [Python](https://www.python.org/).", []),
        ("[The memory](../models/memory.py).", ["../models/memory.py"]),
        ("```\ncat `models/memory.py`\n```", []),
    ],
)
def test_a_path_that_does_not_exist_is_named(tmp_path: Path, sentence: str, missing: list[str]) -> None:
    for name in ("models/learner.py", "content/packs/emploi/skills.yaml", "docs/tour.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "docs/tour.md").write_text(sentence)
    assert stale(tmp_path / "docs/tour.md", tmp_path) == missing
