"""Visits: all that are due, several hosts at a time, each from the fetch of a source to its new articles.

Their order, held by tests/watchers/test_ways.py:

1. what somebody waits for (`trials`), then leases, one a host, are claimed under a lease;
2. the site is asked by the rules of its host, through the one guarded door (`outside`);
3. where it refuses text mining, nothing but titles is taken (`text_mining`);
4. the answer is read in a child: entries, or what has changed on a page (`finding`);
5. entries too old or off topic are left aside (`gate`);
6. the host rests as long as it wants, and the source gets its next visit (`pace`);
7. what is new is kept, due to be read; what was told and has changed is due again;
8. an article that is due goes through 2 and 3, and its page through 5 (`reading`);
9. it is summed up and tied to skills (`stories`), and told: a story, old or new (`arrival`).
"""

import logging
from collections.abc import Iterator
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.ground import counts
from models.ground.jobs import LeaseLost
from models.news.sources import page_changes, trials, visits
from models.news.sources.visits import VisitLease
from models.news.stories import rectifying
from models.tables.counts import HourlyKind
from models.tables.sources import VisitResult, Watching
from models.tables.stories import ArticleState
from watchers import outside, text_mining, topic_gate
from watchers.articles import read_article
from watchers.fetch.answer import Fetched, Validators
from watchers.findings import Findings, find
from watchers.outside import SiteAnswer, Watch, ask, for_one_person, in_log
from watchers.topic_gate import Sifted
from watchers.trials import look_at

# A new source must not fill the feed of everybody with its past.
MOST_AT_FIRST = 30
MOST_AT_ONCE = 16
"""Hosts that one worker visits at the same time; most of the time of a visit is waiting."""
AHEAD = 3
"""How many times as many are claimed, so that others go on while what was seen is being kept."""
GATHERED = 0.05
PATIENCE = 1.0
"""Seconds: what ends meanwhile is kept in one transaction; then something new may be due."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """The outcome of a source's visit before it is kept; `reserved`: text mining is refused there."""

    asked: SiteAnswer
    findings: Findings
    sifted: Sifted
    reserved: bool


Task = VisitLease | trials.TrialLease
Visits = dict[Future[SourceSeen | None], Task]


def visit_all(watch: Watch, most: int = MOST_AT_ONCE) -> datetime | None:
    """Make every visit that is due; return when to come back for hosts that still rest.

    Raises nothing for what the outside world does: the tables keep a code.
    """
    ended: Visits = {}
    with ThreadPoolExecutor(most, thread_name_prefix="visit") as threads:
        going: Visits = {}
        while True:
            for task in _turn(watch, ended, len(going), most):
                going[threads.submit(_visit, watch, task)] = task
            if not going:
                break
            # Gathered for a moment, so that many visits share one write: SQLite has one writer at a time.
            done = wait(going, GATHERED, ALL_COMPLETED).done or wait(going, PATIENCE, FIRST_COMPLETED).done
            ended = {visit: going.pop(visit) for visit in done}
    with watch.store.reading() as db:
        return visits.next_turn_at(db, watch.clock())


def _turn(watch: Watch, ended: Visits, going: int, most: int) -> list[Task]:
    """Keep what has been seen and claim what is due next, in one transaction.

    Nothing more is claimed before the last has begun, and no article ahead: one may take long to tell, and the lease
    of the next would run out meanwhile.
    """
    with watch.store.writing() as db:
        visits_seen = [*_seen(ended)]
        # One savepoint for all of them, since each costs as much as what it protects.
        try:
            with db.begin_nested():
                for lease, seen in visits_seen:
                    keep(db, watch, lease, seen)
        except (LeaseLost, SQLAlchemyError):
            for lease, seen in visits_seen:
                _keep_if_held(db, watch, lease, seen)
        # Visits of shared sources; those that failed last, so that two workers never wait in a circle.
        at = watch.clock()
        shared = [seen.findings.visited.result.good for lease, seen in visits_seen if lease.source.learner_key is None]
        for kind, number in ((HourlyKind.VISIT, sum(shared)), (HourlyKind.FAILED_VISIT, len(shared) - sum(shared))):
            if number:
                counts.count_in_hour(db, kind, at, number=number)
        if going > most:
            return []
        # What somebody waits for comes first.
        at, free = watch.clock(), AHEAD * most - going
        looks = [trials.take(db, name, at) for name in visits.trial_hosts(db, at, free)]
        held = [look for look in looks if look]
        return [*held, *visits.take_leases(db, at, free - len(held), most - going)]


