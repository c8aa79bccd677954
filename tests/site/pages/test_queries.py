"""How often a page asks the database: so many times, however many skills, modules and answers there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from content.pack import Pack
from content.text.module_writer import write_module
from models.catalogue import documents, drafts, in_force
from models.ground.store import Store
from models.learning import playing, proposals, scenes, themes
from models.learning.scenes import CardScene, QuestionScene
from models.news.feed import tastes
from models.studio import publishing
from models.tables.documents import VersionChange
from models.tables.people import Account
from models.tables.stories import StorySkill
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, live_through, module, small_pack
from tests.databases import FreshDatabase
from tests.directory.published_entries import entry, publish_entries
from tests.house import House, house_on
from tests.learning.pages import interviews
from tests.page_browser import Browser
from tests.watchers.mornings import tell

DAY = timedelta(days=1)
HOME, NEWS, STORY, MODULES, SKILL, ANSWER, NEXT, BRIEFING, MODULE, CARD = 5, 7, 12, 4, 5, 12, 12, 8, 6, 6
"""Home proposing what it did before; the feed; a story; all modules; a skill's page; an answer; what follows it;
what is read before an interview; a module; a card. Entries of the directory take two of a story, a briefing, a module,
a card."""
TURN, TURN_SHOWN = 16, 3
"""Saying something in an interview, which shows the next turn; a turn to look at."""
STORIES = 7
MORE = 24
"""Skills, and modules on them, of a larger house."""


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are sent meanwhile; to begin and to end a transaction is not to ask."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
            sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)


def larger_pack() -> Pack:
    """The small pack, with many more skills that build on each other and a module on each."""
    pack, names = small_pack(), "{fr: Un sujet, nl: Een onderwerp, en: A subject}"
    skills = [f"more.skill-{number}" for number in range(MORE)]
    lines = ["  - id: more", f"    name: {names}", f"    short: {names}", "    skills:"]
    lines += [f"      - {{id: {one}, name: {names}, prerequisites: [listen.active]}}" for one in skills]
    modules = {one.replace(".", "-"): write_module(module(one.replace(".", "-"), (one,))) for one in skills}
    return Pack(pack.skills + "\n".join(lines) + "\n", pack.rules, {**pack.modules, **modules})


def lived(house: House) -> Account:
    """Somebody with something of everything: acquired, begun, refused, to check again, open."""
    account = house.person()
    key = account.learner_key
    with house.store.writing() as db:
        for day in range(2):
            at = MONDAY + day * DAY
            live_through(db, playing.start(db, key, "ecouter", at), at)
        live_through(db, playing.practise(db, key, "frame.role", Purpose.PRACTISE, MONDAY), MONDAY, lambda _: ("b",))
        document = documents.module_document(db, "ecouter")
        publishing.publish(
            db, document, drafts.latest_text(db, document), VersionChange.MEANING, MONDAY + 2 * DAY, by=None
        )
        proposals.refuse(db, key, "frame.role", MONDAY, until=None)
        themes.follow(db, key, MONDAY, words=["nouvelle"], domains=["listen"])
        tastes.mute(db, key, "football", MONDAY)
        playing.start(db, key, "cadre", MONDAY + 2 * DAY)
    house.clock.at = MONDAY + 3 * DAY
    return account


def asked_for(house: House, browser: Browser, address: str) -> int:
    """How often the database is asked for a page that has been opened before."""
    browser.get(address)
    with counted(house.app.extensions["store"]) as sent:
        assert browser.get(address).status == 200
    return len(sent)


def at_a_question(house: House, account: Account) -> str:
    with house.store.writing() as db:
        begun = playing.start(db, account.learner_key, "reformuler", house.clock() - timedelta(minutes=5))
        while isinstance(here := scenes.scene(db, begun), CardScene):
            playing.advance(db, begun, here.position, house.clock() - timedelta(minutes=2))
        assert isinstance(here, QuestionScene)
    return f"/play/{begun.id}"


@pytest.fixture(scope="module", params=[small_pack, larger_pack])
def shared_house(
    request: pytest.FixtureRequest, sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Three skills and three modules, or many more; some news on two of the skills."""
    with sqlite() as url, house_on(url, tmp_path_factory.mktemp("house")) as house:
        builders.set_up(house.store, request.param())
        with house.store.writing() as db:
            skills = [skill.id for skill in in_force.skill_map(db)]
            read: dict[str, Any] = {"skills": tuple(skills), "sought": {"fr": ("lire",)}}
            publish_entries(db, *(entry(one, **read) for one in ("ecoute", "parole", "repit")))
        for number in range(STORIES):
            told = tell(
                house.store, f"Nouvelle {number}", MONDAY + number * timedelta(hours=1), source=f"Source {number}"
            )
            with house.store.writing() as db:
                db.add(StorySkill(story_id=told, skill=("listen.active", "frame.role")[number % 2], similarity=3.0))
        yield house


def test_a_page_asks_the_database_so_many_times(house: House) -> None:
    frozen = {"/": HOME, "/news": NEWS, "/news/1": STORY, "/modules": MODULES, "/skills/listen.active": SKILL}
    frozen |= {"/briefing?q=lire": BRIEFING, "/modules/ecouter": MODULE, "/modules/ecouter/cards/carte-1": CARD}
    browser = house.browser_of(lived(house))
    assert {address: asked_for(house, browser, address) for address in frozen} == frozen


def test_a_turn_of_an_interview_asks_the_database_so_many_times_however_long_it_has_been(house: House) -> None:
    interviews.publish(house)
    browser = house.browser_of(lived(house))
    browser.get("/modules/entretien")
    page, found = browser.send("/modules/entretien/dialogues/jo").address, []
    browser.swap(page, ("answering", "1"), option="b")
    for option in "ab":
        with counted(house.app.extensions["store"]) as saying:
            assert browser.swap(page, ("answering", "1"), option=option).status_code == 200
        found.append((len(saying), asked_for(house, browser, page)))
    assert found == [(TURN, TURN_SHOWN)] * 2


def test_an_answer_and_what_follows_it_ask_the_database_so_many_times(house: House) -> None:
    account = lived(house)
    browser, sitting = house.browser_of(account), at_a_question(house, account)
    browser.get(sitting)
    with counted(house.app.extensions["store"]) as answering:
        assert browser.swap(f"{sitting}/answer", ("answering", "1"), option="a").status_code == 200
    with counted(house.app.extensions["store"]) as going_on:
        assert browser.swap(f"{sitting}/advance").status_code == 200
    assert (len(answering), len(going_on)) == (ANSWER, NEXT)


def test_home_asks_no_more_after_a_life_of_answers(house: House) -> None:
    account = lived(house)
    browser = house.browser_of(account)
    with house.store.writing() as db:
        for number in range(60):
            at = house.clock() - timedelta(days=1, minutes=number)
            builders.ask(db, account.learner_key, f"listen-active-{1 + number % 8}", at=at)
    assert asked_for(house, browser, "/") <= HOME
