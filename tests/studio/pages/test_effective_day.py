"""The day of a rule change while the worker is dead: pages say what is so today, and only what is sent is written."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import select, update

from content.text.module_writer import write_module
from models.catalogue.drafts import fingerprint
from models.ground.store import Store
from models.learning import playing, scenes
from models.learning.scenes import CardScene, QuestionScene
from models.studio.rule_changes import prepared_texts, stages
from models.tables.answers import Answer, DueCheck, Play, Presentation
from models.tables.base import Base, UtcDateTime
from models.tables.people import Account
from models.tables.rule_changes import RuleChange
from tests.builders import MONDAY, RIGHT, ask, module, small_pack
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.page_browser import Browser, Page
from tests.studio.pages.changes import Team
from tests.studio.rule_changes.made_changes import AFTER, BEFORE, DAY, LAW, MINUTE, key_on, publish_law
from tests.teaching import teach
from watchers.clock import Clock

MIDNIGHT = AFTER - MINUTE


def text_of(letter: str, card: str) -> str:
    """The module of law with the cards and the key of a day."""
    made = module("droit", questions=(key_on(letter, LAW),), cites=("duree",))
    return write_module(made).replace("À lire.", card)


YESTERDAY, TODAY = "Vingt-quatre mois.", "Dix-huit mois."
OLD, NEW = text_of("a", YESTERDAY), text_of("b", TODAY)


@dataclass
class Eve:
    """23:59 in Brussels: a change of the law is accepted for tomorrow, and no worker is awake."""

    house: House
    team: Team
    learner: Account
    colleague: Account
    """Who had acquired the skill."""
    mailed: str
    """Where the question of law leads that she was sent."""
    sitting: str
    """Where she has that question before her."""

    def open(self, address: str) -> Page:
        page = self.house.browser_of(self.learner).get(address)
        assert page.status == 200
        return page

    def browser(self) -> Browser:
        """Hers, with a page that has forms."""
        browser = self.house.browser_of(self.learner)
        browser.get("/modules/droit")
        return browser


@pytest.fixture
def eve(sqlite: FreshDatabase, tmp_path: Path) -> Iterator[Eve]:
    with sqlite() as url, house_on(url, tmp_path) as house:
        teach(house.store, small_pack())
        team, learner, colleague = Team(house), house.person(), house.person()
        with house.store.writing() as db:
            publish_law(db, team.author.learner_key, team.reader.learner_key, OLD, "droit")
            for number in range(1, 6):
                at = MONDAY + (number == 5) * DAY + number * MINUTE
                ask(db, colleague.learner_key, f"listen-active-{number}", at=at)
        team.propose()
        with house.store.writing() as db:
            change = db.get_one(RuleChange, team.change.id)
            (one,) = stages.concerned(db, change.rule_id)
            by = team.author.learner_key
            prepared_texts.write(db, change, one.document, NEW, fingerprint(OLD), house.clock(), by)
        team.decide()
        house.clock.at = BEFORE
        mailed = house.address_of(house.question_for(learner, "droit-1"))
        yield Eve(house, team, learner, colleague, mailed, f"/play/{at_the_question(house, learner)}")


def at_the_question(house: House, learner: Account) -> object:
    """A sitting that has come to the question of law, which then stands on her page."""
    with house.store.writing() as db:
        begun = playing.start(db, learner.learner_key, "droit", house.clock())
        while isinstance(here := scenes.scene(db, begun), CardScene):
            playing.advance(db, begun, here.position, house.clock())
        assert isinstance(here, QuestionScene)
        assert here.question.key == RIGHT
        return begun.id


def rows(store: Store, *, instants: bool = True) -> dict[str, list[str]]:
    """All that is kept, table by table, but for the sessions of browsers; that a worker came late is no other law."""
    with store.reading() as db:
        return {
            table.name: sorted(map(repr, db.execute(select(*columns))))
            for table in Base.metadata.sorted_tables
            if table.name != "session"
            if (columns := [one for one in table.columns if instants or not isinstance(one.type, UtcDateTime)])
        }


def grown(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    return {name for name in after if after[name] != before[name]}


# ------------------------------------------------------------------------------------------------------- what pages say


def test_a_page_that_is_opened_says_what_is_so_today_and_nothing_is_written(eve: Eve) -> None:
    for at, said, other in ((BEFORE, YESTERDAY, TODAY), (AFTER, TODAY, YESTERDAY)):
        eve.house.clock.at = at
        before = rows(eve.house.store)
        card = eve.open("/modules/droit/cards/carte-1").text
        assert (said in card, other in card) == (True, False)
        assert ("change le 1er janvier 2027" in spaced(eve.open("/modules/droit").text)) is (at == BEFORE)
        assert ("La règle a changé depuis" in spaced(eve.open(eve.mailed).text)) is (at == AFTER)
        assert f"{eve.sitting}/answer" in [form.action for form in eve.open(eve.sitting).forms()]
        for address in ("/modules", "/skills/listen.active", "/search?q=mois", "/news", "/mail/next", "/field"):
            eve.open(address)
        assert rows(eve.house.store) == before


def spaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.nightly
def test_home_and_the_news_tell_of_it_in_the_past_and_keep_a_proposal_and_what_was_opened(eve: Eve) -> None:
    eve.house.clock.at = AFTER
    before = rows(eve.house.store)
    assert f"/news/{eve.team.story}" in eve.open("/").links()
    for address in ("/news", f"/news/{eve.team.story}"):
        assert "A changé la règle « Durée » le 1er janvier 2027" in spaced(eve.open(address).text)
    assert grown(before, rows(eve.house.store)) == {"proposal", "story_reading", "rule_change_reading"}


def test_the_workshop_shows_the_text_of_today_as_it_will_be_numbered(eve: Eve) -> None:
    eve.house.clock.at = AFTER
    before = rows(eve.house.store)
    trainer = eve.house.browser_of(eve.team.reader)
    assert TODAY in trainer.get("/authoring/droit").part("text").text
    assert "Version 2, en vigueur" in spaced(trainer.get("/versions/droit").text)
    assert TODAY in trainer.get("/versions/droit/2").text
    assert "en vigueur" in trainer.get("/rule-changes").text
    assert grown(before, rows(eve.house.store)) == set()


# ------------------------------------------------------------------------------------------------- what is then written


@pytest.mark.nightly
def test_the_first_form_that_is_sent_writes_what_the_worker_would_have_written_at_midnight_once(
    eve: Eve, tmp_path: Path
) -> None:
    settings = replace(eve.house.settings, database_url=f"sqlite:///{copied(eve.house.store, tmp_path)}")
    with Clock(settings, lambda: MIDNIGHT) as clock:
        clock.keep_up()
    eve.house.clock.at = AFTER + 9 * 60 * MINUTE
    browser, there = eve.browser(), Store(settings.database_url)
    for _ in range(2):
        browser.post("/proposals/again", target="rien")  # which itself writes nothing
        assert rows(eve.house.store, instants=False) == rows(there, instants=False)
    there.dispose()
    checks = eve.house.read(lambda db: db.scalars(select(DueCheck.learner_key)).all())
    assert checks == [eve.colleague.learner_key]


def copied(store: Store, folder: Path) -> Path:
    copy = folder / "midnight.sqlite3"
    with closing(connect(store.url.removeprefix("sqlite:///"))) as source, closing(connect(copy)) as target:
        source.backup(target)
    return copy


def test_a_page_that_was_shown_before_midnight_is_marked_by_what_it_showed(eve: Eve) -> None:
    browser = eve.house.browser_of(eve.learner)
    browser.get(eve.sitting)
    eve.house.clock.at = AFTER + 4 * MINUTE
    assert "C’est juste" in browser.send(f"{eve.sitting}/answer", ("answering", "1"), option="a").text
    given = latest_answer(eve)
    assert (given.question_id, given.correct, given.counts) == ("droit-1", True, True)
    assert eve.house.read(lambda db: db.scalars(select(RuleChange.took_effect_at)).one()) == given.answered_at


def latest_answer(eve: Eve) -> Answer:
    hers = select(Answer).where(Answer.learner_key == eve.learner.learner_key)
    return eve.house.read(lambda db: db.scalars(hers).one())


def test_no_mail_leaves_by_the_law_of_yesterday(eve: Eve) -> None:
    eve.house.clock.at = at = AFTER + 4 * DAY + 9 * 60 * MINUTE  # the first working day
    with eve.house.store.writing() as db:
        # Else home would begin with that question, and the mail leaves it to home.
        due = {"skill": key_on("b", LAW).skill, "version_id": stages.concerned(db, "duree")[0].version.id, "due_at": at}
        db.add(DueCheck(learner_key=eve.learner.learner_key, **due))
        db.execute(update(Play).values(finished_at=BEFORE))
    sent = eve.house.mail_to(eve.learner)
    assert "A changé la règle" in (sent.text or "")
    (law,) = eve.house.read(lambda db: stages.concerned(db, "duree"))
    assert law.version.number == 2
    at_seven = select(Presentation.version_id).where(Presentation.shown_at == eve.house.clock())
    assert eve.house.read(lambda db: db.scalars(at_seven).all()) == [law.version.id]
