"""One search over whatever nouns hand it: what can be found, and what is found.

It knows no noun: each says by itself what it lets be found (`let_be_found`, `let_story_be_found`), and pages make an
address from what a noun calls it.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from content.folding import WORD, fold, written_words
from models.ground import fulltext
from models.ground.passages import Piece, held, marked, passage
from models.ground.stems import SAYING_NOTHING
from models.ground.words import typographic
from models.tables.search import SearchEntry, SearchKind, SearchWord

MOST, LOOKED_AT = 12, 40
"""Results on a page, and how many of the database's best they are chosen from: its rank favours short texts."""
LONGEST, MOST_WORDS = 200, 8
"""Characters and words of a query that are looked at."""
SHORTEST_MISTYPED = 4
"""Letters of a word that is taken for another when it is found nowhere."""
NEAR_LENGTH, NEAR = 2, 0.75
"""How many letters more or fewer a mistyped word may have, and the share of letters in common (difflib's ratio)."""


class Findable(NamedTuple):
    """What a noun lets be found, as `SearchEntry` keeps it."""

    kind: SearchKind
    key: str
    language: str
    title: str
    text: str
    at: datetime
    work: str | None = None
    original: bool = True
    review_by: date | None = None


class Hit(NamedTuple):
    """One entry that answers, its words marked."""

    entry: SearchEntry
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


class SearchResults(NamedTuple):
    """What a search gives, the best first."""

    asked: str
    """As it was typed, on one line."""
    meant: str = ""
    """The same with the words that are found nowhere replaced by the nearest that are."""
    hits: tuple[Hit, ...] = ()
    every: bool = True
    """Whether the hits hold every word that was meant, or only some."""
    more: bool = False
    """Whether there are more than these."""


# ------------------------------------------------------------------------------------------------------------ finding


def find(db: Session, query: str, language: str) -> SearchResults:
    """Find what holds all the words of a query; failing that, all as probably meant; failing that, any of them.

    A work is found in the reader's language where it has it, else in that of its original.
    """
    # NFC, for « é » may come as two signs; control signs become spaces, and what is endless is cut.
    asked = " ".join("".join(sign if sign.isprintable() else " " for sign in normalize("NFC", query)).split())[:LONGEST]
    words = telling_words(asked)
    if hits := _hits(db, words, language, every=True):
        return SearchResults(asked, asked, hits[:MOST], more=len(hits) > MOST)
    replaced = {word: near for word in words if not fulltext.occurs(db, word) and (near := nearest(db, word))}
    words = [fold(replaced.get(word, word)) for word in words]
    every = _hits(db, words, language, every=True) if replaced else ()
    hits = every or _hits(db, words, language, every=False)
    meant = WORD.sub(lambda word: replaced.get(fold(word[0]), word[0]), asked) if hits else asked
    return SearchResults(asked, meant, hits[:MOST], bool(every), len(hits) > MOST)


def telling_words(query: str) -> list[str]:
    """Return the first words of a query that tell what is looked for, folded, each once."""
    folded = filter(None, map(fold, written_words(query)))
    return [word for word in dict.fromkeys(folded) if word not in SAYING_NOTHING][:MOST_WORDS]


def _hits(db: Session, words: list[str], language: str, every: bool) -> tuple[Hit, ...]:
    if not words:
        return ()
    # Equal ranks need an order of their own, or two pages of one search would differ.
    found = fulltext.matching(db, words, every)
    best = found.c.rank, SearchEntry.kind, SearchEntry.at.desc()
    # The key of what is of no work is a number, and 9 comes before 10.
    digits = case((SearchEntry.work.is_(None), func.length(SearchEntry.key)))
    names = SearchEntry.work, digits, SearchEntry.key
    # The database ranks and cuts; the page's own order below needs only the best few.
    entries = select(SearchEntry).join(found, found.c.id == SearchEntry.id).where(_speaks_to(language))
    nearest_first = db.scalars(entries.order_by(*best, *names).limit(LOOKED_AT))
    ordered = sorted(nearest_first, key=lambda entry: _worth(entry, words), reverse=True)
    return tuple(_hit(entry, words) for entry in ordered[: MOST + 1])


