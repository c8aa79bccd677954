"""What stands beside each line of the slip: one module, one topic and the trade's own criterion. Pure.

The table is fixed: no count moves it, so that what the mirror shows is never a diagnosis, and tutor, home and mail
need to know nothing of it. It names ids of the pack conseil-emploi; where a house has others, nothing is shown.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from content.module import Module
from content.skills import Names
from content.topics import Topic


class SlipLine(StrEnum):
    """The three lines of the slip, in their order: what I do next, whom to ring, I could say what matters."""

    NEXT = "next"
    WHOM = "whom"
    SAID = "said"


class Pointer(NamedTuple):
    """Ids: of a module, of a topic, and of the aspect of that topic whose criterion says what can be seen."""

    module_id: str
    topic_id: str
    aspect_id: str


POINTERS: Mapping[SlipLine, Pointer] = {
    SlipLine.NEXT: Pointer("objectifs-et-suivi", "projet", "projet-accord"),
    SlipLine.WHOM: Pointer("orienter-avec-relais", "droits", "droits-qui"),
    SlipLine.SAID: Pointer("ecouter-sans-diriger", "projet", "projet-compte"),
}


class Pointed(NamedTuple):
    """What a house has of a pointer; None for what it lacks."""

    module: Module | None
    topic: Topic | None
    criterion: Names | None


def pointed(line: SlipLine, modules: Iterable[Module], topics: Iterable[Topic]) -> Pointed:
    """Return what stands beside a line, of the modules that are published and the topics in force."""
    to = POINTERS[line]
    module = next((one for one in modules if one.id == to.module_id), None)
    topic = next((one for one in topics if one.id == to.topic_id), None)
    aspects = topic.aspects if topic else ()
    return Pointed(module, topic, next((one.criterion for one in aspects if one.id == to.aspect_id), None))
