"""Texts on which a regular expression is slow if any text makes it so, and how long it takes over them.

Each repeat of the pattern is fed what it takes, over and over, after what leads to it and before what it refuses; so is
the whole beginning, which a search tries at every place (https://doi.org/10.1145/3236024.3236027).
"""

import re
import time
from collections.abc import Iterator
from itertools import product
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
SAMPLES = (" ", "a", "1", "\n", "-", ",", ".", "<", "é", "\t", '"', "/", "A", "_", ":", "\\", "\u200b", "z", "|")
REFUSED = ("", "\x00")
LONGEST = 16_384
PROBE, SWIFT = 2048, 0.0002
"""Signs, and seconds of the processor: what takes no longer over so many is not asked about more."""
WORTH, FOURFOLD, SLOW = 0.02, 8, 0.3
"""Of four times the text a linear pattern makes four times the time and a quadratic one sixteen, on any machine; told
where that is worth it, and of whatever takes so long."""


def examples(parsed: Any) -> list[str]:
    """A few texts that a parsed pattern takes: the first ways through its branches and classes."""
    texts = [""]
    for operation, argument in parsed:
        texts = [before + after for before, after in product(texts, _taken(operation, argument))][:12]
    return texts


def _taken(operation: Any, argument: Any) -> list[str]:
    if operation in REPEATS:
        return [one * max(argument[0], 1) for one in examples(argument[2])[:6]]
    if operation in {codes.SUBPATTERN, codes.ATOMIC_GROUP, codes.BRANCH}:
        return [text for part in _parts(operation, argument) for text in examples(part)[:3]][:8]
    match operation:
        case codes.LITERAL:
            return [chr(argument)]
        case codes.ANY:
            return ["a", " "]
        case codes.NOT_LITERAL:
            return [one for one in SAMPLES if one != chr(argument)][:2]
        case codes.IN:
            return _in_class(argument)
    return [""]  # a place, a look around, what a group held


def _parts(operation: Any, argument: Any) -> list[Any]:
    """The patterns within one."""
    within = {codes.SUBPATTERN: 3, codes.ASSERT: 1, codes.ASSERT_NOT: 1, **dict.fromkeys(REPEATS, 2)}
    if operation is codes.BRANCH:
        return list(argument[1])
    if operation is codes.ATOMIC_GROUP:
        return [argument]
    return [argument[within[operation]]] if operation in within else []


def _in_class(argument: Any) -> list[str]:
    refused = argument and argument[0][0] is codes.NEGATE
    members = re.compile(_class(argument))
    named = [chr(value) for operation, value in argument if operation is codes.LITERAL]
    ranged = [chr(value[0]) for operation, value in argument if operation is codes.RANGE]
    return [one for one in dict.fromkeys([*([] if refused else named + ranged), *SAMPLES]) if members.match(one)][:5]


def _class(argument: Any) -> str:
    said = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
    said |= {"CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_NOT_WORD": r"\W"}
    parts = []
    for operation, value in argument:
        if operation is codes.NEGATE:
            parts.append("^")
        elif operation is codes.CATEGORY:
            parts.append(said[str(value)])
        else:
            ends = value if operation is codes.RANGE else (value, value)
            parts.append("-".join(f"\\U{one:08x}" for one in ends))
    return f"[{''.join(parts)}]"


def pumped(parsed: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each repeat and what it takes; and a beginning that comes again and again."""
    for operation, argument in parsed:
        if operation in REPEATS and argument[1] > 1:
            inside = examples(argument[2])[:3]
            yield from ((before, one) for one in {*inside, "".join(inside)} if one)
        for part in _parts(operation, argument):
            yield from pumped(part, before)
        before += (_taken(operation, argument) or [""])[0]
        if operation in REPEATS and before:
            yield "", before


def slow_text(pattern: re.Pattern[str], way: str, longest: int = LONGEST) -> str:
    """The first text, in words, that takes the pattern too long; empty if none does."""
    method = getattr(pattern, way)
    for (before, pump), refused in product(
        dict.fromkeys(pumped(parser.parse(pattern.pattern, pattern.flags))), REFUSED
    ):
        length, took, times = 24, 0.0, [1.0, 1.0]
        while length <= longest and (length <= PROBE or took > SWIFT):
            text = before + pump * (length // len(pump) + 1) + refused
            began = time.process_time()
            list(method(text)) if way == "finditer" else method("", text) if way == "sub" else method(text)
            took = time.process_time() - began
            if took > SLOW or took > WORTH and took > FOURFOLD * times[-2]:
                return f"{before!r} + {pump!r} * {length // len(pump) + 1} + {refused!r}"
            times.append(took)
            length += 2 if length < 40 else 8 if length < 64 else length
    return ""
