"""What goes wrong with texts, reviews and what is written about stories."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

from sqlalchemy.orm import Session

from models.catalogue import documents, drafts, in_force, uploads
from models.learning import report_inbox, reports
from models.learning.report_subjects import AboutCard
from models.news.sources import shared_sources
from models.people import accounts
from models.studio import reviewing
from models.tables.people import Account
from models.tables.reports import ReportKind, ReportOutcome
from models.tables.reviewing import Review
from tests import bringing
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Page
from tests.site.pages import lives
from tests.site.pages.going_wrong.visiting import of_form
from tests.studio.pages.changes import Team


def of_draft(old: str, new: str) -> Callable[[House], Page]:
    """The preview of a new module in which a word is another."""

    def visit(house: House) -> Page:
        browser, name = house.visitor(trainer=True), f"brouillon-{uuid4().hex[:8]}"
        browser.get("/authoring")
        browser.send("/authoring", id=name)
        text = browser.get(f"/authoring/{name}").form().fields["text"]
        browser.send("", ("do", "save"), text=text.replace(old.format(name), new.format(name)))
        return browser.get(f"/authoring/{name}/preview")

    return visit


def unknown_change(house: House) -> Page:
    with house.store.writing() as db:
        source = shared_sources.add_source(db, "Site", "https://site.example/", "page", MONDAY)
    return of_form(f"/sources/{source.id}/forget")(house)


def replied_otherwise(house: House) -> Page:
    account = house.person(trainer=True)
    browser = house.browser_of(account)
    with house.store.writing() as db:
        card = AboutCard(in_force.published_module(db, "ecouter").version_id, 1)
        report = reports.report(db, account.learner_key, card, ReportKind.OUTDATED, house.clock())
        report_inbox.reply(db, [report], "Corrigé.", ReportOutcome.ACCEPTED, house.clock(), uuid4())
    browser.get("/account")
    return browser.post("/reports/reply", report=str(report.id), text="Non.", outcome="maintained")


def reviewed(change: Callable[[Session, Review, Account], object], verb: str, **fields: str) -> Callable[[House], Page]:
    """What a trainer comes to with a review that something was done to."""

    def visit(house: House) -> Page:
        author, visitor = house.person(trainer=True), house.person(trainer=True)
        name = f"relu-{uuid4().hex[:8]}"
        with house.store.writing() as db:
            document = drafts.create_module(db, name, MONDAY, author.learner_key)
            review = lives.ask(db, document, lives.text_of(name), author.learner_key)
            change(db, review, visitor)
        browser = house.browser_of(visitor)
        browser.get("/account")
        return browser.post(f"/reviewing/{review.id}/{verb}", **fields)

    return visit


def nothing(db: Session, review: Review, visitor: Account) -> None:
    """The review stays as it is."""


def by_herself(db: Session, review: Review, visitor: Account) -> None:
    review.asked_by = visitor.learner_key


def by_another(db: Session, review: Review, visitor: Account) -> None:
    invited = accounts.invite(db, f"{uuid4()}@example.org", "Karim", MONDAY, timezone="Europe/Brussels", trainer=True)
    review.invited = invited.learner_key


def returned(db: Session, review: Review, visitor: Account) -> None:
    reviewing.return_text(db, review, MONDAY, visitor.learner_key)


def written_on(db: Session, review: Review, visitor: Account) -> None:
    """Its text is another since it was read."""
    document = documents.document_of(db, review.document_id)
    drafts.save_draft(db, document, f"{review.text}\n", MONDAY, review.asked_by)


def too_long_a_word(house: House) -> Page:
    team = Team(house)
    return team.browser(team.author).post(f"/interview/{team.story}", body="x" * 401)


def no_such_gap(house: House) -> Page:
    team = Team(house)
    browser = team.browser(team.author)
    return browser.post(f"/drafted-questions/stories/{team.story}", place="99", aim="ecouter|listen.active")


def one_pack_more(house: House) -> Page:
    """A fourth package is brought while three wait."""
    browser = house.visitor(trainer=True)
    for _ in range(uploads.MOST_PACKS + 1):
        browser.get("/exchange")
        page = browser.send("/exchange/packs", file=(BytesIO(b"x"), "paquet.zip"))  # type: ignore[arg-type]
    return page


def brought_and_not_read(house: House) -> Page:
    """Questions are taken from a file that the worker has not read yet."""
    browser = house.visitor(trainer=True)
    number = bringing.bring(house.store, house.clock(), bringing.AIKEN)
    browser.get("/exchange/imports")
    return browser.post(f"/exchange/imports/{number}/take", take="0")
