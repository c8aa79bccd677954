"""What the worker does with the tables: which visit is due, who makes it, what it found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, func, or_, select, union
from sqlalchemy.orm import Session

from models import jobs
from models.results import Result
from models.tables import Article, Host, Source, Trial

MOST_ATTEMPTS = 5
ROBOTS_KEPT = timedelta(hours=24)
WEEK = timedelta(days=7)
WEB_PORTS = {"http": 80, "https": 443}


class State(StrEnum):
    """Where an article is between being found and being told."""

    DUE = "due"
    READ = "read"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Held:
    """A host held for one visit; `robots` is the text of its robots.txt, None when never read or too old."""

    lease: datetime
    host: str
    robots: str | None


@dataclass(frozen=True, slots=True)
class Errand(Held):
    """What to visit on a host that is held: an article of the source, or the source itself."""

    source: Source
    article: Article | None


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that a visit found; the text is there when the visit has already read it."""

    identity: str
    address: str
    title: str
    lead: str = ""
    published_at: datetime | None = None
    published_raw: str | None = None
    text: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What tells this version of a source from the next."""

    etag: str | None
    last_modified: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Visited:
    """How the visit of a source ended; without a version, the one known stays."""

    result: Result
    detail: str | None = None
    version: Version | None = None


def host_of(address: str) -> str:
    """host:port of an address of the web; empty for anything else."""
    try:
        parts = urlsplit(address)
        port = parts.port or WEB_PORTS.get(parts.scheme)
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if parts.hostname and port else ""


# ------------------------------------------------------------------------------------------------- what is due


def due_hosts(db: Session, at: datetime) -> Sequence[str]:
    """The hosts where a visit is due, that nobody is visiting and that have had their pause."""
    due = union(
        select(Trial.host).where(Trial.due_at <= at, jobs.free(Trial, at)),
        select(Source.host).where(_due_source(at), jobs.free(Source, at)),
        select(Article.host).where(_due_article(at), jobs.free(Article, at)),
    ).subquery()
    ready = or_(Host.name.is_(None), and_(_rested(at), jobs.free(Host, at)))
    return db.scalars(select(due.c.host).outerjoin(Host, Host.name == due.c.host).where(ready)).all()


def take_host(db: Session, host: str, at: datetime) -> Held | None:
    """Claim a host that nobody is visiting and that has had its pause."""
    jobs.insert_new(db, Host, [{"name": host}])
    lease = jobs.claim(db, Host, host, at, _rested(at))
    return Held(lease, host, _robots(db, host, at)) if lease else None


def take_errand(db: Session, host: str, at: datetime) -> Errand | None:
    """Claim a host and the next thing due there, sources first, then the newest article; None when there is none."""
    held = take_host(db, host, at)
    if held is None:
        return None
    source = article = None
    if source_id := _next_source(db, host, at):
        source = db.get_one(Source, source_id)
    elif article_id := _next_article(db, host, at):
        article = db.get_one(Article, article_id)
        source = db.get_one(Source, article.source_id)
    if source is None:
        jobs.finish(db, Host, host, held.lease)
        return None
    return Errand(held.lease, host, held.robots, source, article)


def next_errand_at(db: Session, host: str, at: datetime) -> datetime | None:
    """When the host may be visited for what is due there already; None when nothing is."""
    waiting = or_(
        select(Trial.id).where(Trial.host == host, Trial.due_at <= at).exists(),
        select(Source.id).where(Source.host == host, _due_source(at)).exists(),
        select(Article.id).where(Article.host == host, _due_article(at)).exists(),
    )
    return db.scalar(select(Host.next_visit_at).where(Host.name == host, waiting))


def _due_source(at: datetime) -> ColumnElement[bool]:
    return and_(Source.active, Source.next_visit_at <= at)


def _due_article(at: datetime) -> ColumnElement[bool]:
    return and_(Article.state == State.DUE, Article.due_at <= at)


def _rested(at: datetime) -> ColumnElement[bool]:
    return or_(Host.next_visit_at.is_(None), Host.next_visit_at <= at)


def _next_source(db: Session, host: str, at: datetime) -> int | None:
    due = select(Source.id).where(Source.host == host, _due_source(at), jobs.free(Source, at))
    source_id = db.scalar(due.order_by(Source.next_visit_at, Source.id).limit(1))
    return source_id if source_id and jobs.claim(db, Source, source_id, at, _due_source(at)) else None


def _next_article(db: Session, host: str, at: datetime) -> int | None:
    due = select(Article.id).where(Article.host == host, _due_article(at), jobs.free(Article, at))
    newest = func.coalesce(Article.published_at, Article.found_at).desc()
    article_id = db.scalar(due.order_by(newest, Article.id).limit(1))
    attempts = Article.attempts + 1
    taken = article_id and jobs.claim(db, Article, article_id, at, _due_article(at), attempts=attempts)
    return article_id if taken else None


def _robots(db: Session, host: str, at: datetime) -> str | None:
    recent = Host.robots_at > at - ROBOTS_KEPT
    return db.scalar(select(Host.robots).where(Host.name == host, recent))


# ----------------------------------------------------------------------------------------------- what was found


def leave_host(db: Session, errand: Held, at: datetime, pause: timedelta, robots: str | None = None) -> None:
    """Let others visit the host after a pause; keep its robots.txt if it was read. Raises jobs.LeaseLost."""
    values: dict[str, object] = {} if robots is None else {"robots": robots, "robots_at": at}
    jobs.finish(db, Host, errand.host, errand.lease, next_visit_at=at + pause, **values)


def add_articles(
    db: Session,
    source: Source,
    found: Sequence[Found],
    at: datetime,
    state: State = State.DUE,
    why: Result | None = None,
) -> int:
    """Add the entries that the source had not shown before; returns how many. `why`: those that are skipped are."""
    rows = [
        {
            **asdict(entry),
            "source_id": source.id,
            "host": host_of(entry.address),
            "found_at": at,
            "state": state,
            "due_at": at if state is State.DUE else None,
            "attempts": 0,
            "result": why,
        }
        for entry in found
    ]
    return jobs.insert_new(db, Article, rows)


def articles_of_week(db: Session, source: Source, at: datetime) -> int:
    """How many articles a source has brought in the last seven days."""
    brought = func.coalesce(Article.published_at, Article.found_at) > at - WEEK
    return db.scalar(select(func.count()).where(Article.source_id == source.id, brought)) or 0


def unknown(db: Session, source: Source, found: Sequence[Found]) -> list[Found]:
    """Those of the entries that the source has not shown before."""
    known = select(Article.identity).where(Article.source_id == source.id)
    seen = set(db.scalars(known.where(Article.identity.in_([entry.identity for entry in found]))))
    return [entry for entry in found if entry.identity not in seen]


def record_visit(
    db: Session, errand: Errand, visited: Visited, at: datetime, next_visit_at: datetime, ahead: Sequence[str] = ()
) -> None:
    """End the visit of a source with its result; parts of it that are ahead are due at once. Raises jobs.LeaseLost."""
    values: dict[str, object] = {
        "last_visit_at": at,
        "last_result": visited.result,
        "last_detail": visited.detail,
        "next_visit_at": at if ahead else next_visit_at,
        "ahead": list(ahead),
    }
    if visited.result.good:
        values |= {"attempts": 0, "last_success_at": at}
    else:
        values["attempts"] = Source.attempts + 1
    if visited.version:
        values |= asdict(visited.version)
    jobs.finish(db, Source, errand.source.id, errand.lease, **values)


def postpone(db: Session, errand: Errand, article: Article, result: Result, due_at: datetime) -> None:
    """Read an article later. Raises jobs.LeaseLost."""
    jobs.finish(db, Article, article.id, errand.lease, result=result, due_at=due_at)


def set_aside(db: Session, errand: Errand, article: Article, why: Result, **values: object) -> None:
    """Leave out an article that its source is not watched for. Raises jobs.LeaseLost."""
    told = {"state": State.SKIPPED, "due_at": None, "result": why, **values}
    jobs.finish(db, Article, article.id, errand.lease, **told)


def give_up(db: Session, errand: Errand, article: Article) -> None:
    """Stop reading an article that no worker could read to its end. Raises jobs.LeaseLost."""
    values = {"state": State.FAILED, "due_at": None, "result": Result.GAVE_UP}
    jobs.finish(db, Article, article.id, errand.lease, **values)
