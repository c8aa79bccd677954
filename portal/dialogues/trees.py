"""The trees of a module's dialogues as pictures, for whoever writes them."""

from markupsafe import Markup

from content.dialogue import faults
from content.module import Module
from content.problems import N_
from portal.charts.dialogue_tree import tree_chart
from portal.pages import say


def trees(module: Module) -> dict[str, Markup]:
    """Return the picture of each dialogue whose tree is sound, by its id: one that is being written may have none."""
    told = N_("L'arbre de ce dialogue, en %(number)s tours : la liste dit tout ce qu'il montre.")
    found = {}
    for dialogue in module.dialogues:
        turns = module.turns(dialogue.id)
        # Of a name that stands for two nobody can say where it leads, and a turn without options leads nowhere.
        told_apart = len({turn.id for turn in turns}) == len(turns)
        if turns and told_apart and all(turn.options for turn in turns) and not any(faults(turns)):
            found[dialogue.id] = tree_chart(turns, module.language, say(told, number=len(turns)))
    return found
