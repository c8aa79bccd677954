"""A site, and a fetcher that may visit it."""

from collections.abc import Iterator

import pytest

from tests.watchers.fetch.visitor import AGENT, NOW, numbers_and_names
from tests.watchers.server import Site, client_tls, serve
from watchers.fetch.fetcher import Fetcher, Limits


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve({}) as running:
        yield running


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    site.routes.clear()
    site.requests.clear()
    world = {"resolve": numbers_and_names, "clock": lambda: NOW, "tls": client_tls()}
    with Fetcher(AGENT, site.allow, Limits(seconds=5), **world) as ready:
        yield ready
