"""A letter as a draft for her own mail program (RFC 5322): without sender and addressee, for Boussole knows neither."""

from email.message import EmailMessage
from email.policy import SMTP

from flask import current_app

from content.problems import N_
from models.community.letter_text import whole_text
from models.ground.words import date_in_words, typographic, words
from portal.plain_letters.shown import LetterOnPage, as_html, speaking
from portal.shell import house_day

SUBJECT = N_("Quelques informations, %(day)s")
ITS_PAGE = N_("La page de cette lettre dit ce qui change : %(address)s")
UNTIL = N_("Exact au %(day)s.")
BOUNDARY = "=_boussole_letter"
"""The same each time, so that the same letter is the same file; no line of a letter begins like that."""


def draft_of(shown: LetterOnPage) -> bytes:
    """Return the draft as a file: plain text, and the same as a page."""
    message = EmailMessage(policy=SMTP)
    # What Outlook takes for a draft that may still be changed and sent: MS-OXCMAIL, 2.1.3.2.
    message["X-Unsent"] = "1"
    message["Subject"] = subject_of(shown)
    message.set_content(draft_text(shown), cte="quoted-printable")
    message.add_alternative(draft_html(shown), subtype="html", cte="quoted-printable")
    message.set_boundary(BOUNDARY)
    return message.as_bytes()


def subject_of(shown: LetterOnPage) -> str:
    """Return its subject, which tells nothing of what it is about: others see it in the list of a mailbox."""
    said = words(shown.letter.language)
    return said.gettext(SUBJECT, day=date_in_words(house_day(), said.language))


def draft_text(shown: LetterOnPage) -> str:
    """Return what the draft says; its first line is left to her greeting."""
    said = words(shown.letter.language)
    until = said.gettext(UNTIL, day=date_in_words(house_day(), said.language))
    page = said.gettext(ITS_PAGE, address=shown.address) if _has_page(shown) else ""
    ways = []
    if here := shown.ways:
        ways = [here.heading, *(f"{name} {typographic(way, here.language)}" for name, way in here.lines)]
    passages = [*whole_text(shown.items, said.language), until, page, "\n".join(ways)]
    return "\n" + "\n\n".join(filter(None, passages)) + "\n"


def draft_html(shown: LetterOnPage) -> str:
    """Return the same as a page without any style."""
    language, page = shown.letter.language, shown.address if _has_page(shown) else ""
    letter = as_html(shown.items, language)
    with speaking(language):
        template = current_app.jinja_env.get_template("plain_letters/draft.html")
        return template.render(shown=shown, letter=letter, language=language, page=page, today=house_day())


def _has_page(shown: LetterOnPage) -> bool:
    return bool(shown.address) and shown.letter.revoked_at is None
