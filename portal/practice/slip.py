"""The slip: eight to an A4, in French or in Dutch, with drawings for whoever reads badly; no name, date or topic."""

from typing import NamedTuple

from flask import render_template, request

from content.directory.entry import WRITTEN_IN
from content.problems import N_
from content.sheet import Symbol
from models.ground.words import Words, words
from models.practice.pointing import SlipLine
from portal.access import signed_in
from portal.charts.sheet_symbols import SYMBOLS
from portal.pages import page_language
from portal.practice.blueprint import blueprint
from portal.practice.shown import SENTENCES

TO_A_SHEET = 8
NAMELESS = N_("Sans nom. Rien n'entre dans votre dossier.")
AFTER = N_("Après ce rendez-vous :")
DROPPED = N_("Mettez-le dans la boîte. Ne le donnez pas.")
ARROW = "M1,9h15M10.5,3.5l5.5,5.5-5.5,5.5"
SPEECH = "M1,2.5h16v9.5h-9l-4,4v-4h-3zM5,5.8h8M5,8.7h5"
BOX = "M1,8.5h16v8.5h-16zM5.2,8.5v-7.5h7.6v7.5M7.3,3.6h3.4M7.3,6h3.4"
DRAWN = {SlipLine.NEXT: ARROW, SlipLine.WHOM: SYMBOLS[Symbol.TELEPHONE], SlipLine.SAID: SPEECH}
"""What stands before each line, drawn in a square of 18."""
FACE = "M1,9a8,8 0 1 1 16,0a8,8 0 1 1-16,0M6.2,6.2v1.6M11.8,6.2v1.6"
ANSWERS = (
    (N_("oui"), f"{FACE}M5,11c1.6,2.9 6.4,2.9 8,0"),
    (N_("pas vraiment"), f"{FACE}M5.5,12h7"),
    (N_("non"), f"{FACE}M5,13.2c1.6-2.9 6.4-2.9 8,0"),
)
"""What can be ticked, each with a face."""


class SlipDrawn(NamedTuple):
    """A slip in one language: its sentences, its three lines and its three answers, each with its drawing."""

    language: str
    nameless: str
    after: str
    lines: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    dropped: str


@blueprint.get("/practice/slip")
@signed_in
def slip() -> str:
    """Show a page of slips to print and cut."""
    asked = request.args.get("language", "") or page_language()
    spoken = asked if asked in WRITTEN_IN else WRITTEN_IN[0]
    return render_template(
        "practice/slip.html", slip=_slip(words(spoken)), many=TO_A_SHEET, written=WRITTEN_IN, box=BOX
    )


def _slip(spoken: Words) -> SlipDrawn:
    say = spoken.gettext
    return SlipDrawn(
        spoken.language,
        say(NAMELESS),
        say(AFTER),
        tuple((say(sentence), DRAWN[line]) for line, sentence in SENTENCES.items()),
        tuple((say(word), face) for word, face in ANSWERS),
        say(DROPPED),
    )
