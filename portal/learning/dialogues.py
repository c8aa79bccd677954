"""The views of dialogues: begun from a module, left and taken up again, told as a whole at the end; and their trees."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from content.dialogue import faults
from content.errors import N_
from content.marking import AskAgain
from content.module import Module
from models.learning import answering, dialogue_play, proposals, untraced
from models.learning.dialogue_play import InterviewScene, PathScene, TurnScene
from models.learning.report_subjects import AboutAnswer
from models.learning.untraced import SaidSoFar
from portal.access import account, estimated, learner_key, signed_in
from portal.charts.dialogue_tree import tree_chart
from portal.forms import to_number
from portal.learning import responses, sittings
from portal.learning.reports import ReportPlace, under
from portal.pages import say
from portal.request import noting, now, reading, render, see_other, swaps, writing

dialogues_blueprint = Blueprint("dialogues", __name__)


def dialogue_page(
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
        return untraced.say_in_dialogue(module, dialogue_id, so_far, response), None
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


# ------------------------------------------------------------------------------------------ an interview that one plays


@dialogues_blueprint.post("/modules/<module_id>/dialogues/<dialogue_id>")
@signed_in
def begin(module_id: str, dialogue_id: str) -> Response:
    """Begin an interview, or take it up again; without estimation, without a trace."""
    if account().learner.without_estimation:
        return see_other(url_for("dialogues.begin_untraced", module_id=module_id, dialogue_id=dialogue_id))
    with writing() as db:
        begun = dialogue_play.begin(db, learner_key(), module_id, dialogue_id, now())
    return see_other(url_for("dialogues.scene", play_id=begun.id))


@dialogues_blueprint.get("/dialogues/<uuid:play_id>")
@signed_in
@estimated
def scene(play_id: UUID) -> Response:
    """Show the turn that waits, or the whole path."""
    return _scene_page(play_id)


@dialogues_blueprint.post("/dialogues/<uuid:play_id>", endpoint="say")
@signed_in
@estimated
def say_turn(play_id: UUID) -> Response:
    """Take what is said at the turn on the page, and lead on."""
    try:
        with writing() as db:
            presentation = answering.hold(db, responses.presentation_id(request.form), learner_key())
            question = answering.question_of(db, presentation)
            response = responses.read(request.form, question, presentation.option_order)
            dialogue_play.say(db, presentation, response, now())
    except AskAgain as error:
        return _scene_page(play_id, error)
    except answering.Withdrawn:
        pass  # The page says so.
    # Without JavaScript the next page opens at what the person says now, not at the first thing that was said.
    return _scene_page(play_id) if swaps() else see_other(url_for("dialogues.scene", play_id=play_id, _anchor="now"))


def _scene_page(play_id: UUID, error: AskAgain | None = None) -> Response:
    with reading() as db:
        play, turns = dialogue_play.opened(db, play_id, learner_key())
        here = dialogue_play.scene(db, play, turns)
        told = sittings.end_told(db, play, here.as_end) if isinstance(here, PathScene) and not here.held else None
        # Of the turn that the address names, by its place in the path.
        place, reported = request.args.get("turn", type=to_number), None
        if isinstance(here, PathScene) and place is not None and 0 < place <= len(here.path):
            about = AboutAnswer(here.path[place - 1].answer.presentation_id)
            back = url_for("dialogues.scene", play_id=play.id, turn=place)
            reported = under(db, ReportPlace(learner_key(), about, back))
    if told and told.proposed and told.proposed.new:
        with noting() as db:
            proposals.keep(db, learner_key(), told.proposed)
    hidden = {} if isinstance(here, PathScene) else {"presentation": str(here.presentation.id)}
    return dialogue_page(
        here,
        error,
        hidden=hidden,
        say_to=url_for("dialogues.say", play_id=play_id),
        again_to=url_for("dialogues.begin", module_id=here.module.id, dialogue_id=here.dialogue.id),
        leave_to=url_for("home.home"),
        told=told,
        under=reported,
    )
