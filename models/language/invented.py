"""A guard against invention: names and numbers of a rewritten text that its source does not have."""

import re
from collections.abc import Iterator, Sequence

TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:[-’'][^\W\d_]+)*|[%€$]|[.!?…:«»\"“”,;()]")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu)['’](?=\w)", re.IGNORECASE)
SEPARATORS = re.compile(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))")
SENTENCE_MARKS = frozenset('.!?…:«»"“”')

UNITS = {
    **dict.fromkeys(("%", "pourcent", "procent", "percent"), "%"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("million", "millions", "miljoen"), "million"),
    **dict.fromkeys(("milliard", "milliards", "miljard", "billion"), "milliard"),
    **dict.fromkeys(("jour", "jours", "dag", "dagen", "day", "days"), "jour"),
    **dict.fromkeys(("semaine", "semaines", "week", "weken", "weeks"), "semaine"),
    **dict.fromkeys(("mois", "maand", "maanden", "month", "months"), "mois"),
    **dict.fromkeys(("an", "ans", "année", "années", "jaar", "year", "years"), "an"),
    **dict.fromkeys(("heure", "heures", "uur", "hour", "hours"), "heure"),
}
"""What a number counts: the same number of something else is another number."""

_COUNTED = (
    "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente"
    " quarante cinquante soixante cent cents mille demi moitié tiers quart double triple dizaine douzaine quinzaine"
    " centaine millier twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " twintig dertig veertig vijftig zestig honderd duizend half helft derde kwart dubbele two three four five six"
    " seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred thousand half third quarter double"
    " dozen janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi"
    " mercredi jeudi vendredi samedi dimanche januari februari maart april mei juni juli augustus oktober maandag"
    " dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
COUNTED = frozenset(_COUNTED.split())
"""Numbers, months and days in words."""

_OPENERS = (
    "le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs il elle ils elles on qui que dans"
    " en pour par sur avec sans sous selon après avant depuis dès mais et ou si quand lorsque comme ainsi chaque"
    " tous toutes plusieurs certains certaines aucun aucune à est sont de het een deze dit die dat zijn haar hun hij"
    " zij ze er men wie wat in op voor met zonder volgens na sinds vanaf maar en of als ook elke alle the a an this"
    " that these those his her its their he she it they who for with without under after before since from but and"
    " or if when also each all by"
)
OPENERS = frozenset(_OPENERS.split())
"""Words that may open a sentence of any text without naming anything."""


def invented(rewritten: str, source: str) -> tuple[str, ...]:
    """Return the names and numbers of a rewritten text that its source lacks, in order.

    Strict on purpose: a name counts as known only if all of it stands together in the source (two surnames exchanged
    are an invention), a number only with what it counts. It says nothing of a negation that was lost.
    """
    said, given = _tokens(rewritten), _tokens(source)
    found = [*_names_not_in(said, given)]
    known = set(_numbers(given))
    bare = {number for number, _ in known}
    for number, unit in _numbers(said):
        if (number, unit) not in known and (unit or number not in bare):
            found.append(f"{number} {unit}".strip())
    words = {token.casefold() for token in given}
    for part in (part for token in said for part in token.casefold().split("-")):
        if part in COUNTED and part not in words and not any(part in other.split("-") for other in words):
            found.append(part)
    return tuple(dict.fromkeys(found))


def _tokens(text: str) -> list[str]:
    return [ELIDED.sub("", token).replace("’", "'") for token in TOKEN.findall(text)]


def _names_not_in(said: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    words = [word for word in given if word[0].isalpha()]
    known = f" {' '.join(words)} "
    in_any_case = frozenset(word.casefold() for word in words)
    for name, opens in _names(said):
        if opens and len(name) == 1 and name[0].casefold() in in_any_case:
            continue
        together = " ".join(name)
        if f" {together} " not in known and f" {together.upper()} " not in known:
            yield together


def _names(tokens: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield runs of capitalised words, and whether each opens a sentence; what may open any sentence is no name."""
    run: list[str] = []
    opens = False
    before = "."
    for token in [*tokens, "."]:
        if token[:1].isalpha() and any(letter.isupper() for letter in token):
            starts = before in SENTENCE_MARKS
            if not (starts and token.casefold() in OPENERS):
                opens = opens if run else starts
                run.append(token)
        elif run:
            yield run, opens
            run = []
        before = token


def _numbers(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each number without its separators of thousands, and what it counts where that is known."""
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token[0].isdigit():
            yield SEPARATORS.sub("", token).replace(",", "."), UNITS.get(following.casefold(), "")
