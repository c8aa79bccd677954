"""The views of plain letters: composed by ticking, listed, withdrawn, made anew, opened by anyone who holds one."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Response, flash, g, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from models.catalogue import house_texts
from models.catalogue.attestations import vouched
from models.community import letter_parts, plain_letters
from models.community.letter_parts import WRITTEN_IN, Choices
from models.community.letter_text import MOST_PARTS, MOST_SIGNS, LetterItem, LetterPick, picks_of, short_text
from models.community.plain_letters import LetterGone
from portal.access import learner_key, signed_in
from portal.community.letter_page import as_html, blueprint, draft_text, on_page
from portal.pages import outside, page_language, say
from portal.request import house_day, next_page, now, reading, render, see_other, writing

MOST_PICKED = 40
"""What one address can pick; a letter has MOST_PARTS."""


class Composing(NamedTuple):
    """What is picked so far, in her order, and what of it can be said in the language of the letter."""

    language: str
    sought: str
    picks: Sequence[LetterPick]
    items: Sequence[LetterItem]
    found: Sequence[Choices]
    topics: Sequence[str]

    @property
    def elsewhere(self) -> list[LetterItem]:
        """What is picked and not among what is found."""
        shown = {choice.pick for some in self.found for choice in some.shown}
        return [item for item in self.items if item.pick not in shown]

    @property
    def unsaid(self) -> list[LetterPick]:
        """What is picked and has no words in this language: it stays picked."""
        said = {item.pick for item in self.items}
        return [pick for pick in self.picks if pick not in said]

    @property
    def too_many(self) -> bool:
        """Whether it is more than a letter holds."""
        return len(self.items) > MOST_PARTS


@blueprint.get("/letters/new")
@signed_in
def compose() -> Response:
    """Show what a letter can be made of, and the letter as it stands."""
    asked, language, day = request.args, _language(request.args), house_day()
    picks, sought = picked(asked), asked.get("q", "").strip()
    with reading() as db:
        items = letter_parts.parts(db, picks, language, day)
        said = vouched(db, (items[pick] for pick in picks if pick in items))
        found = letter_parts.choices(db, language, day, sought)
        composing = Composing(language, sought, picks, said, found, letter_parts.topic_names(db, language))
    letter = as_html(composing.items, composing.language, level=3, linked=False)
    whole, fragment = "plain_letters/compose.html", "plain_letters/now.html"
    return render(whole, fragment, composing=composing, letter=letter, most=MOST_PARTS, written=WRITTEN_IN)


@blueprint.post("/letters")
@signed_in
def make() -> Response:
    """Make the letter of what was ticked, and show it."""
    with writing() as db:
        picks, language = picked(request.form), _language(request.form)
        letter_id = plain_letters.make(db, learner_key(), picks, language, now(), house_day()).id
    return see_other(url_for("plain_letters.letter", letter_id=letter_id))


def picked(sent: "MultiDict[str, str]") -> list[LetterPick]:
    """Return what is ticked: in the order of before, what is new after that, what moves up one place earlier."""
    ticked = picks_of(sent.getlist("pick"))[:MOST_PICKED]
    before = [pick for pick in picks_of(sent.getlist("order")) if pick in ticked]
    ordered = list(dict.fromkeys([*before, *ticked]))
    for pick in picks_of([sent.get("up", "")]):
        if place := ordered.index(pick) if pick in ordered else 0:
            ordered[place - 1 : place + 1] = pick, ordered[place - 1]
    return ordered


def _language(sent: "MultiDict[str, str]") -> str:
    """Return the language of the letter: of the button that was pressed, else as before, else hers."""
    asked = (sent.get("in", ""), sent.get("language", ""), page_language())
    return next((one for one in asked if one in WRITTEN_IN), WRITTEN_IN[0])


# ------------------------------------------------------------------------------------------------------ « Mes lettres »


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


# ----------------------------------------------------------------- the page of a letter, for anyone who holds the paper


@blueprint.get("/l/<token>")
def opened(token: str) -> Response:
    """Show a letter as it stands today, and first what has changed since it was made."""
    with reading() as db:
        try:
            shown = on_page(db, plain_letters.opened(db, token, house_day()))
        except LetterGone:
            g.language = request.accept_languages.best_match(WRITTEN_IN, WRITTEN_IN[0])
            return outside("plain_letters/gone.html", 410, ways=house_texts.ways(db, g.language))
    g.language = shown.letter.language
    return outside("plain_letters/opened.html", shown=shown, letter=as_html(shown.items, g.language), today=house_day())
