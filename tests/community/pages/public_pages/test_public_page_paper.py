"""A public page on paper: what fits on one side, the code of its address, the ways at its foot."""

from dataclasses import replace

from models.community import public_pages
from portal.community import qr_codes
from tests.builders import MONDAY
from tests.community.pages.public_pages.asked_pages import (
    HERS,
    LINK,
    PUBLIC,
    TEAM,
    keeper_of,
    plain,
    public,
    shown,
    with_meetings,
)
from tests.house import House
from tests.site.pages.flaws import flaws


def test_it_says_where_the_page_is_and_how_to_reach_the_house(house: House) -> None:
    keeper = keeper_of(house)
    page = shown(house.store, keeper.learner_key)
    with_meetings(house.store, page.id)
    with public(house):
        paper = house.visitor().get(f"/community/pages/{page.id}/paper")
    assert (paper.status, flaws(paper)) == (200, [])
    assert str(qr_codes.image_of_link(f"{PUBLIC}/p/{page.address}")) in paper.body
    said = plain(paper)
    for there in (
        f"{PUBLIC.partition('://')[2]}/p/{page.address}",
        "Par téléphone : 02 000 00 00, de 9 h à 12 h",
        "Salle 2",
    ):
        assert there in said
    assert "Un CV" not in said
    assert LINK not in paper.body


def test_it_is_in_the_language_of_the_page_and_the_rest_in_ones_own(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key, replace(TEAM, language="nl"))
    with public(house):
        paper = house.visitor().get(f"/community/pages/{page.id}/paper")
    assert paper.tree.get("lang") == "fr"
    assert paper.tree.xpath("//article/@lang") == ["nl"]
    assert "Hoe u ons bereikt" in plain(paper)


def test_without_a_public_address_it_has_no_code(house: House) -> None:
    page = shown(house.store, house.person().learner_key, HERS)
    paper = house.visitor(administrator=True).get(f"/community/pages/{page.id}/paper")
    assert paper.tree.xpath("//div[contains(@class, 'scanned')]") == []
    assert "sans code" in plain(paper)


def test_a_colleague_does_not_learn_by_it_who_has_a_page(house: House) -> None:
    counsellor = house.person()
    page = shown(house.store, counsellor.learner_key, HERS)
    address = f"/community/pages/{page.id}/paper"
    assert house.browser_of(counsellor).get(address).status == 200
    assert house.visitor(trainer=True).get(address).status == 404


def test_what_is_not_shown_has_no_paper(house: House) -> None:
    for off in [True, False]:
        counsellor = house.person()
        page = shown(house.store, counsellor.learner_key, HERS)
        if off:
            with house.store.writing() as db:
                public_pages.switch_off(db, page.id, counsellor.learner_key, MONDAY.date())
        number = page.id if off else 123456
        assert house.browser_of(counsellor).get(f"/community/pages/{number}/paper").status == 404
