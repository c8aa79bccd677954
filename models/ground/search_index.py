"""The index of the search: by words, as each database has full text, and by nearness in meaning."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Float,
    Integer,
    Subquery,
    and_,
    case,
    column,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased

from content.strings.words import fold, written_words
from models.ground import jobs
from models.ground.jobs import LEASE
from models.ground.stems import stem, stem_of
from models.tables.search import Nearness, SearchEntry, SearchKind

TABLE = "search_index"
CONFIGURATIONS = {"fr": "french", "nl": "dutch", "en": "english"}
"""How PostgreSQL calls the languages that it stems for us; any other is left as it is."""
OTHER = "simple"

_PUT_STEMS = text(f"INSERT INTO {TABLE} (rowid, title, text) VALUES (:id, :title, :text)")
_PUT_VECTOR = text(
    f"INSERT INTO {TABLE} (entry_id, words) VALUES (:id, setweight(to_tsvector(CAST(:language AS regconfig), :title),"
    " 'A') || setweight(to_tsvector(CAST(:language AS regconfig), :text), 'D'))"
)
# bm25 is negative, the best match lowest; a word of the title weighs five times one of the text.
# https://www.sqlite.org/fts5.html#the_bm25_function
_MATCHING_STEMS = f"SELECT rowid AS id, bm25({TABLE}, 5, 1) AS rank FROM {TABLE} WHERE {TABLE} MATCH :words"
# Normalisation 1 divides by 1 + log(length); the sign is turned so that the lowest rank is best, as on SQLite.
_MATCHING_VECTORS = f"""
SELECT entry_id AS id, -ts_rank(words, query, 1) AS rank
FROM {TABLE}, (
    SELECT CAST(string_agg(DISTINCT '(' || one || ')', ' | ') AS tsquery) AS query
    FROM (VALUES %s) AS each (one) WHERE one <> ''
) AS asked
WHERE words @@ query
"""
"""What differs only in languages that stem it alike is asked once: ranking takes as long as a query has words."""


def _on_sqlite(db: Session) -> bool:
    return db.get_bind().dialect.name == "sqlite"


def hold_words(db: Session) -> None:
    """Lock the index until the end of the transaction; other writers wait here, readers do not."""
    if not _on_sqlite(db):
        # This mode conflicts with itself and with every write, not with SELECT. SQLite has its one lock already.
        # https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
        db.execute(text("LOCK TABLE search_word IN SHARE ROW EXCLUSIVE MODE"))


def put_words(db: Session, entry_id: int, language: str, title: str, body: str) -> None:
    """Make an entry findable by the words of its title, which weigh more, and of its text."""
    if _on_sqlite(db):
        db.execute(_PUT_STEMS, {"id": entry_id, "title": _stems(title, language), "text": _stems(body, language)})
    else:
        configuration = CONFIGURATIONS.get(language, OTHER)
        db.execute(
            _PUT_VECTOR, {"id": entry_id, "language": configuration, "title": _folded(title), "text": _folded(body)}
        )


def drop_words(db: Session, entry_ids: Collection[int]) -> None:
    """Make entries findable no longer."""
    key = "rowid" if _on_sqlite(db) else "entry_id"
    if entry_ids:
        db.execute(text(f"DELETE FROM {TABLE} WHERE {key} = :id"), [{"id": entry_id} for entry_id in entry_ids])


def _folded(body: str) -> str:
    # Folded before it is stemmed: people type without accents, and the extension `unaccent` may not be there.
    return " ".join(map(fold, written_words(body)))


def _stems(body: str, language: str) -> str:
    return " ".join(stem_of(word, language) for word in written_words(body))


def matching(db: Session, words: Sequence[str], every: bool) -> Subquery:
    """Select `id` and `rank`, the best lowest, of the entries that hold all of these folded words, or any.

    Words are letters and figures only, so that none of them can be read as an operator.
    """
    columns: tuple[ColumnClause[int], ColumnClause[float]] = column("id", Integer()), column("rank", Float())
    if _on_sqlite(db):
        together = (" AND " if every else " OR ").join(map(_any_stem, words))
        return text(_MATCHING_STEMS).bindparams(words=together).columns(*columns).subquery()
    asked = [" ".join(words)] if every else words
    queries = ", ".join(
        f"(CAST(plainto_tsquery('{configuration}', :words_{number}) AS text))"
        for number in range(len(asked))
        for configuration in (*CONFIGURATIONS.values(), OTHER)
    )
    values = {f"words_{number}": each for number, each in enumerate(asked)}
    return text(_MATCHING_VECTORS % queries).bindparams(**values).columns(*columns).subquery()


def _any_stem(word: str) -> str:
    """Return a word in whatever language the entry is."""
    stems = sorted({word, *(stem(word, language) for language in CONFIGURATIONS)})
    # Quoted: a string is never an operator of FTS5's grammar, https://www.sqlite.org/fts5.html#fts5_strings
    return "(" + " OR ".join(f'"{each}"' for each in stems) + ")"


def occurs(db: Session, word: str) -> bool:
    """Return whether any entry holds a folded word."""
    return db.scalar(select(matching(db, [word], every=True).c.id).limit(1)) is not None


# ----------------------------------------------------------------------------------------- what is found by its meaning
#
# No page needs an encoder: anyone who searches names concepts by words. What is due is an entry without its nearness.


AT_ONCE = 8
"""Entries that a worker takes, and writes in one transaction: so much is done again when it is killed."""
FOUND_BY_MEANING = (SearchKind.CARD, SearchKind.ENTRY)


def nearness_made_with(thesaurus: str, encoder: str = "") -> str:
    """Return what nearness is made with: the versions of a thesaurus and of an encoder."""
    return f"{thesaurus}-{encoder}"


def is_nearness_due(db: Session, made: str, at: datetime) -> bool:
    """Return whether some entry lacks its nearness, made so, and nobody is at it."""
    return db.scalar(select(SearchEntry.id).where(_lacks(made), jobs.free(SearchEntry, at)).limit(1)) is not None


def take_without_nearness(db: Session, made: str, at: datetime) -> list[tuple[SearchEntry, SearchEntry | None]]:
    """Take some entries that are due until `at + LEASE`, each with its module."""
    whole = aliased(SearchEntry)
    of_one_module = and_(
        whole.kind == SearchKind.MODULE, whole.work == SearchEntry.work, whole.language == SearchEntry.language
    )
    due = select(SearchEntry.id).where(_lacks(made), jobs.free(SearchEntry, at)).order_by(SearchEntry.id).limit(AT_ONCE)
    mine = jobs.claim_all(db, SearchEntry, db.scalars(due).all(), at, _lacks(made))
    taken = select(SearchEntry, whole).outerjoin(whole, of_one_module).where(SearchEntry.id.in_(mine))
    return [(entry, module) for entry, module in db.execute(taken.order_by(SearchEntry.id, whole.id))]


def keep_nearness(db: Session, made: str, taken_at: datetime, near: Mapping[int, Mapping[int, float]]) -> int:
    """Keep the nearness of entries that were taken then, unless they have gone or changed; returns of how many."""
    still_mine = SearchEntry.id.in_(near), SearchEntry.lease_until == taken_at + LEASE
    writing = update(SearchEntry).where(*still_mine).values(meaning=made, lease_until=None)
    kept = sorted(db.scalars(writing.returning(SearchEntry.id)))
    db.execute(delete(Nearness).where(Nearness.entry_id.in_(kept)))
    rows = [
        {"entry_id": entry, "concept": concept, "weight": weight}
        for entry in kept
        for concept, weight in sorted(near[entry].items())
    ]
    if rows:
        db.execute(insert(Nearness), rows)
    return len(kept)


def is_nearness_written(db: Session) -> bool:
    """Return whether anything can be found by its meaning."""
    return db.scalar(select(Nearness.entry_id).limit(1)) is not None


def near_in_meaning(about: Mapping[int, float], thesaurus: str, least: float = 0.0) -> Subquery:
    """Select `id` and `weight`, the best highest, of the entries that are near to what a query is about.

    `least`: how much of the query the concepts must be about that an entry is near to.
    """
    shared = func.sum(case(dict(about), value=Nearness.concept))
    weight = func.sum(Nearness.weight * case(dict(about), value=Nearness.concept))
    by_this_thesaurus = SearchEntry.meaning.startswith(nearness_made_with(thesaurus), autoescape=True)
    return (
        select(Nearness.entry_id.label("id"), weight.label("weight"))
        .join(SearchEntry, SearchEntry.id == Nearness.entry_id)
        .where(Nearness.concept.in_(about), by_this_thesaurus)
        .group_by(Nearness.entry_id)
        .having(shared >= least)
        .subquery()
    )


def _lacks(made: str) -> ColumnElement[bool]:
    return and_(SearchEntry.kind.in_(FOUND_BY_MEANING), SearchEntry.meaning.is_distinct_from(made))
