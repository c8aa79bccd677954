"""A YAML text as it was typed, sound or not: words, lists and mappings; its remarks are notes of what they stand in."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from content.schema.posted_form import UNREAD, NotInForm
from content.schema.yaml_fields import NotOurs, compose
from content.strings.late_patterns import LatePattern

Said = Any
"""What was typed: `str`, a list of what was typed, or a dict of it by name."""
NOTE = "note"
"""The field of a row, or of a whole text, that says something to those who write it, and to nobody else."""

_BLOCK_HEAD = LatePattern(r"[|>][0-9+-]*[^\S\n]+#(.*)")


def tree_of(text: str) -> dict[str, Said]:
    """Return what a text says by the names of its fields; raises NotInForm.

    A remark joins the note of the row that it stands in or right before, else that of the whole text.
    """
    import yaml

    try:
        node: Any = compose(text)
    except (NotOurs, yaml.YAMLError, ValueError, OverflowError):
        raise NotInForm(UNREAD) from None
    if node is None or node.id != "mapping":
        raise NotInForm(UNREAD)
    rows: list[tuple[Any, dict[str, Said]]] = []
    said: dict[str, Said] = _said(node, rows, is_row=True)
    for place, remark in _remarks(text):
        # Rows are found from the outer to the inner: the last that holds a place is the innermost.
        row = [row for at, row in rows if at.start_mark.index <= place < at.end_mark.index][-1:] or [said]
        if not isinstance(before := row[0].get(NOTE, ""), str):
            raise NotInForm(UNREAD)
        row[0][NOTE] = f"{before}\n{remark}" if before else remark
    return said


def has_remarks(text: str) -> bool:
    """Return whether something is said in a text beside its fields; none of what cannot be read."""
    import yaml

    try:
        return bool(_remarks(text))
    except yaml.YAMLError:
        return False


def _said(node: Any, rows: list[tuple[Any, dict[str, Said]]], *, is_row: bool = False) -> Said:
    if node.id == "scalar":
        return str(node.value)
    if node.id == "sequence":
        return [_said(one, rows, is_row=True) for one in node.value]
    found: dict[str, Said] = {}
    if is_row:
        rows.append((node, found))
    for key, value in node.value:
        if key.id != "scalar" or key.value in found:
            raise NotInForm(UNREAD)
        found[key.value] = _said(value, rows)
    return found


def _remarks(text: str) -> list[tuple[int, str]]:
    """Return what is said beside the fields, each with the place of the words that it belongs to."""
    if "#" not in text:
        return []
    import yaml

    tokens: list[Any] = [*yaml.scan(text, yaml.BaseLoader)]
    words = [token for token in tokens if token.id == "<scalar>"]
    return [(_place(text, start, words), said) for start, said in _beside(text, tokens) if said]


def _beside(text: str, tokens: list[Any]) -> Iterator[tuple[int, str]]:
    for token, following in pairwise(tokens):
        start = token.start_mark.index
        if head := _BLOCK_HEAD.match(text[start : token.end_mark.index]):
            yield start, head[1].strip()
        end = token.end_mark.index
        for found in re.finditer("#(.*)", text[end : following.start_mark.index]):
            yield end + found.start(), found[1].strip()


def _place(text: str, remark: int, words: list[Any]) -> int:
    """Return the place of the words before a remark on its line, else of the next, else of the last."""
    line = text.rfind("\n", 0, remark) + 1
    before: list[int] = [word.start_mark.index for word in words if word.start_mark.index <= remark]
    after = (word.start_mark.index for word in words if word.start_mark.index > remark)
    if before and before[-1] >= line:
        return before[-1]
    return next(after, before[-1] if before else 0)
