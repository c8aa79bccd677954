"""« Textes de votre maison »: how the house is reached, and what cards leave to it to say, one field each."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import N_
from models.catalogue import coming_into_force, house_texts, in_force
from models.catalogue.house_texts import WRITTEN_IN, TextKey, TextsNotKept, TypedText, WhyNotKept
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.documents import FOOT
from portal.access import learner_key, trainer
from portal.pages import page_language, say
from portal.request import house_day, reading, see_other, writing

blueprint = Blueprint("house_texts", __name__)

TYPED, OPENED = "text ", "opened "
"""What stands before the name of a text in its field, and in the one that says what stood there."""
WAYS = {
    "counter": N_("Guichet : adresse et heures"),
    "telephone": N_("Téléphone : numéro et heures"),
    "post": N_("Courrier : adresse postale"),
}
"""What each way is called in the form."""


@blueprint.get("/house/texts")
@trainer
def ours() -> Response:
    """Show every text: the ways, the blanks by module, and what fills one that is no more."""
    return _page({}, {})


@blueprint.get("/house/blanks")
@blueprint.get("/house/ways")
@trainer
def moved() -> Response:
    """Lead from « Comment joindre le service » and « Votre service », each a page of its own before."""
    return see_other(url_for("house_texts.ours"))


@blueprint.post("/house/texts")
@trainer
def write() -> Response:
    """Keep what was typed; if some of it cannot be kept, show the page again with all that was typed."""
    names = [field.removeprefix(TYPED) for field in request.form if field.startswith(TYPED)]
    typed = {
        TextKey.named(name): TypedText(request.form[f"{TYPED}{name}"], request.form.get(f"{OPENED}{name}", ""))
        for name in names
    }
    try:
        with writing() as db:
            _note(db, house_texts.write(db, typed, house_day()))
    except TextsNotKept as error:
        return _page(typed, error.why)
    flash(say("C'est noté : cela se lit désormais dans les cartes et au pied des feuilles."))
    return see_other(url_for("house_texts.ours"))


@blueprint.post("/house/texts/remove")
@trainer
def remove() -> Response:
    """Remove what fills a blank that no card has any more."""
    key = TextKey.named(request.form.get("name", ""))
    with writing() as db:
        if asked := house_texts.remove(db, key):
            _note(db, {key: asked})
            flash(say("C'est retiré."))
    return see_other(url_for("house_texts.ours"))


def _note(db: Session, written: Mapping[TextKey, str]) -> None:
    """Note in the audit log which texts say something else, never what, and let them be found in their cards."""
    spoken = [one for one in WRITTEN_IN if any((key.place, key.language) == (FOOT, one) for key in written)]
    if spoken:
        audit.note(db, learner_key(), AuditVerb.FILL_IN_WAYS, "house_texts", house_day(), languages=spoken)
    blanks = {key: asked for key, asked in written.items() if key.place != FOOT}
    for key, asked in blanks.items():
        verb, told = AuditVerb.FILL_IN_BLANK, dict[str, Any](language=key.language, asked=asked)
        audit.note(db, learner_key(), verb, key.place, house_day(), **told)
    for module_id in sorted({key.place for key in blanks}):
        coming_into_force.let_be_found(db, module_id)


def _page(typed: Mapping[TextKey, TypedText], why: Mapping[TextKey, WhyNotKept]) -> Response:
    with reading() as db:
        ways, modules = house_texts.asked_ways(db), house_texts.by_module(db)
        strays = house_texts.without_place(db)
        published = {one.module.id: one.module for one in in_force.published_modules(db, page_language())}
    page = render_template(
        "house_texts/texts.html",
        ways=ways,
        called={way: say(name) for way, name in WAYS.items()},
        modules=modules,
        strays=strays,
        published=published,
        # What somebody else has written meanwhile, and nobody has typed over, is shown as it is now.
        typed={key: one for key, one in typed.items() if one.said != one.found},
        why=why,
        longest={"way": house_texts.LONGEST_WAY, "blank": house_texts.LONGEST},
        names={"typed": TYPED, "opened": OPENED},
    )
    return make_response(page, 422 if why else 200)
