"""`make screens`: walks a fresh installation as a new user would, and keeps the pictures in screens/, out of git.

Everything is real: the portal and the worker as `make run` starts them, a visited site (of invented news, on loopback),
the morning mail; then `make demo`, for somebody who has eight weeks behind her. Only people and news are invented.
CHROMIUM names the browser. The few that the documents show are copied to docs/screens by hand, once they have changed
for the eye, after `pngquant --nofs` has made them three times smaller.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright
from sqlalchemy import select

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from fictitious_site import NAME, NEWS, fictitious_site  # noqa: E402

from models.ground.calendar import working_days_later  # noqa: E402
from models.ground.settings import Settings  # noqa: E402
from models.ground.store import Store  # noqa: E402
from models.people import mail_schedule  # noqa: E402
from models.site import demo, demo_learners  # noqa: E402
from models.tables.mail import Mail, MailKind  # noqa: E402
from watchers import delivery  # noqa: E402

SCREENS = ROOT / "screens"
SIZES = {1280: 900, 768: 1024, 320: 640}
ADDRESS = "http://127.0.0.1:8765"
PASSWORD = "une phrase que je retiens"
BUTTON = "#scene form button"
PATIENCE = 90
"""Seconds: the first text that the encoder reads takes a while."""


def main() -> None:
    """Make an installation from nothing, and take the pictures."""
    SCREENS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        first_day(browser, datetime.now(UTC))
        third_week(browser)


def first_day(browser: Browser, now: datetime) -> None:
    """Take the pictures of somebody who is invited, learns, and reads the news and the mail."""
    with tempfile.TemporaryDirectory() as folder, fictitious_site(now) as host:
        environment = environment_of(folder) | {"WATCH_ALLOW": host}
        with running("run", environment) as (email, password):
            invite(browser, email, password, f"http://{host}/feed.xml")
            state = learn(browser, invitation(Path(folder) / "outbox"))
            deliver_digest(Settings.from_environment(environment), now)
            for width in SIZES:
                take_pictures(page_of(browser, state, width), width)


def third_week(browser: Browser) -> None:
    """Take the pictures of somebody who has learned for weeks, by day and by night."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(folder)
        with running("demo", environment):
            state = visit(browser, demo.COUNSELLOR).context.storage_state()
            for width in SIZES:
                for scheme in ("light", "dark"):
                    take_later_pictures(page_of(browser, state, width, scheme), width, scheme)
            report(page_of(browser, state, max(SIZES)))
            trainer = visit(browser, demo.TRAINER)
            change(trainer)
            for width in SIZES:
                take_trainers_pictures(page_of(browser, trainer.context.storage_state(), width), width)


def environment_of(folder: str) -> dict[str, str]:
    environment = {**os.environ, "INSTANCE": folder, "BASE_URL": ADDRESS}
    environment.setdefault("ENCODER", str(Settings.from_environment().encoder))
    return environment


def page_of(browser: Browser, state: StorageState, width: int, scheme: Literal["light", "dark"] = "light") -> Page:
    """Open a page on a device of that width, where she has signed in."""
    return browser.new_page(
        viewport={"width": width, "height": SIZES[width]}, storage_state=state, locale="fr-BE", color_scheme=scheme
    )


