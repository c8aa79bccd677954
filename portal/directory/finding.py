"""Finding an entry of the directory by words and by what it offers; what was sought is kept nowhere."""

from typing import Any

from babel import Locale
from flask import Response, flash, render_template, request, url_for

from content.errors import N_
from models import topics
from models.catalogue import in_force
from models.directory import finding, use
from models.directory.finding import EntryFilters
from portal import weekly
from portal.access import signed_in, today
from portal.directory.blueprint import blueprint
from portal.pages import page_language, say
from portal.shell import house_day, reading, see_other, writing

KINDS = {"service": N_("Services"), "measure": N_("Mesures"), "tool": N_("Outils")}
FLAGS = {
    "without_account": N_("Sans compte"),
    "by_telephone": N_("Par téléphone"),
    "with_interpreter": N_("Avec interprète"),
}
MOST_A_WEEK = 8
TOLD = "not_found"
"""Where the cookie of a browser says how often it was counted, in which week; not of which topic."""


@blueprint.get("")
@signed_in
def everything() -> str:
    """Show the entries that are sought; where nothing is, the topics and kinds under which they are found."""
    sought, filters = request.args.get("q", ""), asked_filters()
    asked, after = bool(sought.strip()) or filters != EntryFilters(), request.args.get("after", "")
    with reading() as db:
        named, choices = in_force.topics(db), finding.choices(db)
        found = finding.find(db, sought, page_language(), filters, today(), after) if asked else None
    shown = {"found": found, "choices": choices, "topics": named, "sought": sought, "filters": filters}
    words = {"kinds": KINDS, "flags": FLAGS, "spoken": language_name, "going_on": going_on}
    refined = filters != EntryFilters()
    return render_template("directory/everything.html", refined=refined, **shown, **words)


@blueprint.post("/not-found")
@signed_in
def not_found() -> Response:
    """Count a topic of which the directory did not have what was sought, and go back to the same screen."""
    back = see_other(url_for("directory.everything", q=request.form.get("q") or None))
    if not weekly.is_counted(TOLD, MOST_A_WEEK):
        flash(say("Vous l'avez dit plusieurs fois cette semaine : c'est déjà compté."))
        return back
    with writing() as db:
        use.count_unmet(db, topics.topic_of(db, request.form.get("topic", "")), house_day())
    weekly.note(TOLD)
    flash(say("C'est noté : un sujet et une semaine, rien d'autre."))
    return back


def asked_filters() -> EntryFilters:
    """Return what the address asks an entry to offer."""
    asked: dict[str, Any] = {name: request.args.get(name, "") for name in EntryFilters._fields}
    return EntryFilters(**asked | {name: asked[name] == "1" for name in FLAGS})


def going_on(sought: str, filters: EntryFilters, after: str) -> str:
    """Return where the same list goes on after an entry."""
    chosen: dict[str, Any] = {name: "1" if value is True else value for name, value in filters._asdict().items()}
    return url_for("directory.everything", q=sought or None, after=after, **{n: v for n, v in chosen.items() if v})


def language_name(code: str) -> str:
    """Return how a language is called in that of the page."""
    return str(Locale.parse(page_language()).languages.get(code, code))
