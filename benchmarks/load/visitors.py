"""The visitors: they come when they come, and within a visit each thinks once she has seen the page.

Partly open, as sessions on the web are (Schroeder, Wierman, Harchol-Balter, « Open versus closed: a cautionary tale »,
NSDI 2006): a slow portal keeps nobody from coming. A request counts from when it was due, not from when it was sent.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any

from benchmarks.answer import PASSWORD
from benchmarks.load import client, day

TOO_SOON = 422


@dataclass
class Told:
    """Seconds of each request that was due in the time that is measured, by kind; what went wrong; how late we were.

    `replied`: how many replies came in that time.
    """

    since: float
    until: float
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    visits: int = 0
    replied: int = 0

    def measures(self, due: float) -> bool:
        """Return whether what was due then is measured."""
        return self.since <= due < self.until


class Visitors:
    """All who come to one installation."""

    def __init__(self, binds: Sequence[tuple[str, int]], known: Mapping[str, Any], told: Told, random: Random) -> None:
        """`binds`: its portals; `known`: what filling.py has printed."""
        self._binds, self.known, self.told, self.random = binds, known, told, random

    async def come(self, visits_a_second: float, first: int) -> int:
        """Let visitors come until the time that is measured is over, first the one of that number; return how many."""
        begun, people, number = monotonic(), len(self.known["cookies"]), first
        async with Crowd(self.told.until) as crowd:
            for at in day.arrivals(self.random, visits_a_second, self.told.until - begun):
                await until(begun + at)
                self.told.visits += self.told.measures(begun + at)
                crowd.take_in(Visitor(self, number % people).visit(begun + at))
                number += 1
        return number - first

    async def answer(self, forms: Sequence[tuple[int, str, str, str]], a_second: float) -> None:
        """Post answers to questions that were shown beforehand, so many a second, whatever becomes of them."""
        begun = monotonic()
        ats = day.arrivals(self.random, a_second, self.told.until - begun)
        async with Crowd(self.told.until) as crowd:
            for at, (who, play, presentation, option) in zip(ats, forms, strict=False):
                await until(begun + at)
                sent = {"presentation": presentation, "option": option, "answering": "1"}
                form = {"csrf_token": self.known["token"], **sent}
                posted = Visitor(self, who).ask("answer", f"/play/{play}/answer", begun + at, form, swaps=True)
                crowd.take_in(posted)

    def portal(self) -> tuple[str, int]:
        """Return one of the portals."""
        return self.random.choice(self._binds)


class Crowd:
    """Those who are here; when time is over, whoever still waits has waited that long."""

    def __init__(self, until: float) -> None:
        self._until, self._here = until, set[asyncio.Task[Any]]()

    def take_in(self, visit: Any) -> None:
        """Let somebody in."""
        task = asyncio.create_task(visit)
        self._here.add(task)
        task.add_done_callback(self._here.discard)

    async def __aenter__(self) -> "Crowd":
        return self

    async def __aexit__(self, *_: object) -> None:
        await until(self._until)
        for task in self._here:
            task.cancel()
        await asyncio.gather(*self._here, return_exceptions=True)


class Visitor:
    """One person, and her session."""

    def __init__(self, visitors: Visitors, number: int) -> None:
        self._visitors, self._number = visitors, number
        self._known, self._told, self._random = visitors.known, visitors.told, visitors.random
        self._cookie = f"boussole={self._known['cookies'][number]}"
        self._address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"

    async def visit(self, due: float) -> None:
        """Come, sign in where the session is over, do what home proposes, and look around."""
        if self._random.random() < day.SIGNING_IN:
            due = await self._sign_in(due)
        home = await self.ask("home", "/", due)
        if begin := day.BEGIN.search(home):
            await self._sit(begin[1], dict(day.HIDDEN.findall(home)))
        for page in day.looked_at(self._random, self._known["stories"], self._known["cards"], home):
            await self.ask(page.kind, page.address, await self._thought())

    async def _sign_in(self, due: float) -> float:
        self._cookie = ""
        form = dict(day.HIDDEN.findall(await self.ask("other", "/sign-in", due)))
        form |= {"email": f"{self._number}@example.org", "password": PASSWORD}
        await self.ask("sign in", "/sign-in", await self._thought(), form, follows=False)
        return monotonic()

    async def _sit(self, address: str, form: dict[str, str]) -> None:
        token = {"csrf_token": form.get("csrf_token", "")}
        page = await self.ask("begin", address, await self._thought(), token)
        while there := day.FORM.search(page):
            if there[1].endswith("advance"):
                sent = token | dict(day.HIDDEN.findall(page))
                page = await self.ask("next", there[1], await self._thought(), sent, swaps=True)
            else:
                sent = token | day.answered(page, self._random)
                page = await self.ask("answer", there[1], await self._thought(day.reading(page)), sent, swaps=True)

    async def _thought(self, reading: float = 0.0) -> float:
        """Think, and return when the next step is due."""
        due = monotonic() + reading + self._random.uniform(*day.THINKING)
        await until(due)
        return due

    async def ask(
        self,
        kind: str,
        path: str,
        due: float,
        form: Mapping[str, str] | None = None,
        *,
        swaps: bool = False,
        follows: bool = True,
    ) -> str:
        """Ask for something that is due, with what a redirection leads to; nothing comes of what goes wrong."""
        self._told.behind.append(monotonic() - due)
        try:
            reply = await self._asked(path, form, swaps, follows)
        except (OSError, TimeoutError) as error:
            self._note(f"{kind}: {error!r}", due)
            return ""
        except asyncio.CancelledError:
            self._take(kind, due)
            raise
        self._take("too soon" if reply.status == TOO_SOON else kind, due)
        if reply.status >= 400 and reply.status != TOO_SOON:
            self._note(f"{kind}: {reply.status} {path}", due)
            return ""
        return reply.text

    async def _asked(self, path: str, form: Mapping[str, str] | None, swaps: bool, follows: bool) -> client.Reply:
        reply = await client.send(
            self._visitors.portal(), client.written(path, self._cookie, self._address, form, swaps)
        )
        self._cookie = reply.cookie or self._cookie
        self._told.replied += self._told.measures(monotonic())
        if reply.location and follows:
            return await self._asked(reply.location, None, swaps, follows)
        return reply

    def _take(self, kind: str, due: float) -> None:
        if self._told.measures(due):
            self._told.seconds[kind].append(monotonic() - due)

    def _note(self, error: str, due: float) -> None:
        if self._told.measures(due):
            self._told.errors.append(error)


async def until(at: float) -> None:
    """Wait until then (seconds of the monotonic clock)."""
    if (seconds := at - monotonic()) > 0:
        await asyncio.sleep(seconds)
