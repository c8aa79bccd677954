"""Idle connections: one for each origin, few of them, and none that the other side has closed."""

from collections.abc import Iterator
from contextlib import ExitStack
from socket import SHUT_RDWR
from threading import Barrier, Event, Thread

import pytest

from tests.watchers.fetch.visitor import AGENT, numbers_and_names
from tests.watchers.server import Answer, Handler, Site, client_tls, ok, serve
from watchers.disappointment import Disappointment
from watchers.fetch.fetcher import MOST_IDLE, Fetcher, Limits


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    with ExitStack() as running:
        yield [running.enter_context(serve({"/": with_port})) for _ in range(MOST_IDLE + 1)]


@pytest.fixture
def fetcher(sites: list[Site]) -> Iterator[Fetcher]:
    allow = frozenset().union(*(site.allow for site in sites))
    limits = Limits(body_bytes=100_000, seconds=5)
    with Fetcher(AGENT, allow, limits, resolve=numbers_and_names, tls=client_tls()) as ready:
        yield ready


def with_port(handler: Handler) -> Answer:
    """The port from which somebody asks."""
    return ok(str(handler.client_address[1]).encode())


def ask(fetcher: Fetcher, site: Site) -> bytes:
    return fetcher.get(site.address()).body


def test_each_origin_keeps_its_connection_until_there_are_too_many(sites: list[Site], fetcher: Fetcher) -> None:
    first, *others = [ask(fetcher, site) for site in sites]
    assert [ask(fetcher, site) for site in sites[1:]] == others
    assert ask(fetcher, sites[0]) != first


def test_two_who_ask_one_origin_at_the_same_time_have_a_connection_each(sites: list[Site], fetcher: Fetcher) -> None:
    both, seen = Barrier(2), set[bytes]()

    def waits_for_the_other(handler: Handler) -> Answer:
        both.wait(5)
        return with_port(handler)

    sites[0].routes["/"] = waits_for_the_other
    askers = [Thread(target=lambda: seen.add(ask(fetcher, sites[0]))) for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(seen) == 2


def test_a_connection_that_the_site_has_closed_is_not_used_again(sites: list[Site], fetcher: Fetcher) -> None:
    def closes(handler: Handler) -> Answer:
        handler.close_connection = True
        return with_port(handler)

    sites[0].routes["/"] = closes
    assert ask(fetcher, sites[0]) != ask(fetcher, sites[0])


def test_a_site_that_hangs_up_on_a_kept_connection_is_asked_once_more(sites: list[Site], fetcher: Fetcher) -> None:
    answered: list[Answer] = []

    def answers_once(handler: Handler) -> Answer | None:
        answer = with_port(handler)
        handler.close_connection = answer in answered
        answered.append(answer)
        return None if handler.close_connection else answer

    sites[0].routes["/"] = answers_once
    assert ask(fetcher, sites[0]) != ask(fetcher, sites[0])
    assert len(sites[0].requests) == 3


def test_a_site_that_hangs_up_on_a_new_connection_is_left_alone(sites: list[Site], fetcher: Fetcher) -> None:
    def hangs_up(handler: Handler) -> None:
        handler.close_connection = True

    sites[0].routes["/"] = hangs_up
    with pytest.raises(Disappointment, match="^unreachable"):
        ask(fetcher, sites[0])
    assert len(sites[0].requests) == 1


def test_a_site_that_hangs_up_on_a_connection_in_the_place_of_one_it_has_closed_is_left_alone(
    sites: list[Site], fetcher: Fetcher
) -> None:
    read, gone = Event(), Event()

    def answers_once(handler: Handler) -> None:
        handler.close_connection = True
        if not gone.is_set():
            handler.give(*with_port(handler))
            read.wait(5)
            handler.connection.shutdown(SHUT_RDWR)
            gone.set()

    sites[0].routes["/"] = answers_once
    ask(fetcher, sites[0])
    read.set()
    assert gone.wait(5)
    with pytest.raises(Disappointment, match="^unreachable"):
        ask(fetcher, sites[0])
    assert len(sites[0].requests) == 2


def test_a_body_that_is_left_unread_ends_its_connection(sites: list[Site], fetcher: Fetcher) -> None:
    sites[0].routes["/"] = lambda handler: ok(handler.client_address[1].to_bytes(4) * 250_000)
    with pytest.raises(Disappointment, match="^too_large"):
        ask(fetcher, sites[0])
    sites[0].routes["/"] = with_port
    assert ask(fetcher, sites[0]).isdigit()
