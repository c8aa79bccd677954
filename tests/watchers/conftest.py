"""What the tests of visits share: a time that the test moves, and a watch over a local site."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.ground.settings import Settings
from models.ground.store import Store
from models.language.encoder import Encoder
from tests import builders
from tests.builders import MONDAY
from tests.watchers.mornings import DAY, SEVEN, settings_for
from tests.watchers.server import Site, serve
from tests.watchers.world import World
from watchers import __main__, child, tellings, uploads
from watchers.child import Child
from watchers.fetch.fetcher import Fetcher, Limits
from watchers.outside import Outside, Watch
from watchers.tellings import Teller, models

WatchOver = Callable[..., Watch]


@dataclass
class Time:
    """A clock that goes when it is told to."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **gap: float) -> None:
        self.now += timedelta(**gap)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(scope="session")
def parsers() -> Iterator[Child]:
    """The process that parses, shared: it takes longer to start than to work."""
    with Child() as shared:
        yield shared


@pytest.fixture(scope="session")
def readers() -> Iterator[Child]:
    """The process of the language models, shared likewise."""
    with models() as shared:
        yield shared


@pytest.fixture(autouse=True)
def one_process_of_each(parsers: Child, readers: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would start a process to parse or to read gets that of the session, which starts at its first job."""
    for module in (child, uploads, __main__):
        monkeypatch.setattr(module, "Child", lambda: nullcontext(parsers))
    for module in (tellings, __main__):
        monkeypatch.setattr(module, "models", lambda: nullcontext(readers))


@pytest.fixture
def watch_over(store: Store, time: Time, parsers: Child, readers: Child, tmp_path: Path) -> Iterator[WatchOver]:
    """Makes a watch that may visit local sites; without an encoder, it tells stories by their titles."""
    with ExitStack() as stack:

        def make(*sites: Site, seconds: float = 5.0, encoder: Path = tmp_path) -> Watch:
            allow = frozenset().union(*(site.allow for site in sites))
            fetcher = stack.enter_context(Fetcher("Boussole/0.1", allow, Limits(seconds=seconds)))
            outside, teller = Outside(fetcher, parsers, "Boussole"), Teller(Encoder(encoder), readers)
            return Watch(store, outside, teller, time, lambda: 0.0)

        yield make


@pytest.fixture
def quiet_store(empty_store: Store) -> Store:
    """A store where no module is published: there is no question to ask."""
    pack = builders.small_pack(builders.module("autre", valid_from=(SEVEN + 365 * DAY).date()))
    builders.set_up(empty_store, pack)
    return empty_store


@pytest.fixture
def outbox(tmp_path: Path) -> Settings:
    """An installation without a mail server."""
    return settings_for(tmp_path)


@pytest.fixture
def world(store: Store, time: Time, watch_over: WatchOver) -> Iterator[World]:
    with serve({}) as site:
        yield World(site, watch_over(site), store, time)
