"""Every page as it is drawn: WCAG 2.2 AA, nothing over an edge, targets for a finger, French well set."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from content.exchange.package import write_package
from content.module import QuestionKind
from models.catalogue import exchange
from models.directory import workshop
from models.ground import audit
from models.study import history, objection
from models.study.play.scenes import CardScene, EndScene, FeedbackScene, QuestionScene
from models.tables.audit import AuditVerb
from models.tables.people import Account
from models.watch.sources import listing, watching
from portal import journal
from tests import bringing, uploads
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on, unfolded
from tests.portal import gathering, interviews, looking, picture_furnishing
from tests.portal.directory.furnishing import tools as directory_pages
from tests.portal.furnished import left, other_side, own_addresses, way_back
from tests.portal.house import PASSWORD, House
from tests.portal.plain_letters.furnishing import pages as letter_pages
from tests.portal.public_pages import pages as public_pages

FILES = {
    "static",
    "opening.page",  # test_sheet.py looks at it, with a sheet in it
    "public_pages.shown",  # test_public_pages.py looks at it, in a house that has a public address
    "training_records.verification",  # test_paper.py looks at it, with a record in it
    *("mail.as_sent", "mail.fictitious_as_sent", "statistics.download", "plain_letters.draft", "pictures.shown"),
    *("exchange.questions", "exchange.text", "exchange.pack_file", "directory.export_file"),
    *("passing_on.entries", "passing_on.changes", "sources.as_list", "sources.my_list", "feeds.of_theme"),
    *("calendars.of_page", "calendars.of_meeting", "meetings.own_file", "circles.invitation", "circles.calendar"),
}
"""What can be fetched and is no page of ours."""


def pages_of(house: House, person: Account) -> list[str]:
    """Every page for somebody who may open them all, in each of its states."""
    lives.half_a_year(house, person)
    lives.sources_with_every_result(house)
    lives.broken_draft(house, person, "a-mender")
    stories = lives.news(house)
    house.mail_to(person)
    lives.ones_own(house, person, stories[0])
    days, _ = house.read(lambda db: history.days(db, person.learner_key))
    answered = days[0].sittings[0].answers[0].answer.sequence
    scenes = [
        lives.sitting(house, person, "lire-un-chiffre", CardScene),
        lives.sitting(house, person, "veille-sept-minutes", QuestionScene),
        lives.asked(house, person, QuestionKind.SEVERAL)[0],
        lives.sitting(house, person, "orienter-avec-relais", FeedbackScene),
        lives.sitting(house, person, "ecrire-clair", EndScene),
    ]
    scenes.append(lives.sitting(house, person, "objectifs-et-suivi", FeedbackScene))
    lives.reports(house, person, scenes[-1])
    lives.several_reports(house, "ecouter-sans-diriger")
    lives.to_be_read_again(house, "article-60")
    lives.much_goes_wrong(house)
    for right, module_id in ((True, "ecrire-clair"), (False, "lire-un-chiffre")):
        lives.corrected(house, person, module_id, right)
    lives.house_with_figures(house)
    lives.house_with_blanks(house)
    lives.directory_of_the_pack(house)
    interviews.publish(house)
    picture_furnishing.furnish(house)
    measured = lives.measured(house)
    by_endpoint = (
        *(looking.pages(house, person), directory_pages(house), letter_pages(house, person)),
        *(public_pages.every_page(house, person.learner_key), gathering.pages(house, person, ("garde", "logement"))),
        *(interviews.pages(house, person), picture_furnishing.pages(house)),
    )
    found = [
        *("/dates", "/health", "/reports", "/reports/waiting", "/house", "/house/ways", "/house/blanks", "/privacy"),
        *("/", "/#listen", "/modules", "/modules/tiers/cards/la-limite", "/modules/entretien", *scenes),
        *("/account", "/account/estimation", "/account/second-factor", "/situate", *lives.situating(house, person)),
        *(f"/skills/{skill}" for skill in islice(lives.questions_by_skill(house), 5)),  # one in each state
        *("/modules/article-60", "/modules/article-60/cards/article-60-7-l-essentiel"),
        *("/search", "/search?q=article+60", "/search?q=artcle+des+60+jours", "/search?q=zzzzz"),
        *("/briefing", "/briefing?q=article+60", "/crisis", "/sheet/from/projet-metier-2"),
        *("/directory", "/directory?q=soins", "/directory?kind=measure&by_telephone=1", "/directory?q=zzzzz"),
        *("/topics", lives.reported_topic(house, person), "/topics/violence", other_side(house, "violence")),
        *("/directory/measures", "/directory/entry/activa-brussels", "/directory/entry/stage-first"),
        *("/directory/entry/capac-bruxelles/paper?printing=1", "/directory/entry/ecoute?copy=1"),
        *("/directory/export", "/directory/licences", "/directory/to-check", "/directory/imports"),
        *("/news", *(f"/news/{story}" for story in stories), "/mail", "/mail/1", "/mail/next", "/mail/fictitious"),
        *("/mail/results", "/people", "/people/list", f"/people/{person.id}", "/journal"),
        *("/practice", "/practice?ago=1", "/practice/slip", "/themes/first", "/themes", "/week", "/keeping"),
        *("/history", "/history/to-review", f"/history/{answered}"),
        *(*lives.programmes(house, person), *lives.life_of_a_module(house), *lives.made_of_news(house)),
        *("/statistics", "/statistics/questions/ecoute-1", *measured),
        *("/authoring", "/authoring?copy=ecrire-clair", "/authoring?q=ecrire&stage=unattended&order=changed"),
        *(f"/authoring/{one}.yaml" for one in ("skills", "rules", "topics")),
        *("/authoring/rules.yaml?as=form&at=rules-0", "/authoring/skills.yaml?as=form&at=domains-0-skills-0"),
        *("/authoring/programmes.yaml?as=form", "/authoring/programmes.yaml?as=form&at=programmes-0"),
        *("/authoring/topics.yaml?as=form&at=topics-0", "/authoring/entry:brulingua?as=form&at=facts-1"),
        *("/authoring/a-mender", "/authoring/entretien", "/authoring/entry:brulingua", "/authoring/ecrire-clair"),
        *("/authoring/ecrire-clair/preview", "/authoring/ecrire-clair?as=form", "/authoring/ecrire-clair/in/nl"),
        *("/field", "/field/votes", "/translations", picture_furnishing.CARD),
        *("/exchange", "/exchange/modules/ecrire-clair", "/exchange/modules/a-mender"),
        *("/exchange/imports", "/exchange/imports?module=ecrire-clair"),
        *(f"/exchange/imports/{number}" for number in bringing.at_each_stage(house.store, house.clock, "ecrire-clair")),
        *(f"/exchange/packs/{number}" for number in packs_here(house)),
        *(f"/directory/imports/{number}" for number in uploads.at_each_stage(house.store, house.clock())),
        *(address for pages in by_endpoint for some in pages.values() for address in some),
    ]
    return list(dict.fromkeys(found))


def packs_here(house: House) -> Iterator[int]:
    """Packages of the house's own, one of whose modules is different."""
    pack = house.read(exchange.pack_in_force)
    other = {**pack.modules, "ecrire-clair": pack.modules["ecrire-clair"].replace("minutes: ", "minutes: 1", 1)}
    return bringing.packs_at_each_stage(house.store, house.clock, write_package(replace(pack, modules=other)))


