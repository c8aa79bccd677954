"""One search over cards, modules and stories: what can be found, and what is found."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from content.folding import WORD, fold, written_words
from content.module import Module
from content.skills import SkillMap
from models import fulltext
from models.passages import Piece, held, marked, passage
from models.sources import Right
from models.stems import SAYING_NOTHING
from models.tables import Article, Document, SearchEntry, SearchWord, Source, Story
from models.words import typographic

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

KINDS = "card", "module", "story"
MOST, LOOKED_AT = 12, 40
"""Results on a page, and how many of the database's best they are chosen from: its rank favours short texts."""
LONGEST, MOST_WORDS = 200, 8
"""Characters and words of a query that are looked at."""
SHORTEST_MISTYPED = 4
"""Letters of a word that is taken for another when it is found nowhere."""
NEAR_LENGTH, NEAR = 2, 0.75
"""How many letters more or fewer a mistyped word may have, and the share of letters in common (difflib's ratio)."""


class Hit(NamedTuple):
    """One entry that answers, its words marked."""

    entry: SearchEntry
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


class Found(NamedTuple):
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


def find(db: Session, query: str, language: str) -> Found:
    """What holds all the words of a query; failing that, of what it must have meant; failing that, any of them.

    A module is found in the reader's language where it has it, else in that of its original.
    """
    asked = " ".join("".join(sign if sign.isprintable() else " " for sign in normalize("NFC", query)).split())[:LONGEST]
    words = telling_words(asked)
    if hits := _hits(db, words, language, every=True):
        return Found(asked, asked, hits[:MOST], more=len(hits) > MOST)
    replaced = {word: near for word in words if not fulltext.occurs(db, word) and (near := nearest(db, word))}
    words = [fold(replaced.get(word, word)) for word in words]
    every = _hits(db, words, language, every=True) if replaced else ()
    hits = every or _hits(db, words, language, every=False)
    meant = WORD.sub(lambda word: replaced.get(fold(word[0]), word[0]), asked) if hits else asked
    return Found(asked, meant, hits[:MOST], bool(every), len(hits) > MOST)


def telling_words(query: str) -> list[str]:
    """The first words of a query that tell what is looked for, folded, each once."""
    folded = filter(None, map(fold, written_words(query)))
    return [word for word in dict.fromkeys(folded) if word not in SAYING_NOTHING][:MOST_WORDS]


def _hits(db: Session, words: list[str], language: str, every: bool) -> tuple[Hit, ...]:
    if not words:
        return ()
    found = fulltext.matching(db, words, every)
    best = found.c.rank, SearchEntry.kind, SearchEntry.at.desc()
    names = SearchEntry.module_id, SearchEntry.slug, SearchEntry.story_id
    entries = select(SearchEntry).join(found, found.c.id == SearchEntry.id).where(_spoken_to(language))
    nearest_first = db.scalars(entries.order_by(*best, *names).limit(LOOKED_AT))
    ordered = sorted(nearest_first, key=lambda entry: _worth(entry, words), reverse=True)
    return tuple(_hit(entry, words) for entry in ordered[: MOST + 1])


def _spoken_to(language: str) -> ColumnElement[bool]:
    """Whether an entry is for readers of a language: a story, a module in it, or the original of one that lacks it."""
    there = aliased(SearchEntry)
    translated = select(there.module_id).where(there.language == language, there.slug == "")
    is_original = exists().where(Document.id == SearchEntry.module_id, Document.language == SearchEntry.language)
    lacks_it = and_(is_original, SearchEntry.module_id.not_in(translated))
    return or_(SearchEntry.module_id.is_(None), SearchEntry.language == language, lacks_it)


def _worth(entry: SearchEntry, words: list[str]) -> tuple[int, int, int]:
    """First the words that the title holds, then those of the text; then a card before a module, news last."""
    title, text = (held(each, words, entry.language) for each in (entry.title, entry.text))
    return title, text, -KINDS.index(entry.kind)


