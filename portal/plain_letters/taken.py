"""A letter that is taken along: on paper, or as a draft for her own mail program (RFC 5322)."""

from email.message import EmailMessage
from email.policy import SMTP

from flask import Response, current_app, make_response, render_template

from content.errors import N_
from models.community import plain_letters
from models.community.letter_text import whole_text
from models.ground.words import date_in_words, typographic, words
from portal.access import learner_key, signed_in
from portal.pages import speaking
from portal.plain_letters.shown import LetterOnPage, as_html, blueprint, on_page
from portal.sheet import code
from portal.shell import house_day, reading

SUBJECT = N_("Quelques informations, %(day)s")
ITS_PAGE = N_("La page de cette lettre dit ce qui change : %(address)s")
UNTIL = N_("Exact au %(day)s.")
BOUNDARY = "=_boussole_letter"
"""The same each time, so that the same letter is the same file; no line of a letter begins like that."""
HEADING = N_("Quelques informations")
MAY_CHANGE = N_("Cela peut changer : la page de cette lettre le dit.")


@blueprint.get("/letters/<int:letter_id>/paper")
@signed_in
def paper(letter_id: int) -> str:
    """Show a letter on one or two A4, in its own language."""
    shown = _shown(letter_id)
    said, address = words(shown.letter.language), shown.open_at
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


# --------------------------------------- the draft: without sender and addressee, for Boussole knows neither


def draft_of(shown: LetterOnPage) -> bytes:
    """Return the draft as a file: plain text, and the same as a page."""
    message = EmailMessage(policy=SMTP)
    # What Outlook takes for a draft that may still be changed and sent: MS-OXCMAIL, 2.1.3.2.
    message["X-Unsent"] = "1"
    said = words(shown.letter.language)
    # It tells nothing of what it is about: others see it in the list of a mailbox.
    message["Subject"] = said.gettext(SUBJECT, day=date_in_words(house_day(), said.language))
    message.set_content(draft_text(shown), cte="quoted-printable")
    message.add_alternative(draft_html(shown), subtype="html", cte="quoted-printable")
    message.set_boundary(BOUNDARY)
    return message.as_bytes()


def draft_text(shown: LetterOnPage) -> str:
    """Return what the draft says; its first line is left to her greeting."""
    said = words(shown.letter.language)
    until = said.gettext(UNTIL, day=date_in_words(house_day(), said.language))
    page = said.gettext(ITS_PAGE, address=shown.open_at) if shown.open_at else ""
    ways = []
    if here := shown.ways:
        ways = [here.heading, *(f"{name} {typographic(way, here.language)}" for name, way in here.lines)]
    passages = [*whole_text(shown.items, said.language), until, page, "\n".join(ways)]
    return "\n" + "\n\n".join(filter(None, passages)) + "\n"


def draft_html(shown: LetterOnPage) -> str:
    """Return the same as a page without any style."""
    language = shown.letter.language
    letter = as_html(shown.items, language)
    with speaking(language):
        template = current_app.jinja_env.get_template("plain_letters/draft.html")
        return template.render(shown=shown, letter=letter, language=language, page=shown.open_at, today=house_day())
