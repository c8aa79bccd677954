"""Strangers at the door fail as often as they like: nobody is locked out, and nobody else waits."""

import os
import re
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest

from models.people import accounts
from models.people.passwords import FREE, FREE_ACCOUNTS, LONGEST_WAIT
from models.tables.people import Account
from portal.site.serving import portal_command
from tests import builders
from tests.builders import MONDAY
from tests.databases import FreshDatabase, store_on
from tests.house import PASSWORD, House, password_hash
from tests.page_browser import Browser, Page
from tests.people.pages.test_access import sign_in
from tests.people.pages.test_password_reset import ANOTHER, ask, sent_link
from tests.site.pages.readiness import readiness
from tests.site.pages.test_server import ROOT

WRONG = "pas la bonne phrase"
NETWORKS = 40
SIEGE = 240
"""Seconds for which strangers try, once each second: the wait has long come to its longest."""


def guess(browser: Browser, email: str) -> int:
    """Send a wrong password, from a page that is open already."""
    return browser.post("/sign-in", email=email, password=WRONG).status


def at_the_door(house: House, address: str | None = None) -> Browser:
    browser = house.stranger(address)
    browser.get("/sign-in")
    return browser


def known_device(house: House, account: Account, address: str | None = None) -> Browser:
    """A browser with which she has signed in before, and out again."""
    browser = house.stranger(address)
    assert sign_in(browser, account.email).path == "/"
    browser.send("/sign-out")
    return browser


def let_in(browser: Browser, account: Account) -> bool:
    return sign_in(browser, account.email).path == "/"


def test_of_guesses_at_once_no_more_are_looked_at_than_one_after_the_other(house: House) -> None:
    account, gate = house.person(), Barrier(32)
    browsers = [at_the_door(house) for _ in range(gate.parties)]

    def guess_with_the_others(browser: Browser) -> int:
        gate.wait()
        return guess(browser, account.email)

    with ThreadPoolExecutor(gate.parties) as threads:
        assert Counter(threads.map(guess_with_the_others, browsers)) == {422: FREE, 429: gate.parties - FREE}


ASKED_AGAIN = {
    "/account/password": ("/account", "present", {"password": ANOTHER}),
    "/account/own-address": ("/account", "own-present", {"own-email": "claire@chez-elle.example"}),
    "/account/export": ("/account", "taking-present", {}),
    "/account/erase": ("/account", "erasing-present", {"word": "effacer"}),
    "/account/estimation": ("/account/estimation", "present", {}),
    "/account/second-factor": ("/account/second-factor", "present", {"code": "000000"}),
}
"""What asks for the password again inside a session: on which page, in which field, beside what."""


def tried_again(browser: Browser, action: str, password: str) -> Page:
    """Give a password where it is asked again, from a page that is open already; the page that comes back."""
    _, field, others = ASKED_AGAIN[action]
    button = ("kept", "erase") if action == "/account/estimation" else None
    return browser.send(action, button, **{field: password}, **others)


def test_who_has_stolen_a_session_guesses_as_slowly_as_at_the_door(house: House) -> None:
    for action in ASKED_AGAIN:
        account = house.person()
        with house.store.writing() as db:
            builders.ask(db, account.learner_key, "listen-active-1")
        thief = house.browser_of(account)
        thief.get(ASKED_AGAIN[action][0])
        for _ in range(FREE):
            page = tried_again(thief, action, WRONG)
            assert (page.status, "pas votre mot de passe" in page.text) == (422, True)
        # While it lasts the right one does not help either: it would tell that it is right.
        page = tried_again(thief, action, PASSWORD)
        assert (page.status, "Trop d’essais" in page.text) == (422, True)
        house.clock.pass_by(seconds=LONGEST_WAIT)
        assert "Trop d’essais" not in tried_again(thief, action, PASSWORD).text


