"""The whole house: trainers see in which third it is, and nobody else does."""

from models.tables.counts import HouseFigure
from tests.builders import MONDAY
from tests.house import House

MONTH = MONDAY.date().replace(day=1)


def test_a_trainer_finds_it_from_the_workshop_with_each_direction_in_words(house: House) -> None:
    with house.store.writing() as db:
        db.add(HouseFigure(month=MONTH, people=130, shares={"listen": [0.9, 0.1]}))
    browser = house.visitor(trainer=True)
    assert "/house" in browser.get("/authoring").links()
    page = browser.get("/house")
    assert "Dernier relevé" in page.text and "1er novembre 2026" in page.text
    for said in ("Écoute", "plus de deux tiers", "moins d’un tiers", "pas encore clair"):
        assert said in page.text
    assert "%" not in page.text.replace("%20", "") and "130" not in page.text


def test_nobody_else_sees_it(house: House) -> None:
    for role in [{}, {"administrator": True}]:
        assert house.visitor(**role).get("/house").status == 403
