"""« Le répertoire »: services, measures and tools, and one of them with what is believed of each of its facts."""

from flask import render_template

from content.directory.entry import EntryKind
from models.directory import entries, tool_tests
from portal.access import signed_in, today
from portal.directory.blueprint import blueprint
from portal.shell import reading


@blueprint.get("/entry/<entry_id>")
@signed_in
def entry(entry_id: str) -> str:
    """Show an entry, each fact with the word that says how far it can be trusted today."""
    with reading() as db:
        found = entries.reading(db, entry_id, today())
        is_tool = found.entry.kind is EntryKind.TOOL
        tool = tool_tests.of(db, found.listed.document_id, today()) if is_tool else None
    return render_template("directory/entry.html", reading=found, entry_id=entry_id, tool=tool)
