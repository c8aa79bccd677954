"""How many keys bear a mark that options may bear, against what luck would give."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from content.checks.luck import at_least, luck
from content.module import Question


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many keys bear a mark, among questions of which some options bear it and others do not."""

    keys: int
    chances: tuple[float, ...]
    """That the key bears it by luck, by question."""

    @property
    def expected(self) -> float:
        """How many keys would bear it by luck."""
        return sum(self.chances)

    @property
    def luck(self) -> float:
        """How likely a count so far off, on either side, is by luck."""
        return luck(self.keys, self.chances)

    @property
    def luck_of_more(self) -> float:
        """How likely so many or more are by luck."""
        return at_least(self.keys, self.chances)


def count_keys(questions: Sequence[Question], bearing: Callable[[Question], Collection[str]]) -> KeyCount:
    """Count how many keys bear a mark; `bearing` returns the keys of the options of a question that do."""
    borne = [(question, bearing(question)) for question in questions]
    told_apart = [(question, keys) for question, keys in borne if 0 < len(keys) < len(question.options)]
    chances = tuple(len(keys) / len(question.options) for question, keys in told_apart)
    return KeyCount(sum(question.key[0] in keys for question, keys in told_apart), chances)