def test_guesses_at_the_door_and_inside_count_together(house: House) -> None:
    account = house.person()
    thief, door = house.browser_of(account), at_the_door(house)
    thief.get("/account")
    for action in ("/account/export", "/account/password", "/account/erase"):
        tried_again(thief, action, WRONG)
    assert [guess(door, account.email) for _ in range(FREE - 2)] == [422] * (FREE - 3) + [429]


def test_the_owner_on_a_device_of_hers_does_not_wait_for_a_thief_inside_nor_for_strangers(house: House) -> None:
    account = house.person()
    hers = house.stranger()
    sign_in(hers, account.email)
    thief, stranger = house.browser_of(account), at_the_door(house)
    for browser in (thief, hers):
        browser.get("/account")
    for _ in range(FREE):
        tried_again(thief, "/account/export", WRONG)
        guess(stranger, account.email)
    assert "Trop d’essais" in tried_again(thief, "/account/export", WRONG).text
    assert "attachment" in tried_again(hers, "/account/export", PASSWORD).headers.get("Content-Disposition", "")


@pytest.mark.nightly
def test_against_one_account_from_many_networks_its_owner_never_waits_on_a_device_she_has_used(house: House) -> None:
    owner, other = house.person(), house.person()
    hers = known_device(house, owner)
    strangers = [at_the_door(house, f"198.51.100.{number}") for number in range(NETWORKS)]
    looked_at = 0
    for second in range(SIEGE):
        looked_at += guess(strangers[second % NETWORKS], owner.email) == 422
        house.clock.pass_by(seconds=1)
        if second % 60 == 59:
            assert let_in(hers, owner)
            assert let_in(house.stranger(), other)
            hers.send("/sign-out")
    # FREE of them, then after 1, 2, 4 … 32 seconds, then one a minute.
    assert looked_at <= FREE + 6 + SIEGE // LONGEST_WAIT


def test_against_many_accounts_from_one_network_only_what_is_unknown_there_waits(house: House) -> None:
    colleague, elsewhere = house.person(), house.person()
    at_work = known_device(house, colleague, "192.0.2.200")
    stranger = at_the_door(house, "192.0.2.200")
    statuses = [guess(stranger, f"{number}@example.org") for number in range(2 * FREE_ACCOUNTS)]
    assert statuses == [422] * FREE_ACCOUNTS + [429] * FREE_ACCOUNTS
    assert let_in(at_work, colleague)
    assert let_in(house.stranger("192.0.2.201"), elsewhere)
    assert not let_in(house.stranger("192.0.2.200"), elsewhere)


@pytest.mark.nightly
def test_against_many_accounts_from_many_networks_nobody_waits_longer_than_a_minute(house: House) -> None:
    people = [house.person() for _ in range(6)]
    for _ in range(FREE):
        for number, account in enumerate(people):
            assert guess(at_the_door(house, f"203.0.113.{number}"), account.email) == 422
    assert not let_in(house.stranger(), people[0])
    house.clock.pass_by(seconds=LONGEST_WAIT)
    assert all(let_in(house.stranger(), account) for account in people)


def test_on_a_new_device_while_strangers_never_rest_a_way_back_lets_her_in_and_the_device_is_known(
    house: House,
) -> None:
    """Who tries each second takes every turn there is: on a device that nobody knows, a password is not the way."""
    owner = house.person()
    new, stranger = house.stranger(), at_the_door(house)
    for _ in range(40):
        guess(stranger, owner.email)
        house.clock.pass_by(seconds=1)
    guess(stranger, owner.email)
    assert not let_in(new, owner)
    ask(house, owner.email)
    new.get(sent_link(house, owner))
    assert new.send(password=ANOTHER).path == "/"
    new.send("/sign-out")
    guess(stranger, owner.email)
    assert sign_in(new, owner.email, ANOTHER).path == "/"


# -------------------------------------------------------------------------------------------------- behind a real proxy


