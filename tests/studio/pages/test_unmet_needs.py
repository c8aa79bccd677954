"""« Pas trouvé ? » counts a domain and a week: neither the words nor who sought them are kept or can be guessed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.ground import counts
from models.ground.anonymity import FEWEST
from models.studio import module_list
from models.tables.base import Base
from models.tables.counts import WeekCount, WeekCountKind
from portal.studio.module_list import MOST_NEEDS_A_WEEK
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Browser, words

SECRET = "zanzibarpère"
LISTEN = ("domain", "listen")


@pytest.fixture(autouse=True)
def nothing_yet(house: House) -> None:
    with house.store.writing() as db:
        for row in db.scalars(select(WeekCount)):
            db.delete(row)


def tell(browser: Browser) -> None:
    browser.get(f"/briefing?q={SECRET}")
    browser.send("/unmet-needs", LISTEN)


def counted(house: House) -> list[tuple[str, str, int]]:
    needs = select(WeekCount).where(WeekCount.kind == WeekCountKind.DOMAIN_UNMET)
    rows = house.read(lambda db: db.scalars(needs).all())
    return [(str(row.week), row.subject, row.number) for row in rows]


def shown(house: House) -> list[str]:
    page = house.visitor(trainer=True).get("/authoring")
    return [words(item) for item in page.tree.xpath("//section[@aria-labelledby='unmet']//li")]


def test_one_tap_says_in_which_domain_and_the_screen_stays(house: House) -> None:
    browser = house.visitor()
    tell(browser)
    assert browser.page.form("/briefing").fields["q"] == SECRET
    assert "C’est noté" in browser.page.text
    assert counted(house) == [("2026-11-23", "listen", 1)]
    tell(house.visitor())
    assert counted(house) == [("2026-11-23", "listen", 2)]


def test_neither_words_nor_anybody_are_kept(house: House) -> None:
    account = house.person()
    before = house.rows()
    tell(browser := house.browser_of(account))
    changed = {name for name, number in house.rows().items() if number != before[name]}
    assert changed == {"week_count"}
    assert {column.name for column in WeekCount.__table__.columns} == {"kind", "subject", "week", "number"}
    with house.store.reading() as db:
        tables = Base.metadata.sorted_tables
        assert [table.name for table in tables if SECRET in str(db.execute(select(table)).all())] == []
    with browser.client.session_transaction() as session:
        assert not {SECRET, "listen"} & set(str(dict(session)).replace("'", " ").split())


def test_one_browser_is_counted_a_few_times_a_week_at_most(house: House) -> None:
    browser = house.visitor()
    for _ in range(MOST_NEEDS_A_WEEK + 2):
        tell(browser)
    assert "déjà compté" in browser.page.text
    assert counted(house) == [("2026-11-23", "listen", MOST_NEEDS_A_WEEK)]
    house.clock.pass_by(days=7)
    tell(browser)
    assert counted(house)[1:] == [("2026-11-30", "listen", 1)]


def test_trainers_see_the_weeks_that_are_over_and_no_number_of_a_few(house: House) -> None:
    with house.store.writing() as db:
        for week, number in ((0, 9), (1, FEWEST - 1), (2, FEWEST)):
            for _ in range(number):
                module_list.count_unmet_need(db, "listen", (MONDAY - week * timedelta(days=7)).date())
    (line,) = shown(house)
    assert "quelques fois la semaine du 16 novembre 2026" in line
    assert f"{FEWEST} fois la semaine du 9 novembre 2026" in line
    assert "23 novembre" not in line
    house.clock.pass_by(days=7)
    assert "9 fois la semaine du 23 novembre 2026" in shown(house)[0]


def test_nothing_is_shown_where_nothing_was_said_and_a_year_is_forgotten(house: House) -> None:
    assert shown(house) == []
    with house.store.writing() as db:
        module_list.count_unmet_need(db, "listen", MONDAY.date() - timedelta(days=400))
        module_list.count_unmet_need(db, "listen", MONDAY.date() - timedelta(days=300))
        counts.forget_old_weeks(db, MONDAY)
    assert len(counted(house)) == 1
