"""The page of an interview, whoever plays it, and the trees of those of a module."""

from flask import Blueprint, Response, request
from markupsafe import Markup

from content.dialogue import faults
from content.errors import N_
from content.marking import AskAgain
from content.module import Module
from models.study.play import untraced_dialogue
from models.study.play.conversation import InterviewScene, TurnScene
from models.study.play.untraced_dialogue import SaidSoFar
from portal import responses
from portal.charts.dialogue_tree import tree_chart
from portal.pages import say
from portal.shell import render

blueprint = Blueprint("dialogues", __name__)


def shown(
    here: InterviewScene,
    error: AskAgain | None,
    *,
    hidden: dict[str, str],
    say_to: str,
    again_to: str,
    leave_to: str,
    **told: object,
) -> Response:
    """Render a scene; `error` is why a turn is asked again, `hidden` what its form sends back, `told` what an end says.

    `say_to`, `again_to` and `leave_to` are where one says something, plays it anew, and goes from here.
    """
    again = responses.again(error, here.question, request.form) if error and isinstance(here, TurnScene) else None
    return render(
        "dialogues/play.html",
        f"dialogues/{here.kind}.html",
        422 if again else 200,
        module=here.module,
        dialogue=here.dialogue,
        scene=here,
        hidden=hidden,
        again=again,
        say_to=say_to,
        again_to=again_to,
        leave_to=leave_to,
        **{"told": None, "under": None, "previewing": False, "untraced": False, **told},
    )


def said_next(
    here: InterviewScene, module: Module, dialogue_id: str, so_far: SaidSoFar
) -> tuple[SaidSoFar, AskAgain | None]:
    """Return what has been said after what this request says, or why a turn is asked again; at an end nothing more."""
    if not isinstance(here, TurnScene):
        return so_far, None
    try:
        response = responses.read(request.form, here.question, here.presentation.option_order)
        return untraced_dialogue.say(module, dialogue_id, so_far, response), None
    except AskAgain as error:
        return so_far, error


def trees_of(module: Module) -> dict[str, Markup]:
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
