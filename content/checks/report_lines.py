"""Lines of a report that is printed."""

import re
from textwrap import fill

WIDTH = 100
"""Characters in a line."""


def many(number: int, word: str) -> str:
    """Return a number and the word for what it counts, in French."""
    return f"{number} {word}{'s' * (number > 1)}"


def indented(text: str, start: str) -> str:
    """Wrap a sentence over several lines, no sign of punctuation alone at the start of one."""
    bound = re.sub("(?<=«) | (?=[:;?!»%])", "\u00a0", text)
    return fill(bound, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)
