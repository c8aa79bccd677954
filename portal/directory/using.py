"""What is done with an entry, and counted: printing, copying, and what one says of a fact afterwards."""

from flask import Response, flash, request, url_for

from models.directory import answering, entries, recommending, use
from portal import weekly
from portal.access import learner_key, signed_in
from portal.directory.blueprint import blueprint
from portal.pages import say
from portal.shell import house_day, see_other, writing

USED = "directory_used"
MOST_A_WEEK = 5
"""Uses of one entry that one browser is counted for in a week."""


@blueprint.post("/entry/<entry_id>/use")
@signed_in
def used(entry_id: str) -> Response:
    """Count that an entry is printed or copied, and lead to its paper or to its text."""
    with writing() as db:
        listed = entries.listed_of(db, entry_id)
        recommending.expect(db, listed, house_day())
        if counted := weekly.is_counted(USED, MOST_A_WEEK, entry_id):
            use.count(db, listed.document_id, house_day())
    if counted:
        weekly.note(USED, entry_id)
    if request.form.get("do") == "copy":
        return see_other(url_for("directory.entry", entry_id=entry_id, copy=1, _anchor="copied"))
    language = request.form.get("language") or None
    return see_other(url_for("directory.paper", entry_id=entry_id, language=language, printing=1))


@blueprint.post("/entry/<entry_id>/facts/<fingerprint>")
@signed_in
def answer(entry_id: str, fingerprint: str) -> Response:
    """Keep what somebody says of a fact, in the place of what she said of it this week."""
    verdict = answering.verdict_of(request.form.get("verdict", ""))
    with writing() as db:
        listed = entries.listed_of(db, entry_id)
        answering.answer(db, learner_key(), listed.document_id, fingerprint, verdict, house_day())
    flash(say("C'est noté. Personne d'autre ne voit ce que vous en dites ; vous pouvez le changer cette semaine."))
    return see_other(url_for("directory.entry", entry_id=entry_id, _anchor=f"fact-{fingerprint}"))
