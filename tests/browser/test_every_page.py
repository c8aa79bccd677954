"""Every page as it is drawn: WCAG 2.2 AA, nothing over an edge, targets for a finger, French well set."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

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
from tests.browser import lives, programmes
from tests.browser.devices import Devices
from tests.portal import browser, flaws, gathering, interviews, looking, picture_furnishing
from tests.portal.directory.furnishing import tools as directory_pages
from tests.portal.furnished import left, other_side, own_addresses, way_back
from tests.portal.house import PASSWORD, House
from tests.portal.plain_letters.furnishing import pages as letter_pages
from tests.portal.public_pages import pages as public_pages

Rules = dict[str, str | list[str]]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE: Rules = {"type": "tag", "values": RULES}
FILES = {
    "static",
    "opening.page",  # test_sheet.py looks at it, with a sheet in it
    "public_pages.shown",  # test_public_pages.py looks at it, in a house that has a public address
    "training_records.verification",  # test_training_records.py looks at it, in each of its states
    "mail.as_sent",
    "mail.fictitious_as_sent",
    "statistics.download",
    "exchange.questions",
    "exchange.text",
    "exchange.pack_file",
    "directory.export_file",
    "passing_on.entries",
    "passing_on.changes",
    "sources.as_list",
    "sources.my_list",
    "feeds.of_theme",
    "calendars.of_page",
    *gathering.FILES,
    *gathering.CLOSED,
    *gathering.LED_ON,
    "plain_letters.draft",
    "pictures.shown",
}
"""What can be fetched and is no page of ours."""
LOOKS = [(1280, "light"), (320, "dark")]
ANEW: Rules = {
    "type": "rule",
    "values": [
        *("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"),
        *("empty-table-header", "td-headers-attr", "th-has-data-cells"),  # a narrow table is drawn as blocks
    ],
}
"""Rules whose verdict may be another where widths and colours are others; the rest judge the same elements again."""

VIOLATIONS = """async (options) => {
  const bar = document.querySelector(".action, .write:has(> [data-form]) > .keep");
  bar?.style.setProperty("position", "static");
  const { violations } = await axe.run(options);
  bar?.style.removeProperty("position");
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} ${node.target}`));
}"""
"""To axe a target half under the bar is a small one; that the bar gives way, test_the_thumb.py says."""
DRAWN_BADLY = """() => {
  const name = (element) => `${element.localName} « ${element.innerText || element.name} »`;
  const shown = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility());
  const edges = document.querySelector("main")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  const out = shown.filter((element) => {
    const box = element.getBoundingClientRect();
    return element instanceof HTMLElement && element.closest("main") && !element.matches(".along, .wide-table *")
      && (box.left < edges.left - 1 || box.right > edges.right + 1);
  });
  const small = shown.filter((element) => element.matches("button, .button, nav a, summary, label:has(input)")
    && element.getBoundingClientRect().height < 44);
  return [
    ...(document.documentElement.scrollWidth > innerWidth ? ["it scrolls sideways"] : []),
    ...out.map((element) => `${name(element)} is over the edge`),
    ...small.map((element) => `${name(element)} is too small for a finger`),
  ];
}"""


def seen_on(page: Page) -> list[str]:
    """What is wrong with the page that is open, at each width and in each scheme."""
    page.wait_for_load_state()  # before its style sheet has come, axe would measure what nobody sees
    source = browser.Page(page.url, 200, {"Content-Type": "text/html"}, page.content())
    found = [*flaws.headings(source), *flaws.typography(source)]
    for (width, scheme), rules in zip(LOOKS, (EVERY_RULE, ANEW), strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        drawn = [*accessibility(page, rules), *page.evaluate(DRAWN_BADLY)]
        found += [f"{width} {scheme}: {flaw}" for flaw in drawn]
    return [f"{page.url}: {flaw}" for flaw in found]


def accessibility(page: Page, rules: Rules = EVERY_RULE) -> list[str]:
    """What axe has against it; a page that is still open has axe already."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS, {"runOnly": rules, "resultTypes": ["violations"]})
    return found


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
    return [
        *("/dates", "/health"),
        *("/reports", "/reports/waiting", "/house", "/house/texts", "/modules/tiers/cards/la-limite"),
        *("/", "/#listen", "/modules", *scenes, "/privacy", "/account"),
        *("/account/estimation", "/account/second-factor"),
        *("/situate", *lives.situating(house, person)),
        *(f"/skills/{skill}" for skill in islice(lives.questions_by_skill(house), 5)),  # one in each state
        *("/modules/article-60", "/modules/article-60/cards/article-60-7-l-essentiel"),
        *("/search", "/search?q=article+60", "/search?q=artcle+des+60+jours", "/search?q=zzzzz"),
        *("/briefing", "/briefing?q=article+60", "/crisis", "/sheet/from/projet-metier-2"),
        *("/directory", "/directory?q=soins", "/directory?kind=measure&by_telephone=1", "/directory?q=zzzzz"),
        *("/topics", lives.reported_topic(house, person), "/topics/violence", other_side(house, "violence")),
        *("/directory/measures", "/directory/entry/activa-brussels"),
        *("/news", *(f"/news/{story}" for story in stories)),
        *(
            "/mail",
            "/mail/1",
            "/mail/next",
            "/mail/fictitious",
            "/mail/results",
            "/people",
            "/people/list",
            f"/people/{person.id}",
            "/journal",
        ),
        *(address for some in looking.pages(house, person).values() for address in some),
        *programmes.pages(house, person),
        *("/practice", "/practice/slip"),
        *("/themes/first", "/themes", "/week", "/keeping", "/history", "/history/to-review"),
        f"/history/{answered}",
        *lives.life_of_a_module(house),
        *lives.made_of_news(house),
        *("/statistics", "/statistics/questions/ecoute-1", *measured),
        *("/authoring?copy=ecrire-clair", "/authoring?q=ecrire&stage=unattended&order=changed"),
        *("/authoring/rules.yaml?as=form&at=rules-0", "/authoring/skills.yaml?as=form&at=domains-0-skills-0"),
        *("/authoring/programmes.yaml?as=form", "/authoring/programmes.yaml?as=form&at=programmes-0"),
        *("/authoring/topics.yaml?as=form&at=topics-0", "/authoring/entry:brulingua?as=form&at=facts-1"),
        *("/authoring", "/authoring/a-mender", "/authoring/ecrire-clair", "/authoring/ecrire-clair/preview"),
        "/authoring/ecrire-clair?as=form",
        *("/authoring/skills.yaml", "/authoring/rules.yaml", "/authoring/topics.yaml", "/authoring/entry:brulingua"),
        *(address for some in directory_pages(house).values() for address in some),
        *(address for some in public_pages.every_page(house, person.learner_key).values() for address in some),
        *(address for some in gathering.pages(house, person).values() for address in some),
        *("/directory/export", "/directory/licences", "/directory/to-check"),
        *(address for some in letter_pages(house, person).values() for address in some),
        *("/directory/entry/stage-first", "/directory/entry/capac-bruxelles/paper?printing=1"),
        *("/field", "/field/votes", "/exchange", "/exchange/modules/ecrire-clair", "/exchange/modules/a-mender"),
        *("/modules/entretien", "/authoring/entretien"),
        *(address for some in interviews.pages(house, person).values() for address in some),
        *("/translations", "/authoring/ecrire-clair/in/nl"),
        picture_furnishing.CARD,
        *(address for some in picture_furnishing.pages(house).values() for address in some),
        *("/exchange/imports", "/exchange/imports?module=ecrire-clair"),
        *(f"/exchange/imports/{number}" for number in bringing.at_each_stage(house.store, house.clock, "ecrire-clair")),
        *(f"/exchange/packs/{number}" for number in packs_here(house)),
        "/directory/imports",
        *(f"/directory/imports/{number}" for number in uploads.at_each_stage(house.store, house.clock())),
    ]


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
        "/",
        "/modules",
        "/week",
        "/history",
        "/history/to-review",
        "/situate",
        "/field",
        "/field?on=topics",
        "/account",
        "/account/estimation",
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
