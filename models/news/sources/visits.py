"""The worker's visits in the tables: which is due, who makes it, what it found; one visitor at a host."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.limits import LONGEST_HOST
from models.tables.sources import Host, Source, Trial, VisitResult
from models.tables.stories import Article, ArticleState

WEB_PORTS = {"http": 80, "https": 443}


def host_of(address: str) -> str:
    """Return host:port of an address of the web; empty for anything else."""
    try:
        parts = urlsplit(address)
        port = parts.port or WEB_PORTS.get(parts.scheme)
    except ValueError:
        return ""
    name = parts.hostname or ""
    return f"{name}:{port}" if port and 0 < len(name) <= LONGEST_HOST else ""


# ------------------------------------------------------------------------------------ the worker's visits in the tables


MOST_ATTEMPTS = 5
# No longer than that without asking again: RFC 9309, 2.4.
ROBOTS_KEPT = timedelta(hours=24)
WEEK = timedelta(days=7)
ARTICLES = Article.__table__.c
BROUGHT_SINCE = select(func.count()).where(
    ARTICLES.source_id == bindparam("source"),
    func.coalesce(ARTICLES.published_at, ARTICLES.found_at) > bindparam("since"),
)
"""Built once, of the table alone: it is asked at every visit, and takes longer to build, or to find its object, than
to run."""


@dataclass(frozen=True, slots=True)
class Held:
    """A host held for one visit; `robots` is the text of its robots.txt, None when never read or too old."""

    until: datetime
    host: str
    robots: str | None


@dataclass(frozen=True, slots=True)
class VisitLease(Held):
    """An lease on a host that is held: an article of the source, or the source itself."""

    source: Source
    article: Article | None


class FoundEntry(NamedTuple):
    """One entry that a visit found; the text is there when the visit has already read it."""

    identity: str
    address: str
    title: str
    lead: str = ""
    published_at: datetime | None = None
    published_raw: str | None = None
    text: str | None = None
    language: str | None = None


class Visited(NamedTuple):
    """How the visit of a source ended."""

    result: VisitResult
    detail: str | None = None
    version: Mapping[str, str | None] = {}
    """By column, the validators that tell this version of a source from the next; without any, the known ones stay."""


# ---------------------------------------------------------------------------------------------------------- what is due


def is_any_due(db: Session, at: datetime) -> bool:
    """Return whether a visit is due anywhere."""
    return bool(trial_hosts(db, at, 1) or _next_sources(db, at, 1) or _next_articles(db, at, 1, ()))


def trial_hosts(db: Session, at: datetime, most: int) -> Sequence[str]:
    """Return the hosts of up to so many trials that may be made now; what waits longest comes first."""
    due = and_(Trial.due_at <= at, jobs.free(Trial, at))
    return _ready_hosts(db, Trial, due, (func.min(Trial.due_at),), at, most)


def take_host(db: Session, host: str, at: datetime) -> Held | None:
    """Claim a host that nobody is visiting and that has had its pause."""
    # A claim is an UPDATE: the row has to be there first, no matter who puts it there.
    jobs.insert_new(db, Host, [{"name": host}])
    until = jobs.claim(db, Host, host, at, _rested(at))
    return Held(until, host, _robots(db, [host], at).get(host)) if until else None


def take_leases(db: Session, at: datetime, most: int, articles: int) -> list[VisitLease]:
    """Claim up to `most` hosts and the next thing due on each; so many `articles` at most.

    Sources come first, those that have waited longest; then articles, the newest of those least often tried.
    """
    sources = _next_sources(db, at, most)
    left = min(articles, most - len(sources))
    of_articles = _next_articles(db, at, left, sources) if left > 0 else {}
    # In one order: two workers who add several hosts at once never wait for each other in a circle.
    chosen = sorted({*sources, *of_articles})
    jobs.insert_new(db, Host, [{"name": name} for name in chosen])
    held = jobs.claim_all(db, Host, chosen, at, _rested(at))
    ids = [sources[name] for name in held & sources.keys()]
    mine = jobs.claim_all(db, Source, ids, at, _due_source(at))
    rows = db.scalars(select(Source).where(Source.id.in_(mine))) if mine else ()
    taken: dict[str, tuple[Source, Article | None]] = {source.host: (source, None) for source in rows}
    articles_held = [of_articles[name] for name in held & of_articles.keys()]
    if articles_held:
        one_more = {"attempts": Article.attempts + 1}
        mine = jobs.claim_all(db, Article, articles_held, at, _due_article(at), **one_more)
        both = select(Source, Article).join(Article, Article.source_id == Source.id).where(Article.id.in_(mine))
        taken |= {article.host: (source, article) for source, article in db.execute(both)}
    # Somebody else took what was due there in between: the host is given back at once.
    for name in held - taken.keys():
        jobs.finish(db, Host, name, at + jobs.LEASE)
    robots = _robots(db, taken, at)
    return [VisitLease(at + jobs.LEASE, name, robots.get(name), *taken[name]) for name in chosen if name in taken]


def next_turn_at(db: Session, at: datetime) -> datetime | None:
    """Return when the next host may be visited for what is due there already; None when nothing waits for that."""
    waiting = or_(
        select(Trial.id).where(Trial.host == Host.name, Trial.due_at <= at).exists(),
        select(Source.id).where(Source.host == Host.name, _due_source(at)).exists(),
        select(Article.id).where(Article.host == Host.name, _due_article(at)).exists(),
    )
    return db.scalar(select(func.min(Host.next_visit_at)).where(Host.next_visit_at > at, waiting))


def _due_source(at: datetime) -> ColumnElement[bool]:
    return and_(Source.active, Source.next_visit_at <= at)


def _due_article(at: datetime) -> ColumnElement[bool]:
    return and_(Article.state == ArticleState.DUE, Article.due_at <= at)


def _rested(at: datetime) -> ColumnElement[bool]:
    return or_(Host.next_visit_at.is_(None), Host.next_visit_at <= at)


def _next_sources(db: Session, at: datetime, most: int) -> dict[str, int]:
    """Select, by host, the ready source that has waited longest."""
    due = and_(_due_source(at), jobs.free(Source, at))
    names = _ready_hosts(db, Source, due, (func.min(Source.next_visit_at),), at, most)
    rows = select(Source.host, Source.id).where(Source.host.in_(names), due)
    # The one that has waited longest comes last, and so stays in the dictionary.
    waited = db.execute(rows.order_by(Source.next_visit_at.desc(), Source.id.desc()))
    return {name: source_id for name, source_id in waited}


def _next_articles(db: Session, at: datetime, most: int, but: Collection[str]) -> dict[str, int]:
    """Select, by host, its newest ready article of those least often tried; no host of `but`."""
    due = and_(_due_article(at), jobs.free(Article, at))
    newest = func.coalesce(Article.published_at, Article.found_at)
    elsewhere = and_(due, Article.host.not_in(but))
    first = (func.min(Article.attempts), func.max(newest).desc())
    names = _ready_hosts(db, Article, elsewhere, first, at, most)
    rows = select(Article.host, Article.id).where(Article.host.in_(names), due)
    return {
        name: article_id
        # Best last again. The least tried first: a page that kills its reader must not hold up the others.
        for name, article_id in db.execute(rows.order_by(Article.attempts.desc(), newest, Article.id.desc()))
    }


def _ready_hosts(
    db: Session,
    table: type[Source] | type[Article] | type[Trial],
    due: ColumnElement[bool],
    first: Sequence[ColumnElement[Any]],
    at: datetime,
    most: int,
) -> Sequence[str]:
    """Return the hosts of what is due in a table, that nobody is visiting and that have had their pause."""
    # A host that was never visited has no row yet, and no pause to keep.
    ready = or_(Host.name.is_(None), and_(_rested(at), jobs.free(Host, at)))
    rows = select(table.host).outerjoin(Host, Host.name == table.host).where(due, ready)
    return db.scalars(rows.group_by(table.host).order_by(*first, table.host).limit(most)).all()


def _robots(db: Session, hosts: Collection[str], at: datetime) -> dict[str, str | None]:
    recent = select(Host.name, Host.robots).where(Host.name.in_(hosts), Host.robots_at > at - ROBOTS_KEPT)
    return {name: text for name, text in db.execute(recent)}


# ------------------------------------------------------------------------------------------------------- what was found


def leave_host(db: Session, lease: Held, at: datetime, pause: timedelta, robots: str | None = None) -> None:
    """Let others visit the host after a pause; keep its robots.txt if it was read. Raises jobs.LeaseLost."""
    values: dict[str, object] = {} if robots is None else {"robots": robots, "robots_at": at}
    jobs.finish(db, Host, lease.host, lease.until, next_visit_at=at + pause, **values)


def add_articles(
    db: Session,
    source: Source,
    found: Sequence[FoundEntry],
    at: datetime,
    state: ArticleState = ArticleState.DUE,
    why: VisitResult | None = None,
) -> int:
    """Add the entries that the source had not shown before; returns how many. `why`: those that are skipped are."""
    due_at = at if state is ArticleState.DUE else None
    of_all = {"source_id": source.id, "found_at": at, "state": state, "due_at": due_at, "result": why}
    # The unique constraint says what is new: two visits at once bring an entry once.
    rows = [entry._asdict() | {"host": host_of(entry.address)} | of_all for entry in found]
    return jobs.insert_new(db, Article, rows)


def articles_of_week(db: Session, source: Source, at: datetime) -> int:
    """Return how many articles a source has brought in the last seven days."""
    return db.scalar(BROUGHT_SINCE, {"source": source.id, "since": at - WEEK}) or 0


def unknown(db: Session, source: Source, found: Sequence[FoundEntry]) -> list[FoundEntry]:
    """Return those of the entries that the source has not shown before."""
    known = select(Article.identity).where(Article.source_id == source.id)
    seen = set(db.scalars(known.where(Article.identity.in_([entry.identity for entry in found]))))
    return [entry for entry in found if entry.identity not in seen]


def record_visit(
    db: Session, lease: VisitLease, visited: Visited, at: datetime, next_visit_at: datetime, ahead: Sequence[str] = ()
) -> None:
    """End the visit of a source with its result; parts of it that are ahead are due at once. Raises jobs.LeaseLost."""
    values: dict[str, object] = {
        "last_visit_at": at,
        "last_result": visited.result,
        "last_detail": visited.detail,
        # Large sitemaps are read part by part, a visit for each, with the pause of the host in between.
        "next_visit_at": at if ahead else next_visit_at,
        "ahead": list(ahead),
    }
    if visited.result.good:
        values |= {"attempts": 0, "last_success_at": at}
    else:
        values["attempts"] = lease.source.attempts + 1
    jobs.finish(db, Source, lease.source.id, lease.until, **values, **visited.version)


def postpone(db: Session, lease: VisitLease, article: Article, result: VisitResult, due_at: datetime) -> None:
    """Read an article later. Raises jobs.LeaseLost."""
    # The lease decides: a reader that was too slow cannot put back what another has read meanwhile.
    jobs.finish(db, Article, article.id, lease.until, result=result, due_at=due_at)


def set_aside(db: Session, lease: VisitLease, article: Article, why: VisitResult, **values: object) -> None:
    """Leave out an article that its source is not watched for. Raises jobs.LeaseLost."""
    told = {"state": ArticleState.SKIPPED, "due_at": None, "result": why, **values}
    jobs.finish(db, Article, article.id, lease.until, **told)


def give_up(db: Session, lease: VisitLease, article: Article) -> None:
    """Stop reading an article that no worker could read to its end. Raises jobs.LeaseLost."""
    values = {"state": ArticleState.FAILED, "due_at": None, "result": VisitResult.GAVE_UP}
    jobs.finish(db, Article, article.id, lease.until, **values)
