"""The watched sites: looked at, added, described, paused, given up; one's own; lists in and out."""

from io import BytesIO

import pytest
from sqlalchemy import select

from models.ground.words import french
from models.news.sources import own_sources, source_words, trials
from models.news.sources.opml import suggestions
from models.news.sources.source_words import IN_WORDS
from models.tables.audit import Audit
from models.tables.people import Account
from models.tables.sources import Source, SourceNature, SourceRight, VisitResult
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.site.pages import looking


@pytest.fixture
def administrator(house: House) -> Account:
    return house.person(administrator=True)


@pytest.fixture
def browser(house: House, administrator: Account) -> Browser:
    return house.browser_of(administrator)


def way_to(address: str, kind: str = "feed") -> trials.WatchOption:
    return trials.WatchOption(kind, address, "Le Forem", looking.ENTRIES, 2)


def add(house: House, browser: Browser, who: Account, address: str, kind: str = "feed", **fields: str) -> int:
    """Choose the one way that a trial has found."""
    trial = looking.tried(house, who, address, way_to(address, kind))
    browser.get(f"/sources/trials/{trial.id}")
    return browser.send(f"/sources/trials/{trial.id}", **fields).status


def source(house: House, address: str) -> Source:
    return house.read(lambda db: db.scalars(select(Source).where(Source.address == address)).one())


def row_in(listed: Page, watched: Source) -> str:
    (row,) = listed.tree.xpath("//tr[.//a[@href=$page]]", page=f"/sources/{watched.id}")
    return words(row)


def noted(house: House, address: str) -> list[str]:
    verbs = select(Audit.verb).where(Audit.subject == address).order_by(Audit.id)
    return house.read(lambda db: list(db.scalars(verbs)))


# ------------------------------------------------------------------------------------------------------- before, adding


def test_an_address_is_looked_at_before_it_is_followed(house: House, browser: Browser) -> None:
    browser.get("/sources")
    page = browser.send("/sources/try", address="https://look.example/")
    assert page.came_by == (303,)
    assert "Boussole regarde le site" in page.text
    assert page.tree.xpath("//*[@hx-trigger]/@hx-get") == [page.path]
    assert "Suivre cette source" not in page.text


def test_what_was_found_is_shown_with_the_rules_of_the_site_and_followed_by_one_button(
    house: House, browser: Browser, administrator: Account
) -> None:
    terms = "https://found.example/conditions"
    seen = {"reserved": "file", "terms": terms, "delay": 10.0}
    trial = looking.tried(house, administrator, "https://found.example/", looking.FEED, looking.PAGE, **seen)
    page = browser.get(f"/sources/trials/{trial.id}")
    for told in ("permet la visite", "10 secondes entre deux visites", "la refuse", "Une nouvelle mesure", "Dix jours"):
        assert told in page.text
    assert terms in page.links()
    assert page.tree.xpath("//*[@hx-trigger]") == []
    sent = browser.send(f"/sources/trials/{trial.id}", name="Le Relais", nature="authority", jurisdiction="belgium")
    assert sent.came_by == (303,)
    found = source(house, looking.FEED.address)
    assert (found.name, found.kind, found.active, found.host) == ("Le Relais", "feed", True, "relais.example:443")
    assert (found.nature, found.jurisdiction, found.right_to_show) == ("authority", "belgium", "text")
    assert found.next_visit_at == MONDAY
    assert noted(house, found.address) == ["add source"]


def test_where_nothing_was_found_the_address_can_be_followed_all_the_same(
    house: House, browser: Browser, administrator: Account
) -> None:
    trial = looking.tried(house, administrator, "https://mute.example/", robots=None)
    browser.get(f"/sources/trials/{trial.id}")
    browser.send(f"/sources/trials/{trial.id}", name="Muette", way="2")
    assert source(house, "https://mute.example/").kind == "page"


NO_ADDRESS = [
    "",
    "forem.example",
    "ftp://forem.example/",
    "https:///rss",
    "https://[forem/",
    "https://user:secret@forem.example/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    f"https://forem.example/{'x' * 2000}",
]


def test_what_is_no_address_is_not_looked_at(house: House, browser: Browser) -> None:
    browser.get("/sources")
    before = house.rows()
    for address in NO_ADDRESS:
        assert (address, browser.send("/sources/try", address=address).status) == (address, 422)
    assert house.rows() == before


NOT_TO_BE_WATCHED = [
    {"name": ""},
    {"name": "x" * 121},
    {"way": "7"},
    {"nature": "rumour"},
    {"jurisdiction": "mars"},
    {"right_to_show": "everything"},
    {"age_limit": "0"},
    {"age_limit": "91"},
    {"nature": "press", "right_to_show": "excerpt"},
    {"given_by": "Quelqu'un"},
    {"given_by": "Quelqu'un", "given_on": "2026-11-24", "words": "Oui."},
]


