"""A plain letter in its own words, with what has changed; taken along on paper or as a draft of a message."""

from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from flask import Blueprint, Response, current_app, make_response, render_template, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from content.errors import N_
from models.catalogue import house_texts
from models.catalogue.house_texts import HouseWays
from models.community import plain_letters
from models.community.letter_changes import Became, LetterChange
from models.community.letter_text import LetterItem, whole_text
from models.ground.calendar import local_day
from models.ground.words import Words, date_in_words, typographic, words
from models.tables.plain_letters import PlainLetter
from portal.access import learner_key, signed_in
from portal.community import qr_codes
from portal.pages import speaking
from portal.request import house_day, reading, settings

blueprint = Blueprint("plain_letters", __name__)

SINCE = {
    Became.CHANGED: N_("%(name)s : cela a changé le %(day)s."),
    Became.SUSPENDED: N_("%(name)s : c'est suspendu depuis le %(day)s."),
    Became.ENDED: N_("%(name)s : cela ne vaut plus depuis le %(day)s."),
    Became.CANCELLED: N_("%(name)s : c'est annulé depuis le %(day)s."),
    Became.GONE: N_("%(name)s : ce n'est plus donné ici depuis le %(day)s."),
}
NO_DAY = {
    Became.CHANGED: N_("%(name)s : cela a changé."),
    Became.SUSPENDED: N_("%(name)s : c'est suspendu."),
    Became.ENDED: N_("%(name)s : cela ne vaut plus."),
    Became.CANCELLED: N_("%(name)s : c'est annulé."),
    Became.GONE: N_("%(name)s : ce n'est plus donné ici."),
}
"""The same where nobody noted the day."""
NAMELESS = N_("Une partie de cette lettre")


class LetterOnPage(NamedTuple):
    """A letter as it stands today, in its own words."""

    letter: PlainLetter
    items: Sequence[LetterItem]
    changes: Sequence[str]
    """Sentences: what has changed, and since which day."""
    ways: HouseWays | None
    to_tell: bool = False
    picks: Sequence[str] = ()

    @property
    def made_on(self) -> date:
        """The day on which it was made, where the house is."""
        return local_day(self.letter.made_at, settings().timezone)

    @property
    def revoked_on(self) -> date | None:
        """The day on which its page was closed."""
        at = self.letter.revoked_at
        return local_day(at, settings().timezone) if at else None

    @property
    def address(self) -> str:
        """Where anybody reads it; empty where the house has no public address."""
        front = settings().public_url
        return f"{front}{url_for('plain_letters.opened', token=self.letter.token)}" if front else ""

    @property
    def open_at(self) -> str:
        """The same, empty once its page was closed."""
        return "" if self.letter.revoked_at else self.address


def on_page(db: Session, letter: PlainLetter) -> LetterOnPage:
    """Return a letter as it stands today."""
    found = plain_letters.as_shown(db, letter, house_day())
    said = words(letter.language)
    changes = [sentence(one, said) for one in found.changes]
    ways = house_texts.ways(db, letter.language)
    return LetterOnPage(letter, found.items, changes, ways, found.to_tell, [str(pick) for pick in found.picks])


def sentence(change: LetterChange, said: Words) -> str:
    """Say what became of something that a letter cites, and since when."""
    name = change.name or said.gettext(NAMELESS)
    if change.since is None:
        return said.gettext(NO_DAY[change.became], name=name)
    return said.gettext(SINCE[change.became], name=name, day=date_in_words(change.since, said.language))


def as_html(items: Sequence[LetterItem], language: str, level: int = 2, linked: bool = True) -> Markup:
    """Return the parts of a letter in its language, whatever is spoken around it, under headings of a level.

    Where it is only looked at, nothing in it is linked: anyone who goes by keys would pass through all of it.
    """
    with speaking(language):
        page = current_app.jinja_env.get_template("plain_letters/said.html")
        # Markup is safe here: it comes from a template, which escapes what it is given.
        return Markup(page.render(items=items, language=language, level=level, linked=linked))


# ----------------------------------------------------------------------------------------- A letter that is taken along


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
        told["code"] = qr_codes.image_of_link(address)
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


# -------------------------------------------------- the draft: without sender and addressee, for Boussole knows neither


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
