"""PostgreSQL once more: each page says there what it says on SQLite, each form does there what it does on SQLite."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import request
from sqlalchemy import event

from tests.builders import MONDAY, small_pack
from tests.databases import FreshDatabase, store_on
from tests.house import House, house_on
from tests.site.pages.furnished import FILES, furnish
from tests.site.pages.walks import HOUSES
from tests.teaching import teach

pytestmark = pytest.mark.nightly
MADE_ANEW = re.compile(
    r"\S*boussole\.example/\S*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}"
)
"""Signed links, random keys and secrets of second factors, which are never the same twice."""
AN_OPTION, RANKED = "La bonne", "?q="
"""Options come in an order that is drawn; what is sought comes in the order of each database's own ranks."""


def test_every_page_says_on_postgresql_what_it_says_on_sqlite(
    sqlite: FreshDatabase, postgresql: FreshDatabase, tmp_path: Path
) -> None:
    here, there = told_on(sqlite, tmp_path), told_on(postgresql, tmp_path)
    health = there.pop("health.what_is_wrong 0")
    assert "PostgreSQL" in health  # who keeps its copies: all that should differ
    assert here.pop("health.what_is_wrong 0")[0] == health[0] == "200"
    assert {page: (said, there[page]) for page, said in here.items() if said != there[page]} == {}
    assert {page for page, said in here.items() if said[0] != "200"} == set()


@contextmanager
def backwards(url: str) -> Iterator[None]:
    """SQLite reads backwards where nothing says in which order, so that no list has its order from a table alone.

    https://www.sqlite.org/pragma.html#pragma_reverse_unordered_selects
    """
    engine = store_on(url).engine

    def turn(connection: Any, _: object) -> None:
        if url.startswith("sqlite"):
            connection.execute("PRAGMA reverse_unordered_selects = ON")

    event.listen(engine, "connect", turn)
    engine.dispose()  # whoever is connected already reads forwards
    yield
    event.remove(engine, "connect", turn)


def told_on(databases: FreshDatabase, folder: Path) -> dict[str, list[str]]:
    """What comes of each page, in each of its states: the status and its words, in their order unless it is drawn."""
    with databases() as url, backwards(url), house_on(url, folder) as house:
        teach(house.store, small_pack())
        furnished = furnish(house)
        person = furnished.person("everything")
        told = {}
        for endpoint, addresses in furnished.addresses(person).items():
            for number, address in enumerate(addresses):
                page = furnished.visit(person, address)
                said = re.findall(r"\w+", MADE_ANEW.sub("", page.text))
                drawn = AN_OPTION in page.text or RANKED in address
                told[f"{endpoint} {number}"] = [str(page.status), *(sorted(said) if drawn else said)]
        return told


def test_every_form_does_on_postgresql_what_it_does_on_sqlite(postgresql: FreshDatabase, tmp_path: Path) -> None:
    asked: set[str | None] = set()
    for pack, walks in HOUSES:
        with postgresql() as url, house_on(url, tmp_path) as house:
            house.app.before_request(lambda: asked.add(request.endpoint))
            teach(house.store, pack)
            for walk in (walk for some in walks for walk in some(house)):
                walk()
                house.clock.at = MONDAY
    assert forms_and_files(house) - asked == set()


def forms_and_files(house: House) -> set[str]:
    """All that no visit to a page opens."""
    posts = {rule.endpoint for rule in house.app.url_map.iter_rules() if "POST" in rule.methods}
    return posts | FILES - {"static"}
