"""« Le répertoire »: services, measures and tools, and one of them with what is believed of each of its facts."""

from flask import render_template

from models.directory import entries
from portal.access import signed_in, today
from portal.directory.blueprint import blueprint
from portal.shell import reading


@blueprint.get("/entry/<entry_id>")
@signed_in
def entry(entry_id: str) -> str:
    """Show an entry, each fact with the word that says how far it can be trusted today."""
    with reading() as db:
        found = entries.reading(db, entry_id, today())
    return render_template("directory/entry.html", reading=found)
