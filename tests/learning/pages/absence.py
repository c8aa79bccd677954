"""Eighteen working days of a small house, and all that an administrator or a trainer can see of them.

Two houses of one seed differ in one person alone: in her days off, or in her last visit. Everybody else does on each
day what chance has given her, and it is the same chance in both. The worker ticks, mails leave, people sign in.
"""

import re
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

from sqlalchemy import update
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from models.ground import jobs
from models.ground.calendar import working_days_later
from models.learning import week
from models.tables.people import Account
from models.tables.sources import Source
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, small_pack
from tests.databases import FreshDatabase
from tests.house import PASSWORD, House, house_on
from tests.page_browser import Browser
from tests.teaching import teach
from tests.watchers.mornings import tell
from watchers.clock import Clock

DAYS = 18
BRUSSELS = ZoneInfo("Europe/Brussels")
OTHERS = 5
"""Colleagues who learn, beside the one who is watched, an administrator and a trainer."""
QUESTIONS = [
    f"{skill}-{number}" for skill in ("listen-active", "listen-reflect", "frame-role") for number in range(1, 7)
]
LEAVE, LAST_VISIT = range(8, 13), 9
"""The working days, from 0, that somebody takes off; the one after which somebody does not come any more."""
MADE_ANEW = re.compile(
    r"/(?:question|answered|unsubscribe)/[\w.…-]+"  # signed links, cut short in a text too
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # random keys
    r"|[\w-]{8,}\.[\w-]{5,}\.[\w-]{16,}"  # tokens of forms
    r"|==[\d\w=-]+=="  # the boundaries of a mail
    r"|\b[0-9a-f]{32,64}\b"  # hashes
)
"""What is drawn anew in each run; of a link it holds two random keys and the hour of the page or mail it stands in."""
HEADERS_MADE_ANEW = {"Set-Cookie", "Content-Length", "Date", "ETag"}
"""Headers that follow from the body, which is compared without what is made anew, or from the clock on the wall."""
OPTIONS_IN_ANY_ORDER = ("/play", "/mail", "/situate", "/history", "/account/export")
"""Where options stand in the order of chance in which they were shown, words are compared and not their order."""

SHOWS_A_NEW_SECRET = "/account/second-factor"
"""Its body is another at each visit, of one's own as well: a secret, and the picture of it."""


class Life(StrEnum):
    """What somebody does in these days."""

    EVERY_DAY = "comes every day"
    ON_LEAVE = "is on leave"
    GONE = "comes no more"

    def comes(self, day: int) -> bool:
        """Whether she comes on a working day."""
        return not (self is Life.ON_LEAVE and day in LEAVE) and not (self is Life.GONE and day > LAST_VISIT)


