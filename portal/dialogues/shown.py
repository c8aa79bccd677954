"""The page of an interview, whoever plays it."""

from flask import Response, request

from content.typed import AskAgain
from models.study.play.conversation import InterviewScene, TurnScene
from portal import responses
from portal.shell import render


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
