"""What goes wrong with changes of rules, and with the stories that tell them."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models.studio.rule_changes import deciding
from models.tables.rule_changes import RuleChange
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Page
from tests.studio.pages.changes import Team, change_source, end, new_text, with_law


def changed(make: Callable[[Session, Team, RuleChange], object], verb: str, **fields: str) -> Callable[[House], Page]:
    """What a trainer comes to with a rule change that something was done to; `texts` stands for those of its module."""

    def visit(house: House) -> Page:
        team, browser = Team(house), house.visitor(trainer=True)
        with_law(team)
        team.propose()
        change = team.change
        with house.store.writing() as db:
            make(db, team, db.get_one(RuleChange, change.id))
        browser.get("/account")
        page = browser.post(f"{team.address}/{verb.replace('texts', f'texts/{team.module}')}", **fields)
        with house.store.writing() as db:
            end(db, house, db.get_one(RuleChange, change.id))
        return page

    return visit


def as_it_is(db: Session, team: Team, change: RuleChange) -> None:
    """The change stays as it is."""


def by_somebody_asked(db: Session, team: Team, change: RuleChange) -> None:
    change.invited = team.reader.learner_key


def refused(db: Session, team: Team, change: RuleChange) -> None:
    deciding.refuse(db, change, MONDAY, team.reader.learner_key)


def only_announced(db: Session, team: Team, change: RuleChange) -> None:
    change.state_to = "annoncé"


def from_elsewhere(db: Session, team: Team, change: RuleChange) -> None:
    change.state_from = "suspendu"


def of_her_own(verb: str, **fields: str) -> Callable[[House], Page]:
    """What the trainer who has proposed a change comes to."""

    def visit(house: House) -> Page:
        team = Team(house)
        with_law(team)
        team.propose()
        browser, text = house.browser_of(team.author), f"{team.address}/texts/{team.module}"
        browser.get(text)
        opened = browser.page.tree.xpath("string(//input[@name='opened']/@value)")
        browser.send(text, ("do", "write"), text=new_text(team))
        opened = browser.page.tree.xpath("string(//input[@name='opened']/@value)")
        page = browser.post(f"{team.address}/{verb.replace('texts', f'texts/{team.module}')}", opened=opened, **fields)
        with house.store.writing() as db:
            end(db, house, db.get_one(RuleChange, team.change.id))
        return page

    return visit


def overtaken(house: House) -> Page:
    """The first of two changes that have taken effect is to be undone."""
    teams = Team(house), Team(house)
    for team in teams:
        team.propose(holds_from=str(MONDAY.date()))
        team.decide()
    first, second = teams
    browser = house.browser_of(first.author)
    browser.get(first.address)
    page = browser.send(f"{first.address}/undo")
    for team in (second, first):
        with house.store.writing() as db:
            end(db, house, db.get_one(RuleChange, team.change.id))
    return page


def of_story(address: str, right: str | None = None, personal: bool = False) -> Callable[[House], Page]:
    """What comes of a story whose source lets little be shown, or is somebody's own."""

    def visit(house: House) -> Page:
        team = Team(house)
        change_source(team, **({"right_to_show": right} if right else {}))
        change_source(team, learner_key=team.author.learner_key if personal else None)
        return house.browser_of(team.author).get(address.format(team.story))

    return visit
