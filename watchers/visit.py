"""Visits: all that are due, several hosts at a time; of a source, from the fetch to its new articles."""

import logging
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import stories, visits
from models.jobs import LeaseLost
from models.results import Result
from models.tables import Source
from models.visits import Errand, State, Visited
from watchers import pace
from watchers.fetch import Validators
from watchers.finding import Findings, find
from watchers.reading import read_article
from watchers.watch import Asked, Watch, ask

MOST_AT_FIRST = 30
MOST_AT_ONCE = 16
"""Hosts that one worker visits at the same time; most of the time of a visit is waiting."""
GATHERED = 0.05
PATIENCE = 1.0
"""Seconds: what ends meanwhile is kept in one transaction; then something new may be due."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """The visit of a source, before it is kept."""

    asked: Asked
    findings: Findings


Visits = dict[Future[Seen | None], Errand]


def visit_all(watch: Watch, most: int = MOST_AT_ONCE) -> datetime | None:
    """Make every visit that is due; returns when to come back for what waits until its host has had its pause.

    Raises nothing for what the outside world does: the tables keep a code.
    """
    ended: Visits = {}
    with ThreadPoolExecutor(most, thread_name_prefix="visit") as threads:
        going: Visits = {}
        while True:
            for errand in _turn(watch, ended, most - len(going)):
                going[threads.submit(_visit, watch, errand)] = errand
            if not going:
                break
            ended = {visit: going.pop(visit) for visit in _ended(going)}
    with watch.store.reading() as db:
        return visits.next_turn_at(db, watch.clock())


def visit_host(watch: Watch, host: str) -> None:
    """Make the one visit that is due next on a host, if nobody else is there."""
    with watch.store.writing() as db:
        errand = visits.take_errand(db, host, watch.clock())
    if errand and (seen := _visit(watch, errand)):
        with watch.store.writing() as db:
            _keep_if_held(db, watch, errand, seen)


def _turn(watch: Watch, ended: Visits, most: int) -> list[Errand]:
    """Keep what has been seen and claim what is due next, in one transaction."""
    with watch.store.writing() as db:
        for visit, errand in ended.items():
            if error := visit.exception():
                logger.error("the visit of %s ended badly", errand.host, exc_info=error)
            elif seen := visit.result():
                _keep_if_held(db, watch, errand, seen)
        return visits.take_errands(db, watch.clock(), most)


def _ended(going: Visits) -> set[Future[Seen | None]]:
    """The visits that have ended: all, or those that end within a moment, or the first."""
    ended, _ = wait(going, GATHERED, ALL_COMPLETED)
    return ended or wait(going, PATIENCE, FIRST_COMPLETED).done


def _visit(watch: Watch, errand: Errand) -> Seen | None:
    """The part of a visit that takes time. That of an article keeps by itself what it has read."""
    if errand.article is None:
        return look_at_source(watch, errand)
    try:
        read_article(watch, errand, errand.article)
    except LeaseLost as lost:
        logger.warning("too slow, somebody else has it now: %s", lost)
    return None


# -------------------------------------------------------------------------------------------------------- a source


def look_at_source(watch: Watch, errand: Errand) -> Seen:
    """What a source shows now, compared with what it showed."""
    source = errand.source
    asked = ask(watch, errand, source.address, Validators(source.etag, source.last_modified))
    return Seen(asked, find(watch.outside, source, asked.answer, watch.clock()))


def keep(db: Session, watch: Watch, errand: Errand, seen: Seen) -> None:
    """Keep what a source shows for the first time, and let others visit its host. Raises LeaseLost."""
    source, findings, asked, at = errand.source, seen.findings, seen.asked, watch.clock()
    visits.leave_host(db, errand, asked.at, asked.pause, asked.robots)
    new = visits.add_articles(db, source, findings.entries[:MOST_AT_FIRST], at)
    beyond = State.DUE if source.last_success_at else State.SKIPPED
    new += visits.add_articles(db, source, findings.entries[MOST_AT_FIRST:], at, beyond)
    new += stories.reopen_changed(db, source, findings.entries, at)
    visited = _in_the_end(findings.visited, source, new)
    gap = _gap(findings, source, visits.articles_of_week(db, source, at), watch.chance())
    visits.record_visit(db, errand, visited, at, at + gap)
    logger.info("%s: %s, %d new", source.address, visited.result, new)


def _keep_if_held(db: Session, watch: Watch, errand: Errand, seen: Seen) -> None:
    try:
        with db.begin_nested():
            keep(db, watch, errand, seen)
    except LeaseLost as lost:
        logger.warning("too slow, somebody else has it now: %s", lost)


def _in_the_end(visited: Visited, source: Source, new: int) -> Visited:
    """Other bytes with the same entries are nothing new."""
    nothing_new = visited.result is Result.OK and source.last_success_at and not new
    return replace(visited, result=Result.UNCHANGED) if nothing_new else visited


def _gap(findings: Findings, source: Source, entries_of_week: int, chance: float) -> timedelta:
    if findings.visited.result.good:
        return pace.after_success(entries_of_week, findings.asked, chance)
    return pace.after_failure(source.attempts + 1, findings.asked, chance)
