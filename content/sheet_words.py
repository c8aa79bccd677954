"""The words of a sheet's text in its three languages: a counsellor types them, a person reads them on paper."""

from typing import NamedTuple

from content.folding import fold
from content.sheet import Symbol


class SheetWords(NamedTuple):
    """The words of one language; `colon` stands behind each."""

    sheet: str
    behind: str
    review: str
    rules: str
    entries: str
    exact: str
    decide: str
    answers: str
    by: str
    day: str
    symbol: str
    own: str
    end: str
    colon: str
    symbols: dict[Symbol, str]

    def labelled(self, label: str, value: str) -> str:
        """Return a label, the colon of its language, and what stands behind it."""
        return f"{label}{self.colon}{value}".rstrip()


def _symbols(words: str) -> dict[Symbol, str]:
    return dict(zip(Symbol, words.split(), strict=True))


WORDS = {
    "fr": SheetWords(
        *("Feuille", "Derrière moi", "On se revoit le", "Règles", "Répertoire", "Exact au"),
        *("À décider ensemble", "Qui répond", "Avant le", "Le", "Symbole", "Dans ma langue", "fin", " : "),
        _symbols("téléphone lettre papier rencontre maison enfant santé école travail argent trajet écran"),
    ),
    "nl": SheetWords(
        *("Blad", "Achter mij", "We zien elkaar terug op", "Regels", "Sociale gids", "Nagekeken op"),
        *("Samen te beslissen", "Wie antwoordt", "Voor", "Op", "Symbool", "In mijn taal", "einde", ": "),
        _symbols("telefoon brief papier gesprek huis kind gezondheid school werk geld reis scherm"),
    ),
    "en": SheetWords(
        *("Sheet", "Behind me", "We meet again on", "Rules", "Directory", "Correct on"),
        *("To decide together", "Who answers", "By", "On", "Symbol", "In my language", "end", ": "),
        _symbols("telephone letter paper meeting home child health school work money journey screen"),
    ),
}

FIRST_ROLE = {"fr": "moi", "nl": "ik", "en": "me"}
"""The person whose sheet it is."""
LANGUAGE_OF = {fold(words.sheet): language for language, words in WORDS.items()}
LABELS = {
    fold(word): name
    for words in WORDS.values()
    for name, word in words._asdict().items()
    if name not in ("colon", "symbols", "end")
}
"""The part of a sheet that a word before a colon begins, whatever the language: papers travel between languages."""
ENDS = {fold(words.end) for words in WORDS.values()}
SYMBOLS = {fold(word): symbol for words in WORDS.values() for symbol, word in words.symbols.items()}
