"""What home weighs over the wire, the first time and each time after."""

from collections import Counter
from http.client import HTTPConnection
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.devices import ICON, Devices
from tests.house import House

pytestmark = pytest.mark.every_chromium

COLD, WARM = 130_000, 15_000
"""Bytes, heads of the replies included."""


class Wire:
    """What comes over the wire for one page, its icon apart, and what the browser had kept."""

    def __init__(self, page: Page) -> None:
        self.bytes: Counter[str] = Counter()
        self.addresses: dict[str, str] = {}
        self.kept: set[str] = set()
        talk = page.context.new_cdp_session(page)
        talk.on(
            "Network.requestWillBeSent", lambda sent: self.addresses.update({sent["requestId"]: sent["request"]["url"]})
        )
        talk.on("Network.requestServedFromCache", lambda kept: self.kept.add(kept["requestId"]))
        talk.on("Network.responseReceived", self._note)
        talk.on("Network.loadingFinished", self._add)
        talk.send("Network.enable")

    def _note(self, received: dict[str, Any]) -> None:
        if received["response"]["fromDiskCache"]:
            self.kept.add(received["requestId"])

    def _add(self, finished: dict[str, Any]) -> None:
        self.bytes[finished["requestId"]] += int(finished["encodedDataLength"])

    def visit(self, page: Page, address: str) -> tuple[int, list[str]]:
        """Open a page; returns its bytes and the addresses that were really asked for."""
        self.bytes.clear()
        self.kept.clear()
        page.goto(address, wait_until="networkidle")
        page_itself = [one for one in self.bytes if ICON not in self.addresses[one]]
        asked = [self.addresses[one] for one in page_itself if one not in self.kept]
        return sum(self.bytes[one] for one in page_itself), asked


def weight(house: House, address: str) -> int:
    """The bytes of a reply, its head included."""
    connection = HTTPConnection(house.settings.base_url.removeprefix("http://"))
    connection.request("GET", address)
    reply = connection.getresponse()
    weight = len(reply.read()) + sum(len(f"{name}: {value}\r\n") for name, value in reply.getheaders())
    connection.close()
    return weight


def test_home_is_light_the_first_time_and_one_small_page_each_time_after(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    wire = Wire(page)
    cold, asked = wire.visit(page, "/")
    icon = page.locator("link[rel=icon]").get_attribute("href")
    assert icon and icon.startswith(ICON)
    assert cold + weight(house, icon) <= COLD
    assert len(asked) > 4
    warm, asked = wire.visit(page, "/")
    assert warm <= WARM
    assert [address.removeprefix(house.settings.base_url) for address in asked] == ["/"]
