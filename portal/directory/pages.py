"""« Le répertoire »: one of its entries, with what is believed of each of its facts."""

from flask import render_template, request

from content.directory.entry import EntryKind
from models.directory import answering, entries, tool_tests
from models.directory.wording import VERDICTS
from portal.access import learner_key, signed_in, today
from portal.directory.blueprint import blueprint
from portal.directory.copied import as_text
from portal.directory.shown import EntryAsShown, ShownFact, shown
from portal.directory.ties import ties
from portal.pages import page_language
from portal.shell import house_day, reading


@blueprint.get("/entry/<entry_id>")
@signed_in
def entry(entry_id: str) -> str:
    """Show an entry, each fact with the word that says how far it can be trusted today; opening it counts nothing."""
    with reading() as db:
        found = shown(entries.reading(db, entry_id, today()), page_language())
        tied = ties(db, found.reading.entry, page_language(), today())
        said = answering.hers(db, learner_key(), house_day())
        is_tool = found.reading.entry.kind is EntryKind.TOOL
        tool = tool_tests.of(db, found.reading.listed.document_id, today()) if is_tool else None
    may_go_out = tool is None or tool.may_be_recommended
    to_copy = as_text(found, tied.rules) if "copy" in request.args and may_go_out else ""
    told_of = {"entry": found, "entry_id": entry_id, "tool": tool, "ties": tied, "copied": to_copy, "today": today()}
    return render_template("directory/entry.html", **told_of, **told(said))


def told(said: answering.SaidThisWeek) -> dict[str, object]:
    """Return what the answers of a person need in a template."""
    return {"said": said, "verdicts": VERDICTS, "enough": len(said) >= answering.MOST_A_WEEK}


@blueprint.app_template_global()
def asked_about(entry: EntryAsShown, said: answering.SaidThisWeek) -> ShownFact | None:
    """Return the fact about which somebody who has used an entry is asked, of those of which she has said nothing."""
    open_ones = [fact.state for fact in entry.facts if fact.state and fact.state.fingerprint not in said]
    return entry.answers(answering.asked_about(open_ones))