def _hit(entry: SearchEntry, words: list[str]) -> Hit:
    def set_and_marked(text: str) -> tuple[Piece, ...]:
        return marked(typographic(text, entry.language), words, entry.language)

    return Hit(entry, set_and_marked(entry.title), set_and_marked(passage(entry.text, words, entry.language)))


def nearest(db: Session, word: str) -> str | None:
    """The word of some entry that a mistyped one is nearest to; it begins with the same letter."""
    if len(word) < SHORTEST_MISTYPED or not word.isalpha():
        return None
    near = func.length(SearchWord.folded).between(len(word) - NEAR_LENGTH, len(word) + NEAR_LENGTH)
    alike = SearchWord.folded.startswith(word[0], autoescape=True)
    frequent_last = select(SearchWord.folded, SearchWord.written).order_by(SearchWord.entries, SearchWord.written)
    written = {folded: each for folded, each in db.execute(frequent_last.where(near, alike))}
    close = get_close_matches(word, sorted(written), n=1, cutoff=NEAR)
    return written[close[0]] if close else None


# ----------------------------------------------------------------------------------------------------------- indexing


def index_module(db: Session, module: Module, skills: SkillMap, published_at: datetime) -> None:
    """Let a module and its cards be found as they are now, in its language."""
    _remove(db, and_(SearchEntry.module_id == module.id, SearchEntry.language == module.language))
    _add(db, _entries(module, skills, published_at))


def forget_module(db: Session, module_id: str) -> None:
    """Let a module and its cards be found no longer, in any language."""
    _remove(db, SearchEntry.module_id == module_id)


def index_story(db: Session, story: Story) -> None:
    """Let a story be found by its title, and by its summary for as long as the text that it is taken from is kept.

    By no more than its source lets be shown; what only somebody's own sources tell is found by nobody, nor is what was
    merged into another story.
    """
    _remove(db, SearchEntry.story_id == story.id)
    shared = select(Article.text).join(Source, Source.id == Article.source_id).where(Source.learner_key.is_(None))
    if not db.execute(shared.where(Article.story_id == story.id).limit(1)).all():
        return
    summed_up = shared.where(Article.id == story.summarised_id, Source.right_to_show != Right.TITLE)
    text = db.scalar(summed_up) or ""
    summary = "\n".join(text[start:end] for start, end in story.summary_places)
    told = {"story_id": story.id, "title": story.title, "language": story.language or "fr", "at": story.happened_at}
    _add(db, [SearchEntry(kind="story", text=summary, **told)])


def forget_all(db: Session) -> None:
    """Empty the index."""
    _remove(db, true())


def is_empty(db: Session) -> bool:
    """Whether nothing can be found."""
    return db.scalar(select(SearchEntry.id).limit(1)) is None


def _entries(module: Module, skills: SkillMap, published_at: datetime) -> Iterator[SearchEntry]:
    read_on = max((source.read_on for source in module.sources if source.read_on), default=None)
    shared: dict[str, Any] = {
        "module_id": module.id,
        "language": module.language,
        "at": datetime.combine(read_on, time(), UTC) if read_on else published_at,
        "review_by": module.review_by,
    }
    taught = "\n".join(skills[skill].name[module.language] for skill in module.skills if skill in skills)
    yield SearchEntry(kind="module", slug="", title=module.title, text=taught, **shared)
    for slug, card in module.addressed.items():
        yield SearchEntry(kind="card", slug=slug, title=card.title, text=plain(card.body), **shared)


def _add(db: Session, entries: Iterable[SearchEntry]) -> None:
    added = list(entries)
    db.add_all(added)
    db.flush()
    for entry in added:
        fulltext.put(db, entry.id, entry.language, entry.title, entry.text)
    _count(db, added, 1)


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


def plain(markdown: str) -> str:
    """What a Markdown text says, a line for each of its paragraphs."""
    return "\n".join(filter(None, map(_said, _markdown().parse(markdown))))


def _said(token: "Token") -> str:
    if token.children is None:
        return token.content.strip()
    return "".join(" " if child.type.endswith("break") else child.content for child in token.children)


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})
