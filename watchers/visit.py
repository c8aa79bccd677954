"""One visit: of a source, from the fetch to its new articles; or of an article."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from models import stories, visits
from models.jobs import LeaseLost
from models.results import Result
from models.tables import Source
from models.visits import Errand, State, Visited
from watchers import pace
from watchers.fetch import Validators
from watchers.finding import Findings, find
from watchers.reading import read_article
from watchers.watch import Watch, fetch

MOST_AT_FIRST = 30

logger = logging.getLogger(__name__)


def visit_host(watch: Watch, host: str) -> datetime | None:
    """Make the visit that is due on a host, if nobody else is there; returns when to come back for the next.

    Raises nothing for what the outside world does: the tables keep a code.
    """
    with watch.store.writing() as db:
        errand = visits.take_errand(db, host, watch.clock())
    if errand is None:
        return None
    try:
        if errand.article is None:
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
    answer = fetch(watch, errand, source.address, Validators(source.etag, source.last_modified))
    findings = find(watch.outside, source, answer, watch.clock())
    at = watch.clock()
    with watch.store.writing() as db:
        new = visits.add_articles(db, source, findings.entries[:MOST_AT_FIRST], at)
        beyond = State.DUE if source.last_success_at else State.SKIPPED
        new += visits.add_articles(db, source, findings.entries[MOST_AT_FIRST:], at, beyond)
        new += stories.reopen_changed(db, source, findings.entries, at)
        gap = _gap(findings, source, visits.articles_of_week(db, source, at), watch.chance())
        visits.record_visit(db, errand, _in_the_end(findings.visited, source, new), at, at + gap)
    logger.info("%s: %s, %d new", source.address, findings.visited.result, new)


def _in_the_end(visited: Visited, source: Source, new: int) -> Visited:
    """Other bytes with the same entries are nothing new."""
    nothing_new = visited.result is Result.OK and source.last_success_at and not new
    return replace(visited, result=Result.UNCHANGED) if nothing_new else visited


def _gap(findings: Findings, source: Source, entries_of_week: int, chance: float) -> timedelta:
    if findings.visited.result.good:
        return pace.after_success(entries_of_week, findings.asked, chance)
    return pace.after_failure(source.attempts + 1, findings.asked, chance)