def pages_of_a_stranger(house: House, person: Account) -> list[str]:
    """Every page that opens without signing in."""
    question = house.address_of(house.question_for(person, "ecoute-4"))
    leave = house.unsubscribe_address(person.learner_key)
    used, answered = lives.answered_from_a_mail(house, person, "ecoute-2")
    invitation = lives.invitation(house, "invite@example.org")
    back = f"/way-back/{way_back(house, house.person())}"
    leaving = [*(f"/own-address/{token}" for token in own_addresses(house)), f"/leaving/{left(house)}"]
    door = ["/sign-in", "/sign-in/code", "/sign-in/provider/back", "/forgotten", back, invitation]
    return [*door, "/accessibility", "/sheet", question, used, answered, leave, *leaving]


def pages_of_an_objector(house: House, person: Account) -> list[str]:
    """What is otherwise for whoever learns without estimation, and has left what was kept."""
    lives.half_a_year(house, person)
    with house.store.writing() as db:
        objection.object_to_estimation(db, person.learner_key)
    pages = (
        *("/", "/modules", "/week", "/history", "/history/to-review", "/situate", "/field", "/field?on=topics"),
        *("/account", "/account/estimation"),
    )
    untraced = ("/modules/lire-un-chiffre/untraced", "/modules/entretien/dialogues/jo/untraced")
    return [*pages, f"/skills/{next(iter(lives.questions_by_skill(house)))}", *untraced]


