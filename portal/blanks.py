"""« Votre service »: what the cards leave to the house to say, one field for each blank, for trainers."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from models.catalogue import blanks, in_force
from models.catalogue.blanks import BlankKey, NotFilledIn, TypedFilling, WhyNotFilledIn
from models.ground import audit
from models.tables.audit import AuditVerb
from portal.access import learner_key, trainer
from portal.pages import page_language, say
from portal.shell import house_day, reading, see_other, writing

TYPED, OPENED = "text ", "opened "
"""What stands before the name of a blank in its field, and in the one that says what stood there."""


@trainer
def ours() -> Response:
    """Show every blank with what fills it, by module, and what fills one that is no more."""
    return _page({}, {})


@trainer
def fill_in() -> Response:
    """Keep what was typed; if some of it cannot be kept, show the page again with all that was typed."""
    typed = _typed()
    try:
        with writing() as db:
            for key, asked in blanks.fill_in(db, typed, house_day()).items():
                _note(db, key, asked)
    except NotFilledIn as error:
        return _page(typed, error.why)
    flash(say("C'est noté : cela se lit désormais dans les cartes."))
    return see_other(url_for("blanks.ours"))


@trainer
def remove() -> Response:
    """Remove what fills a blank that no card has any more."""
    key = BlankKey.named(request.form.get("name", ""))
    with writing() as db:
        if asked := blanks.remove(db, key):
            _note(db, key, asked)
            flash(say("C'est retiré."))
    return see_other(url_for("blanks.ours"))


def _note(db: Session, key: BlankKey, asked: str) -> None:
    verb, told = AuditVerb.FILL_IN_BLANK, dict[str, Any](language=key.language, asked=asked)
    audit.note(db, learner_key(), verb, key.module_id, house_day(), **told)


def _typed() -> dict[BlankKey, TypedFilling]:
    names = [field.removeprefix(TYPED) for field in request.form if field.startswith(TYPED)]
    return {
        BlankKey.named(name): TypedFilling(request.form[f"{TYPED}{name}"], request.form.get(f"{OPENED}{name}", ""))
        for name in names
    }


def _page(typed: Mapping[BlankKey, TypedFilling], why: Mapping[BlankKey, WhyNotFilledIn]) -> Response:
    with reading() as db:
        modules, strays = blanks.by_module(db), blanks.without_place(db)
        published = {one.module.id: one.module for one in in_force.published_modules(db, page_language())}
    page = render_template(
        "blanks/blanks.html",
        modules=modules,
        strays=strays,
        published=published,
        # What somebody else has filled in meanwhile, and nobody has typed over, is shown as it is now.
        typed={key: one for key, one in typed.items() if one.said != one.found},
        why=why,
        longest=blanks.LONGEST,
        names={"typed": TYPED, "opened": OPENED},
    )
    return make_response(page, 422 if why else 200)
