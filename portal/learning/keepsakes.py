"""« Mes repères »: bookmarks and private notes, under what they are about and on one page."""

from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.orm import Session

from models.learning import keepsakes
from models.learning.keepsakes import Target
from models.tables.keepsakes import KeepsakeKind
from portal.access import learner_key, signed_in
from portal.request import next_page, now, reading, see_other, swaps, writing

blueprint = Blueprint("keepsakes", __name__, url_prefix="/keeping")


def under(
    db: Session, kind: str, target_id: object, title: str, language: str, back: str | None = None
) -> dict[str, object]:
    """Return the context of `keepsakes/under.html` below a place; `back` is the page where it stands."""
    target = Target(kind, str(target_id), title, language)
    return {"kept": keepsakes.kept(db, learner_key(), target), "back": back or request.path}


@blueprint.get("")
@signed_in
def mine() -> str:
    """Show all bookmarks and notes of this person, the latest first."""
    with reading() as db:
        rows = keepsakes.everything(db, learner_key())
    return render_template("keepsakes/keepsakes.html", places=[(row, address(row.kind, row.target)) for row in rows])


@blueprint.post("/bookmark")
@signed_in
def bookmark() -> Response:
    """Bookmark a place, or remove its bookmark."""
    target = _target()
    with writing() as db:
        keepsakes.bookmark(db, learner_key(), target, request.form.get("keep") == "1", now())
    return _shown(target, "keepsakes/bookmark.html")


@blueprint.post("/note")
@signed_in
def note() -> Response:
    """Write the note of a place."""
    target, form = _target(), request.form
    with writing() as db:
        keepsakes.write(db, learner_key(), target, form.get("text", ""), form.get("edition", ""), now())
    return _shown(target, "keepsakes/saved.html")


def _target() -> Target:
    return Target(*(request.form.get(name, "") for name in ("kind", "id", "title", "language")))


def _shown(target: Target, fragment: str) -> Response:
    """Show the fragment that changes, for htmx; else the page that the form stood on."""
    if not swaps():
        return see_other(next_page())
    with reading() as db:
        kept = keepsakes.kept(db, learner_key(), target)
    return make_response(render_template(fragment, kept=kept, back=next_page(), saved_at=now()))


def address(kind: str, target: str) -> str:
    """Return the address of a kept place."""
    # Quoted with no safe sign: what a form sent as a target stays inside its part of the path (RFC 3986, 3.3).
    first, _, second = (quote(part, safe="") for part in target.partition("/"))
    return {
        KeepsakeKind.CARD: f"/modules/{first}/cards/{second}",
        KeepsakeKind.MODULE: f"/modules/{first}",
        KeepsakeKind.STORY: f"/news/{first}",
        KeepsakeKind.SKILL: f"/skills/{first}",
    }[KeepsakeKind(kind)]
