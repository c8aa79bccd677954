"""The mail of the morning as a mail program draws it: on a phone and on a desk, by day and by night."""

import re
from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, expect

from models.people.messages import Message
from models.tables.people import Account, Learner
from tests.browser.devices import Devices
from tests.browser.drawn import RULES, VIOLATIONS
from tests.browser.hands import heading
from tests.builders import EVERY_KIND
from tests.house import House
from tests.watchers.mornings import BASE, SEVEN, settings_for, tell
from watchers import digest, message_text
from watchers.digest_stories import DigestCorrection, DigestRuleChange, DigestStory, Named
from watchers.message_text import MailQuestion, Morning

KEY, TODAY = UUID(int=1), SEVEN.date()
LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(320, "light"), (320, "dark"), (768, "light"), (768, "dark")]
INSIDE = """() => [...document.querySelectorAll("td, p, h1, h2, a")]
  .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.innerText)"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("p, td, a")]
  .filter((element) => element.checkVisibility() && element.innerText.trim())
  .map((element) => parseFloat(getComputedStyle(element).fontSize)))"""
COLOURS = ("backgroundColor", "color")
FETCHED = "() => performance.getEntriesByType('resource').length"


def line(title: str, language: str = "fr", *sentences: str, **more: object) -> DigestStory:
    sources = [Named("Institut bruxellois de statistique et d'analyse", "recherche"), Named("ONEM", "autorité")]
    return DigestStory(1, title, language, sources, TODAY, SEVEN, sentences, **more)  # type: ignore[arg-type]


def the_fullest() -> Message:
    """All that a digest may have, in long words; invented."""
    account = Account(learner=Learner(key=KEY, timezone="Europe/Brussels"), name="Claire", language="fr")
    account.learner_key, account.digest_hour = KEY, 7
    stories = [
        line(
            "La durée maximale du stage de première expérience professionnelle passe à douze mois",
            "fr",
            "Le gouvernement bruxellois a adopté hier l'arrêté qui porte la durée maximale de six à douze mois.",
            move=DigestRuleChange("Durée du stage First", date(2027, 1, 1)),
            in_interview="« Votre stage peut durer jusqu'à un an. »",
        ),
        line("Arbeidsmarktbeleidsinformatie en knelpuntberoepenopleidingen", "nl", "Eén zin in het Nederlands."),
        line(
            "Un montant corrigé",
            "fr",
            "Le montant est de 44,12 euros.",
            rectified=DigestCorrection(SEVEN),
        ),
    ]
    question = EVERY_KIND[0]
    asked = MailQuestion(question, "fr", [option.text for option in question.options], f"{BASE}/question/token", None)
    return message_text.digest_letter(
        settings_for(Path("instance")), account, Morning(TODAY, stories, asked, ["Logement"])
    )


def lightness(colour: str) -> int:
    """The sum of red, green and blue."""
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_digest_is_read_on_any_screen_by_day_and_by_night(
    chromium: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    with chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.set_content(the_fullest().html)
        assert page.evaluate(INSIDE) == []
        assert page.evaluate(SMALLEST) >= 14
        assert page.evaluate(FETCHED) == 0
        ground, ink = (page.evaluate(f"getComputedStyle(document.querySelector('.card')).{name}") for name in COLOURS)
        assert (lightness(ground) > lightness(ink)) is (scheme == "light")
        page.evaluate(AXE_SCRIPT)
        rules = {"runOnly": {"type": "tag", "values": [rule for rule in RULES if rule != "best-practice"]}}
        assert page.evaluate(VIOLATIONS, rules) == []


@pytest.mark.journey
def test_the_question_of_a_digest_is_answered_once_by_somebody_who_has_not_signed_in(
    devices: Devices, house: House
) -> None:
    account = house.person()
    tell(house.store, "Un guichet de plus", house.clock(), source="Le Guichet")
    with house.store.writing() as db:
        hers, now = db.get_one(Account, account.id), house.clock()
        written = digest.compose(db, house.settings, hers, digest.plan(db, hers, now), now)
    assert written
    (address,) = set(re.findall(rf"{house.settings.base_url}/question/[\w.-]+", written.text))
    assert address in written.html
    page = devices.open(width=320)
    page.goto(address)
    expect(page.get_by_text(re.compile(r"Répondre au nom de C\.\s\?"))).to_be_visible()
    before = house.rows()
    page.goto(f"{address}#option-2")
    page.reload()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    assert house.rows() == before
    page.keyboard.press("1")
    expect(page.locator("[name=option]").first).to_be_checked()
    page.get_by_role("button", name="Je ne sais pas").click()
    expect(page.locator("#verdict")).to_be_visible()
    page.goto(address)
    expect(heading(page)).to_have_text("Cette question a déjà sa réponse")
    page.get_by_role("main").get_by_role("link", name="Revoir la question").click()
    expect(heading(page)).to_have_text("Se connecter")