def test_what_cannot_be_watched_so_is_refused_and_nothing_is_kept(
    house: House, browser: Browser, administrator: Account
) -> None:
    trial = looking.tried(house, administrator, "https://refused.example/", way_to("https://refused.example/"))
    asked, before = browser.get(f"/sources/trials/{trial.id}"), house.rows()
    for fields in NOT_TO_BE_WATCHED:
        browser.page = asked
        assert (fields, browser.send(f"/sources/trials/{trial.id}", **fields).status) == (fields, 422)
    assert house.rows() == before


def test_a_trial_is_seen_by_whom_it_was_asked(house: House, administrator: Account) -> None:
    trial = looking.tried(house, administrator, "https://private.example/", looking.FEED)
    assert house.visitor(administrator=True).get(f"/sources/trials/{trial.id}").status == 404


# ---------------------------------------------------------------------------------------------------- press, permission


def test_of_the_press_the_title_is_shown_until_a_permission_is_noted(
    house: House, browser: Browser, administrator: Account
) -> None:
    address = "https://press.example/rss"
    add(house, browser, administrator, address, nature="press")
    assert source(house, address).right_to_show == SourceRight.TITLE
    page = f"/sources/{source(house, address).id}"
    browser.get(page)
    assert browser.send(page, right_to_show="excerpt").status == 422
    assert source(house, address).right_to_show == SourceRight.TITLE
    given = {"given_by": "Ana Costa", "given_on": "2026-11-20", "words": "Oui, un extrait."}
    assert browser.send(page, right_to_show="excerpt", **given).status == 200
    assert source(house, address).right_to_show == SourceRight.EXCERPT
    assert "Ana Costa, le 20 novembre 2026\u00a0: extrait" in browser.page.text
    assert browser.send(page, right_to_show="text").status == 422
    assert noted(house, address) == ["add source", "describe source"]
    (kept,) = house.read(lambda db: source_words.permissions(db, source(house, address).id))
    assert (kept.given_by, kept.words, kept.recorded_by) == ("Ana Costa", "Oui, un extrait.", administrator.learner_key)


# --------------------------------------------------------------------------------------------------------- once watched


def test_a_source_is_paused_taken_up_again_visited_and_given_up(
    house: House, browser: Browser, administrator: Account
) -> None:
    address = "https://pause.example/"
    add(house, browser, administrator, address)
    page = f"/sources/{source(house, address).id}"
    browser.get(page)
    assert browser.send(f"{page}/pause?next={page}").path == page
    assert not source(house, address).active
    assert f"{page}/visit?next={page}" not in [form.get("action") for form in browser.page.forms()]
    house.clock.pass_by(hours=5)
    browser.send(f"{page}/resume?next={page}")
    assert source(house, address).active
    house.clock.pass_by(hours=1)
    browser.send(f"{page}/visit?next={page}")
    assert source(house, address).next_visit_at == house.clock.at
    assert page in browser.get("/sources").links()
    browser.get(page)
    assert page not in browser.send(f"{page}/leave").links()
    assert browser.get(page).status == 404
    assert noted(house, address) == [f"{verb} source" for verb in ("add", "pause", "resume", "visit", "leave")]
    house.clock.pass_by(hours=1)
    add(house, browser, administrator, address, nature="research")
    again = source(house, address)
    assert (again.active, again.left_at, again.nature, f"/sources/{again.id}") == (True, None, "research", page)


def test_two_sources_are_paused_by_one_button(house: House, browser: Browser, administrator: Account) -> None:
    two = ["https://eins.example/", "https://zwei.example/"]
    for address in two:
        add(house, browser, administrator, address)
    browser.get("/sources")
    browser.send("/sources/together", ("change", "pause"), source=[str(source(house, one).id) for one in two])
    assert [source(house, one).active for one in two] == [False, False]


def test_every_result_of_a_visit_is_told_in_a_sentence(house: House, browser: Browser) -> None:
    watched = {result: f"https://{result.replace('_', '-')}.example/" for result in VisitResult}
    row = {"name": "Le Forem", "host": "x:443", "kind": "feed", "next_visit_at": MONDAY, "created_at": MONDAY}
    with house.store.writing() as db:
        for result, address in watched.items():
            db.add(Source(**row, address=address, last_visit_at=MONDAY, last_result=result, attempts=3))
    told = {result: french(IN_WORDS[result]) for result in watched}
    pages = {result: browser.get(f"/sources/{source(house, address).id}") for result, address in watched.items()}
    assert [result for result, page in pages.items() if told[result] not in page.text] == []
    listed = browser.get("/sources")
    in_list = {result: told[result] in row_in(listed, source(house, address)) for result, address in watched.items()}
    assert {result for result, said in in_list.items() if not said} == {VisitResult.OK, VisitResult.UNCHANGED}


