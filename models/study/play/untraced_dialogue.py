"""An interview played without trace: what was said travels in the page, signed. For drafts, and without estimation."""

from collections.abc import Collection
from typing import Any

from content.dialogue import played
from content.marking import Response, mark
from content.module import Module
from models.study.play.conversation import InterviewScene, PathScene, SaidTurn, TurnScene, dialogue_of
from models.study.play.untraced import answer_of, presentation_of

SaidSoFar = tuple[tuple[str, Response], ...]
"""The turns met, in their order, and what was answered to each."""


def from_plain(plain: list[Any]) -> SaidSoFar:
    """Read back what travelled in the page."""
    return tuple((turn_id, tuple(response)) for turn_id, response in plain)


def scene(module: Module, dialogue_id: str, so_far: SaidSoFar, withheld: Collection[str] = ()) -> InterviewScene:
    """Return what stands on the page; `withheld`: questions of the module that are asked of nobody.

    Raises NotFound.
    """
    dialogue, turns = dialogue_of(module, dialogue_id), module.turns(dialogue_id)
    met = [
        SaidTurn(turn, presentation_of(turn).option_order, answer_of(turn, response))
        for turn, response in ((module.question(turn_id), response) for turn_id, response in so_far)
    ]
    _, following = played(turns, {turn_id: "".join(response[:1]) for turn_id, response in so_far})
    held = following is not None and any(turn.id in withheld for turn in turns)
    if following is None or held:
        return PathScene(module, dialogue, met, held=held)
    return TurnScene(module, dialogue, met, following, presentation_of(following))


def say(module: Module, dialogue_id: str, so_far: SaidSoFar, response: Response) -> SaidSoFar:
    """Say something at the turn that stands on the page.

    Raises content.marking.UnknownOption, content.marking.AskAgain.
    """
    here = scene(module, dialogue_id, so_far)
    if not isinstance(here, TurnScene):
        return so_far
    return (*so_far, (here.question.id, mark(here.question, response).response))