class Forwarding(BaseHTTPRequestHandler):
    """What a reverse proxy does: it passes a request on, and adds from where it came to what the visitor says."""

    protocol_version = "HTTP/1.1"
    behind: int

    def do_GET(self) -> None:
        came_from = ", ".join(filter(None, (self.headers.get("X-Forwarded-For"), self.client_address[0])))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "x-forwarded-for"}
        headers |= {"X-Forwarded-For": came_from, "X-Forwarded-Proto": "http", "Connection": "close"}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with closing(HTTPConnection("127.0.0.1", self.behind, timeout=30)) as portal:
            portal.request(self.command, self.path, body, headers)
            self._pass_back(portal.getresponse())

    do_POST = do_GET

    def _pass_back(self, answer: HTTPResponse) -> None:
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"connection", "date", "server", "transfer-encoding", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Visitor:
    """A browser of the network: an address of its own on this machine, its cookies, the token of its forms."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address, self.cookies = port, address, dict[str, str]()
        self.token = ""

    def sign_in(self, email: str, password: str = PASSWORD, **headers: str) -> int:
        """The status of what comes of it: 303 is in."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self._ask("GET", "", headers)[1])
        self.token = found[1] if found else self.token
        form = urlencode({"email": email, "password": password, "csrf_token": self.token})
        return self._ask("POST", form, headers)[0]

    def sign_out(self) -> None:
        """Forget the session, as one that is over; the device stays known."""
        self.cookies.pop("boussole", None)

    def _ask(self, method: str, form: str, headers: dict[str, str]) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", **headers}
        with closing(
            HTTPConnection("127.0.0.1", self.port, source_address=(self.address, 0), timeout=30)
        ) as connection:
            connection.request(method, "/sign-in", form, sent)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()


@contextmanager
def behind_a_proxy(url: str, folder: Path, trusted: int) -> Iterator[int]:
    """Where a real proxy listens, with the portal behind it as `make run` starts it."""
    with ExitStack() as running, readiness() as ready, closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        probe.close()
        told = {"INSTANCE": str(folder), "DATABASE_URL": url, "TRUSTED_PROXIES": str(trusted)}
        environ = {**os.environ, **told, **ready.environ, "BASE_URL": "http://127.0.0.1"}
        portal = running.enter_context(
            subprocess.Popen(portal_command(f"127.0.0.1:{free}"), cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
        )
        running.callback(portal.terminate)
        ready.wait()
        handler = type("Before", (Forwarding,), {"behind": free})
        proxy = running.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        Thread(target=proxy.serve_forever, daemon=True).start()
        running.callback(proxy.shutdown)
        yield proxy.server_address[1]


def people_of(url: str) -> list[str]:
    """The addresses of two people who may sign in."""
    with store_on(url).writing() as db:
        for name in ("claire", "nadia"):
            account = accounts.invite(db, f"{name}@example.org", name, MONDAY, timezone="Europe/Brussels")
            account.password_hash = password_hash()
    return ["claire@example.org", "nadia@example.org"]


@pytest.mark.nightly
@pytest.mark.parametrize("trusted", [1, 0])
def test_behind_a_real_proxy_a_stranger_slows_new_devices_of_her_own_network_alone(
    sqlite: FreshDatabase, tmp_path: Path, trusted: int
) -> None:
    with sqlite() as url:
        claire, nadia = people_of(url)
        with behind_a_proxy(url, tmp_path, trusted) as port:
            hers, stranger = Visitor(port, "127.0.1.1"), Visitor(port, "127.0.66.6")
            assert hers.sign_in(claire) == 303
            hers.sign_out()
            # Whatever the stranger says of where she comes from.
            statuses = [
                stranger.sign_in(f"{number}@example.org", WRONG, **{"X-Forwarded-For": f"198.51.100.{number}"})
                for number in range(FREE_ACCOUNTS + 1)
            ]
            assert statuses == [422] * FREE_ACCOUNTS + [429]
            assert [stranger.sign_in(claire, WRONG) for _ in range(2)] == [429, 429]
            assert hers.sign_in(claire) == 303
            # Without TRUSTED_PROXIES all come from one network, that of the proxy.
            assert Visitor(port, "127.0.2.1").sign_in(nadia) == (303 if trusted else 429)
