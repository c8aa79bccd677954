"""The numbers, dates and names of a text, spelled so that French, Dutch and English ones can be compared. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain

from content.strings.late_patterns import LatePattern
from content.strings.words import fold
from models.ground.stems import SAYING_NOTHING

ALIKE = """
bruxelles brussel brussels bruxellois bruxelloise bruxelloises brusselse brusselaars brusselaar
wallonie wallonië wallonia wallon wallonne wallons wallonnes waals waalse walloon
flandre vlaanderen flanders flamand flamande flamands flamandes vlaams vlaamse flemish
belgique belgië belgium belge belges belgisch belgische belgian belgen belgians
anvers antwerpen antwerp
gand gent ghent gentse gantois
liège luik
namur namen
mons bergen
louvain leuven
malines mechelen
courtrai kortrijk
tournai doornik
hasselt
limbourg limburg
hainaut henegouwen
molenbeek
schaerbeek schaarbeek
forest vorst
ixelles elsene
uccle ukkel
etterbeek
saint-gilles sint-gillis
saint-josse sint-joost saint-josse-ten-noode sint-joost-ten-node
onem rva
cpas ocmw
onss rsz
inami riziv
cnt nar
spf fod
tva btw
cct cao
fgtb abvv
csc acv
cgslb aclvb
chambre kamer
actiris
forem
vdab
unia
adg
iriscare
bruxelles-formation
"""
"""Each line: spellings of one name."""

MONTHS = """
janvier januari january janv jan
février februari february févr feb
mars maart march mrt mar
avril april avr apr
mai mei may
juin juni june
juillet juli july juil
août augustus august aug
septembre september sept sep
octobre oktober october oct okt
novembre november nov
décembre december déc dec
"""

COUNTED = {
    "%": "% pourcent procent percent pct",
    "euro": "€ euro euros eur",
    "job": "emploi emplois poste postes job jobs baan banen vacature vacatures offre offres vacancies arbeidsplaatsen",
    "person": "personne personnes personen people mensen travailleur travailleurs werknemer werknemers worker workers"
    " demandeur demandeurs chercheurs werkzoekende werkzoekenden seekers chômeur chômeurs werklozen unemployed employés"
    " bedienden employees infirmiers verpleegkundigen nurses enseignants leraren teachers bénéficiaires begunstigden"
    " visiteurs bezoekers visitors candidats kandidaten applicants staff inscrits jeunes jongeren ouvrier ouvriers"
    " arbeider arbeiders blessé blessés gewonde gewonden injured mort morts doden dead",
    "firm": "entreprise entreprises bedrijf bedrijven company companies firms employeur employeurs werkgever werkgevers"
    " employers",
    "place": "place places plaats plaatsen seats lits bedden beds",
    "trade": "métier métiers fonctions beroepen functies knelpuntberoepen occupations trades",
    "file": "dossier dossiers files",
    "letter": "lettre lettres brief brieven letters",
    "hour": "heure heures uur uren hour hours",
    "day": "jour jours dag dagen day days",
    "week": "semaine semaines week weken weeks",
    "month": "mois maand maanden month months",
    "year": "an ans année années jaar jaren year years",
}
"""By what is counted, the words that follow its number."""

NUMBERS = {
    2: "deux twee two",
    3: "trois drie three",
    4: "quatre vier four",
    5: "cinq vijf five",
    6: "six zes",
    7: "sept zeven seven",
    8: "huit acht eight",
    9: "neuf negen nine",
    10: "dix tien ten",
    11: "onze elf eleven",
    12: "douze twaalf twelve",
    15: "quinze vijftien fifteen",
    18: "dix-huit achttien eighteen",
    20: "vingt twintig twenty",
    30: "trente dertig thirty",
    40: "quarante veertig forty",
    50: "cinquante vijftig fifty",
    60: "soixante zestig sixty",
    80: "quatre-vingts quatre-vingt tachtig eighty",
    100: "cent honderd",
    1000: "mille duizend",
}
"""Numbers that newsrooms write out; only those that can hardly be another word."""

TIMES = {
    100: "cents cent honderd hundred",
    1000: "mille duizend thousand",
    1_000_000: "million millions miljoen",
    1_000_000_000: "milliard milliards miljard billion",
}
"""What multiplies the number before it."""


# ---------------------------------------------------------------------------------------------------------- the numbers


YEAR = LatePattern(r"(?:19|20)\d\d")
SHORTEST_NAME = 3


class FactKind(StrEnum):
    """The kinds of facts in which two tellings can differ."""

    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with what it counts, or a date; `text[start:end]` is where it stands.

    A number is written with a point before its decimals, a date as `02-01` or, where its year is said, `2027-02-01`.
    `counted` is a key of names.COUNTED, empty where it is not known.
    """

    kind: FactKind
    value: str
    counted: str
    start: int
    end: int


