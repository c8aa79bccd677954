"""Two weeks ahead on « Ma semaine »: a picture whose dots are where they belong, and the same in words."""

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from models.ground.calendar import DAY
from models.ground.words import day_as
from models.learning import days_ahead, learner_situation, playing, proposals, week
from portal.charts import over_time
from portal.charts.over_time import DayDrawn, ahead_chart
from tests import builders
from tests.builders import MONDAY
from tests.house import House
from tests.learning.proposals.proposed import acquire
from tests.page_browser import words

TODAY = MONDAY.date()
days_drawn = st.lists(
    st.builds(DayDrawn, st.just("lu"), st.just("23"), st.integers(0, 40), st.booleans(), st.booleans(), st.booleans()),
    min_size=1,
    max_size=14,
)


@given(days_drawn)
def test_every_review_is_a_dot_over_its_own_day_and_days_off_are_hatched(days: list[DayDrawn]) -> None:
    picture = fromstring(ahead_chart(days, "."))
    lefts, breadth = over_time.places(days)
    dots = [{name: float(dot.attrib[name]) for name in ("cx", "cy", "r")} for dot in picture.iterfind("circle")]
    over = [sum(left < dot["cx"] < left + breadth for dot in dots) for left in lefts]
    assert over == [day.reviews for day in days]
    assert all(dot["cy"] - dot["r"] >= 0 and dot["cy"] + dot["r"] <= over_time.FLOOR for dot in dots)
    assert len(picture.findall("rect[@class='ahead-off']")) == sum(day.off for day in days)


@given(days_drawn)
def test_days_stand_in_a_row_without_touching_and_a_weekend_lies_before_each_monday(days: list[DayDrawn]) -> None:
    lefts, breadth = over_time.places(days)
    gaps = [later - left - breadth for left, later in zip(lefts, lefts[1:], strict=False)]
    wanted = [over_time.BETWEEN_WEEKS if day.monday else 0 for day in days[1:]]
    assert all(abs(gap - want) < 1e-6 for gap, want in zip(gaps, wanted, strict=True))
    assert lefts[0] == 0 and lefts[-1] + breadth <= over_time.WIDTH + 1e-6


def test_what_comes_back_is_a_picture_with_a_sentence_and_a_table_with_names(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        for skill in ("listen-active", "listen-reflect", "frame-role"):
            for number in range(1, 5):
                builders.ask(db, account.learner_key, f"{skill}-{number}", at=MONDAY)
        week.pause(db, account.learner_key, TODAY + 7 * DAY, TODAY + 8 * DAY, MONDAY)
    section = house.browser_of(account).get("/week").part("ahead").getparent()
    (picture,) = section.xpath(".//svg[@role='img']")
    assert words(picture.find("desc")) == "3 reprises dans les deux semaines (mardi 24\u00a0: 3)."
    assert len(picture.xpath(".//*[@class='ahead-review']")) == 3
    assert len(picture.xpath(".//*[@class='ahead-off']")) == 2
    (row,) = section.xpath(".//tbody/tr")
    assert words(row).startswith("mardi 24 3 ")
    assert len(row.xpath(".//a[starts-with(@href, '/skills/')]")) == 3


@pytest.mark.nightly
def test_planned_leave_says_on_the_week_and_on_home_how_many_reviews_it_brings_forward(house: House) -> None:
    account = house.person()
    key = account.learner_key
    with house.store.writing() as db:
        for prefix in ("listen-active", "listen-reflect", "frame-role"):
            acquire(db, key, prefix)
        for module in ("ecouter", "reformuler", "cadre"):
            proposals.refuse(db, key, module, MONDAY, until=None)
        here = learner_situation.situation(db, key, MONDAY + 2 * DAY)
        first = min(days_ahead.days(db, key, here).values())
        week.pause(db, key, first, first + 27 * DAY, MONDAY)
        days = days_ahead.days(db, key, learner_situation.situation(db, key, MONDAY + 2 * DAY)).values()
    house.clock.pass_by(days=(min(days) - TODAY).days - 1)
    house.browser_of(account).get("/")
    house.clock.pass_by(days=1)
    said = f"Votre congé du {day_as(first, 'd MMMM', 'fr')} : 3 reprises avancées."
    assert said in plainly(house.browser_of(account).get("/week").part("pauses").getparent())
    home = house.browser_of(account).get("/")
    assert plainly(home.part("step").getparent()).count(said) == 1


def test_what_leave_brings_forward_waits_on_home_whatever_is_proposed_first(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        acquire(db, account.learner_key, "frame-role")
        here = learner_situation.situation(db, account.learner_key, MONDAY + 2 * DAY)
        first = days_ahead.days(db, account.learner_key, here)["frame.role"]
        week.pause(db, account.learner_key, first, first + 27 * DAY, MONDAY)
        here = learner_situation.situation(db, account.learner_key, MONDAY + 2 * DAY)
        day = days_ahead.days(db, account.learner_key, here)["frame.role"]
        playing.start(db, account.learner_key, "ecouter", MONDAY + (day - TODAY))
    house.clock.pass_by(days=(day - TODAY).days)
    refresh = house.browser_of(account).get("/").part("refresh").getparent()
    assert "Dire son rôle" in plainly(refresh)
    assert f"Votre congé du {day_as(first, 'd MMMM', 'fr')} : une reprise avancée." in plainly(refresh)


def plainly(part: HtmlElement) -> str:
    return words(part).replace("\u00a0", " ")
