"""The topic gate: of a source that brings more than the trade, entries too old or off topic are left aside.

It is kept all the same, with its reason, so that an administrator sees what she does not get.
"""

import logging
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from unicodedata import normalize

from models.language.encoder import EncoderMissing
from models.language.summary import Encode
from models.language.vectors import Vector, similarity
from models.news.sources.visits import FoundEntry
from models.tables.sources import Source, VisitResult, Watching
from models.tables.stories import Article
from watchers.disappointment import Disappointment
from watchers.extract import Extracted
from watchers.outside import Watch

LEAST_MARGIN = 0.02
"""How much nearer to the trade than to anything else a text has to be; see record 49."""
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

Sifted = tuple[list[FoundEntry], dict[VisitResult, list[FoundEntry]]]


def sift(watch: Watch, source: Source, entries: Sequence[FoundEntry], now: datetime) -> Sifted:
    """Return the entries that a source is watched for, and by reason those that are left aside."""
    old = {entry: is_too_old(source, entry.published_at, now) for entry in entries}
    young = [entry for entry in entries if not old[entry]]
    on_topic = _on_topic(watch, source, [f"{entry.title}\n{entry.lead}".strip() for entry in young])
    passes = dict(zip(young, on_topic, strict=True))
    left = {
        VisitResult.TOO_OLD: [entry for entry in entries if old[entry]],
        VisitResult.OFF_TOPIC: [entry for entry in young if not passes[entry]],
    }
    return [entry for entry in young if passes[entry]], left


def is_too_old(source: Source, published: datetime | None, now: datetime) -> bool:
    """Return whether an entry is older than its source is watched for; one without a date is not."""
    return bool(source.age_limit and published and published < now - timedelta(days=source.age_limit))


def _on_topic(watch: Watch, source: Source, words: Sequence[str]) -> list[bool]:
    """Return whether each text may pass; one without words may, for nothing can be said of it yet."""
    if not source.about_the_job:
        return [True] * len(words)
    told = [text for text in words if text]
    passes = dict(zip(told, touch_the_trade(watch.teller.encode, told), strict=True))
    return [passes.get(text, True) for text in words]


def verdict_on_page(
    watch: Watch, source: Source, article: Article, page: Extracted | Disappointment
) -> VisitResult | None:
    """Judge an entry of a sitemap once its page is read, since only its address was known before."""
    if source.kind != Watching.SITEMAP or isinstance(page, Disappointment):
        return None
    if is_too_old(source, article.published_at or page.published, watch.clock()):
        return VisitResult.TOO_OLD
    (passes,) = _on_topic(watch, source, [f"{page.title}\n{page.text}".strip()])
    return None if passes else VisitResult.OFF_TOPIC


def touch_the_trade(encode: Encode, texts: Sequence[str]) -> list[bool]:
    """Return whether each title with its lead uses a word of the trade, or means something near it.

    Without an encoder, the words decide alone.
    """
    worded = list(map(has_words, texts))
    try:
        others = iter(margins(encode, [text for text, has in zip(texts, worded, strict=True) if not has]))
    except EncoderMissing as missing:
        logger.error("%s", missing)
        return worded
    return [has or next(others) >= LEAST_MARGIN for has in worded]


def has_words(text: str) -> bool:
    """Return whether a text uses a word of the trade in its own sense."""
    letters = normalize("NFKD", text[:LONGEST].casefold())
    without_accents = "".join(letter for letter in letters if not 0x300 <= ord(letter) <= 0x36F)
    return WORDS.search(NOT_MEANT.sub(" ", without_accents)) is not None


def margins(encode: Encode, texts: Sequence[str]) -> list[float]:
    """Return how much nearer each text is to a subject of the trade than to any other. Raises EncoderMissing."""
    if not texts:
        return []
    trade, elsewhere = _anchors(encode)
    return [
        max(similarity(vector, one) for one in trade) - max(similarity(vector, one) for one in elsewhere)
        for vector in encode([text[:LONGEST] for text in texts])
    ]


@lru_cache(maxsize=4)
def _anchors(encode: Encode) -> tuple[Sequence[Vector], Sequence[Vector]]:
    return encode(TRADE), encode(ELSEWHERE)
