"""A house with something to put into letters, and what a browser does with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from models.catalogue import house_texts
from models.community import plain_letters
from models.tables.people import Account
from models.tables.plain_letters import PlainLetter
from tests.community.letters import WORDS, furnish_letters, picked
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.house_texts import write_ways
from tests.page_browser import Browser, Page, page_of
from tests.plain_words import vouch_for_all

PUBLIC = "https://boussole.brussels.example"


def furnish(house: House) -> House:
    """Publish rules, a card and entries with plain words."""
    with house.store.writing() as db:
        furnish_letters(db, house.clock())
    return house


def with_ways(house: House) -> None:
    """Say how the house is reached."""
    with house.store.writing() as db:
        for language in house_texts.WRITTEN_IN:
            write_ways(db, language, "Rue Inventée 1", "02 111 11 11", "Boîte 1")


@contextmanager
def public(house: House) -> Iterator[None]:
    """The house has a public address for a while."""
    before = house.app.extensions["settings"]
    house.app.extensions["settings"] = replace(before, public_url=PUBLIC)
    yield
    house.app.extensions["settings"] = before


def letter(house: House, owner: Account, *picks: str, language: str = "fr") -> PlainLetter:
    """A letter of hers, made now."""
    with house.store.writing() as db:
        at = house.clock()
        return plain_letters.make(db, owner.learner_key, picked(*picks), language, at, at.date())


def pressed(browser: Browser, *picks: str, language: str = "fr") -> Page:
    """What comes of « Faire la lettre » with what is ticked, as the page sends it."""
    page = browser.get(f"/letters/new?language={language}&" + "&".join(f"pick={one}" for one in picks))
    (token,) = page.tree.xpath("//button[@formaction='/letters']/@value")
    answer = browser.client.post(
        "/letters",
        data={"csrf_token": token, "pick": list(picks), "language": language, "q": ""},
        follow_redirects=True,
    )
    browser.page = page_of(answer)
    return browser.page


def opened(house: House, token: str, **headers: str) -> Page:
    """The page of a letter, as whoever holds the paper sees it."""
    return page_of(house.stranger().client.get(f"/l/{token}", headers=headers))


def pages(house: House, owner: Account) -> dict[str, list[str]]:
    """Every page of letters, in each of its states; by endpoint."""
    name, language = f"dite-{owner.id}", owner.language if owner.language in WORDS else "fr"
    untied: dict[str, Any] = {"rules": (), "skills": ()}  # whatever the pack of the house is
    with house.store.writing() as db:
        at_once = entry(name, plain=WORDS, emergency=True, **untied)
        publish_entries(db, at_once, entry(f"autre-{name}", plain=WORDS, **untied))
        vouch_for_all(db)
    as_it_was, changed = (letter(house, owner, f"entry:{one}", language=language) for one in (f"autre-{name}", name))
    closed = letter(house, owner, f"entry:autre-{name}", language="nl")
    with house.store.writing() as db:
        publish_entries(db, entry(name, plain={"fr": "Autrement : « ici » !", "nl": "Anders."}, **untied))
        plain_letters.revoke(db.get_one(PlainLetter, closed.id), house.clock())
    return {
        "plain_letters.compose": [
            "/letters/new",
            f"/letters/new?q=écoute&pick=entry:{name}&pick=entry:autre-{name}",
            "/letters/new?language=nl&q=zzz",
        ],
        "plain_letters.mine": ["/letters"],
        "plain_letters.letter": [f"/letters/{one.id}" for one in (as_it_was, changed, closed)],
        "plain_letters.paper": [f"/letters/{one.id}/paper" for one in (as_it_was, changed)],
        # It speaks the language of the letter, whoever opens it.
        "plain_letters.opened": [f"/l/{one.token}" for one in (as_it_was, changed) if language == owner.language],
    }
