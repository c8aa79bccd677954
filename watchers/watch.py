"""What visits work with, and the fetch that they share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from models import visits
from models.store import Store
from models.stories import Recent
from models.visits import Held
from watchers import pace
from watchers.fetch import Fetched, Robots, Validators
from watchers.outside import DISAPPOINTMENTS, Failure, Outside, failure
from watchers.stories import Teller


@dataclass(frozen=True, slots=True)
class Watch:
    """What visits work with; `chance` gives numbers in [0, 1), `recent` is what was told these days."""

    store: Store
    outside: Outside
    teller: Teller
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    recent: Recent = field(default_factory=Recent)


def fetch(watch: Watch, errand: Held, address: str, validators: Validators | None = None) -> Fetched | Failure:
    """Fetch by the rules of the host, keep those rules, and leave the host to others after the pause that it asks."""
    answer: Fetched | Failure
    robots, read = Robots(errand.robots or "", watch.clock()), None
    try:
        if errand.robots is None:
            robots = watch.outside.robots(address)
            read = robots.text
        answer = watch.outside.get(address, robots, validators)
    except DISAPPOINTMENTS as error:
        answer = failure(error)
    pause = pace.pause(robots.crawl_delay(watch.outside.agent), answer.retry_after)
    with watch.store.writing() as db:
        visits.leave_host(db, errand, watch.clock(), pause, read)
    return answer