def _alternatives(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


_MONTH = {word: number for number, line in enumerate(MONTHS.split("\n")[1:-1], 1) for word in line.split()}
_WRITTEN = {word: number for number, words in NUMBERS.items() for word in words.split()}
_TIMES = {word: number for number, words in TIMES.items() for word in words.split()}
_COUNTED = {word: counted for counted, words in COUNTED.items() for word in words.split()}
_ALIKE = {fold(word): fold(line.split()[0]) for line in ALIKE.split("\n")[1:-1] for word in line.split()}

DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
DATE = LatePattern(
    rf"""
    (?<![\d.,/]) (?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)? (?P<month>{_alternatives(MONTHS)})\b\.?
    (?:\s*+(?:,\s*+)?(?P<year>20\d\d)\b)?
    | (?<![\d.,/]) (?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20\d\d)(?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
NUMBER = LatePattern(
    rf"""
    (?<![\w.,/-])
    (?: (?P<before>€)\s? )?
    (?: (?P<digits>{DIGITS}) | (?P<half>(?:un\ demi-|half\ a\ |een\ half\ )(?=mill?i?joen|million))
      | (?P<written>{_alternatives(" ".join(NUMBERS.values()))}) )
    (?: (?:[\s\u00a0\u202f]|(?<=[a-z])(?=honderd|duizend))* (?P<times>{_alternatives(" ".join(TIMES.values()))}) )?
    (?![\w])
    (?P<after> [\s\u00a0\u202f]*% | [\s\u00a0\u202f]+(?:pour|per)\ cent | (?:[\s\u00a0\u202f-]+[\w’'-]+){{0,4}} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
THOUSANDS = LatePattern(r"(\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+)(?:[.,](\d{1,2}))?")
PER_CENT = LatePattern(r"[\s\u00a0\u202f]+(?:pour|per) cent", re.IGNORECASE)
NAME = LatePattern(r"(?<![\w-])(?:[A-ZÀ-Þ][\w]*(?:-\w+)*)", re.UNICODE)
SENTENCE_START = LatePattern(r"(?:^|[.!?…:»\n]\s*|[«“\"(]\s*)(?:[LDJCSNM]['’])?$")


def facts(text: str) -> list[Fact]:
    """Return the numbers and the dates of a text, in its order."""
    dates = [_date(found) for found in DATE.finditer(text)]
    taken = [(date.start, date.end) for date in dates if date]
    numbers, place = [], 0
    while number := NUMBER.search(text, place):
        if not any(start <= number.start() < end for start, end in taken):
            numbers.append(_number(number))
        # Go on before the words that follow: « 3 mois et 12 jours » holds two numbers.
        place = number.end() if _is_percentage(number["after"]) else number.start("after")
    found = (fact for fact in chain(dates, numbers) if fact)
    return sorted(found, key=lambda fact: fact.start)


def _date(found: "re.Match[str]") -> Fact | None:
    day = int(found["day"] or found["d"])
    month = _MONTH[found["month"].lower()] if found["month"] else int(found["m"])
    # « 31.13.2026 » has the form of a date and is none.
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = found["year"] or found["y"]
    value = f"{month:02}-{day:02}"
    return Fact(FactKind.DATE, f"{year}-{value}" if year else value, "", found.start(), found.end())


def _number(found: "re.Match[str]") -> Fact | None:
    digits = found["digits"]
    if found["half"]:
        value = 0.5
    elif not digits:
        value = float(_WRITTEN[found["written"].lower()])
    # As any of our languages writes a number: groups of three are thousands.
    elif thousands := THOUSANDS.fullmatch(digits):
        value = float(re.sub(r"\D", "", thousands[1]) + "." + (thousands[2] or "0"))
    else:
        value = float(digits.replace(",", "."))
    value *= _TIMES[found["times"].lower()] if found["times"] else 1
    counted = "euro" if found["before"] else _counted(found["after"])
    # A bare 2027 is a year, and tells nothing that could be contradicted.
    if not counted and YEAR.fullmatch(digits or ""):
        return None
    # Ten digits: written-out and multiplied numbers must meet in one spelling (1.2 million, 1 200 000).
    return Fact(FactKind.NUMBER, f"{value:.10g}", counted, found.start(), found.start("after"))


def _counted(after: str) -> str:
    """Return what the words after a number say that it counts; the nearest of the first few."""
    if _is_percentage(after):
        return "%"
    for word in re.findall(r"[\w€]+", after.lower()):
        if counted := _COUNTED.get(word):
            return counted
        if word[0].isdigit() or word in _TIMES:
            break
    return ""


def _is_percentage(after: str) -> bool:
    return "%" in after or PER_CENT.fullmatch(after) is not None


def names(text: str) -> frozenset[str]:
    """Return the proper names of a text: capitals that no sentence begins with, acronyms, places under one spelling."""
    named = set[str]()
    for found in NAME.finditer(text):
        word = found.group()
        name = alike(word)
        if len(name) < SHORTEST_NAME or name in SAYING_NOTHING or word.lower() in _MONTH:
            continue
        known = name != fold(word) or fold(word) in _ALIKE
        acronym = len(word) > 1 and word.isupper()
        # Six signs back are enough for a mark, a space, a guillemet and an elided article.
        begins = SENTENCE_START.search(text, max(0, found.start() - 6), found.start())
        if known or acronym or not begins:
            named.add(name)
    return frozenset(named)


@cache
def alike(word: str) -> str:
    """Return one spelling for the names that our languages spell differently."""
    return _ALIKE.get(fold(word), fold(word))