def test_every_page_can_be_read_and_used_by_everybody(devices: Devices, house: House) -> None:
    person = house.person(trainer=True, administrator=True)
    objects = house.person()
    visits = [
        (devices.open(person), pages_of(house, person)),
        (devices.open(), pages_of_a_stranger(house, person)),
        (devices.open(objects), pages_of_an_objector(house, objects)),
    ]
    found = []
    for page, addresses in visits:
        for address in addresses:
            page.goto(address)
            unfolded(page)
            found += seen_on(page)
    assert found == []
    assert endpoints(house, [address for _, addresses in visits for address in addresses]) == all_pages(house)


LISTS = {
    "/journal?page=2": "Suite du journal",
    "/sources?page=2": "Suite des sources",
    "/directory/workshop?page=2": "Suite des entrées",
    "/history": "Suite de vos réponses",
    "/history/to-review?page=2": "Suite de vos réponses",
}


def test_the_way_on_in_a_long_list_too(devices: Devices, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the house holds: two of everything fill a page."""
    for holder, name in ((journal, "SHOWN"), (listing, "A_PAGE"), (workshop, "A_PAGE"), (history, "DAYS")):
        monkeypatch.setattr(holder, name, 2)
    person = house.person(trainer=True, administrator=True)
    lives.half_a_year(house, person)
    lives.directory_of_the_pack(house)
    with house.store.writing() as db:
        for number in range(5):
            watching.add_source(db, f"Flux {number}", f"https://flux-{number}.example/rss", "feed", house.clock())
            audit.note(db, person.learner_key, AuditVerb.CREATE, f"module-{number}", house.clock().date())
    page, found = devices.open(person), []
    for address, name in LISTS.items():
        page.goto(address)
        expect(page.get_by_role("navigation", name=name).get_by_role("link").first).to_be_visible()
        found += seen_on(page)
    assert found == []


def endpoints(house: House, addresses: list[str]) -> set[str]:
    ways = house.app.url_map.bind("boussole.example")
    return {ways.match(urlsplit(address).path)[0] for address in addresses}


def all_pages(house: House) -> set[str]:
    return {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in rule.methods} - FILES


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_door_and_what_is_ones_own_in_other_languages_too(devices: Devices, house: House, language: str) -> None:
    person = house.person(language=language)
    lives.half_a_year(house, person)
    with house.store.writing() as db:
        objection.object_to_estimation(db, person.learner_key)
    own = (
        *("/", "/week", "/practice", "/practice/slip", "/account", "/account/estimation", "/account/second-factor"),
        *("/modules/lire-un-chiffre/untraced", "/history"),
    )
    question = house.address_of(house.question_for(person, "ecoute-4"))
    door = ("/sign-in", "/sign-in/code", "/forgotten", "/accessibility", question)
    found = []
    for page, addresses in ((devices.open(person), own), (devices.open(language=language), door)):
        for address in addresses:
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("lang", language)
            unfolded(page)
            found += seen_on(page)
    assert found == []


@pytest.mark.journey
@pytest.mark.parametrize("address", ["/", "/modules/ecouter-sans-diriger", "/authoring/ecrire-clair?as=form"])
def test_the_pages_of_every_day_by_day_and_by_night(devices: Devices, house: House, address: str) -> None:
    page = devices.open(house.person(trainer=True))
    page.goto(address)
    assert seen_on(page) == []


def test_a_menu_that_is_open_and_a_form_that_came_back_too(devices: Devices, house: House) -> None:
    person = house.person()
    page, stranger = devices.open(person), devices.open()
    page.goto("/account")
    page.get_by_text("Tout effacer").first.click()
    page.get_by_role("button", name="Mon compte").click()
    stranger.goto("/sign-in")
    stranger.get_by_label("Courriel").fill(person.email)
    stranger.get_by_label("Mot de passe").fill(f"pas {PASSWORD}")
    stranger.get_by_role("button", name="Se connecter").click()
    stranger.get_by_text("ne vont pas ensemble").wait_for()
    assert [*seen_on(page), *seen_on(stranger)] == []


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
