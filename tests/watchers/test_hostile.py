"""Servers and names that mean harm: each visit ends in a refusal that has a name, in time, and nothing leaks inside."""

import sys
from collections.abc import Iterator
from random import Random
from time import monotonic

import pytest

from models.ground.limits import LONGEST_LEAD, LONGEST_TITLE
from models.tables.sources import VisitResult
from tests.builders import MONDAY
from tests.fakes.servers import HOSTILE, Turncoat
from tests.watchers.fetch.visitor import AGENT, PUBLIC
from tests.watchers.server import Site, ok, serve, to
from tests.watchers.world import FEED, World, feed, item
from watchers.child import Child
from watchers.disappointment import Disappointment
from watchers.fetch.fetcher import Fetcher, Limits
from watchers.outside import Outside

SECONDS, BYTES = 0.5, 2_000_000


@pytest.fixture(scope="module")
def hostile() -> Iterator[Site]:
    with serve({path: route for path, (route, _) in HOSTILE.items()}) as site:
        yield site


def test_a_hostile_server_is_refused_by_name_and_in_time(hostile: Site, parsers: Child) -> None:
    for path in HOSTILE:
        with Fetcher(AGENT, hostile.allow, Limits(body_bytes=BYTES, seconds=SECONDS)) as fetcher:
            outside = Outside(fetcher, parsers, "Boussole")
            started = monotonic()
            with pytest.raises(Disappointment) as refusal:
                outside.feed(fetcher.get(hostile.address(path)), MONDAY)
        assert refusal.value.why == HOSTILE[path][1]
        assert monotonic() - started < SECONDS + 5


def test_what_a_feed_writes_without_end_or_behind_another_name_is_kept_as_far_as_it_may(world: World) -> None:
    endless = Random(1).randbytes(8000).hex()
    told = item(endless, link=f"https://{endless[:1000]}.example/", title=endless, lead=f"{endless} " * 9)
    far = item(f"{endless}2", link=f"https://far.example/{endless}")
    posing = item(3, link="https://www.forem.be@far.example/")
    world.site.routes[FEED] = ok(feed([told, far, item(2), posing]))
    world.add(FEED)
    for _ in range(2):
        assert world.visit().last_result in {VisitResult.OK, VisitResult.UNCHANGED}
    held, distant, other, masked = world.articles()
    assert [len(kept) for kept in (held.identity, held.title, held.lead)] == [64, LONGEST_TITLE, LONGEST_LEAD]
    assert (held.host, other.title) == ("", "Nouvelle mesure numéro 2")
    assert distant.address == masked.address == world.site.address(FEED)


dialled: list[tuple[str, int]] = []


def note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        dialled.append(arguments[1][:2])


sys.addaudithook(note)


def test_a_name_that_turns_inwards_is_never_dialled() -> None:
    for inside in ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fd00::9", "::ffff:10.0.0.5"]:
        for answers in ([[inside]], [[PUBLIC, inside]], [[inside, PUBLIC]]):
            names = Turncoat(*answers)
            dialled.clear()
            with Fetcher(AGENT, resolve=names) as fetcher, pytest.raises(Disappointment, match="^refused_address"):
                fetcher.get("http://flux.example/")
            assert (dialled, names.asked) == ([], 1)


def test_a_name_that_turns_inwards_between_two_visits_or_behind_a_redirect_is_refused_then() -> None:
    with serve({"/": to("/"), "/once": ok(Connection="close")}) as site:
        names = Turncoat(["127.0.0.1"], ["10.0.0.5"])
        allow = frozenset({("flux.example", site.port)})
        with Fetcher(AGENT, allow, resolve=names) as fetcher:
            assert fetcher.get(f"http://flux.example:{site.port}/once").status == 200
        dialled.clear()
        site.routes["/"] = to("http://flux.example/")
        with Fetcher(AGENT, allow, resolve=Turncoat(["127.0.0.1"], ["10.0.0.5"])) as fetcher:
            with pytest.raises(Disappointment, match="^refused_address"):
                fetcher.get(f"http://flux.example:{site.port}/")
            assert dialled == [("127.0.0.1", site.port)]
