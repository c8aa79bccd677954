"""What is believed of facts on a day, and which are in doubt: their sentence has left the page they were read on."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from content.readings import Reading
from content.strings.late_patterns import LatePattern
from models.freshness import (
    CHECK_AT,
    NO_ANSWERS,
    OLD_AT,
    YEAR,
    FactAnswers,
    Freshness,
    FreshnessDates,
    Rereading,
    believed,
    dates,
    learned,
    prior,
    shown,
    still_true,
)
from models.ground import jobs
from models.ground.store import keep_while
from models.tables.attestations import Attestation, AttestationKind, AttestationVerdict
from models.tables.directory import FactAnswer, FactRereading, FactVerdict, ListedFact

ON_FACTS = Attestation.kind == AttestationKind.FACT
DOUBTED = select(Attestation.fingerprint).where(ON_FACTS)
"""The fingerprints of all facts that are doubted so."""
_LEFT_OUT = LatePattern(r"\(\s*\.\.\.\s*\)|\[\s*\.\.\.\s*\]|\.\.\.")
"""Where a quote leaves something out."""
_UNSEEN = LatePattern(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_ALIKE = str.maketrans({**dict.fromkeys("’‘ʼ´`′", "'"), **dict.fromkeys("“”„«»″", '"'), **dict.fromkeys("‐‑‒–—−", "-")})


def page_changed(db: Session, address: str, before: str, now: str, at: datetime) -> None:
    """Doubt the facts that were read at an address and quote what its page said before and does not say now.

    A sentence that is there takes the doubt away. What a page never said in the part that is watched is left alone, as
    is a fact without a quote: nobody can tell.
    """
    earlier, text = folded(before), folded(now)
    for fact in _read_at(db, address):
        if _says(text, fact.quote):
            db.execute(delete(Attestation).where(ON_FACTS, Attestation.fingerprint == fact.fingerprint))
        elif _says(earlier, fact.quote):
            doubt(db, fact.document_id, fact.fingerprint, at)


def doubt(db: Session, document_id: str, fingerprint: str, at: datetime) -> None:
    """Note that the page on which a fact was read does not say it any more; noted once, it stays as it was."""
    read = {"kind": AttestationKind.FACT, "verdict": AttestationVerdict.GONE, "by": None, "at": at}
    jobs.insert_new(db, Attestation, [{"document_id": document_id, "part": "", "fingerprint": fingerprint, **read}])


def same_page(address: str) -> str:
    """Return an address without what leads to the same page: scheme, port of it, last slash, fragment."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return address
    return urlunsplit(("", f"{parts.hostname or ''}{port}", parts.path.rstrip("/"), parts.query, ""))


def folded(text: str) -> str:
    """Return a text without what setting it otherwise changes: spaces, kinds of quotes, dashes and apostrophes."""
    # Signs that NFKC takes apart into a space and an accent are told apart first.
    return _UNSEEN.sub("", normalize("NFKC", text.translate(_ALIKE))).casefold()


def _says(text: str, quote: str) -> bool:
    """Return whether a folded text holds a quote, its parts in their order."""
    place = 0
    for part in filter(None, _LEFT_OUT.split(folded(quote))):
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return place > 0


def _read_at(db: Session, address: str) -> Iterator[ListedFact]:
    """Yield the facts with a quote that were read at an address, however it is written."""
    place = address.partition("#")[0].partition("://")[2]
    path, mark, query = place.partition("?")
    ends = (f"{path.rstrip('/')}{slash}{mark}{query}" for slash in ("", "/"))
    ways = sorted({f"{scheme}://{end}" for end in ends for scheme in ("http", "https")})
    here = or_(
        ListedFact.address.in_(ways), *(ListedFact.address.startswith(f"{way}#", autoescape=True) for way in ways)
    )
    for fact in db.scalars(select(ListedFact).where(here, ListedFact.quote != "")):
        if same_page(fact.address) == same_page(address):
            yield fact


# ----------------------------------------------------------------------------------- what is believed of facts on a day


MOST_SAID = {Freshness.RECENT: 1.0, Freshness.CHECK: CHECK_AT, Freshness.OLD: OLD_AT}
"""Belief at most under each word: what people want read, or what is read by a strict term, is in doubt by its day."""


