"""The crisis card at an address that stays: read by anybody, called with one finger, printed for the desk."""

import re

from flask import Blueprint, g, render_template, request
from markupsafe import Markup

from content.schema.yaml_fields import LANGUAGES
from content.strings.late_patterns import LatePattern
from models.catalogue import crisis, house_texts
from portal.pages import page_language
from portal.shell import house_day, reading

blueprint = Blueprint("crisis", __name__, url_prefix="/crisis")

TELEPHONE = LatePattern(r"<strong>(\+?[0-9](?:[0-9 \u00a0\u202f]|&nbsp;){1,18}[0-9])</strong>")
"""A number in bold that holds nothing but figures: here, that is one to call."""


@blueprint.get("")
def card() -> str:
    """Show the card in force; whoever is not signed in gets no cookie."""
    if (asked := request.args.get("language")) in LANGUAGES:
        g.language = asked
    with reading() as db:
        found, ways = crisis.crisis_card(db, page_language()), house_texts.ways(db, page_language())
    return render_template("crisis/card.html", module=found.module, card=found.card, today=house_day(), ways=ways)


@blueprint.app_template_filter()
def callable_numbers(html: Markup) -> Markup:
    """Return trainers' HTML in which each number in bold is called by a touch."""
    # Markup is safe here: what is put into it are figures alone.
    return Markup(TELEPHONE.sub(lambda found: f'<a href="tel:{dialled(found[1])}">{found[0]}</a>', html))


@blueprint.app_template_filter()
def dialled(number: str) -> str:
    """Return what a telephone dials, of a number as people write it."""
    return re.sub(r"[^+0-9]", "", number)
