"""« Le miroir »: a week typed, corrected, taken back; each line with its range; what changed; what none of it says."""

import pytest

from content.pack import PACKS, read_pack
from models.catalogue import coming_into_force
from models.community import ballots
from models.community.ballots import BallotCount
from models.tables.people import Account
from portal.community.ballots import tenths
from tests.builders import MONDAY
from tests.community.counted_ballots import MUCH, WEEK, count_weeks, year
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.page_browser import Browser, Page, words
from tests.site.pages.flaws import flaws
from tests.site.pages.test_queries import asked_for

HERE, TODAY = "/practice", MONDAY.date()
ASKED = 3
"""Statements of the page, however many weeks there are: who is there, her weeks, what is in force."""
COUNT = {"slips": "9", "next": "7", "whom": "6", "said": "8"}
CHANGED = ("qu'avant", "hasard explique")


def on_form(house: House, account: Account | None = None) -> Browser:
    browser = house.browser_of(account) if account else house.visitor()
    browser.get(HERE)
    return browser


def noted(house: House, *counts: BallotCount) -> Account:
    """Somebody who has counted in so many weeks until this one."""
    account = house.person()
    with house.store.writing() as db:
        count_weeks(db, account.learner_key, TODAY, *counts)
    return account


def plain(page: Page) -> str:
    return " ".join(page.text.translate({0xA0: " ", 0x202F: " ", 0x2019: "'"}).split())


def kept(house: House, account: Account) -> list[tuple[int, ...]]:
    return house.read(lambda db: [tuple(count) for count in ballots.hers(db, account.learner_key, TODAY).values()])


def held(page: Page) -> dict[str, str]:
    """What stands in the form."""
    fields = page.form(HERE).fields
    return {name: fields[name] for name in COUNT}


# ---------------------------------------------------------------------------------------------------------------- typed


def test_a_week_is_typed_and_shown_filled_in_and_replaced(house: House) -> None:
    account = house.person()
    browser = on_form(house, account)
    page = browser.send(HERE, **COUNT)
    assert (page.came_by, page.path, flaws(page)) == ((303,), HERE, [])
    assert "Détruisez maintenant les bulletins." in page.text
    assert held(page) == COUNT
    assert "ce que vous tapez prend la place" in page.text
    browser.send(HERE, slips=" 8 ", next="0")
    assert kept(house, account) == [(8, 0, 6, 8)]


def test_a_week_before_is_reached_without_its_day_in_the_address_and_taken_back(house: House) -> None:
    account = house.person()
    browser = on_form(house, account)
    assert [link for link in browser.page.links() if HERE in link and "slip" not in link] == [f"{HERE}?ago=1"]
    page = browser.get(f"{HERE}?ago=1")
    assert "Semaine du 16 novembre 2026" in plain(page)
    browser.send(HERE, **COUNT)
    browser.send(HERE, **COUNT)
    assert kept(house, account) == [(9, 7, 6, 8)] * 2
    (correct, _) = browser.page.tree.xpath("//td/a/@href")
    assert correct == HERE
    page = browser.send(f"{HERE}/take-back")
    assert "Cette semaine est retirée." in page.text
    assert kept(house, account) == [(9, 7, 6, 8)]


def test_no_other_week_than_those_of_a_year_is_offered(house: House) -> None:
    for ago in ["-1", "53", "x", "99999999999999999999", "2147483647"]:
        page = house.visitor().get(f"{HERE}?ago={ago}")
        assert page.status == 200
        assert TODAY - ballots.YEAR <= MONDAY.date().fromisoformat(page.form(HERE).fields["week"]) <= TODAY


def test_what_cannot_be_is_said_at_its_field_and_all_that_was_typed_stays(house: House) -> None:
    for typed, wrong, sentence in [
        ({"slips": "4", "next": "4"}, ["slips"], "Moins de cinq restent dans la boîte"),
        ({"next": "10", "said": "11"}, ["next", "said"], "Il y a plus de « oui » que de bulletins."),
        ({"slips": "", "whom": "-1"}, ["slips", "whom"], "Un nombre, en chiffres."),
        ({"slips": "²"}, ["slips"], "Un nombre, en chiffres."),
        ({"slips": "1000"}, ["slips"], "Un nombre, en chiffres."),
        ({"week": str(TODAY + WEEK)}, ["slips"], "Seules cette semaine et celles de l'année écoulée"),
        ({"week": "hier"}, ["slips"], "Seules cette semaine et celles de l'année écoulée"),
    ]:
        account = house.person()
        page = on_form(house, account).send(HERE, **{**COUNT, **typed})
        assert (page.status, flaws(page)) == (422, [])
        assert page.tree.xpath("//*[@aria-invalid='true']/@name") == wrong
        assert page.tree.xpath("//*[@autofocus]/@name") == wrong
        assert sentence in plain(page)
        assert page.form(HERE).fields["week"] == str(TODAY)
        assert held(page) == {**COUNT, **{name: value for name, value in typed.items() if name in COUNT}}
        assert kept(house, account) == []


