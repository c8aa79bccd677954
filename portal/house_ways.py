"""« Comment joindre le service »: the house's counter, telephone and post, as trainers fill them in."""

from flask import Response, flash, render_template, request, url_for

from models.catalogue import house_ways
from models.ground import audit
from models.tables.audit import AuditVerb
from portal.access import learner_key, trainer
from portal.pages import say
from portal.shell import house_day, reading, see_other, writing


@trainer
def ours() -> str:
    """Show the ways in each language, to be filled in."""
    with reading() as db:
        written = house_ways.written(db)
    return render_template("house_ways/ways.html", written=written, longest=house_ways.LONGEST)


@trainer
def fill_in() -> Response:
    """Keep the ways in each language that a form sends."""
    with writing() as db:
        changed = [one for one in house_ways.WRITTEN_IN if house_ways.fill_in(db, one, *_typed(one))]
        if changed:
            audit.note(db, learner_key(), AuditVerb.FILL_IN_WAYS, "house_ways", house_day(), languages=changed)
    flash(say("C'est noté : cela s'imprime désormais au pied des feuilles."))
    return see_other(url_for("house_ways.ours"))


def _typed(language: str) -> list[str]:
    return [request.form.get(f"{way}-{language}", "") for way in house_ways.WAYS]
