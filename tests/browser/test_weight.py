"""What home weighs over the wire, the first time and each time after."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.devices import Devices
from tests.portal.house import House

COLD, WARM = 130_000, 15_000
"""Bytes, heads of the replies included."""


class Wire:
    """What comes over the wire for one page, and what the browser had kept."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.addresses: dict[str, str] = {}
        self.kept: list[str] = []
        self.finished: list[str] = []
        talk = page.context.new_cdp_session(page)
        talk.on(
            "Network.requestWillBeSent", lambda sent: self.addresses.update({sent["requestId"]: sent["request"]["url"]})
        )
        talk.on("Network.requestServedFromCache", lambda kept: self.kept.append(kept["requestId"]))
        talk.on("Network.responseReceived", self._note)
        talk.on("Network.loadingFinished", self._add)
        talk.send("Network.enable")

    def _note(self, received: dict[str, Any]) -> None:
        if received["response"]["fromDiskCache"]:
            self.kept.append(received["requestId"])

    def _add(self, finished: dict[str, Any]) -> None:
        self.bytes += int(finished["encodedDataLength"])
        self.finished.append(finished["requestId"])

    def visit(self, page: Page, address: str) -> tuple[int, list[str]]:
        """Open a page; returns its bytes and the addresses that were really asked for."""
        self.bytes, self.kept, self.finished = 0, [], []
        self.addresses.clear()
        page.goto(address, wait_until="networkidle")
        return self.bytes, [self.addresses[one] for one in self.finished if one not in self.kept]


def test_home_is_light_the_first_time_and_one_small_page_each_time_after(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    wire = Wire(page)
    cold, asked = wire.visit(page, "/")
    assert cold <= COLD
    assert len(asked) > 4
    warm, asked = wire.visit(page, "/")
    assert warm <= WARM
    assert [address.removeprefix(house.settings.base_url) for address in asked] == ["/"]
