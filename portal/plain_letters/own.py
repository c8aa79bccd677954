"""« Mes lettres »: those of the last ninety days, each with the ways out, and which paper is to be made anew."""

from flask import Response, flash, render_template, url_for

from models.community import plain_letters
from models.community.letter_text import MOST_SIGNS, short_text
from portal.access import learner_key, signed_in
from portal.pages import say
from portal.plain_letters.shown import as_html, blueprint, on_page
from portal.plain_letters.taken import draft_text
from portal.shell import house_day, next_page, now, reading, see_other, writing


@blueprint.get("/letters")
@signed_in
def mine() -> str:
    """Show her letters by day, with what each cites."""
    with reading() as db:
        letters = [on_page(db, one.letter) for one in plain_letters.hers(db, learner_key(), house_day())]
    return render_template("plain_letters/mine.html", letters=letters)


@blueprint.get("/letters/<int:letter_id>")
@signed_in
def letter(letter_id: int) -> str:
    """Show a letter with its three ways out."""
    with reading() as db:
        shown = on_page(db, plain_letters.of(db, letter_id, learner_key(), house_day()))
    own = shown.letter
    short = short_text(shown.items, own.language, house_day(), shown.open_at)
    said, draft = as_html(shown.items, own.language, level=3), draft_text(shown)
    return render_template(
        "plain_letters/letter.html", shown=shown, said=said, short=short, most=MOST_SIGNS, draft=draft
    )


@blueprint.post("/letters/<int:letter_id>/revoke")
@signed_in
def revoke(letter_id: int) -> Response:
    """Show the page of a letter no longer."""
    with writing() as db:
        plain_letters.revoke(plain_letters.of(db, letter_id, learner_key(), house_day()), now())
    flash(say("La page de cette lettre ne s'ouvre plus. Le papier, lui, est toujours là."))
    return see_other(url_for("plain_letters.mine"))


@blueprint.post("/letters/put-away")
@signed_in
def put_away() -> Response:
    """Put away that letters have changed."""
    with writing() as db:
        plain_letters.put_away(db, learner_key(), now(), house_day())
    return see_other(next_page())
