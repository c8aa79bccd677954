"""The gate of a source that brings more than the trade: what is too old, or touches something else, is left aside.

It is kept all the same, with its reason, so that an administrator sees what she does not get.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from unicodedata import normalize

from models.language import Encoder, EncoderMissing
from models.language.vectors import similarity
from models.results import Result
from models.sources import Watching
from models.tables import Article, Source
from models.visits import Found
from watchers.extract import Extracted
from watchers.outside import Failure
from watchers.watch import Watch

LEAST_MARGIN = 0.0
"""How much nearer to the trade than to anything else a text has to be; see docs/benchmarks.md."""
LONGEST = 600
"""Characters of title and lead that are looked at."""

TRADE = (
    "recherche d'emploi, demandeurs d'emploi, chômage",
    "allocations de chômage, revenu d'intégration, aide sociale du CPAS",
    "marché du travail, métiers en pénurie, offres d'emploi, recrutement",
    "formation professionnelle, reconversion, apprentissage d'un métier",
    "licenciements, restructuration d'entreprise, emplois perdus",
    "conditions de travail, contrat, salaire minimum, droit du travail",
    "insertion socioprofessionnelle, accompagnement, orientation professionnelle",
    "discrimination à l'embauche, accès des étrangers au travail",
    "werkloosheid, uitkering, werkzoekenden, vacatures, opleiding",
    "employment services, guidance counsellors, jobseekers, labour shortages",
)
ELSEWHERE = (
    "match de football, sport, compétition",
    "accident, incendie, faits divers, police, justice",
    "concert, musée, cinéma, théâtre, culture",
    "météo, neige, orages",
    "circulation, trains, travaux de voirie, chantier",
    "élections, négociations, formation du gouvernement, partis politiques",
    "guerre, diplomatie, élections à l'étranger",
    "recette de cuisine, tourisme, loisirs, animaux",
    "prix des loyers, immobilier, environnement, déchets",
    "science, technologie, santé, hôpital",
    "école, élèves, enseignement obligatoire",
    "voetbal, ongeval, politie, verkeer, cultuur, weer",
)
"""What the trade is about, and what the rest of the news is about, in words."""

WORDS = re.compile(
    r"""\b(?:
      emplois? | chom(?:age|eur|euse)\w* | actiris | forem | vdab | onem | rva | cpas | ocmw\w* | unia
    | demandeu(?:r|se)s?\s+d.emploi | revenu\s+d.integration | article\s+60 | titres?.services? | flexi.?jobs?
    | marche\s+du\s+travail | penurie\w* | embauch\w+ | recrut\w+ | licenci\w+ | reconversion\w* | interim\w*
    | salaires?\s+minimum | missions?\s+locales? | insertion | allocataires? | sans.papiers | permis\s+unique
    | formations?\s+(?:professionnelles?|qualifiantes?|gratuites?) | droit\s+du\s+travail | contrats?\s+de\s+travail
    | werklo\w+ | werkzoekend\w* | vacatures? | leefl(?:oon|on)\w* | uitkering\w* | arbeidsmarkt\w* | knelpuntberoep\w*
    | ontslag\w* | ontslagen | tewerkstelling\w* | zij.instromers? | sollicit\w+ | uitzend(?:arbeid|kracht)\w*
    | unemploy\w+ | jobseekers? | labou?r\s+(?:market|shortage)s? | vacanc(?:y|ies) | apprenticeships? | redundanc\w+
    )\b""",
    re.VERBOSE,
)
NOT_MEANT = re.compile(r"modes?\s+d.emploi|emplois?\s+du\s+temps|l.emploi\s+de\s+la\s+force")
"""The words of the trade, without accents; and where they mean something else."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sifted:
    """Entries that are taken, and those that are left aside, by reason."""

    taken: list[Found]
    left: dict[Result, list[Found]] = field(default_factory=dict)


def sift(watch: Watch, source: Source, entries: Sequence[Found], now: datetime) -> Sifted:
    """Entries of a source by whether they are what it is watched for."""
    taken: list[Found] = []
    left: defaultdict[Result, list[Found]] = defaultdict(list)
    for entry in entries:
        why = verdict(watch, source, f"{entry.title}\n{entry.lead}", entry.published_at, now)
        (left[why] if why else taken).append(entry)
    return Sifted(taken, dict(left))


def verdict(watch: Watch, source: Source, words: str, published: datetime | None, now: datetime) -> Result | None:
    """Why an entry is left aside; None when it is not. Without words nothing can be said of its subject yet."""
    if source.age_limit and published and published < now - timedelta(days=source.age_limit):
        return Result.TOO_OLD
    if source.about_the_job and words.strip() and not touches_the_trade(watch.teller.encoder, words):
        return Result.OFF_TOPIC
    return None


def verdict_on_page(watch: Watch, source: Source, article: Article, page: Extracted | Failure) -> Result | None:
    """The same of an entry of a sitemap, of which nothing but the address was known before its page was read."""
    if source.kind != Watching.SITEMAP or isinstance(page, Failure):
        return None
    published = article.published_at or page.published
    return verdict(watch, source, f"{page.title}\n{page.text}", published, watch.clock())


def touches_the_trade(encoder: Encoder, words: str) -> bool:
    """Whether title and lead are about the trade: one of its words is there, or they mean something near it.

    Without an encoder, the words decide alone.
    """
    if has_words(words):
        return True
    try:
        return margin(encoder, words) >= LEAST_MARGIN
    except EncoderMissing as missing:
        logger.error("%s", missing)
        return False


def has_words(text: str) -> bool:
    """Whether a text uses a word of the trade in its own sense."""
    return WORDS.search(NOT_MEANT.sub(" ", _bare(text[:LONGEST]))) is not None


def margin(encoder: Encoder, words: str) -> float:
    """How much nearer a text is to the nearest subject of the trade than to any other. Raises EncoderMissing."""
    trade, elsewhere = _anchors(encoder)
    (vector,) = encoder.encode([words[:LONGEST]])
    nearest = (max(similarity(vector, one) for one in some) for some in (trade, elsewhere))
    return next(nearest) - next(nearest)


@lru_cache(maxsize=4)
def _anchors(encoder: Encoder) -> tuple[list[list[float]], list[list[float]]]:
    return encoder.encode(TRADE), encoder.encode(ELSEWHERE)


def _bare(text: str) -> str:
    """A text in lower case, without accents."""
    return "".join(
        letter for letter in normalize("NFKD", text.casefold()) if ord(letter) < 0x300 or ord(letter) > 0x36F
    )
