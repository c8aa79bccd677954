"""One search over whatever nouns hand it: what can be found, and what is found.

It knows no noun: each says by itself what it lets be found (`let_be_found`, `let_story_be_found`), and pages make an
address from what a noun calls it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from math import log
from typing import Any, NamedTuple
from unicodedata import normalize

from sqlalchemy import ColumnElement, Subquery, and_, case, delete, exists, false, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from content.strings.words import WORD, fold, written_words
from models.ground import jobs, search_index, search_query
from models.ground.concepts import ALONE_SAYING_NOTHING, meant, thesaurus
from models.ground.search_query import SHORTEST_MISTYPED, Typed
from models.ground.stems import SAYING_NOTHING, Piece, marked, number_held, passage, which_held
from models.ground.words import typographic
from models.tables.search import SearchEntry, SearchKind, SearchWord

MOST, LOOKED_AT = 12, 40
"""Results on a page, and how many of the database's best they are chosen from: its rank favours short texts."""
LONGEST, MOST_WORDS = 200, 8
"""Characters and words of a query that are looked at."""
BY_MEANING = 8
"""The most that a page gives of what is near in meaning."""
ENTRIES = 3
"""The most that the search over everything gives of the directory: of any size, it leaves the others their place."""
FITS, NAMED = 0.38, 0.7
"""Of what the words of a query tell: what fits holds so much, or is clearly near to what so many of them name."""
BEFORE_FIRST, SOME_WORDS = 3, 0.3
"""Reciprocal ranks, as in Cormack et al. 2009: what is added to each, and what a place among those with some of the
words counts, where one among those that are near in meaning counts 1."""
NEVER: ColumnElement[bool] = false()


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
    sought: str = ""


class Among(NamedTuple):
    """What a search looks among."""

    by_letters: tuple[tuple[ColumnElement[bool], int], ...]
    """Clauses on SearchEntry, each with how many of the database's best it lets in."""
    by_meaning: ColumnElement[bool]
    urgent: ColumnElement[bool]
    """What is for people in danger: shown only where the query says so."""
    only_fitting: bool = False
    """Whether nothing is given rather than something far."""


def everything(urgent: ColumnElement[bool]) -> Among:
    """Return where the search of every page looks."""
    entry = SearchEntry.kind == SearchKind.ENTRY
    # Twice as many entries: what may not be shown takes no place from what may.
    return Among(((~entry, LOOKED_AT), (entry, 2 * ENTRIES)), SearchEntry.kind == SearchKind.CARD, urgent)


def only(clause: ColumnElement[bool], most: int, urgent: ColumnElement[bool]) -> Among:
    """Return where a noun looks among its own: in what meets a clause; nothing where nothing fits."""
    return Among(((clause, most),), clause, urgent, only_fitting=True)


class Hit(NamedTuple):
    """One entry that answers, its words marked."""

    entry: SearchEntry
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    by_meaning: bool = False
    """Whether it was found by its meaning alone: it need not hold a word that was looked for."""
    answers: bool = False
    """Whether it is about a danger that was said, or where nothing is, says more than half of what was meant; or
    whether one of the expressions by which it is sought stands in what was typed."""


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
    said: frozenset[str] = frozenset()
    """The dangers that were said."""
    met: bool = False
    """Whether something about them was found; it comes first."""

    @property
    def by_meaning(self) -> bool:
        """Whether there are hits, and all of them were found by their meaning alone."""
        return bool(self.hits) and all(hit.by_meaning for hit in self.hits)


class Ranking(NamedTuple):
    """What a search finds, the best first, before it is made ready to be shown."""

    asked: str
    """As it was typed, on one line."""
    meant: str = ""
    """The same with the words that are found nowhere replaced by the nearest that are."""
    entries: Sequence[SearchEntry] = ()
    by_letters: Collection[SearchEntry] = ()
    """Those that hold words that were meant; the others were found by their meaning alone."""
    every: bool = True
    """Whether they hold every word that was meant, or only some."""
    said: Collection[SearchEntry] = ()
    """Those that are about a danger that was said; they come first."""

    @property
    def by_meaning(self) -> bool:
        """Whether there are any, and all were found by their meaning alone."""
        return bool(self.entries) and not self.by_letters


