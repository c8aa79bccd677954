"""What each text is told of each mistake, noted once: what is typed instead of what, then every sentence at its line.

`python -m tests.content.mistakes` notes anew what is said of every mistake: look at the difference.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from content.directory.entry_text import read_entry
from content.errors import BrokenText
from content.pathway.pathway_text import read_pathway
from content.programmes import read_programmes
from content.rules import read_rules
from content.skills import read_skills
from content.text.module_reader import read_module
from content.topics import read_topics
from tests import builders, programmes, topics
from tests.content import test_dialogues
from tests.content.pathway import test_pathway_text
from tests.content.schema import test_text_kinds
from tests.content.text import test_module_text, test_other_parts
from tests.directory import invented_entries

FOLDER = Path(__file__).parent / "mistakes"
BETWEEN = " ⇒"
TEXTS: dict[str, tuple[str, Callable[[str], object]]] = {
    "beside": (test_other_parts.with_both(), read_module),
    "dialogue": (test_dialogues.TEXT, read_module),
    "entry": (invented_entries.TEXT, read_entry),
    "kinds": (test_text_kinds.TEXT, read_module),
    "module": (test_module_text.TEXT, read_module),
    "programmes": (programmes.TEXT, read_programmes),
    "rules": (builders.RULES, read_rules),
    "pathway": (test_pathway_text.TEXT, read_pathway),
    "skills": (builders.SKILLS, read_skills),
    "topics": (topics.TEXT, read_topics),
}
EVERYWHERE = {"beside", "dialogue", "pathway"}
"""Where what is mistaken is so in every place, not in the first alone."""


class Mistake(NamedTuple):
    """What is typed instead of what, and what is said."""

    old: str
    new: str
    said: str


def mistakes(name: str) -> Iterator[Mistake]:
    for block in (FOLDER / f"{name}.txt").read_text("utf-8").split("\n\n"):
        typed, _, said = block.strip("\n").partition("\n")
        old, _, new = typed.partition(BETWEEN)
        yield Mistake(json.loads(f'"{old}"'), json.loads(f'"{new.removeprefix(" ")}"'), said)


def said(name: str, one: Mistake) -> str:
    """Every sentence that is said of a text with a mistake, each at its line."""
    text, read = TEXTS[name]
    assert one.old in text, one
    try:
        read(text.replace(one.old, one.new, -1 if name in EVERYWHERE else 1))
    except BrokenText as broken:
        return "\n".join(f"    {problem.line}: {problem.told}" for problem in broken.problems)
    return "    nothing"


def written(name: str, some: list[Mistake]) -> str:
    typed = [f"{_shown(one.old)}{BETWEEN}{' ' if one.new else ''}{_shown(one.new)}" for one in some]
    return "\n".join(f"{line}\n{said(name, one)}\n" for line, one in zip(typed, some, strict=True))


def _shown(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\u2028", "\\u2028").replace("\u202e", "\\u202e")


if __name__ == "__main__":
    for each in TEXTS:
        (FOLDER / f"{each}.txt").write_text(written(each, [*mistakes(each)]), "utf-8")
