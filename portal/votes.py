"""« À valider par le terrain »: practitioners answer questions of practice, blind; trainers see what came of it."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from content.typed import AskAgain
from models.catalogue import votes as catalogue_votes
from models.study import answering
from portal import responses
from portal.access import learner_key, signed_in, trainer
from portal.objection import estimated
from portal.pages import say
from portal.shell import now, reading, see_other, writing

blueprint = Blueprint("votes", __name__, url_prefix="/field")


@blueprint.get("")
@signed_in
def to_vote() -> Response:
    """Show the next question on which this person may vote; looking at it keeps nothing."""
    return _page()


@blueprint.post("/<question_id>")
@signed_in
@estimated
def vote(question_id: str) -> Response:
    """Keep a vote, and go on to the next."""
    try:
        with writing() as db:
            asked = next(
                (one for one in catalogue_votes.to_vote(db, learner_key()) if one.question.id == question_id), None
            )
            if asked is None:
                raise catalogue_votes.NotBlind
            shown = answering.shuffled(asked.question, catalogue_votes.order(learner_key(), asked.question))
            catalogue_votes.vote(
                db, learner_key(), question_id, responses.read(request.form, asked.question, shown), now()
            )
    except AskAgain as error:
        return _page(error)
    flash(say("Votre réponse est gardée. Merci."))
    return see_other(url_for("votes.to_vote"))


@blueprint.get("/votes")
@trainer
def votes() -> str:
    """Show the questions of practice, and how far each is validated; never who has answered what."""
    with reading() as db:
        return render_template(
            "votes/votes.html", standings=catalogue_votes.standings(db), least=catalogue_votes.LEAST_VOTES
        )


def _page(error: AskAgain | None = None) -> Response:
    with reading() as db:
        waiting = sorted(catalogue_votes.to_vote(db, learner_key()), key=lambda one: one.question.id)
    asked = next((one for one in waiting if one.question.id > request.args.get("after", "")), None)
    page = render_template(
        "votes/to_vote.html",
        asked=asked,
        left=len(waiting),
        order=answering.shuffled(asked.question, catalogue_votes.order(learner_key(), asked.question)) if asked else [],
        again=responses.again(error, asked.question, request.form) if error and asked else None,
    )
    return make_response(page, 422 if error else 200)