# -------------------------------------------------------------------------------------------------------------- finding


def find(db: Session, query: str, language: str, urgent: ColumnElement[bool] = NEVER) -> SearchResults:
    """Find what holds all the words of a query; failing that, all as probably meant; failing that, any of them.

    What is near in meaning is found beside it, where a worker has written what that is. A work is found in the reader's
    language where it has it, else in that of its original. What is about a danger that was said comes first, and is
    found by nobody else; so is what is `urgent`.
    """
    found = ranked(db, query, language, everything(urgent))
    words = [*map(fold, telling_words(found.meant))]
    # The best, and what there is of the directory at the end: however much else there is.
    last = [entry for entry in found.entries[MOST:] if entry.kind == SearchKind.ENTRY]
    best = [*found.entries[: MOST - len(last)], *last]
    who = search_query.typed(found.meant, words)

    def hit(entry: SearchEntry) -> Hit:
        by_meaning = entry not in found.by_letters
        says_most = not by_meaning and not found.said and _says_most(entry, words)
        answers = entry in found.said or says_most or (not by_meaning and who.asks_for(entry))
        title, found_in = (
            marked(typographic(text, entry.language), words, entry.language)
            for text in (entry.title, passage(entry.text, words, entry.language))
        )
        return Hit(entry, title, found_in, by_meaning, answers)

    more = len(found.entries) > MOST
    return SearchResults(found.asked, found.meant, tuple(map(hit, best)), found.every, more, who.said, bool(found.said))


def ranked(db: Session, query: str, language: str, among: Among) -> Ranking:
    """Return what a query finds among something, as `find` does."""
    # NFC, for « é » may come as two signs; control signs become spaces, and what is endless is cut.
    asked = " ".join("".join(sign if sign.isprintable() else " " for sign in normalize("NFC", query)).split())[:LONGEST]
    words = telling_words(asked)
    who = search_query.typed(asked, words)
    every, near = _found(db, who, language, among, every=True)
    if every:
        return _said_first(db, who, language, among, Ranking(asked, asked, _in_order(words, every, near, True), every))
    replaced = search_query.probably_meant(db, words)
    words = [fold(replaced.get(word, word)) for word in words]
    meant = WORD.sub(lambda word: replaced.get(fold(word[0]), word[0]), asked)
    if replaced:
        who = search_query.typed(meant, words)
        every, near = _found(db, who, language, among, every=True)
    some = every
    if not every:
        some, near = _found(db, who, language, among, every=False)
    if not (some or near):
        meant = asked
    ranking = Ranking(asked, meant, _in_order(words, some, near, bool(every)), some, bool(every))
    return _said_first(db, who, language, among, ranking)


def _said_first(db: Session, who: Typed, language: str, among: Among, found: Ranking) -> Ranking:
    """Put what is about the dangers that were said before all that was found."""
    if not who.said:
        return found
    held_in = search_index.matching(db, search_query.names_of_dangers(who.said), every=False)
    where = or_(*(clause for clause, _ in among.by_letters))
    best = _best(held_in, held_in.c.rank, language, where, LOOKED_AT, by_meaning=False)
    rows = select(SearchEntry, among.urgent).join(best, best.c.id == SearchEntry.id)
    rows = rows.order_by(SearchEntry.kind, best.c.rank, *_names(), SearchEntry.id)
    said = [entry for entry, urgent in db.execute(rows) if search_query.dangers_of(entry, urgent) & who.said]
    if not said:
        return found
    entries = list(dict.fromkeys([*said, *found.entries]))
    return Ranking(found.asked, who.text, entries, {*said, *found.by_letters}, every=True, said=said)


def telling_words(query: str) -> list[str]:
    """Return the first words of a query that tell what is looked for, folded, each once."""
    folded = filter(None, map(fold, written_words(query)))
    return [word for word in dict.fromkeys(folded) if word not in SAYING_NOTHING][:MOST_WORDS]


