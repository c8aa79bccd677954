"""The difference between two texts of a module: keys of its questions, and its lines as somebody reads them."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from content.marking import Response, mark
from content.module import TYPED, Module, Question, QuestionKind

_WORDS = re.compile(r"\s+|[^\s]+")
CONTEXT = 2
"""Unchanged lines that are shown around what has changed."""
ALIKE = 0.5
"""Share of two lines that must be the same for one to be shown as a change of the other."""


class DifferenceMark(StrEnum):
    """The mark on a piece of text: kept, added or taken away."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    SKIPPED = "skipped"


class DifferenceLine(NamedTuple):
    """One line of a difference: its number before and now, where it has one, and its marked pieces."""

    mark: DifferenceMark
    pieces: tuple[tuple[DifferenceMark, str], ...]
    before: int | None = None
    now: int | None = None


def key_changes(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both whose right response is no longer the same."""
    return tuple(new.id for old, new in _pairs(before, now) if _has_another_key(old, new))


def marked_otherwise(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both texts that mark some response otherwise: key, spelling or tolerance."""
    return tuple(
        new.id for old, new in _pairs(before, now) if _has_another_key(old, new) or _accepted(old) != _accepted(new)
    )


def still_right(before: Question, now: Question, response: Response) -> bool:
    """Return whether a response to a question as it stood is right as it stands; options are matched by their text."""
    if now.kind is not before.kind:
        return False
    if now.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
        texts = {option.key: option.text for option in before.options}
        keys = {option.text: option.key for option in now.options}
        response = tuple(sorted(keys.get(texts.get(key, ""), key) for key in response))
        if {*response} - {*keys.values()}:
            return False
    return mark(now, response).correct


def _pairs(before: Module, now: Module) -> Iterator[tuple[Question, Question]]:
    old = {question.id: question for question in before.questions}
    return ((old[question.id], question) for question in now.questions if question.id in old)


def _has_another_key(old: Question, new: Question) -> bool:
    """Return whether right and wrong have changed places; other words or another order are not that."""
    if old.kind is not new.kind:
        return True
    was, is_now = ({option.text: option for option in one.options} for one in (old, new))
    shared = [text for text in was if text in is_now]
    match old.kind:
        case QuestionKind.ORDERING:
            return shared != [text for text in is_now if text in was]
        case QuestionKind.MATCHING:
            matches = [(was[text].match, is_now[text].match) for text in shared]
            return any(before != after and after in old.choices for before, after in matches)
        case QuestionKind.TEXT | QuestionKind.NUMBER:
            return old.key != new.key
        case _:
            turned = any(was[text].right is not is_now[text].right for text in shared)
            return turned or (old.key != new.key and _right_texts(old) != _right_texts(new))


def _right_texts(question: Question) -> set[str]:
    return {option.text for option in question.options if option.right}


def _accepted(question: Question) -> tuple[object, ...]:
    if question.kind not in TYPED:
        return ()
    return (question.tolerance, *((option.text, option.right) for option in question.options))


# ------------------------------------------------------------------------------------------------------------- lines


def difference(before: str, now: str) -> list[DifferenceLine]:
    """Return two texts line by line, changed lines word by word; lines far from a change become one skipped line."""
    old, new = before.split("\n"), now.split("\n")
    lines: list[DifferenceLine] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [
                DifferenceLine(DifferenceMark.SAME, ((DifferenceMark.SAME, old[a + k]),), a + k + 1, c + k + 1)
                for k in range(b - a)
            ]
        else:
            lines += _changed(old[a:b], new[c:d], a, c)
    return list(_near(lines))


def _changed(old: Sequence[str], new: Sequence[str], a: int, c: int) -> Iterator[DifferenceLine]:
    for k in range(max(len(old), len(new))):
        left, right = (side[k] if k < len(side) else None for side in (old, new))
        if left is not None and right is not None and _are_alike(left, right):
            pieces = tuple(_words(left, right))
            yield DifferenceLine(
                DifferenceMark.REMOVED,
                tuple(piece for piece in pieces if piece[0] is not DifferenceMark.ADDED),
                a + k + 1,
                None,
            )
            yield DifferenceLine(
                DifferenceMark.ADDED,
                tuple(piece for piece in pieces if piece[0] is not DifferenceMark.REMOVED),
                None,
                c + k + 1,
            )
            continue
        if left is not None:
            yield DifferenceLine(DifferenceMark.REMOVED, ((DifferenceMark.REMOVED, left),), a + k + 1, None)
        if right is not None:
            yield DifferenceLine(DifferenceMark.ADDED, ((DifferenceMark.ADDED, right),), None, c + k + 1)


def _are_alike(left: str, right: str) -> bool:
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= ALIKE


def _words(left: str, right: str) -> Iterator[tuple[DifferenceMark, str]]:
    old, new = _WORDS.findall(left), _WORDS.findall(right)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield DifferenceMark.SAME, "".join(old[a:b])
            continue
        if a < b:
            yield DifferenceMark.REMOVED, "".join(old[a:b])
        if c < d:
            yield DifferenceMark.ADDED, "".join(new[c:d])


def _near(lines: Sequence[DifferenceLine]) -> Iterator[DifferenceLine]:
    changed = [place for place, line in enumerate(lines) if line.mark is not DifferenceMark.SAME]
    near = {place + by for place in changed for by in range(-CONTEXT, CONTEXT + 1)}
    skipping = False
    for place, line in enumerate(lines):
        if place in near:
            yield line
        elif not skipping:
            yield DifferenceLine(DifferenceMark.SKIPPED, ())
        skipping = place not in near
