"""« À valider par le terrain »: practitioners answer questions of practice, blind; trainers see what came of it."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from content.marking import AskAgain
from models import field, study
from portal import responses
from portal.access import learner_key, signed_in, trainer
from portal.pages import say
from portal.shell import now, reading, see_other, writing

blueprint = Blueprint("field", __name__, url_prefix="/field")


@blueprint.get("")
@signed_in
def to_vote() -> Response:
    """The next question on which this person may vote; looking at it keeps nothing."""
    return _page()


@blueprint.post("/<question_id>")
@signed_in
def vote(question_id: str) -> Response:
    """Keep a vote, and go on to the next."""
    try:
        with writing() as db:
            asked = next((one for one in field.to_vote(db, learner_key()) if one.question.id == question_id), None)
            if asked is None:
                raise field.NotBlind
            shown = study.shuffled(asked.question, field.order(learner_key(), asked.question))
            field.vote(db, learner_key(), question_id, responses.read(request.form, asked.question, shown), now())
    except AskAgain as error:
        return _page(error)
    flash(say("Votre réponse est gardée. Merci."))
    return see_other(url_for("field.to_vote"))


@blueprint.get("/votes")
@trainer
def votes() -> str:
    """The questions of practice, and how far each is validated; never who has answered what."""
    with reading() as db:
        return render_template("field/votes.html", standings=field.standings(db), least=field.LEAST_VOTES)


def _page(error: AskAgain | None = None) -> Response:
    with reading() as db:
        waiting = sorted(field.to_vote(db, learner_key()), key=lambda one: one.question.id)
    asked = next((one for one in waiting if one.question.id > request.args.get("after", "")), None)
    page = render_template(
        "field/to_vote.html",
        asked=asked,
        left=len(waiting),
        order=study.shuffled(asked.question, field.order(learner_key(), asked.question)) if asked else [],
        again=responses.again(error, asked.question, request.form) if error and asked else None,
    )
    return make_response(page, 422 if error else 200)
