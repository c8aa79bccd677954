"""« À valider par le terrain »: practitioners say blind what they would do and ask; trainers see what came of it."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for

from content.marking import AskAgain
from models.catalogue import in_force
from models.catalogue import votes as catalogue_votes
from models.catalogue.votes import InterviewWording, PracticeQuestion
from models.learning import answering
from models.tables.votes import WouldAsk
from portal.access import estimated, learner_key, signed_in, trainer
from portal.learning import responses
from portal.pages import page_language, say
from portal.request import now, reading, see_other, writing

blueprint = Blueprint("votes", __name__)


@blueprint.get("/field")
@signed_in
def to_vote() -> Response:
    """Show the next question on which this person may vote; looking at it keeps nothing."""
    return _page()


@blueprint.post("/field/<question_id>")
@signed_in
@estimated
def vote(question_id: str) -> Response:
    """Keep a vote on a question of practice, and go on to the next."""
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
    return _next()


@blueprint.post("/field/topics/<question_id>")
@signed_in
def vote_on_words(question_id: str) -> Response:
    """Keep a vote on the words of a question of an interview, and go on to the next."""
    said = request.form.get("said")
    if said not in list(WouldAsk):
        return _page(AskAgain())
    with writing() as db:
        catalogue_votes.vote_on_wording(
            db, learner_key(), question_id, request.form.get("words", ""), WouldAsk(said), now()
        )
    return _next()


def _next() -> Response:
    flash(say("Votre réponse est gardée. Merci."))
    return see_other(url_for("votes.to_vote", after=request.args.get("after"), on=request.args.get("on")))


@blueprint.get("/field/votes")
@trainer
def votes() -> str:
    """Show what waits for the field, and what it has said; never who has said what."""
    with reading() as db:
        words = catalogue_votes.wording_tallies(db, in_force.topics(db))
        return render_template(
            "votes/votes.html",
            standings=catalogue_votes.tallies(db),
            # What is to be written anew comes first, then what is in doubt; each in the order of the topics.
            words=sorted((one for one in words if one.votes), key=lambda one: (one.is_validated, not one.is_settled)),
            silent=sum(not one.votes for one in words),
            least=catalogue_votes.LEAST_VOTES,
        )


def _page(error: AskAgain | None = None) -> Response:
    with reading() as db:
        waiting: list[PracticeQuestion | InterviewWording] = [
            *catalogue_votes.wordings_to_vote(db, learner_key(), [page_language()])
        ]
        # Anyone who comes from the topics came for their questions.
        if request.args.get("on") != "topics":
            practice = catalogue_votes.to_vote(db, learner_key())
            waiting = [*sorted(practice, key=lambda one: one.question.id), *waiting]
        reads_votes = catalogue_votes.reads_wording_votes(db, learner_key())
    # What comes after a question that was passed; everything where it no longer waits.
    passed = request.args.get("after", "")
    ids = [one.question.id for one in waiting]
    asked = next(iter(waiting[ids.index(passed) + 1 :] if passed in ids else waiting), None)
    told: dict[str, object] = {"asked": asked, "left": bool(waiting), "reads_votes": reads_votes}
    if isinstance(asked, PracticeQuestion):
        order = answering.shuffled(asked.question, catalogue_votes.order(learner_key(), asked.question))
        again = responses.again(error, asked.question, request.form) if error else None
        told |= {"part": "votes/practice.html", "order": order, "again": again}
    else:
        told |= {"part": "votes/wording.html", "again": error, "least": catalogue_votes.LEAST_VOTES}
    return make_response(render_template("votes/to_vote.html", **told), 422 if error else 200)
