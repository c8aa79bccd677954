"""A picture is a row: a portal on another machine shows it, and a copy of the database holds it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from content.pictures.picture_file import named_in
from models.ground import backups
from models.tables.people import Account
from tests.builders import MONDAY, small_pack
from tests.databases import FreshDatabase
from tests.drawings import drawn
from tests.house import House, house_on
from tests.pictures import bring as keep
from tests.studio.pages.test_pictures_brought import bring, here, line
from tests.teaching import teach


@pytest.mark.nightly
def test_a_picture_brought_to_one_portal_is_shown_by_another_on_the_same_database(
    postgresql: FreshDatabase, tmp_path: Path
) -> None:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
    with postgresql() as url, house_on(url, folders[0]) as one, house_on(url, folders[1]) as other:
        teach(one.store, small_pack())
        who = one.person(trainer=True)
        browser = one.browser_of(who)
        bring(browser, drawn(36))
        # The worker of the other machine reads it, as whoever is awake does.
        (name,) = named_in(line(here(browser, other)))
        assert shown(one, who, name) == shown(other, who, name) != b""


def shown(house: House, who: Account, name: str) -> bytes:
    answer = house.browser_of(who).client.get(f"/pictures/{name}")
    assert answer.status_code == 200
    return answer.data


def test_a_copy_of_the_database_holds_its_pictures(sqlite: FreshDatabase, tmp_path: Path) -> None:
    with sqlite() as url, house_on(url, tmp_path) as house:
        with house.store.writing() as db:
            picture = keep(db, MONDAY, 37)
        copy = backups.make_now(url, tmp_path, MONDAY, timedelta(days=7))
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT hash, data FROM picture").fetchall() == [(picture.hash, picture.data)]