def _seen(ended: Visits) -> Iterator[tuple[VisitLease, SourceSeen]]:
    for visit, task in ended.items():
        if error := visit.exception():
            logger.error("the visit of %s ended badly", _in_log(task), exc_info=error)
        elif isinstance(task, VisitLease) and (seen := visit.result()):
            yield task, seen


def _in_log(task: Task) -> str:
    return in_log(task.source, task.source.address) if isinstance(task, VisitLease) else "a trial"


def _visit(watch: Watch, task: Task) -> SourceSeen | None:
    """Do the part of a visit that takes time; what it sees of an article or a trial it keeps itself."""
    if isinstance(task, VisitLease) and task.source.learner_key is not None:
        watch = for_one_person(watch)
    if isinstance(task, VisitLease) and task.article is None:
        return look_at_source(watch, task)
    try:
        if isinstance(task, VisitLease) and task.article:
            read_article(watch, task, task.article)
        elif isinstance(task, trials.TrialLease):
            look_at(watch, task)
    except LeaseLost:
        logger.warning("too slow, somebody else has it now: %s", _in_log(task))
    return None


# ------------------------------------------------------------------------------------------------------------- a source


def look_at_source(watch: Watch, lease: VisitLease) -> SourceSeen:
    """Look at what a source shows now, compared with what it showed."""
    source = lease.source
    address = source.ahead[0] if source.ahead else source.address
    # Parts of a sitemap have addresses of their own; the validators kept are those of the source.
    known = Validators() if source.ahead else Validators(source.etag, source.last_modified)
    file = text_mining.file_of(watch, address) if source.kind == Watching.PAGE else ""
    asked = ask(watch, lease, address, known)
    reserved = isinstance(asked.answer, Fetched) and text_mining.judged(asked.answer, address, file) is not None
    findings = find(watch.outside, source, asked.answer, watch.clock(), reserved)
    found = findings.entries
    # What is new, where that matters before keeping: a sitemap shows all every time.
    if found and (source.about_the_job or source.kind == Watching.SITEMAP):
        with watch.store.reading() as db:
            found = tuple(visits.unknown(db, source, found))
    return SourceSeen(asked, findings, topic_gate.sift(watch, source, found, watch.clock()), reserved)


def keep(db: Session, watch: Watch, lease: VisitLease, seen: SourceSeen) -> None:
    """Keep what a source shows for the first time, and let others visit its host. Raises LeaseLost."""
    source, findings, asked, at = lease.source, seen.findings, seen.asked, watch.clock()
    visits.leave_host(db, lease, asked.at, asked.pause, asked.robots)
    taken, left_aside = seen.sifted
    why = VisitResult.MINING_REFUSED if seen.reserved and source.kind == Watching.PAGE else None
    new = visits.add_articles(db, source, taken[:MOST_AT_FIRST], at, why=why)
    all_due = source.last_success_at and source.kind != Watching.SITEMAP
    new += visits.add_articles(
        db, source, taken[MOST_AT_FIRST:], at, ArticleState.DUE if all_due else ArticleState.SKIPPED
    )
    if source.last_success_at:
        new += rectifying.reopen_changed(db, source, seen.findings.entries, at)
    visits.add_articles(db, source, seen.findings.older, at, ArticleState.SKIPPED)
    for left, entries in left_aside.items():
        visits.add_articles(db, source, entries, at, ArticleState.SKIPPED, left)
    # Other bytes with the same entries count as unchanged.
    nothing_new = findings.visited.result is VisitResult.OK and source.last_success_at and not new
    visited = findings.visited._replace(result=VisitResult.UNCHANGED) if nothing_new else findings.visited
    chance = watch.chance()
    gap = (
        outside.after_success(visits.articles_of_week(db, source, at), findings.asked, chance)
        if findings.visited.result.good
        else outside.after_failure(source.attempts + 1, findings.asked, chance)
    )
    visits.record_visit(db, lease, visited, at, at + gap, findings.ahead)
    if findings.text is not None:
        page_changes.record(db, source, findings.text, at)
    logger.info("%s: %s, %d new", in_log(source, source.address), visited.result, new)


def _keep_if_held(db: Session, watch: Watch, lease: VisitLease, seen: SourceSeen) -> None:
    try:
        with db.begin_nested():
            keep(db, watch, lease, seen)
    except LeaseLost:
        logger.warning("too slow, somebody else has it now: %s", _in_log(lease))
    except SQLAlchemyError as error:
        logger.error("what %s shows cannot be kept", _in_log(lease), exc_info=error)
