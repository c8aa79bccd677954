"""A review reaches the home page of whoever is to read, and of the author once it has come back or is approved."""

from uuid import uuid4

import pytest

from models.studio import reviewing
from models.tables.people import Account
from tests.house import House
from tests.page_browser import words
from tests.site.pages import lives


@pytest.fixture
def author(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def reader(house: House) -> Account:
    return house.person(trainer=True)


def asked(house: House, author: Account, invited: Account | None = None) -> tuple[str, int]:
    name = f"module-{uuid4().hex[:8]}"
    with house.store.writing() as db:
        document = lives.published(db, name, author.learner_key)
        text = lives.text_of(name, "À relire.")
        return name, lives.ask(db, document, text, author.learner_key, invited and invited.learner_key).id


def line(house: House, account: Account) -> str:
    """What home says of reviews to somebody."""
    return " ".join(words(one) for one in house.browser_of(account).get("/").tree.find_class("review-line"))


def links(house: House, account: Account) -> list[str]:
    page = house.browser_of(account).get("/")
    return [str(one) for one in page.tree.xpath("//*[contains(@class, 'review-line')]//a/@href")]


def test_whoever_was_asked_finds_it_at_home_and_no_other_trainer_does(
    house: House, author: Account, reader: Account
) -> None:
    other = house.person(trainer=True)
    name, number = asked(house, author, reader)
    title = name.capitalize()
    assert f"Un texte à relire : {title}" in line(house, reader).replace("\xa0", " ")
    assert f"/reviewing/{number}" in links(house, reader)
    assert title not in line(house, author) + line(house, other)


def test_what_anybody_may_read_is_on_the_home_page_of_all_trainers_and_of_no_counsellor(
    house: House, author: Account, reader: Account
) -> None:
    asked(house, author)
    assert "relire" in line(house, reader)
    assert "relire" in line(house, house.person(trainer=True))
    assert line(house, house.person()) == ""


def test_its_author_finds_what_came_back_where_the_remarks_stand(
    house: House, author: Account, reader: Account
) -> None:
    name, number = asked(house, author, reader)
    with house.store.writing() as db:
        reviewing.return_text(db, reviewing.review_of(db, number), house.clock(), reader.learner_key)
    assert "Votre texte est revenu, avec des remarques" in line(house, author)
    assert f"/authoring/{name}?as=form" in links(house, author)


def test_what_is_approved_is_told_until_its_author_has_noted_it(house: House, author: Account, reader: Account) -> None:
    _, number = asked(house, author, reader)
    with house.store.writing() as db:
        reviewing.approve(db, reviewing.review_of(db, number), house.clock(), reader.learner_key)
    assert "approuvé et en ligne" in line(house, author)
    browser = house.browser_of(author)
    browser.get("/")
    page = browser.send(f"/reviewing/{number}/mark", ("back", "home"))
    assert page.path == "/"
    assert "approuvé" not in line(house, author)
