"""Idle connections: one for each origin, few of them, and none that the other side has closed."""

from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic

import httpcore2
import pytest

from tests.watchers.fetch.visitor import numbers_and_names
from tests.watchers.server import Answer, Handler, Site, client_tls, ok, serve
from watchers.fetch.connections import MOST_IDLE, Connections
from watchers.fetch.guard import GuardedBackend


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    with ExitStack() as running:
        yield [running.enter_context(serve({"/": with_port})) for _ in range(MOST_IDLE + 1)]


@pytest.fixture
def connections(sites: list[Site]) -> Iterator[Connections]:
    allow = frozenset().union(*(site.allow for site in sites))
    ready = Connections(client_tls(), GuardedBackend(allow, numbers_and_names))
    yield ready
    ready.close()


def with_port(handler: Handler) -> Answer:
    """The port from which somebody asks."""
    return ok(str(handler.client_address[1]).encode())


def get(site: Site) -> httpcore2.Request:
    until = dict.fromkeys(("connect", "write", "read"), monotonic() + 5)
    return httpcore2.Request("GET", site.address(), headers={"Host": site.host}, extensions={"timeout": until})


def ask(connections: Connections, site: Site) -> bytes:
    with connections.answer(get(site)) as response:
        return response.read()


def test_each_origin_keeps_its_connection_until_there_are_too_many(sites: list[Site], connections: Connections) -> None:
    first, *others = [ask(connections, site) for site in sites]
    assert [ask(connections, site) for site in sites[1:]] == others
    assert ask(connections, sites[0]) != first


def test_two_who_ask_one_origin_at_the_same_time_have_a_connection_each(
    sites: list[Site], connections: Connections
) -> None:
    with connections.answer(get(sites[0])) as one, connections.answer(get(sites[0])) as other:
        assert one.read() != other.read()


def test_a_connection_that_the_site_has_closed_is_not_used_again(sites: list[Site], connections: Connections) -> None:
    def closes(handler: Handler) -> Answer:
        handler.close_connection = True
        return with_port(handler)

    sites[0].routes["/"] = closes
    assert ask(connections, sites[0]) != ask(connections, sites[0])


def test_a_site_that_hangs_up_on_a_kept_connection_is_asked_once_more(
    sites: list[Site], connections: Connections
) -> None:
    answered: list[Answer] = []

    def answers_once(handler: Handler) -> Answer | None:
        answer = with_port(handler)
        handler.close_connection = answer in answered
        answered.append(answer)
        return None if handler.close_connection else answer

    sites[0].routes["/"] = answers_once
    assert ask(connections, sites[0]) != ask(connections, sites[0])
    assert len(sites[0].requests) == 3


def test_a_site_that_hangs_up_on_a_new_connection_is_left_alone(sites: list[Site], connections: Connections) -> None:
    def hangs_up(handler: Handler) -> None:
        handler.close_connection = True

    sites[0].routes["/"] = hangs_up
    with pytest.raises(httpcore2.RemoteProtocolError):
        ask(connections, sites[0])
    assert len(sites[0].requests) == 1


def test_a_body_that_is_left_unread_ends_its_connection(sites: list[Site], connections: Connections) -> None:
    sites[0].routes["/"] = lambda handler: ok(handler.client_address[1].to_bytes(4) * 250_000)
    with connections.answer(get(sites[0])) as left:
        first = next(left.iter_stream())[:4]
    assert ask(connections, sites[0])[:4] != first