@contextmanager
def running(verb: str, environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Run portal and worker; give the address and the password that the set-up prints."""
    command = [sys.executable, "-m", "portal", verb]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    credentials = ("", "")
    for line in process.stdout:
        if found := re.search(r"Premier accès : (\S+), mot de passe (\S+)", line):
            credentials = (found[1], found[2])
        if ADDRESS in line:
            break
    try:
        yield credentials
    finally:
        process.terminate()
        process.wait(timeout=60)


def invite(browser: Browser, email: str, password: str, feed: str) -> None:
    """Sign in as administrator for the first time, have a site watched, and invite a counsellor who also writes."""
    page = come_in(browser, email, password)
    page.goto(f"{ADDRESS}/sources")
    page.fill("[name=address]", feed)
    page.click("main button:has-text('Analyser')")
    page.fill("form:has([name=way]) [name=name]", NAME, timeout=60_000)
    page.select_option("[name=nature]", "public_service")
    page.click("main button:has-text('Suivre')")
    page.goto(f"{ADDRESS}/people")
    page.fill("[name=name]", "Nadia Fictive")
    page.fill("[name=email]", "nadia@boussole.example")
    page.check("[name=trainer]")
    page.click("main button:has-text('Envoyer')")
    page.goto(f"{ADDRESS}/sources")
    page.screenshot(path=SCREENS / "sources-1280.png", full_page=True)
    page.goto(f"{ADDRESS}/health")
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=SCREENS / f"health-{width}.png", full_page=True)


def welcome(page: Page) -> None:
    """Read « Qui voit quoi » and follow three themes."""
    page.click("main button:has-text('continuer')")
    page.click("main button[name=follow]")


def invitation(outbox: Path) -> str:
    """Return the link in the mail that the worker has put into the outbox."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for file in outbox.glob("*.eml"):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            if body and (found := re.search(r"http\S+/invitation/\S+", body.get_content())):
                return found[0]
        time.sleep(0.5)
    sys.exit("The invitation did not come.")


def learn(browser: Browser, link: str) -> StorageState:
    """Accept the invitation, play a module to its end, wait for the news; return the session."""
    page = browser.new_page(locale="fr-BE")
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(link)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    welcome(page)
    play(page)
    page.goto(f"{ADDRESS}/news")
    while page.locator("main article").count() < len(NEWS):
        page.wait_for_timeout(1000)
        page.reload()
    return page.context.storage_state()


def play(page: Page) -> None:
    """Play one module from its first card to its end, the first option each time."""
    page.goto(ADDRESS)
    page.click("main button:has-text('Commencer')")
    while page.locator("#end").count() == 0:
        step(page)


def visit(browser: Browser, visitor: demo.Visitor) -> Page:
    """Come in as somebody of the demonstration, by its sign-in page."""
    page = browser.new_page(locale="fr-BE")
    page.goto(ADDRESS)
    page.click(f"form:has([value='{visitor.email}']) button")
    page.wait_for_url(f"{ADDRESS}/")
    return page


def come_in(browser: Browser, email: str, password: str) -> Page:
    """Sign in with a temporary password, choose another, read « Qui voit quoi », follow three themes."""
    page = browser.new_page(locale="fr-BE")
    page.goto(ADDRESS)
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main button")
    page.fill("[name=present]", password)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Changer le mot de passe')")
    page.goto(ADDRESS)
    welcome(page)
    page.goto(ADDRESS)
    return page


def step(page: Page) -> None:
    """Go one card, answer or feedback further.

    What has no options to choose from is not known: the first button of an order to find only moves a line.
    """
    options, not_known = page.locator("[name=option]"), page.locator("[name=dont_know]")
    if options.count():
        options.first.check()
    send(page, BUTTON if options.count() or not not_known.count() else "[name=dont_know]")


def send(page: Page, button: str = BUTTON) -> None:
    """Press a button of the scene, and wait for what comes."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator(button).first.click()
    page.wait_for_function(
        "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
    )


def deliver_digest(settings: Settings, now: datetime) -> None:
    """Deliver the mail of the next working morning, by the worker's own verbs."""
    morning = datetime.combine(working_days_later(now.date(), 1), datetime.min.time(), UTC) + timedelta(hours=9)
    store = Store(settings.database_url)
    with store.writing() as db:
        mail_schedule.make_due(db, morning)
    with store.reading() as db:
        due = list(db.scalars(select(Mail.id).where(Mail.kind == MailKind.DIGEST)))
    for mail_id in due:
        delivery.deliver(settings, store, mail_id, morning)
    store.dispose()


def take_pictures(page: Page, width: int) -> None:
    """Take the pages of a first day at one width."""

    def take(name: str, address: str = "") -> None:
        keep(page, f"{name}-{width}", address)

    take("home", "/")
    take("modules", "/modules")
    take("situate", "/situate")
    take("search", "/search?q=artcle+60")
    page.locator("main a").first.click()
    take("card-alone")
    page.goto(f"{ADDRESS}/")
    page.locator(".step button").first.click()
    if page.locator("progress").count():  # the second width takes up the play where the first has left it
        take("card")
    while page.locator("[name=option]").count() == 0:
        step(page)
    take("question")
    step(page)
    expect(page.locator("#verdict")).to_be_focused()
    take("feedback")
    take("feed", "/news")
    page.locator("main article a").first.click()
    take("story")
    take("mails", "/mail")
    page.locator("main li a").first.click()
    take("digest-text")
    page.click("text=tel qu’il est parti")
    take("digest")
    take("privacy", "/privacy")


def take_later_pictures(page: Page, width: int, scheme: str) -> None:
    """Take the pages that show what weeks have brought."""

    def take(name: str, address: str = "") -> None:
        keep(page, f"{name}-{width}-{scheme}", address)

    page.goto(ADDRESS)
    page.locator(".step summary").click()
    take("later-home")
    take("later-domain", "/#path")
    page.locator("#path li a").first.click()
    take("later-skill")
    take("later-week", "/week")


def report(page: Page) -> None:
    """Report a card, and ask for a reply."""
    page.goto(f"{ADDRESS}/modules/article-60")
    page.locator("main li a").first.click()
    page.click("button:has-text('Périmé')")
    page.fill("[name=word]", "La durée a changé, je crois.")
    page.check("[name=wants_reply]")
    page.click("button:has-text('Enregistrer')")
    page.get_by_text("mot est gardé").or_(page.locator("#under [data-focus]")).first.wait_for()


def change(page: Page) -> None:
    """Write better words for something as a trainer, and publish them."""
    page.goto(f"{ADDRESS}/authoring/ecrire-clair")
    text = page.locator("#text").input_value()
    page.fill("#text", text.replace("## ", "## Toujours : ", 1))
    page.click("button:has-text('Publier')")
    page.get_by_text("La version 2 est publiée.").wait_for()


def take_trainers_pictures(page: Page, width: int) -> None:
    """Take the pages of the one who writes, once the worker has measured what eight weeks have brought."""

    def take(name: str, address: str = "") -> None:
        keep(page, f"{name}-{width}", address)

    take("workshop", "/authoring")
    take("studio", "/authoring/tension?as=form&at=questions-0")
    take("difference", "/versions/ecrire-clair/1/2")
    take("inbox", "/reports/waiting")
    page.goto(f"{ADDRESS}/statistics")
    while page.get_by_text("Derniers chiffres relevés").count() == 0:
        page.wait_for_timeout(1000)
        page.reload()
    take("statistics")
    take("measured", f"/statistics/questions/{demo_learners.MISREAD}")


def keep(page: Page, name: str, address: str = "") -> None:
    """Keep the picture of a page, whole."""
    if address:
        page.goto(f"{ADDRESS}{address}")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


if __name__ == "__main__":
    main()
