"""The losses of an exchange with another system."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

Told = tuple[str, dict[str, object]]
"""A sentence of the catalogue about what is lost, and its values."""


class Unreadable(Exception):
    """A question that cannot be read, or is none of ours: a sentence of the catalogue, and its values."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format cannot carry of one question: a sentence of the catalogue, with the values that fill it.

    A question that was not read has no name: the line of the file where it begins stands for it.
    """

    question: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None


class PackedPicture(NamedTuple):
    """A picture as it goes along with a text: the name of its file, and its bytes."""

    name: str
    data: bytes


Pictures = Mapping[str, PackedPicture]
"""By their hashes."""
NO_PICTURES: Pictures = {}


@dataclass(frozen=True, slots=True)
class Exchanged(Generic[T]):
    """What was read or written, and what was lost on the way."""

    value: T
    losses: tuple[Loss, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures that came along, as they came, by the hash that the texts name them by."""
    credit: str = ""
    """Who made it, and under which licence, where the file says so."""
