"""A real Chromium in front of a real portal, which teaches the modules that Boussole comes with."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.devices import Devices, taught_house
from tests.databases import FreshDatabase
from tests.house import House

PATIENCE = 5_000
"""Milliseconds that anything on a page may take."""
NOWHERE_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
AS_ON_PAPER = "--font-render-hinting=none"
"""Letters as wide as they are printed, in a browser without windows too."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that CHROMIUM names; it finds this machine and no other."""
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.skip("NO CHROMIUM, SO NO BROWSER TEST: `make test` looks for one; or name it, CHROMIUM=/path/to/it")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[NOWHERE_ELSE, AS_ON_PAPER])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A portal for all these tests, at ten on a Monday in Brussels; each brings people of its own."""
    with taught_house(sqlite, tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def devices(chromium: Browser, house: House) -> Iterator[Devices]:
    """Devices on which nothing may go wrong unseen: no word on the console, no error, no request in vain."""
    devices = Devices(chromium, house)
    yield devices
    devices.close()
    assert devices.troubles == []
