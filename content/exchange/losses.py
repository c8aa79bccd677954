"""The losses of an exchange with another system."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format cannot carry of one question: a sentence of the catalogue, with the values that fill it.

    A question that was not read has no name: the line of the file where it begins stands for it.
    """

    question: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Exchanged(Generic[T]):
    """What was read or written, and what was lost on the way."""

    value: T
    losses: tuple[Loss, ...] = ()
