"""Facts whose sentence is no longer on the watched page that they were read on."""

from collections.abc import Iterator
from datetime import datetime
from unicodedata import normalize
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from content.strings.late_patterns import LatePattern
from models.ground import jobs
from models.tables.attestations import Attestation, AttestationKind, AttestationVerdict
from models.tables.directory import ListedFact

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
