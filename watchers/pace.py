"""The pace of visits: often where much is published, never before a site asks, and never never."""

from datetime import timedelta

WEEK = timedelta(days=7)
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=12)
VISITS_PER_ENTRY = 2
LONGEST_FRESHNESS = timedelta(days=1)
LONGEST_SILENCE = timedelta(days=7)
FIRST_RETRY, LAST_RETRY = timedelta(minutes=15), timedelta(days=1)
# Bounds the power: a source may fail for years, and timedelta overflows.
DOUBLINGS = 10
# Sources that were added together would otherwise come due together for ever.
JITTER = 0.1
# Politeness by default: few sites say Crawl-delay, which RFC 9309 leaves out.
SHORTEST_PAUSE = timedelta(seconds=2)


def after_success(entries_of_week: int, kept_fresh: timedelta | None, chance: float) -> timedelta:
    """Return the time until the next visit of a source that answered: twice as often as it publishes, in bounds.

    Not before what the site says stays fresh (max-age, Expires, ttl), a day at most. `chance` in [0, 1) spreads the
    visits. After Miniflux, model/feed.go, ScheduleNextCheck.
    """
    usual = WEEK / (VISITS_PER_ENTRY * max(1, entries_of_week))
    asked = min(kept_fresh or SHORTEST, LONGEST_FRESHNESS)
    return _spread(max(asked, min(max(usual, SHORTEST), LONGEST)), chance)


def after_failure(failures: int, retry_after: timedelta | None, chance: float) -> timedelta:
    """Return the time until the next visit after `failures` in a row: doubled each time, a day at most.

    Not before Retry-After, a week at most.
    """
    backed_off = min(FIRST_RETRY * 2 ** min(failures - 1, DOUBLINGS), LAST_RETRY)
    # A week at most: a server may ask for a century, and nobody would see the source again.
    asked = min(retry_after or FIRST_RETRY, LONGEST_SILENCE)
    return _spread(max(asked, backed_off), chance)


def pause(crawl_delay: timedelta | None, retry_after: timedelta | None, least: timedelta = SHORTEST_PAUSE) -> timedelta:
    """Return the rest between two visits of a host: two seconds, or as long as robots.txt or its answer asks."""
    silence = min(retry_after or least, LONGEST_SILENCE)
    return max(least, crawl_delay or least, silence)


def _spread(gap: timedelta, chance: float) -> timedelta:
    return gap * (1 + JITTER * chance)