class FactState(NamedTuple):
    """A fact on a day: the word that stands beside it, and the days of that."""

    fingerprint: str
    kind: str
    reading: Reading
    word: Freshness
    when: FreshnessDates
    page_changed: bool
    """Whether the watched page that it was read on no longer says it."""
    chance: float
    """How likely it still holds, never more than its word says."""
    reported: bool
    """Whether answers that stand say that it holds no more."""


class Rates(NamedTuple):
    """How fast each kind fades, in changes a year, after our own re-readings."""

    by_kind: Mapping[str, float]

    def of(self, kind: str) -> float:
        """Return the rate of a kind; of one that was never read again, the prior's."""
        return self.by_kind.get(kind) or prior(kind).rate


def rates(db: Session) -> Rates:
    """Return the rates that all re-readings so far lead to, kept while there are no others."""

    def all_learned() -> Rates:
        readings: defaultdict[str, list[Rereading]] = defaultdict(list)
        for kind, days, changed in db.execute(select(FactRereading.kind, FactRereading.days, FactRereading.changed)):
            readings[kind].append(Rereading(days / YEAR, changed))
        return Rates({kind: learned(prior(kind), found) for kind, found in readings.items()})

    # Rows are added and stay, one transaction after another: the lock on the words of the search has them wait.
    return keep_while(db, Rates, db.scalar(select(func.max(FactRereading.id))), all_learned)


def of_entry(db: Session, document_id: str, day: date, review_by: date | None = None) -> dict[int, FactState]:
    """Return what is believed of each fact of an entry that says something, by its place."""
    mine = select(ListedFact).where(ListedFact.document_id == document_id)
    facts = db.scalars(mine.order_by(ListedFact.place)).all()
    states = states_of(db, facts, day, {document_id: review_by} if review_by else {})
    return {fact.place: state for fact, state in zip(facts, states, strict=True)}


def states_of(
    db: Session, facts: Collection[ListedFact], day: date, review_by: Mapping[str, date] | None = None
) -> list[FactState]:
    """Return what is believed of facts, in their order; `review_by`: by entry, before which day people want it read."""
    known, fingerprints = rates(db), [fact.fingerprint for fact in facts]
    said, doubted = answers(db, fingerprints), {*db.scalars(DOUBTED.where(Attestation.fingerprint.in_(fingerprints)))}
    due = review_by or {}
    return [
        state(
            fact,
            known,
            said.get(fact.fingerprint, NO_ANSWERS),
            fact.fingerprint in doubted,
            day,
            due.get(fact.document_id),
        )
        for fact in facts
    ]


def answers(db: Session, fingerprints: Collection[str]) -> Mapping[str, FactAnswers]:
    """Return how many people have said of each of these facts that it holds no more, and how many others that it does.

    A fact that was read again has another fingerprint: what was said before counts no longer.
    """
    rows = select(FactAnswer.fingerprint, FactAnswer.verdict).where(FactAnswer.fingerprint.in_(fingerprints))
    counts = Counter((fingerprint, verdict == FactVerdict.WORKS) for fingerprint, verdict in db.execute(rows))
    return {one: FactAnswers(gone=counts[one, False], works=counts[one, True]) for one in {key for key, _ in counts}}


def state(
    fact: ListedFact,
    known: Rates,
    said: FactAnswers,
    page_changed: bool,
    day: date,
    review_by: date | None = None,
) -> FactState:
    """Return what is believed of one fact on a day, after what people have said of it."""
    rate, read = known.of(fact.kind), fact.reading
    # A day before which people wanted it read says nothing of what was read since.
    due = review_by if review_by and read.counts_from < review_by else None
    when = dates(read, rate, due, strict=fact.strict)
    word = shown(when, day, said)
    if page_changed and word is Freshness.RECENT:
        word = Freshness.CHECK
    chance = believed(still_true(rate, (day - read.counts_from).days), said)
    if page_changed:
        chance = believed(chance, FactAnswers(gone=1))
    chance = min(chance, MOST_SAID[word])
    return FactState(fact.fingerprint, fact.kind, read, word, when, page_changed, chance, said.against > 0)
