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


def ask(connections: Connections, site: Site) -> bytes:
    url = httpcore2.URL(site.address())
    until = dict.fromkeys(("connect", "write", "read"), monotonic() + 5)
    with (
        connections.to(url.origin) as connection,
        connection.stream("GET", url, extensions={"timeout": until}) as response,
    ):
        return response.read()


def test_each_origin_keeps_its_connection_until_there_are_too_many(sites: list[Site], connections: Connections) -> None:
    first, *others = [ask(connections, site) for site in sites]
    assert [ask(connections, site) for site in sites[1:]] == others
    assert ask(connections, sites[0]) != first


def test_two_who_ask_one_origin_at_the_same_time_have_a_connection_each(
    sites: list[Site], connections: Connections
) -> None:
    origin = httpcore2.URL(sites[0].address()).origin
    with connections.to(origin) as one, connections.to(origin) as other:
        assert one is not other


def test_a_connection_that_the_site_has_closed_is_not_used_again(sites: list[Site], connections: Connections) -> None:
    def closes(handler: Handler) -> Answer:
        handler.close_connection = True
        return with_port(handler)

    sites[0].routes["/"] = closes
    assert ask(connections, sites[0]) != ask(connections, sites[0])


def test_a_body_that_is_left_unread_ends_its_connection(sites: list[Site], connections: Connections) -> None:
    sites[0].routes["/"] = ok(b"." * 1_000_000)
    url = httpcore2.URL(sites[0].address())
    until = dict.fromkeys(("connect", "write", "read"), monotonic() + 5)
    with connections.to(url.origin) as left, left.stream("GET", url, extensions={"timeout": until}):
        pass
    with connections.to(url.origin) as next_one:
        assert next_one is not left
