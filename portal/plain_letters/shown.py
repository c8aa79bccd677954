"""A letter in its own words: what it says, what has changed, where its page is."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import Blueprint, current_app, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from content.errors import N_
from models.catalogue import house_texts
from models.catalogue.house_texts import HouseWays
from models.community import plain_letters
from models.community.letter_changes import Became, LetterChange
from models.community.letter_text import LetterItem
from models.ground.calendar import local_day
from models.ground.words import Words, date_in_words, words
from models.tables.plain_letters import PlainLetter
from portal.pages import speaking
from portal.shell import house_day, settings

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

    Where it is only looked at, nothing in it is linked: whoever goes by keys would pass through all of it.
    """
    with speaking(language):
        page = current_app.jinja_env.get_template("plain_letters/said.html")
        # Markup is safe here: it comes from a template, which escapes what it is given.
        return Markup(page.render(items=items, language=language, level=level, linked=linked))
