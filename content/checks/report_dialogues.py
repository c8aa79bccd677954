"""The part of the report that shows each dialogue: how long it is, and by how many ways one can go through it."""

from collections.abc import Iterator, Mapping, Sequence

from content.dialogue import in_order
from content.module import Dialogue, Module
from content.pace import dialogue_minutes

MOST_MINUTES = 4
"""Of the longest path of a dialogue of ours."""


def dialogues_table(spoken: Mapping[str, Sequence[Module]]) -> Iterator[str]:
    """Yield the turns, the paths and the minutes of each dialogue, by language; nothing where there is none."""
    told = [(module, one) for modules in spoken.values() for module in modules for one in module.dialogues]
    if told:
        yield f"{'Dialogues':36}tours  chemins  le plus court  le plus long  minutes"
    for module, one in told:
        turns = module.turns(one.id)
        lengths = path_lengths(module, one)
        minutes = dialogue_minutes(module, one)
        sign = "!" if minutes > MOST_MINUTES else ""
        name = f"{module.id}, {one.id} ({module.language})"
        counted = f"{len(turns):5}{len(lengths):9}{min(lengths):15}{max(lengths):14}"
        yield f"  {name:34.34}{counted}{sign + format(minutes, '.1f'):>9}"


def path_lengths(module: Module, dialogue: Dialogue) -> list[int]:
    """Return how many turns each path of a dialogue has; two ways to say it, two paths."""
    turns = module.turns(dialogue.id)
    ahead: dict[str, list[int]] = {"": [0]}
    for turn in reversed(in_order(turns)):
        ahead[turn.id] = [1 + length for one in turn.options for length in ahead[one.leads_to]]
    return ahead[turns[0].id]
