"""The views of entries: found by words, read with what is believed of them, answered about."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from babel import Locale
from flask import Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry, EntryKind
from content.errors import N_
from content.lexicons import about, about_names
from content.module import Module
from content.skills import Skill
from content.topics import Topic
from models.catalogue import in_force
from models.catalogue.attestations import how_read
from models.community import topics
from models.community.benefits import benefits_on
from models.community.topics import RuleToday
from models.directory import entries, entry_search, tool_tests, use_and_answers
from models.directory.entry_search import EntryFilters
from models.directory.entry_wording import VERDICTS
from models.ground.words import Words
from models.studio.rule_changes import announcements
from portal.access import learner_key, signed_in, today
from portal.directory.entry_shown import EntryAsShown, ShownFact, blueprint, shown
from portal.pages import date_of, page_language, page_words, say
from portal.request import house_day, reading, see_other, writing
from portal.site import weekly_marks

MOST_MODULES = 3


class EntryTies(NamedTuple):
    """What an entry is tied to, where that is in force."""

    topics: Sequence[Topic]
    skills: Sequence[Skill]
    rules: Sequence[RuleToday]
    """With the change that comes next; of a measure, what it rests on."""
    modules: Sequence[Module]
    """Those that cite most of its rules, then teach most of its skills."""


def rules_of(db: Session, entry: DirectoryEntry, day: date) -> list[RuleToday]:
    """Return the rules of an entry, each with the first of its changes that is to come."""
    rules = in_force.rules(db)
    known = [rules[one] for one in entry.rules if one in rules]
    return topics.with_changes(known, announcements.of_rules(db, [rule.id for rule in known]), day)


def ties(db: Session, entry: DirectoryEntry, language: str, day: date) -> EntryTies:
    """Return what an entry is tied to on a day, modules in a language where they are."""
    calm = (one.module for one in in_force.published_modules(db, language))

    def shared(module: Module) -> tuple[int, int]:
        cited = {*module.cites, *(rule for question in module.questions for rule in question.cites)}
        return len(cited.intersection(entry.rules)), len({*module.skills}.intersection(entry.skills))

    near = [one for one in calm if about(one.title) <= about_names(entry.name) and any(shared(one))]
    fitting = sorted((one for one in near if one.valid_on(day)), key=shared, reverse=True)
    return EntryTies(
        [topic for topic in in_force.topics(db) if topic.id in entry.topics],
        [skill for skill in in_force.skill_map(db) if skill.id in entry.skills],
        rules_of(db, entry, day),
        fitting[:MOST_MODULES],
    )


def rule_read(one: RuleToday, said: Words) -> str:
    """Say how a rule was read; « non lue » where nobody has."""
    return how_read(one.rule.reading, said) if one.rule.reading else said.gettext("non lue")


# ---------------------------------------------------------------------------------------------------- « Le répertoire »


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
        said = use_and_answers.hers_this_week(db, learner_key(), house_day())
        is_tool = found.reading.entry.kind is EntryKind.TOOL
        tool = tool_tests.of(db, found.reading.listed.document_id, today()) if is_tool else None
    may_go_out = tool is None or tool.may_be_recommended
    to_copy = as_text(found, tied.rules) if "copy" in request.args and may_go_out else ""
    told_of = {"entry": found, "entry_id": entry_id, "tool": tool, "ties": tied, "copied": to_copy, "today": today()}
    return render_template("directory/entry.html", **told_of, **told(said))


def told(said: use_and_answers.SaidThisWeek) -> dict[str, object]:
    """Return what the answers of a person need in a template."""
    return {"said": said, "verdicts": VERDICTS, "enough": len(said) >= use_and_answers.MOST_A_WEEK}


@blueprint.app_template_global()
def asked_about(entry: EntryAsShown, said: use_and_answers.SaidThisWeek) -> ShownFact | None:
    """Return the fact about which somebody who has used an entry is asked, of those of which she has said nothing."""
    open_ones = [fact.state for fact in entry.facts if fact.state and fact.state.fingerprint not in said]
    return entry.answers(use_and_answers.asked_about(open_ones))


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
        tool_tests.expect_recommendable(db, listed, house_day())
        if counted := weekly_marks.is_counted(USED, MOST_A_WEEK, entry_id):
            use_and_answers.count_use(db, listed.document_id, house_day())
    if counted:
        weekly_marks.note(USED, entry_id)
    if request.form.get("do") == "copy":
        return see_other(url_for("directory.entry", entry_id=entry_id, copy=1, _anchor="copied"))
    language = request.form.get("language") or None
    return see_other(url_for("directory.paper", entry_id=entry_id, language=language, printing=1))


@blueprint.post("/entry/<entry_id>/facts/<fingerprint>")
@signed_in
def answer(entry_id: str, fingerprint: str) -> Response:
    """Keep what somebody says of a fact, in the place of what she said of it this week."""
    verdict = use_and_answers.verdict_of_hers(request.form.get("verdict", ""))
    with writing() as db:
        listed = entries.listed_of(db, entry_id)
        use_and_answers.answer(db, learner_key(), listed.document_id, fingerprint, verdict, house_day())
    flash(say("C'est noté. Personne d'autre ne voit ce que vous en dites ; vous pouvez le changer cette semaine."))
    return see_other(url_for("directory.entry", entry_id=entry_id, _anchor=f"fact-{fingerprint}"))


@blueprint.get("/measures")
@signed_in
def measures() -> str:
    """Show the measures and rules in force, for whom, since when, until when, and what changes next."""
    with reading() as db:
        found = benefits_on(db, today())
    return render_template("directory/measures.html", found=found, today=today())


# ----------------------------------------------------- finding an entry of the directory by words and by what it offers


KINDS = {"service": N_("Services"), "measure": N_("Mesures"), "tool": N_("Outils")}
FLAGS = {
    "without_account": N_("Sans compte"),
    "by_telephone": N_("Par téléphone"),
    "with_interpreter": N_("Avec interprète"),
}
MOST_UNMET_A_WEEK = 8
TOLD = "not_found"
"""Where the cookie of a browser says how often it was counted, in which week; not of which topic."""


@blueprint.get("")
@signed_in
def everything() -> str:
    """Show the entries that are sought; where nothing is, the topics and kinds under which they are found."""
    sought, filters = request.args.get("q", ""), asked_filters()
    asked, after = bool(sought.strip()) or filters != EntryFilters(), request.args.get("after", "")
    with reading() as db:
        named, choices = in_force.topics(db), entry_search.choices(db)
        found = entry_search.find(db, sought, page_language(), filters, today(), after) if asked else None
    shown = {"found": found, "choices": choices, "topics": named, "sought": sought, "filters": filters}
    words = {"kinds": KINDS, "flags": FLAGS, "spoken": language_name, "going_on": going_on}
    refined = filters != EntryFilters()
    return render_template("directory/everything.html", refined=refined, **shown, **words)


@blueprint.post("/not-found")
@signed_in
def not_found() -> Response:
    """Count a topic of which the directory did not have what was sought, and go back to the same screen."""
    back = see_other(url_for("directory.everything", q=request.form.get("q") or None))
    if not weekly_marks.is_counted(TOLD, MOST_UNMET_A_WEEK):
        flash(say("Vous l'avez dit plusieurs fois cette semaine : c'est déjà compté."))
        return back
    with writing() as db:
        use_and_answers.count_unmet(db, topics.topic_of(db, request.form.get("topic", "")), house_day())
    weekly_marks.note(TOLD)
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
