"""Modules and cards to read, without a question in the way: each has an address."""

from flask import Blueprint, render_template

from models import authoring, cards
from portal.access import signed_in, today
from portal.shell import reading

blueprint = Blueprint("cards", __name__, url_prefix="/modules/<module_id>")


@blueprint.get("")
@signed_in
def module(module_id: str) -> str:
    """What a module teaches, its cards and what it rests on."""
    with reading() as db:
        found = authoring.published_module(db, module_id).module
        skills, rules = authoring.skill_map(db), cards.rules_of(db, found)
    return render_template("cards/module.html", module=found, skills=skills, rules=rules, today=today())


@blueprint.get("/cards/<slug>")
@signed_in
def card(module_id: str, slug: str) -> str:
    """One card, with where it comes from and until when to trust it."""
    with reading() as db:
        found = cards.reading(db, module_id, slug)
        rules = cards.rules_of(db, found.module)
    return render_template("cards/card.html", reading=found, module=found.module, rules=rules, today=today())