def _speaks_to(language: str) -> ColumnElement[bool]:
    """Return whether readers of a language see an entry: no work, in it, or the original of a work that lacks it."""
    there = aliased(SearchEntry)
    in_it = exists().where(there.work == SearchEntry.work, there.language == language)
    lacks_it = and_(SearchEntry.original, ~in_it)
    return or_(SearchEntry.work.is_(None), SearchEntry.language == language, lacks_it)


def _worth(entry: SearchEntry, words: list[str]) -> tuple[int, int, int]:
    """Return the order: words in the title first, then in the text; then the kind that answers best."""
    title, text = (held(each, words, entry.language) for each in (entry.title, entry.text))
    return title, text, -list(SearchKind).index(SearchKind(entry.kind))


def _hit(entry: SearchEntry, words: list[str]) -> Hit:
    def set_and_marked(text: str) -> tuple[Piece, ...]:
        return marked(typographic(text, entry.language), words, entry.language)

    return Hit(entry, set_and_marked(entry.title), set_and_marked(passage(entry.text, words, entry.language)))


def nearest(db: Session, word: str) -> str | None:
    """Return the word of some entry that a mistyped one is nearest to; it begins with the same letter."""
    if len(word) < SHORTEST_MISTYPED or not word.isalpha():
        return None
    near = func.length(SearchWord.folded).between(len(word) - NEAR_LENGTH, len(word) + NEAR_LENGTH)
    # A first letter is seldom mistyped, and it narrows the words that difflib, which is slow, has to look at.
    alike = SearchWord.folded.startswith(word[0], autoescape=True)
    frequent_last = select(SearchWord.folded, SearchWord.written).order_by(SearchWord.entries, SearchWord.written)
    # Frequent last: of the spellings of one folded word, the commonest stays in the dictionary.
    written = {folded: each for folded, each in db.execute(frequent_last.where(near, alike))}
    close = get_close_matches(word, sorted(written), n=1, cutoff=NEAR)
    return written[close[0]] if close else None


# ----------------------------------------------------------------------------------------------------------- indexing


def put(db: Session, findable: Iterable[Findable]) -> None:
    """Make these findable from now on; what they replace is forgotten first."""
    # Before anything is inserted: two who index at once would each wait for the other's words.
    fulltext.hold(db)
    added = [SearchEntry(**one._asdict()) for one in findable]
    db.add_all(added)
    db.flush()
    for entry in added:
        fulltext.put(db, entry.id, entry.language, entry.title, entry.text)
    _count(db, added, 1)


def forget(db: Session, kind: SearchKind, key: str) -> None:
    """Make one thing unfindable, in whatever language it was."""
    _remove(db, and_(SearchEntry.kind == kind, SearchEntry.key == key))


def forget_work(db: Session, work: str) -> None:
    """Make a work unfindable, and every part of it, in any language."""
    _remove(db, SearchEntry.work == work)


def forget_all(db: Session, *kinds: SearchKind) -> None:
    """Make everything of these kinds unfindable."""
    _remove(db, SearchEntry.kind.in_(kinds))


def is_empty(db: Session) -> bool:
    """Return whether nothing can be found."""
    return db.scalar(select(SearchEntry.id).limit(1)) is None


def _remove(db: Session, which: ColumnElement[bool]) -> None:
    db.flush()
    fulltext.hold(db)
    removed = db.scalars(select(SearchEntry).where(which)).all()
    fulltext.drop(db, [entry.id for entry in removed])
    _count(db, removed, -1)
    db.execute(delete(SearchEntry).where(which))


def _count(db: Session, entries: Iterable[SearchEntry], each: int) -> None:
    """Bring the vocabulary up to date with entries that came or went."""
    number = Counter(word for entry in entries for word in _vocabulary(entry))
    # SQLAlchemy has this clause in its dialects only, and each is slow to load; both write the same text.
    if db.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    if rows := [{"written": word, "folded": fold(word), "entries": each * number[word]} for word in sorted(number)]:
        counting = insert(SearchWord)
        more = {"entries": SearchWord.entries + counting.excluded.entries}
        db.execute(counting.on_conflict_do_update(index_elements=[SearchWord.written], set_=more), rows)
        db.execute(delete(SearchWord).where(SearchWord.entries == 0))


def _vocabulary(entry: SearchEntry) -> set[str]:
    words = (word.lower() for word in written_words(f"{entry.title}\n{entry.text}"))
    return {word for word in words if len(word) >= SHORTEST_MISTYPED and word.isalpha()}
