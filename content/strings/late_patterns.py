"""Patterns that are compiled when they are first used: a process that only serves pages meets few of ours."""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property


class LatePattern:
    """A regular expression as `re.compile` takes it, compiled late; the methods are those of `re.Pattern`."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern, self._flags)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match all of a text."""
        return self._compiled.fullmatch(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Match the beginning of a text."""
        return self._compiled.match(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Find the first place that matches between these two of a text."""
        return self._compiled.search(text, start, end)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every place that matches."""
        return self._compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """Return what matches; of a pattern with one group, what that holds."""
        return self._compiled.findall(text)

    def split(self, text: str) -> list[str]:
        """Return the parts of a text between what matches."""
        return [part for part in self._compiled.split(text) if part is not None]

    def sub(self, written: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return a text with something else written over what matches."""
        return self._compiled.sub(written, text)