def test_what_changed_on_a_page_is_shown_word_by_word(house: House, browser: Browser, administrator: Account) -> None:
    page = browser.get(f"/sources/{looking.watched_page(house, administrator).id}")
    assert [words(one) for one in page.tree.iter("ins")] == ["ajouté\u00a0: vingt fin de l’ajout", "Une troisième."]
    assert [words(one) for one in page.tree.iter("del")] == ["supprimé\u00a0: dix fin de la suppression"]


# -------------------------------------------------------------------------------------------------------- the first day


def test_on_the_first_day_ten_sources_are_tried_ticked_and_followed(
    house: House, browser: Browser, administrator: Account
) -> None:
    page = browser.get("/sources/first")
    assert page.tree.xpath("//button[@form]/@form") == page.tree.xpath("//form[button or .//button[@value='1']]/@id")
    assert len([one for one in suggestions() if one.first]) == 10
    assert browser.send("/sources/first/try", ("first", "1")).text.count("Essai en cours") == 10
    ten = [one for one in suggestions() if one.first]
    for number, one in enumerate(ten):
        refused = {"robots": "refused"} if number == 3 else {}
        looking.tried(house, administrator, one.address, way_to(one.address, one.kind or "feed"), **refused)
    page = browser.get("/sources/first")
    assert page.tree.xpath("//input[@name='address' and @checked]/@value") == [
        one.address for number, one in enumerate(ten) if number != 3
    ]
    left = [one.address for one in ten if one.name in {"BX1", "Alter Échos", ten[3].name}]
    assert "2 sources sont suivies." in browser.send("/sources/first", address=left).text
    bx1 = source(house, "https://bx1.be/feed/")
    assert (bx1.nature, bx1.right_to_show, bx1.age_limit, bx1.about_the_job) == ("press", "title", 7, True)
    assert browser.get("/sources/first").text.count("Déjà suivie.") == 2


# ------------------------------------------------------------------------------------------------------------ one's own


def test_a_person_follows_a_feed_that_nobody_else_sees(house: House, browser: Browser) -> None:
    account = house.person()
    hers, feed = house.browser_of(account), way_to("https://alone.example/rss")
    address = feed.address
    hers.get("/sources/mine")
    page = hers.send("/sources/mine/try", address="https://alone.example/")
    with house.store.writing() as db:
        trial = trials.trial_of(db, account.learner_key, int(page.path.rpartition("/")[2]))
        found = trials.TrialFindings(looks=1, proposals=(feed, looking.PAGE))
        trial.found, trial.due_at = trials.asdict(found), None
    page = hers.get(page.path)
    assert page.tree.xpath("//select[@name='way']/option/text()") == ["Le Forem"]
    assert "Le Forem" in hers.send(page.path).text
    assert source(house, address).learner_key == account.learner_key
    assert (source(house, address).nature, source(house, address).right_to_show) == ("press", "title")
    assert f'xmlUrl="{address}"' in hers.get("/sources/mine/opml").body
    hers.get("/sources/mine")
    assert address not in browser.get("/sources").text
    assert browser.get(f"/sources/{source(house, address).id}").status == 404
    assert noted(house, address) == []
    action = f"/sources/mine/{source(house, address).id}/leave"
    other = house.visitor()
    other.get("/sources/mine")
    assert other.post(action).status == 404
    hers.send(action)
    assert house.read(lambda db: own_sources.mine(db, account.learner_key)) == []


# ---------------------------------------------------------------------------------------------------------------- lists

OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body><outline text="Emploi">
<outline text="Un" type="rss" xmlUrl="https://un.example/rss"/><outline text="Mal" xmlUrl="file:///etc/passwd"/>
</outline></body></opml>"""


def send_list(browser: Browser, action: str, data: bytes) -> int:
    token = browser.page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "nature": "research", "list": (BytesIO(data), "liste.opml")}
    browser._shown(browser.client.post(action, data=sent, follow_redirects=True))
    return browser.page.status


def test_a_list_is_taken_and_what_cannot_be_is_named(house: House, browser: Browser) -> None:
    browser.get("/sources")
    assert send_list(browser, "/sources/opml", OPML) == 200
    assert "1 source est nouvelle" in browser.page.text
    assert "1 n’a pas d’adresse web" in browser.page.text
    assert [words(one) for one in browser.page.tree.xpath("//details//li")] == ["Mal"]
    assert source(house, "https://un.example/rss").nature == SourceNature.RESEARCH
    written = browser.get("/sources/opml")
    assert written.headers["Content-Disposition"].endswith(".opml")
    assert 'xmlUrl="https://un.example/rss"' in written.body


@pytest.mark.parametrize("data", [b"", b"rien", b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml/>", b"<o>" * 200])
def test_a_file_that_is_no_list_is_refused_with_a_reason(house: House, browser: Browser, data: bytes) -> None:
    browser.get("/sources/mine")
    before = house.rows()
    assert send_list(browser, "/sources/mine/opml", data) == 422
    assert house.rows() == before