def _found(
    db: Session, who: Typed, language: str, among: Among, every: bool
) -> tuple[list[SearchEntry], list[SearchEntry]]:
    """Return what holds the words typed, the best first, and what is near to what they name, in one statement."""
    words = list(who.words)
    if not words:
        return [], []
    held_in = search_index.matching(db, words, every)
    # The database ranks and cuts; the page's own order below needs only the best few.
    ways = [_best(held_in, held_in.c.rank, language, where, most, by_meaning=False) for where, most in among.by_letters]
    if about := meant(words, language, thesaurus()):
        least = NAMED * len(words) if among.only_fitting else 0.0
        near_to_it = search_index.near_in_meaning(about, thesaurus().version, least)
        ways.append(_best(near_to_it, -near_to_it.c.weight, language, among.by_meaning, BY_MEANING, by_meaning=True))
    both = union_all(*(select(way) for way in ways)).subquery()
    entries = select(SearchEntry, both.c.by_meaning, among.urgent).join(both, both.c.id == SearchEntry.id)
    # Equal ranks need an order of their own, or two pages of one search would differ.
    by_rank = both.c.rank, case((both.c.by_meaning, ""), else_=SearchEntry.kind)
    latest = case((both.c.by_meaning, None), else_=SearchEntry.at).desc()
    found = db.execute(entries.order_by(*by_rank, latest, *_names(), SearchEntry.id)).all()
    shown = [(entry, near) for entry, near, urgent in found if who.may_see(entry, bool(urgent), bool(near))]
    by_letters = [entry for entry, near in shown if not near]
    meant_only = [entry for entry, near in shown if near]
    if among.only_fitting:
        # What says it itself needs no concept to speak for it.
        by_letters = _fitting(by_letters, words)
        return by_letters, [] if by_letters else meant_only
    too_many = [entry for entry in by_letters if entry.kind == SearchKind.ENTRY][ENTRIES:]
    by_letters = [entry for entry in by_letters if entry not in too_many]
    by_letters.sort(key=lambda entry: _worth(entry, words), reverse=True)
    return by_letters, meant_only


def _fitting(found: list[SearchEntry], words: list[str]) -> list[SearchEntry]:
    """Return those entries that hold what tells most of a query, the most first.

    A word tells more the fewer of them hold it (inverse document frequency); one that none holds tells most, and speaks
    against all.
    """
    holding = {entry: _which_held(entry, words) for entry in found}
    numbers = Counter(word for some in holding.values() for word in some)
    telling = {word: log((LOOKED_AT + 1) / (numbers[word] + 0.5)) for word in words}
    shares = {entry: sum(telling[word] for word in some) / sum(telling.values()) for entry, some in holding.items()}
    fitting = [entry for entry in found if shares[entry] >= FITS]
    return sorted(fitting, key=lambda entry: (shares[entry], _worth(entry, words)), reverse=True)


def _which_held(entry: SearchEntry, words: Sequence[str]) -> set[str]:
    text, languages = f"{entry.title}\n{_body(entry)}", dict.fromkeys((entry.language, *search_index.CONFIGURATIONS))
    return set().union(*(which_held(text, words, language) for language in languages))


def _best(
    found: Subquery,
    rank: ColumnElement[float],
    language: str,
    where: ColumnElement[bool],
    most: int,
    by_meaning: bool,
) -> Subquery:
    """Select the best of what was found that readers of a language see, the lowest rank first."""
    seen = select(SearchEntry.id, rank.label("rank"), literal(by_meaning).label("by_meaning"))
    # Whether readers of a language see an entry: no work, in it, or the original of a work that lacks it.
    there = aliased(SearchEntry)
    in_it = exists().where(there.work == SearchEntry.work, there.language == language)
    lacks_it = and_(SearchEntry.original, ~in_it)
    speaks_to = or_(SearchEntry.work.is_(None), SearchEntry.language == language, lacks_it)
    seen = seen.join(found, found.c.id == SearchEntry.id).where(where, speaks_to)
    return seen.order_by(rank, SearchEntry.id).limit(most).subquery()


