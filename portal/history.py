"""« Mon parcours »: what one has played and answered, by day, and what there is to go over again."""

from datetime import date

from flask import Blueprint, abort, render_template, request

from models.catalogue import validity
from models.study import history, missed
from portal.access import learner_key, signed_in
from portal.shell import now, reading

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
        found = missed.missed(db, learner_key(), now(), page)
    return render_template("history/to_review.html", found=found, page=page)


@blueprint.get("/history/<int:sequence>")
@signed_in
def answered(sequence: int) -> str:
    """Show one answer again, by its number among one's own: its question, the response and the explanations."""
    with reading() as db:
        found = history.answered(db, learner_key(), sequence)
        annulled, failing = history.is_annulled(db, found.answer), validity.why_not_counted(db, found.answer)
        asked, module_id = missed.ways_on(db, learner_key(), found, now())
    ways_on = {"asked": asked, "module_id": module_id}
    return render_template("history/answer.html", found=found, annulled=annulled, failing=failing, **ways_on)