# ---------------------------------------------------------------------------------------------------------------- shown


def test_what_it_does_not_say_always_stands_on_it(house: House) -> None:
    for counts in [(), (MUCH,), tuple(year(falls=True))]:
        page = house.browser_of(noted(house, *counts)).get(HERE)
        said = plain(page)
        assert [
            one for one in ("Pourquoi :", "Qui travaille mieux :", "Ce que pense quelqu'un") if one not in said
        ] == []
        assert "Personne d'autre ne voit cette page" in said


def test_each_line_has_its_range_and_its_weeks_in_a_table(house: House) -> None:
    page = house.browser_of(noted(house, *[BallotCount(10, 10, 5, 0)] * 3)).get(HERE)
    assert [words(one) for one in page.tree.xpath("//p[@class='why']")] == [
        "Sur 10 personnes qui déposent un bulletin, au moins 9 cochent «\u202foui\u202f».",
        "Sur 10 personnes qui déposent un bulletin, entre 3 et 7 cochent «\u202foui\u202f».",
        "Sur 10 personnes qui déposent un bulletin, au plus 1 cochent «\u202foui\u202f».",
    ]
    tables = page.tree.xpath("//section[@class='mirrored']//table")
    assert [len(table.xpath(".//tbody/tr")) for table in tables] == [3, 3, 3]
    assert flaws(page) == []


def test_a_range_in_tenths_holds_the_interval_and_is_less_than_two_tenths_wider() -> None:
    for around in [(0.0, 0.19), (0.31, 0.69), (0.6, 0.8), (0.95, 1.0)]:
        low, high = (one / 10 for one in tenths(around))
        assert low <= around[0] and around[1] <= high
        assert high - low - (around[1] - around[0]) < 0.2


def test_a_change_is_told_under_its_line_alone_with_the_weeks_it_compares_and_no_cause(house: House) -> None:
    page = house.browser_of(noted(house, *year(falls=True))).get(HERE)
    first, *others = page.tree.xpath("//section[@class='mirrored']")
    said = words(first).translate({0xA0: " ", 0x202F: " ", 0x2019: "'"})
    assert "Moins de « oui » qu'avant. Semaines du 5 oct. au 23 nov. : 40 « oui » sur 120 ; avant, du 1er juin" in said
    assert "d'où il vient, ces chiffres ne le disent pas." in said
    assert [one for one in others for word in CHANGED if word in words(one).replace("\u2019", "'")] == []


@pytest.mark.nightly
def test_beside_each_line_stand_the_trades_criterion_a_module_and_a_topic(
    sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with sqlite() as url, house_on(url, tmp_path_factory.mktemp("pack")) as house:
        with house.store.writing() as db:
            coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), MONDAY)
        page = house.browser_of(noted(house, MUCH)).get(HERE)
        beside = [section.xpath(".//li/a/@href") for section in page.tree.xpath("//section[@class='mirrored']")]
        assert beside == [
            ["/modules/objectifs-et-suivi", "/topics/projet"],
            ["/modules/orienter-avec-relais", "/topics/droits"],
            ["/modules/ecouter-sans-diriger", "/topics/projet"],
        ]
        assert "La personne sait qui décide, qui paie, et à qui demander." in plain(page)
        assert flaws(page) == []


def test_a_year_of_weeks_asks_the_database_no_more_than_one(house: House) -> None:
    for number in [1, 52]:
        assert asked_for(house, house.browser_of(noted(house, *[MUCH] * number)), HERE) == ASKED


def test_nothing_can_be_written_freely_on_it(house: House) -> None:
    page = house.browser_of(noted(house, MUCH)).get(HERE)
    assert page.tree.xpath("//main//textarea") == []
    assert {one.get("inputmode") for one in page.tree.xpath("//main//input[not(@type='hidden')]")} == {"numeric"}
