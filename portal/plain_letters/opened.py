"""The page of a letter, for whoever holds the paper: no session is read, no cookie set, and nobody is counted."""

from flask import Response, g, request

from models.catalogue import house_texts
from models.community import plain_letters
from models.community.letter_parts import WRITTEN_IN
from models.community.plain_letters import LetterGone
from portal.outside import outside
from portal.plain_letters.shown import as_html, blueprint, on_page
from portal.shell import house_day, reading


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
