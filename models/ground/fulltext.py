"""Full text search as each database has it: FTS5 on SQLite, a tsvector under a GIN index on PostgreSQL.

https://www.sqlite.org/fts5.html · https://www.postgresql.org/docs/current/textsearch.html
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnClause, Float, Integer, Subquery, column, select, text
from sqlalchemy.orm import Session

from content.strings.words import fold, written_words
from models.ground.stems import stem, stem_of

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


def hold(db: Session) -> None:
    """Lock the index until the end of the transaction; other writers wait here, readers do not."""
    if not _on_sqlite(db):
        # This mode conflicts with itself and with every write, not with SELECT. SQLite has its one lock already.
        # https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
        db.execute(text("LOCK TABLE search_word IN SHARE ROW EXCLUSIVE MODE"))


def put(db: Session, entry_id: int, language: str, title: str, body: str) -> None:
    """Make an entry findable by the words of its title, which weigh more, and of its text."""
    if _on_sqlite(db):
        db.execute(_PUT_STEMS, {"id": entry_id, "title": _stems(title, language), "text": _stems(body, language)})
    else:
        configuration = CONFIGURATIONS.get(language, OTHER)
        db.execute(
            _PUT_VECTOR, {"id": entry_id, "language": configuration, "title": _folded(title), "text": _folded(body)}
        )


def drop(db: Session, entry_ids: Collection[int]) -> None:
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
