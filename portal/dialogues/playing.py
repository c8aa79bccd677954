"""An interview that one plays: begun from its module, left and taken up again, told as a whole at its end."""

from uuid import UUID

from flask import Response, request, url_for

from content.marking import AskAgain
from models.study import answering, proposals
from models.study.play import conversing
from models.study.play.conversation import PathScene
from models.study.reports.about import AboutAnswer
from portal import ending, responses
from portal.access import account, estimated, learner_key, signed_in
from portal.dialogues.shown import blueprint, shown
from portal.numbers import to_number
from portal.reports import ReportPlace, under
from portal.shell import noting, now, reading, see_other, swaps, writing


@blueprint.post("/modules/<module_id>/dialogues/<dialogue_id>")
@signed_in
def begin(module_id: str, dialogue_id: str) -> Response:
    """Begin an interview, or take it up again; without estimation, without a trace."""
    if account().learner.without_estimation:
        return see_other(url_for("dialogues.begin_untraced", module_id=module_id, dialogue_id=dialogue_id))
    with writing() as db:
        begun = conversing.begin(db, learner_key(), module_id, dialogue_id, now())
    return see_other(url_for("dialogues.scene", play_id=begun.id))


@blueprint.get("/dialogues/<uuid:play_id>")
@signed_in
@estimated
def scene(play_id: UUID) -> Response:
    """Show the turn that waits, or the whole path."""
    return _scene(play_id)


@blueprint.post("/dialogues/<uuid:play_id>")
@signed_in
@estimated
def say(play_id: UUID) -> Response:
    """Take what is said at the turn on the page, and lead on."""
    try:
        with writing() as db:
            presentation = answering.hold(db, responses.presentation_id(request.form), learner_key())
            question = answering.question_of(db, presentation)
            response = responses.read(request.form, question, presentation.option_order)
            conversing.say(db, presentation, response, now())
    except AskAgain as error:
        return _scene(play_id, error)
    except answering.Withdrawn:
        pass  # The page says so.
    # Without JavaScript the next page opens at what the person says now, not at the first thing that was said.
    return _scene(play_id) if swaps() else see_other(url_for("dialogues.scene", play_id=play_id, _anchor="now"))


def _scene(play_id: UUID, error: AskAgain | None = None) -> Response:
    with reading() as db:
        play, turns = conversing.opened(db, play_id, learner_key())
        here = conversing.scene(db, play, turns)
        told = ending.told(db, play, here.as_end) if isinstance(here, PathScene) and not here.held else None
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
    return shown(
        here,
        error,
        hidden=hidden,
        say_to=url_for("dialogues.say", play_id=play_id),
        again_to=url_for("dialogues.begin", module_id=here.module.id, dialogue_id=here.dialogue.id),
        leave_to=url_for("home.home"),
        told=told,
        under=reported,
    )
