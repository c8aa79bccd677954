"""Two trainers, a story, a module of law, and the rule changes that they make in the workshop."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Question
from content.text.module_writer import write_module
from models.studio.rule_changes import deciding, stages
from models.studio.rule_changes.stages import Stage
from models.tables.people import Account
from models.tables.rule_changes import RuleChange
from models.tables.sources import Source
from models.tables.stories import Article
from tests import builders
from tests.house import House
from tests.page_browser import Browser, Page
from tests.studio.rule_changes.made_changes import AUTHORITY, LAW, SENTENCE, key_on, publish_law
from tests.watchers.mornings import tell

ACCEPT = ("do", "accept")


class Team:
    """Two trainers, a learner, a story, a module of law; all of this test's own."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.author, self.reader = (house.person(trainer=True) for _ in range(2))
        self.learner = house.person()
        self.source = f"ONEM {uuid4().hex[:6]}"
        self.story = tell(house.store, "La durée change", house.clock(), sentences=(SENTENCE,), source=self.source)
        self.module = f"droit-{uuid4().hex[:6]}"

    @property
    def form(self) -> str:
        return f"/rule-changes/stories/{self.story}"

    def browser(self, who: Account) -> Browser:
        browser = self.house.browser_of(who)
        browser.get(f"/news/{self.story}")
        return browser

    def propose(self, **fields: str) -> Page:
        browser = self.browser(self.author)
        browser.get(self.form)
        values = {"rule_id": "duree", "address": AUTHORITY, "state": "en vigueur", "holds_from": "2027-01-01"}
        return browser.send(self.form, **{**values, "untouched": "Les étudiants.", "cited": "0", **fields})

    @property
    def change(self) -> RuleChange:
        newest = select(RuleChange).where(RuleChange.story_id == self.story).order_by(RuleChange.id.desc())
        return self.house.read(lambda db: db.scalars(newest).first() or pytest.fail("nothing was proposed"))

    @property
    def address(self) -> str:
        return f"/rule-changes/{self.change.id}"

    def decide(self, button: tuple[str, str] = ACCEPT) -> Page:
        browser = self.house.browser_of(self.reader)
        browser.get(self.address)
        return browser.send(f"{self.address}/decide", button)

    def story_page(self, who: Account) -> str:
        return self.house.browser_of(who).get(f"/news/{self.story}").text


def end(db: Session, house: House, change: RuleChange) -> None:
    """What is left open would change what the next test finds."""
    stage = stages.stage_of(change)
    if stage is Stage.VERIFYING:
        deciding.withdraw(db, change, house.clock(), change.proposed_by)
    elif stage in {Stage.TO_COME, Stage.IN_EFFECT}:
        deciding.undo(db, change, house.clock(), change.proposed_by)


def text_of(team: Team, asked: Question = LAW) -> str:
    return write_module(builders.module(team.module, questions=(asked._replace(id=f"{team.module}-1"),)))


def new_text(team: Team) -> str:
    return text_of(team, key_on("b"))


def with_law(team: Team) -> None:
    with team.house.store.writing() as db:
        publish_law(db, team.author.learner_key, team.reader.learner_key, text_of(team), team.module)


def change_source(team: Team, **values: object) -> None:
    with team.house.store.writing() as db:
        source = db.scalars(
            select(Source).join(Article, Article.source_id == Source.id).where(Article.story_id == team.story)
        ).one()
        for name, value in values.items():
            setattr(source, name, value)
