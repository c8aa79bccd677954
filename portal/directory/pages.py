"""« Le répertoire »: one of its entries, with what is believed of each of its facts and what is done with it."""

from collections.abc import Iterator, Sequence

from flask import Response, flash, render_template, request, url_for

from content.directory.entry import EntryKind
from content.errors import N_
from models.directory import answering, entries, recommending, tool_tests, use
from models.directory.wording import VERDICTS
from models.measures import measures_on
from models.topics import RuleToday
from portal import weekly
from portal.access import learner_key, signed_in, today
from portal.directory.blueprint import blueprint
from portal.directory.shown import EntryAsShown, ShownFact, shown
from portal.directory.ties import rule_read, ties
from portal.pages import date_of, page_language, page_words, say
from portal.shell import house_day, reading, see_other, writing

UNDATED = N_("Lu sur des copies conservées, sans date : vérifiez avant de donner.")
USED = "directory_used"
MOST_A_WEEK = 5
"""Uses of one entry that one browser is counted for in a week."""


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


# -------------------------------------------------------------------- as plain text, to be put into a message or a file


def as_text(entry: EntryAsShown, rules: Sequence[RuleToday]) -> str:
    """Return what an entry says as lines of text, in the page's language, with the days on which it was read."""
    head = [said.text for said in (entry.title, entry.organisation, entry.line) if said]
    blocks = ["\n".join([*head, say(UNDATED)] if entry.undated else head), entry.plain.text if entry.plain else ""]
    for group in entry.groups:
        if lines := [f"- {line}" for fact in group.facts if not fact.fact.blank for line in _lines(fact)]:
            blocks.append("\n".join([group.heading, *lines]))
    if entry.reading.entry.rules:
        blocks.append("\n".join(f"{one.rule.name[page_language()]} – {rule_read(one, page_words())}" for one in rules))
    days = [fact.state.reading.counts_from for fact in entry.facts if fact.state]
    if days and not entry.undated:
        blocks.append(say("Lu le %(day)s au plus tôt.", day=date_of(min(days))))
    return "\n\n".join(filter(None, blocks))


def _lines(fact: ShownFact) -> Iterator[str]:
    doubt = f" ({fact.word})" if fact.is_doubted else ""
    links = [f"{name} : {address}" for name, address in fact.links]
    said = [*filter(None, (fact.telephone, fact.mail, fact.said.text if fact.said else "")), *fact.lines, *links]
    yield from (f"{line}{doubt}" for line in said)


# ------------------------------------------------------------------------------ what is done with an entry, and counted


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


@blueprint.get("/measures")
@signed_in
def measures() -> str:
    """Show the measures and rules in force, for whom, since when, until when, and what changes next."""
    with reading() as db:
        found = measures_on(db, today())
    return render_template("directory/measures.html", found=found, today=today())
