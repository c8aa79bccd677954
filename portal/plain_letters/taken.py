"""A letter that is taken along: on paper, or as a draft in her own mail program."""

from flask import Response, make_response, render_template

from content.problems import N_
from models.community import plain_letters
from models.ground.words import date_in_words, words
from portal.access import learner_key, signed_in
from portal.plain_letters.blueprint import blueprint
from portal.plain_letters.draft import UNTIL, draft_of
from portal.plain_letters.shown import LetterOnPage, as_html, on_page
from portal.sheet import code
from portal.shell import house_day, reading

HEADING = N_("Quelques informations")
MAY_CHANGE = N_("Cela peut changer : la page de cette lettre le dit.")


@blueprint.get("/letters/<int:letter_id>/paper")
@signed_in
def paper(letter_id: int) -> str:
    """Show a letter on one or two A4, in its own language."""
    shown = _shown(letter_id)
    said, address = words(shown.letter.language), "" if shown.letter.revoked_at else shown.address
    until = [said.gettext(UNTIL, day=date_in_words(house_day(), said.language))]
    told = {"letter": as_html(shown.items, said.language), "heading": said.gettext(HEADING), "address": address}
    if address:
        until.append(said.gettext(MAY_CHANGE))
        told["code"] = code.image_of_link(address)
    return render_template("plain_letters/paper.html", shown=shown, until=until, **told)


@blueprint.get("/letters/<int:letter_id>/draft.eml")
@signed_in
def draft(letter_id: int) -> Response:
    """Send a letter as a draft to open in a mail program."""
    response = make_response(draft_of(_shown(letter_id)))
    response.content_type = "message/rfc822"
    response.headers["Content-Disposition"] = "attachment; filename=lettre.eml"
    return response


def _shown(letter_id: int) -> LetterOnPage:
    with reading() as db:
        return on_page(db, plain_letters.of(db, letter_id, learner_key(), house_day()))
