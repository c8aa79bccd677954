"""How words from a form fit the lines of a text: on one line, and never taken for a part of its structure."""

from collections.abc import Callable

from content.text.cards import is_kept_apart, is_of_a_card
from content.text.grammar import BLANK
from content.yaml_lines import one_line


def blank(text: str) -> str:
    """Return words, or what stands for them."""
    return text or BLANK


def said(text: str) -> str:
    """Return the words that stand in a text, empty where they are to be written yet."""
    return "" if text == BLANK else text


def prose(text: str, structure: Callable[[str], bool] = lambda line: False) -> str:
    """Return some lines of Markdown; one that would be read as `structure` is moved by a blank, which shows nowhere."""
    lines = (line.rstrip() for line in text.split("\n"))
    return "\n".join(f" {line}" if structure(line) else line for line in lines).strip("\n")


def heading_of(mark: str, name: str, title: str) -> str:
    """Return the heading of a part that has a name."""
    return f"{mark} {name} · {one_line(title)}".rstrip()


def kept_apart(title: str, language: str) -> str:
    """Return the title of a card as its heading; one that would begin another part is marked, to be turned anew."""
    return title if title and is_of_a_card(title, language) else f"{BLANK} {title}".strip()


def title_of_card(heading: str, language: str) -> str:
    """Return the title that a heading was made of."""
    return heading.partition(" ")[2] if heading == BLANK or is_kept_apart(heading, language) else heading
