"""Questions from and for other systems.

A reader takes what somebody sent and gives back drafts: what the source does not say (feedback above all) is empty, for
the studio to show as to be mended. It raises BrokenText where it cannot read. A writer takes a module. Both list what
cannot be carried over; nothing is dropped in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loss:
    """What could not be carried over: a sentence of the catalogue, with the values that fill it."""

    question: str
    """Its id, or the title of what became no question; empty for the file as a whole."""
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exchanged(Generic[T]):
    """What came across, and what did not."""

    value: T
    losses: tuple[Loss, ...] = ()