class Sight(NamedTuple):
    """One page or file as it came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


Seen = dict[str, Sight]
"""All that somebody has come upon, by address."""


def differing(one: Seen, other: Seen) -> set[str]:
    """Addresses that one has met and the other has not, or that say another thing."""
    return {address for address in one | other if one.get(address) != other.get(address)}


class SmallHouse:
    """A house that lives day by day."""

    def __init__(self, house: House, clock: Clock, seed: int, life: Life) -> None:
        self.house, self.clock, self.seed = house, clock, seed
        self.at(0, time(5))
        learners = [house.person() for _ in range(1 + OTHERS)]
        self.lookers = {
            "administrator": house.person(administrator=True),
            "trainer": house.person(trainer=True),
            "herself": learners[0],
        }
        self.people = [*learners, self.lookers["administrator"], self.lookers["trainer"]]
        self.lives = [life, Life.ON_LEAVE, Life.GONE, *[Life.EVERY_DAY] * OTHERS]
        """Of each of the people: the first is the one who is watched."""

    def at(self, day: int, hour: time) -> datetime:
        """Set the clock to an hour of a working day, in Brussels."""
        local = datetime.combine(working_days_later(MONDAY.date(), day), hour, BRUSSELS)
        self.house.clock.at = local.astimezone(MONDAY.tzinfo)
        return self.house.clock.at

    def live(self, day: int) -> None:
        """One working day: news and mails in the morning, then those who come."""
        self._night(day)
        if day == min(LEAVE) - 2:
            self._take_leave(day)
        tell(self.house.store, f"Nouvelle du jour {day}", self.at(day, time(6, 30)), sentences=("Une phrase.",))
        with self.house.store.writing() as db:  # of a site that another worker has just visited
            db.execute(update(Source).values(next_visit_at=self.house.clock() + timedelta(days=365)))
        for hour in (time(7), time(8, 30)):
            self.at(day, hour)
            self.clock.tick()
        for number, account in enumerate(self.people):
            self.at(day, time(9 + number // 4, 10 * (number % 4)))
            chance = Random(f"{self.seed} {day} {number}")
            # Of the one who is watched everything but her life is the same, so that nothing else tells.
            if self.lives[number].comes(day) and (number == 0 or chance.random() < 0.8):
                self._visit(account, chance)
        self.at(day, time(17))
        self.clock.tick()

    def _night(self, day: int) -> None:
        at = self.at(day, time(4, 30))
        with self.house.store.writing() as db:
            # Another clock has the refit in hand, which takes minutes.
            jobs.take_slot(db, jobs.REFIT, at.astimezone(BRUSSELS).date().isoformat(), at)
        self.clock.tick()

    def _take_leave(self, day: int) -> None:
        at = self.at(day, time(15))
        first, last = (working_days_later(MONDAY.date(), one) for one in (min(LEAVE), max(LEAVE)))
        for account, life in zip(self.people, self.lives, strict=False):
            if life is Life.ON_LEAVE:
                with self.house.store.writing() as db:
                    week.pause(db, account.learner_key, first, last, at)

    def _visit(self, account: Account, chance: Random) -> None:
        """Sign in, look at home, answer a little, sign out."""
        browser = self.house.stranger()
        browser.get("/sign-in")
        if chance.random() < 0.2:
            browser.post("/sign-in", email=account.email, password="une faute de frappe")
        browser.get("/sign-in")
        assert browser.send(email=account.email, password=PASSWORD).path == "/"
        key, at = account.learner_key, self.house.clock()
        with self.house.store.writing() as db:
            for question_id in chance.sample(QUESTIONS, 2):
                builders.ask(db, key, question_id, chance.choice((RIGHT, WRONG)), at)
        browser.send("/sign-out")

    def look(self, role: str, day: int, most: int) -> Seen:
        """Everything that somebody of that role can open or take away on an evening, at most so many pages of a kind.

        She begins at whatever has an address of its own, and follows every link.
        """
        self.at(day, time(18))
        browser = self.house.browser_of(self.lookers[role])
        rules = (rule for rule in self.house.app.url_map.iter_rules() if "GET" in (rule.methods or ()))
        waiting = deque(sorted({rule.rule for rule in rules if not rule.arguments}))
        seen, met, of_kind = Seen(), set(waiting), Counter[str]()
        while waiting:
            address = waiting.popleft()
            of_kind[kind := self._kind(address)] += 1
            if of_kind[kind] <= most:
                seen[MADE_ANEW.sub("", address)], ways = _opened(browser, address)
                waiting += [way for way in ways if way not in met]
                met |= {*ways}
        seen["her own export"] = _exported(browser)
        return seen

    def _kind(self, address: str) -> str:
        try:
            rule, _ = self.house.app.url_map.bind("").match(address.partition("?")[0], return_rule=True)
        except HTTPException:
            return address
        return str(rule.endpoint)


def _opened(browser: Browser, address: str) -> tuple[Sight, list[str]]:
    with browser.client.get(address) as answer:
        ways = [urldefrag(way)[0] for way in re.findall(r'(?:href|hx-get)="(/[^"]*)"', _text(answer))]
        return _sight(answer, address), [way.replace("&amp;", "&") for way in ways if not way.startswith("/static")]


def _exported(browser: Browser) -> Sight:
    browser.get("/account")
    token = browser.page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    form = {"csrf_token": token, "taking-present": PASSWORD}
    with browser.client.post("/account/export", data=form) as answer:
        assert answer.mimetype == "application/json"
        return _sight(answer, "/account/export")


def _text(answer: TestResponse) -> str:
    is_text = answer.mimetype.startswith(("text/", "application/")) and answer.mimetype != "application/zip"
    return answer.get_data(as_text=True) if is_text else ""


def _sight(answer: TestResponse, address: str) -> Sight:
    headers = tuple((name, MADE_ANEW.sub("", value)) for name, value in answer.headers if name not in HEADERS_MADE_ANEW)
    words = [] if address == SHOWS_A_NEW_SECRET else re.findall(r"\w+", MADE_ANEW.sub("", _text(answer)))
    return Sight(
        answer.status_code,
        headers,
        " ".join(sorted(words) if address.startswith(OPTIONS_IN_ANY_ORDER) else words),
    )


@contextmanager
def small_house(
    databases: FreshDatabase, seed: int, life: Life, secret_key: str = "not a secret"
) -> Iterator[SmallHouse]:
    """A house of its own, with a worker, on its first morning."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases() as url,
        house_on(url, Path(folder), secret_key) as house,
    ):
        teach(house.store, small_pack())
        with Clock(house.settings, house.clock) as clock:
            clock.huey.immediate = True
            yield SmallHouse(house, clock, seed, life)
