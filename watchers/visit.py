"""One visit: of a source, from the fetch to its new articles; or of an article."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import stories, visits
from models.jobs import LeaseLost
from models.results import Result
from models.sources import Watching, changes, trials
from models.tables import Source
from models.visits import Errand, Found, State, Visited
from watchers import gate, mining, pace
from watchers.fetch import Validators
from watchers.finding import Findings, find
from watchers.looking import look_at
from watchers.outside import Failure
from watchers.reading import read_article
from watchers.watch import Watch, fetch

MOST_AT_FIRST = 30

logger = logging.getLogger(__name__)


def visit_host(watch: Watch, host: str) -> datetime | None:
    """Make the visit that is due on a host, if nobody else is there; returns when to come back for the next.

    What somebody waits for comes first. Raises nothing for what the outside world does: the tables keep a code.
    """
    with watch.store.writing() as db:
        looking = trials.take(db, host, watch.clock())
        errand = None if looking else visits.take_errand(db, host, watch.clock())
    try:
        if looking:
            look_at(watch, looking)
        elif errand is None:
            return None
        elif errand.article is None:
            visit_source(watch, errand)
        else:
            read_article(watch, errand, errand.article)
    except LeaseLost as lost:
        logger.warning("too slow, somebody else has it now: %s", lost)
    with watch.store.reading() as db:
        return visits.next_errand_at(db, host, watch.clock())


# -------------------------------------------------------------------------------------------------------- a source


def visit_source(watch: Watch, errand: Errand) -> None:
    """Visit a source and keep what it shows for the first time. Raises LeaseLost."""
    source = errand.source
    address = source.ahead[0] if source.ahead else source.address
    known = Validators() if source.ahead else Validators(source.etag, source.last_modified)
    file = mining.file_of(watch, address) if source.kind == Watching.PAGE else ""
    answer = fetch(watch, errand, address, known)
    reserved = not isinstance(answer, Failure) and mining.judged(answer, address, file) is not None
    findings = find(watch.outside, source, answer, watch.clock(), reserved)
    with watch.store.reading() as db:
        fresh = visits.unknown(db, source, findings.entries)
    taken = gate.sift(watch, source, fresh, watch.clock())
    at = watch.clock()
    with watch.store.writing() as db:
        new = _add(watch, db, source, taken, findings.older, reserved)
        new += stories.reopen_changed(db, source, findings.entries, at)
        gap = _gap(findings, source, visits.articles_of_week(db, source, at), watch.chance())
        visited = _in_the_end(findings.visited, source, new)
        visits.record_visit(db, errand, visited, at, at + gap, findings.ahead)
        if findings.text is not None:
            changes.record(db, source, findings.text, at)
    logger.info("%s: %s, %d new", address, findings.visited.result, new)


def _add(watch: Watch, db: Session, source: Source, sifted: gate.Sifted, older: Sequence[Found], reserved: bool) -> int:
    """Keep what a visit has found; returns how much of it is new. Of a first visit the newest are enough."""
    at, taken = watch.clock(), sifted.taken
    why = Result.MINING_REFUSED if reserved and source.kind == Watching.PAGE else None
    new = visits.add_articles(db, source, taken[:MOST_AT_FIRST], at, why=why)
    all_due = source.last_success_at and source.kind != Watching.SITEMAP
    new += visits.add_articles(db, source, taken[MOST_AT_FIRST:], at, State.DUE if all_due else State.SKIPPED)
    visits.add_articles(db, source, older, at, State.SKIPPED)
    for why, entries in sifted.left.items():
        visits.add_articles(db, source, entries, at, State.SKIPPED, why)
    return new


def _in_the_end(visited: Visited, source: Source, new: int) -> Visited:
    """Other bytes with the same entries are nothing new."""
    nothing_new = visited.result is Result.OK and source.last_success_at and not new
    return replace(visited, result=Result.UNCHANGED) if nothing_new else visited


def _gap(findings: Findings, source: Source, entries_of_week: int, chance: float) -> timedelta:
    if findings.visited.result.good:
        return pace.after_success(entries_of_week, findings.asked, chance)
    return pace.after_failure(source.attempts + 1, findings.asked, chance)
