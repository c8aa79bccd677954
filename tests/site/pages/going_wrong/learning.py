"""What goes wrong while one learns, reports and follows sites."""

from collections.abc import Callable

from models.learning import objection, playing
from models.learning.training_record_code import MOST_MODULES
from models.news.sources import own_sources, trials
from models.tables.sources import SourceNature
from tests import builders
from tests.builders import MONDAY, live_through
from tests.house import House
from tests.learning.pages import interviews
from tests.page_browser import Page
from tests.site.pages import looking


def reported(taps: Callable[[Callable[..., Page]], list[Page]]) -> Callable[[House], Page]:
    """What the last tap comes to, of those on the feedback of a mailed question."""

    def visit(house: House) -> Page:
        account = house.person()
        address = house.address_of(house.question_for(account))
        browser = house.browser_of(account)
        browser.get(address)
        browser.send(address, ("dont_know", "1"))
        place = browser.page.tree.xpath("string(//input[@name='place']/@value)")
        return taps(lambda **fields: browser.post("/reports", place=place, kind="outdated", **fields))[-1]

    return visit


def contested(house: House, *answered: int) -> Page:
    """« Je connais déjà », by somebody who has answered some questions; twice where there were none."""
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/account")
    with house.store.writing() as db:
        for number in answered:
            builders.ask(db, account.learner_key, f"frame-role-{number}")
        if not answered:
            at = house.clock()
            live_through(db, playing.contest(db, account.learner_key, "frame.role", at), at)
    return browser.post("/skills/frame.role/contest")


def held_back(house: House) -> Page:
    """An interview is begun of which a turn is asked of nobody."""
    interviews.publish(house)
    account = house.person()
    with house.store.writing() as db:
        interviews.begin_held(db, account.learner_key)
    browser = house.browser_of(account)
    browser.get("/account")
    return browser.post("/modules/retenu/dialogues/retenu-jo")


def without_estimation(house: House) -> Page:
    account = house.person()
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    browser = house.browser_of(account)
    browser.get("/account")
    return browser.post("/practice/review/listen.active")


def one_source_more(house: House) -> Page:
    account = house.person()
    with house.store.writing() as db:
        for number in range(own_sources.MOST):
            own_sources.add_own(
                db, account.learner_key, "Un flux", f"https://n{number}.example/", SourceNature.PRESS, MONDAY
            )
    trial = looking.tried(house, account, "https://more.example/feed", looking.FEED)
    browser = house.browser_of(account)
    browser.get(f"/sources/mine/trials/{trial.id}")
    return browser.post(f"/sources/mine/trials/{trial.id}", name="Encore", way="0", nature="press")


def one_trial_more(house: House) -> Page:
    account = house.person()
    with house.store.writing() as db:
        for number in range(trials.MOST_A_DAY):
            trials.ask(db, account.learner_key, f"https://t{number}.example/", house.clock())
    browser = house.browser_of(account)
    browser.get("/sources/mine")
    return browser.send("/sources/mine/try", address="https://one-more.example/")


def finished_too_many(house: House) -> Page:
    """Ask for a training record of one module more than it can say."""
    names = [f"fini-{number}" for number in range(MOST_MODULES + 1)]
    account = house.person()
    for name in names:
        house.new_module(name, questions=(builders.question(f"{name}-1"),))
    with house.store.writing() as db:
        for name in names:
            live_through(db, playing.start(db, account.learner_key, name, MONDAY), MONDAY)
    browser = house.browser_of(account)
    browser.get("/account")
    return browser.post("/training-records", module=names)
