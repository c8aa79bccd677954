"""Modules and cards to read, without a question in the way: each has an address."""

from flask import Blueprint, render_template, request

from content.lexicons import about
from models.catalogue import cards, crisis, house_texts, in_force
from models.community import topics
from models.directory import entries
from models.study import follow_ups
from models.study.reports.about import AboutCard
from models.tables.keepsakes import KeepsakeKind
from portal import keepsakes
from portal.access import account, learner_key, signed_in, today
from portal.interviews import under_module
from portal.pages import page_language
from portal.reports import ReportPlace, under
from portal.shell import reading

blueprint = Blueprint("cards", __name__, url_prefix="/modules/<module_id>")


@blueprint.get("")
@signed_in
def module(module_id: str) -> str:
    """Show what a module teaches, its cards and what it rests on."""
    with reading() as db:
        found = in_force.published_module(db, module_id, page_language()).module
        skills, rules = in_force.skill_map(db), cards.rules_of(db, found)
        said = follow_ups.last_said(db, learner_key(), module_id)
        to_fill = house_texts.of_module(db, found) if account().trainer else None
        near = topics.touching(db, found.skills, [rule.id for rule in rules], about(found.title))
        below = under_module(db, found)
    told = {"module": found, "skills": skills, "rules": rules, "said": said, "topics": near, "today": today()}
    return render_template("cards/module.html", **told, blanks=to_fill, **below)


@blueprint.get("/cards/<slug>")
@signed_in
def card(module_id: str, slug: str) -> str:
    """Show one card, with where it comes from and until when to trust it."""
    with reading() as db:
        found = cards.reading(db, module_id, slug, page_language())
        rules, module = cards.rules_of(db, found.module), found.module
        beside = entries.of_module(db, module, today())
        help_at_hand = crisis.is_there(db)
        about = AboutCard(found.version_id, found.number)
        reportable = under(db, ReportPlace(learner_key(), about, request.path))
        kept = keepsakes.under(db, KeepsakeKind.CARD, f"{module_id}/{slug}", found.card.title, module.language)
    return render_template(
        "cards/card.html",
        reading=found,
        module=module,
        rules=rules,
        in_place=beside,
        today=today(),
        # As a letter cites it, where it says something to the person.
        for_the_person=f"{module.id}/{list(module.addressed)[found.number - 1]}" if found.card.parts.plain else "",
        under=reportable,
        crisis=help_at_hand,
        **kept,
    )
