"""The views of « Mon parcours »: past answers, what to go over again, notices about wrong keys, follow-ups."""

from datetime import date

from flask import Blueprint, Response, abort, flash, render_template, request, url_for

from models.catalogue import validity
from models.learning import follow_ups, history
from models.tables.follow_ups import Tried
from portal.access import estimated, learner_key, signed_in
from portal.pages import say
from portal.request import now, reading, see_other, writing

blueprint = Blueprint("history", __name__)


@blueprint.get("/history")
@signed_in
def mine() -> str:
    """Show the days on which something was answered, the latest first."""
    try:
        before = date.fromisoformat(request.args["before"]) if "before" in request.args else None
    except ValueError:
        abort(404)
    with reading() as db:
        days, older = history.days(db, learner_key(), before)
    return render_template("history/history.html", days=days, older=older)


@blueprint.get("/history/to-review")
@signed_in
def to_review() -> str:
    """Show the questions answered wrong last, by skill, the one missed last first."""
    asked = request.args.get("page", "1")
    # Not isdigit, which takes « ² » too.
    if not (asked.isdecimal() and asked.isascii() and 0 < len(asked) < 5) or int(asked) < 1:
        abort(404)
    page = int(asked)
    with reading() as db:
        found = history.missed(db, learner_key(), now(), page)
    return render_template("history/to_review.html", found=found, page=page)


@blueprint.get("/history/<int:sequence>")
@signed_in
def answered(sequence: int) -> str:
    """Show one answer again, by its number among one's own: its question, the response and the explanations."""
    with reading() as db:
        found = history.answered(db, learner_key(), sequence)
        annulled, failing = history.is_annulled(db, found.answer), validity.why_not_counted(db, found.answer)
        asked, module_id = history.ways_on(db, learner_key(), found, now())
    ways_on = {"asked": asked, "module_id": module_id}
    return render_template("history/answer.html", found=found, annulled=annulled, failing=failing, **ways_on)


# ----------------------------------------------- notices that a learner is shown once when the key of a question was wr


notices_blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@notices_blueprint.post("/<int:notice_id>/read")
@signed_in
def put_away(notice_id: int) -> Response:
    """Put a notice away that has been read."""
    with writing() as db:
        history.put_notice_away(history.notice_of(db, notice_id, learner_key()), now())
    return see_other(url_for("home.home"))


# ------------------------------------------------------------------------------------- « En avez-vous eu l'occasion ? »


follow_ups_blueprint = Blueprint("follow_ups", __name__, url_prefix="/follow-ups")


@follow_ups_blueprint.post("/<module_id>")
@signed_in
@estimated
def tell(module_id: str) -> Response:
    """Keep what she says of what there was to try."""
    said = request.form.get("said")
    if said not in list(Tried):
        abort(404)
    with writing() as db:
        follow_ups.say(db, learner_key(), module_id, Tried(said), now())
    flash(say("C'est noté, pour vous : la page du module vous le redira."))
    return see_other(url_for("home.home"))
