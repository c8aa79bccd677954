"""What Boussole comes with, as it is drawn: its longest words at each width, each kind of question."""

import pytest
from playwright.sync_api import expect

from content.module import QuestionKind
from models.learning import objection
from models.learning.scenes import CardScene, EndScene, FeedbackScene, QuestionScene
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on, unfolded
from tests.house import House
from tests.site.pages.furnished import other_side


@pytest.mark.journey
@pytest.mark.parametrize("address", ["/", "/modules/ecouter-sans-diriger", "/authoring/ecrire-clair?as=form"])
def test_the_pages_of_every_day_by_day_and_by_night(devices: Devices, house: House, address: str) -> None:
    page = devices.open(house.person(trainer=True))
    page.goto(address)
    assert seen_on(page) == []


def test_the_words_of_the_pack_find_room_at_each_width(devices: Devices, house: House) -> None:
    person = house.person(trainer=True)
    lives.half_a_year(house, person)
    lives.directory_of_the_pack(house)
    scenes = (
        ("lire-un-chiffre", CardScene),
        ("veille-sept-minutes", QuestionScene),
        ("orienter-avec-relais", FeedbackScene),
        ("ecrire-clair", EndScene),
    )
    addresses = (
        *(lives.sitting(house, person, name, scene) for name, scene in scenes),
        *("/", "/#listen", "/modules", "/modules/article-60", "/modules/article-60/cards/article-60-7-l-essentiel"),
        *(f"/skills/{skill}" for skill in list(lives.questions_by_skill(house))[:5]),  # one in each state
        *("/search?q=artcle+des+60+jours", "/briefing?q=article+60", "/crisis", "/sheet/from/projet-metier-2"),
        *("/directory?q=soins", "/directory?kind=measure&by_telephone=1", "/directory/measures", "/directory/to-check"),
        *("/directory/entry/activa-brussels", "/directory/entry/capac-bruxelles/paper?printing=1"),
        *("/topics", "/topics/violence", other_side(house, "violence"), "/themes/first", "/history", "/statistics"),
        *("/authoring", "/authoring?copy=ecrire-clair", "/authoring/ecrire-clair", "/authoring/ecrire-clair/preview"),
        *("/authoring/rules.yaml?as=form&at=rules-0", "/authoring/skills.yaml?as=form&at=domains-0-skills-0"),
        *("/authoring/topics.yaml?as=form&at=topics-0", "/authoring/entry:brulingua?as=form&at=facts-1"),
        *("/translations", "/authoring/ecrire-clair/in/nl", *lives.programmes(house, person)),
    )
    page, found = devices.open(person), []
    for address in addresses:
        page.goto(address)
        unfolded(page)
        found += seen_on(page)
    assert found == []


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_door_and_what_is_ones_own_without_estimation_in_other_languages_too(
    devices: Devices, house: House, language: str
) -> None:
    person = house.person(language=language)
    lives.half_a_year(house, person)
    with house.store.writing() as db:
        objection.object_to_estimation(db, person.learner_key)
    own = (
        *("/", "/week", "/practice", "/practice/slip", "/account", "/account/estimation", "/account/second-factor"),
        *("/modules/lire-un-chiffre/untraced", "/history"),
    )
    question = house.address_of(house.question_for(house.person(language=language), "ecoute-4"))
    door = ("/sign-in", "/sign-in/code", "/forgotten", "/accessibility", question)
    found = []
    for page, addresses in ((devices.open(person), own), (devices.open(language=language), door)):
        for address in addresses:
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("lang", language)
            unfolded(page)
            found += seen_on(page)
    assert found == []


def test_a_question_of_each_kind_too_and_one_that_is_asked_again(devices: Devices, house: House) -> None:
    found = []
    for kind in lives.OF_KIND:
        person = house.person()
        page = devices.open(person)
        page.goto(lives.asked(house, person, kind)[0])
        found += seen_on(page)
        if kind is QuestionKind.NUMBER:
            page.get_by_label("Votre réponse").fill("une sur dix")
            page.get_by_role("button", name="Répondre").click()
            page.get_by_text("n’est pas un nombre").wait_for()
        if kind is QuestionKind.ORDERING:
            page.get_by_role("button", name="Répondre").click()
            page.get_by_text("Ce n’est pas la réponse attendue").wait_for()
        found += seen_on(page) if kind in {QuestionKind.NUMBER, QuestionKind.ORDERING} else []
    assert found == []