def _names() -> tuple[Any, ...]:
    # The key of what is of no work is a number, and 9 comes before 10.
    digits = case((SearchEntry.work.is_(None), func.length(SearchEntry.key)))
    return SearchEntry.work, digits, SearchEntry.key


def _in_order(
    words: list[str], by_letters: list[SearchEntry], near: list[SearchEntry], every: bool
) -> list[SearchEntry]:
    """Put together what holds the words and what is near in meaning; a title that holds them all stays first."""
    places: dict[SearchEntry, float] = {}
    for found, worth in ((by_letters, 1.0 if every else SOME_WORDS), (near, 1.0)):
        for place, entry in enumerate(found):
            places[entry] = places.get(entry, 0.0) + worth / (BEFORE_FIRST + place)

    def order(entry: SearchEntry) -> tuple[bool, float]:
        # News comes and goes with titles of every kind; what a work is called is what it is.
        if not every or entry.work is None:
            return False, places[entry]
        titled = number_held(entry.title, words, entry.language) == number_held(" ".join(words), words, entry.language)
        return titled, places[entry]

    # Of equals, what holds the words stays first.
    return sorted(places, key=order, reverse=True) if near else by_letters


def _worth(entry: SearchEntry, words: list[str]) -> tuple[int, int, int]:
    """Return the order: words in the title first, then in the text; then the kind that answers best."""
    title, text = (number_held(each, words, entry.language) for each in (entry.title, _body(entry)))
    return title, text, -list(SearchKind).index(SearchKind(entry.kind))


def _says_most(entry: SearchEntry, words: Sequence[str]) -> bool:
    """Return whether an entry holds more than half of what words tell; one word alone, in what it says itself.

    What people say who seek a service is of many words: one of them alone is soon somebody else's.
    """
    telling = [word for word in words if word not in ALONE_SAYING_NOTHING] or words
    if len(telling) == 1:
        return number_held(f"{entry.title}\n{entry.text}", telling, entry.language) == 1
    return 2 * len(_which_held(entry, telling)) > len(telling)


# ------------------------------------------------------------------------------------------------------------- indexing


def put(db: Session, findable: Iterable[Findable]) -> None:
    """Make these findable from now on; what they replace is forgotten first."""
    # Before anything is inserted: two who index at once would each wait for the other's words.
    search_index.hold_words(db)
    added = [SearchEntry(**one._asdict()) for one in findable]
    db.add_all(added)
    db.flush()
    for entry in added:
        search_index.put_words(db, entry.id, entry.language, entry.title, _body(entry))
    _count(db, added, 1)


def _body(entry: SearchEntry) -> str:
    """Return all that an entry is found by beside its title, also what is never shown."""
    return f"{entry.text}\n{entry.sought}"


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
    search_index.hold_words(db)
    removed = db.scalars(select(SearchEntry).where(which)).all()
    search_index.drop_words(db, [entry.id for entry in removed])
    _count(db, removed, -1)
    db.execute(delete(SearchEntry).where(which))


def _count(db: Session, entries: Iterable[SearchEntry], each: int) -> None:
    """Bring the vocabulary up to date with entries that came or went."""
    number = Counter[str]()
    for entry in entries:
        words = {word.lower() for word in written_words(f"{entry.title}\n{_body(entry)}")}
        number.update(word for word in words if SHORTEST_MISTYPED <= len(word) <= LONGEST and word.isalpha())
    if rows := [{"written": word, "folded": fold(word), "entries": each * number[word]} for word in sorted(number)]:
        counting = jobs.upsert_into(SearchWord, db.get_bind().dialect.name)
        more = {"entries": SearchWord.entries + counting.excluded.entries}
        db.execute(counting.on_conflict_do_update(index_elements=[SearchWord.written], set_=more), rows)
        db.execute(delete(SearchWord).where(SearchWord.entries == 0))
