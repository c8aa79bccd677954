"""A portal that is really served, the devices on which people open it, and what goes wrong there."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_server
from threading import Thread
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from content.pack import PACKS, read_pack
from models.ground.settings import Settings
from models.ground.store import Store
from models.tables.people import Account
from portal import create_app
from tests.databases import FreshDatabase
from tests.house import COMPILED, Clock, House
from tests.teaching import teach

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FORM_CAME_BACK = r"Failed to load resource: the server responded with a status of 422 \(UNPROCESSABLE ENTITY\)"
"""What Chromium writes on its console when a form comes back with what is to be mended."""
PAGE_LEFT = r"\S+: net::ERR_ABORTED"
"""What a page was still fetching when it was left."""

ICON = "/static/icon.svg"
"""What a Chromium with windows asks for beside a page, and one without does not: counted apart, alike for both."""


@dataclass
class Devices:
    """The devices of one test, and all that their browsers complained of; `expected` is what they may, as patterns."""

    chromium: Browser
    house: House
    expected: list[str] = field(default_factory=lambda: [FORM_CAME_BACK, PAGE_LEFT])
    _complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, account: Account | None = None, *, width: int = 1280, javascript: bool = True, language: str = "fr"
    ) -> Page:
        """A page on one more device, where that account has signed in before; it starts nowhere."""
        context = self.chromium.new_context(
            base_url=self.house.settings.base_url,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            locale=f"{language}-BE",
        )
        self._contexts.append(context)
        context.on("console", lambda message: self._complaints.append(message.text))
        context.on("weberror", lambda error: self._complaints.append(str(error.error)))
        context.on("requestfailed", lambda request: self._complaints.append(f"{request.url}: {request.failure}"))
        if account:
            cookie = self.house.browser_of(account).client.get_cookie(self.house.app.config["SESSION_COOKIE_NAME"])
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.house.settings.base_url}])
        return context.new_page()

    @property
    def troubles(self) -> list[str]:
        """What went wrong on any of them."""
        return [said for said in self._complaints if not any(re.fullmatch(one, said) for one in self.expected)]

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def whole(application: "WSGIApplication") -> "WSGIApplication":
    """Answers in one piece: werkzeug's server leaves a file open when a browser hangs up while it is being sent."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        with closing(ClosingIterator(application(environ, start_response))) as parts:
            return [b"".join(parts)]

    return answer


@contextmanager
def served_house(database_url: str, folder: Path) -> Iterator[House]:
    """A portal over a database that is there, served from a thread at a free port of this machine."""
    with create_server(("127.0.0.1", 0)) as door:
        host, port = door.getsockname()
        settings = Settings(folder, database_url, secret_key="not a secret", base_url=f"http://{host}:{port}")
        clock, store = Clock(), Store(database_url)
        app = create_app(settings, clock)
        app.jinja_env.bytecode_cache = COMPILED
        app.before_request(clock.while_reading)
        app.wsgi_app = whole(app.wsgi_app)  # type: ignore[method-assign]
        server = make_server(host, port, app, threaded=True, fd=door.fileno())
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield House(app, settings, store, clock)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            app.extensions["store"].dispose()
            store.dispose()


@contextmanager
def taught_house(fresh: FreshDatabase, folder: Path) -> Iterator[House]:
    """A served portal that teaches the modules that Boussole comes with."""
    with fresh() as url, served_house(url, folder) as house:
        teach(house.store, read_pack(PACKS / "conseil-emploi"))
        yield house
