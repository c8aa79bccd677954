"""« Mon parcours »: what one has played and answered, by day."""

from datetime import date

from flask import Blueprint, abort, render_template, request

from models.catalogue import validity
from models.study import history
from portal.access import learner_key, signed_in
from portal.shell import reading

blueprint = Blueprint("history", __name__, url_prefix="/history")


@blueprint.get("")
@signed_in
def mine() -> str:
    """Show the days on which something was answered, the latest first."""
    with reading() as db:
        days, older = history.days(db, learner_key(), _before())
    return render_template("history/history.html", days=days, older=older)


def _before() -> date | None:
    try:
        return date.fromisoformat(request.args["before"]) if "before" in request.args else None
    except ValueError:
        abort(404)


@blueprint.get("/<int:sequence>")
@signed_in
def answered(sequence: int) -> str:
    """Show one answer again, by its number among one's own: its question, the response and the explanations."""
    with reading() as db:
        found = history.answered(db, learner_key(), sequence)
        annulled, failing = history.is_annulled(db, found.answer), validity.why_not_counted(db, found.answer)
    return render_template("history/answer.html", found=found, annulled=annulled, failing=failing)
