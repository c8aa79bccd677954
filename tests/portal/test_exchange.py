"""« Échanger »: what a file holds is seen before it is kept, joins a draft without replacing anything, does no harm."""

import re
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from content.exchange.archive import packed, unpacked
from content.exchange.package import read_package, write_package
from content.module import Module
from content.pack import Pack
from content.text.writing import write_module
from models.catalogue import in_force
from models.tables.audit import Audit
from models.tables.documents import Document
from tests import builders
from tests.builders import SKILLS, module, pool, small_pack
from tests.content.exchange.hostile import zipped
from tests.portal.browser import Browser, Page
from tests.portal.flaws import flaws
from tests.portal.house import House
from tests.topics import SENSITIVE, TOPIC, pack_with_topics

AIKEN = "Qui décide du stage ?\nA. Actiris\nB. L'ONEM\nANSWER: A\n"


@pytest.fixture
def browser(house: House) -> Browser:
    return house.visitor(trainer=True)


@pytest.fixture
def mine(house: House) -> Module:
    return new(house)


def new(house: House) -> Module:
    """A published module of the test's own."""
    name = f"m-{uuid4().hex[:8]}"
    questions = pool(name, "frame.role", learn=2, check=1)
    house.new_module(name, skills=("frame.role",), questions=questions)
    return module(name, ("frame.role",), questions)


def at(module: Module) -> str:
    return f"/exchange/modules/{module.id}"


def bring(browser: Browser, page: str, data: str | bytes, file: str = "questions.txt", **fields: str) -> Page:
    """Choose a file on a page and send it."""
    browser.get(page)
    sent = (BytesIO(data.encode() if isinstance(data, str) else data), file)
    return browser.send(f"{page}/read", file=sent, **fields)  # type: ignore[arg-type]


def add(browser: Browser, page: str, data: str | bytes) -> Page:
    """The same, and have what is shown added to the draft."""
    bring(browser, page, data)
    return browser.send(f"{page}/append")


def download(browser: Browser, address: str) -> bytes:
    return browser.client.get(address).data


def draft(house: House, name: str) -> str | None:
    return house.read(lambda db: db.get_one(Document, name).draft)


def noted(house: House, *names: str) -> list[tuple[str, str]]:
    rows = select(Audit.verb, Audit.subject).where(Audit.verb.like("import %"), Audit.subject.in_(names))
    return house.read(lambda db: [tuple(row) for row in db.execute(rows.order_by(Audit.id))])


def said(page: Page) -> str:
    """All that a page says, with ordinary spaces and apostrophes."""
    return page.text.translate({0x202F: " ", 0xA0: " ", 0x2019: "'"})


# ---------------------------------------------------------------------------------------------------------- questions


def test_each_format_says_what_it_leaves_behind_and_can_be_taken_away(browser: Browser, mine: Module) -> None:
    page = browser.get(at(mine))
    files = [link for link in page.links() if link.startswith(f"{at(mine)}/")]
    names = [browser.client.get(file).headers["Content-Disposition"].partition("=")[2] for file in files]
    endings = ["-gift.txt", "-csv.csv", "-qti-2.1.zip", "-qti-3.0.zip", ".md"]
    assert names == [f"{mine.id}{ending}" for ending in endings]
    assert [item.text_content().count("Seules les questions") for item in page.tree.xpath("//details")] == [1] * 4
    assert "Le paquet ne dit pas que cette question est gardée pour vérifier" in said(page)
    assert download(browser, files[-1]).decode() == write_module(mine)


def test_questions_are_seen_before_they_are_kept_then_join_the_draft(
    house: House, browser: Browser, mine: Module
) -> None:
    before = house.rows()
    page = bring(browser, at(mine), AIKEN, skill="listen.active")
    assert (page.heading, page.status, flaws(page)) == ("1 question lue", 200, [])
    assert "lu comme Aiken" in said(page)
    assert "Explication à écrire" in said(page)
    assert (house.rows(), draft(house, mine.id)) == (before, None)
    page = browser.send(f"{at(mine)}/append")
    assert (page.path, page.came_by) == (f"/authoring/{mine.id}", (303,))
    assert "Il manque l'explication de « Actiris »" in said(page)
    kept, written = draft(house, mine.id) or "", write_module(mine)
    question = re.search(
        r"\n\n## Question q-[\w-]+ · listen\.active\n\nQui décide du stage \?\n\n- \[x\] Actiris\n", kept
    )
    assert question is not None
    assert written.startswith(kept[: question.start()])
    assert kept.endswith("\n\n## À essayer dès le prochain entretien\n\nUn silence.\n")
    assert house.read(lambda db: in_force.published_module(db, mine.id).module) == mine
    assert noted(house, mine.id) == [("import questions", mine.id)]


def test_what_is_broken_in_a_file_is_said_with_its_line_beside_the_questions_that_were_read(
    browser: Browser, mine: Module
) -> None:
    page = bring(browser, at(mine), f"Qui ?\nA. Un\nANSWER: A\n\n{AIKEN}")
    assert "1 question lue" in said(page)
    assert "Ligne 1 · Il faut au moins deux options, écrites « A. … »." in said(page)


def test_questions_that_are_there_already_are_not_added_again(browser: Browser, mine: Module) -> None:
    add(browser, at(mine), AIKEN)
    page = bring(browser, at(mine), AIKEN)
    assert page.heading == "0 question lue"
    assert "déjà dans le module, mot pour mot" in said(page)
    assert f"{at(mine)}/append" not in [form.get("action") for form in page.forms()]


def test_ids_of_other_modules_and_drafts_are_not_taken(house: House, browser: Browser, mine: Module) -> None:
    gift, first, second = download(browser, f"{at(mine)}/questions/gift"), new(house), new(house)
    add(browser, at(first), gift)
    page = bring(browser, at(second), gift)
    renamed = "L'identifiant {0}-1 est déjà pris ici : cette question devient {0}-1-3."
    assert renamed.format(mine.id) in said(page)
    assert f"## Question {mine.id}-1-2 · frame.role" in (draft(house, first.id) or "")
    for one in (mine, first):
        assert bring(browser, at(one), gift).heading == "0 question lue"


def test_what_cannot_be_read_is_said_with_its_line_and_nothing_is_kept(
    house: House, browser: Browser, mine: Module
) -> None:
    page = bring(browser, at(mine), "Qui ?{=A ~B}\n\nOù ?{=A", "questions.gift")
    assert (page.status, page.heading, flaws(page)) == (422, "Échanger des questions", [])
    assert "Ligne 3" in said(page)
    assert draft(house, mine.id) is None
    assert bring(browser, at(mine), "", "").status == 422


def test_a_draft_that_has_changed_since_is_left_as_it_is(house: House, browser: Browser, mine: Module) -> None:
    shown = bring(browser, at(mine), AIKEN)
    browser.send(f"{at(mine)}/append")
    once = draft(house, mine.id)
    browser.page = shown
    page = browser.send(f"{at(mine)}/append")
    assert (page.status, draft(house, mine.id)) == (409, once)


# -------------------------------------------------------------------------------------------------------------- packs


@pytest.fixture
def own(empty_house: House) -> House:
    """The small pack, in a house of the test's own: what is brought in stays there."""
    builders.set_up(empty_house.store, small_pack())
    return empty_house


def test_what_is_in_force_comes_back_as_the_same(own: House) -> None:
    browser = own.visitor(trainer=True)
    package = download(browser, "/exchange/pack.zip")
    assert read_package(package) == small_pack()
    page = bring(browser, "/exchange", package, "boussole.zip")
    assert "Il n'y a rien à importer." in said(page)
    assert flaws(page) == []


def test_the_topics_of_another_house_become_a_draft_too(own: House) -> None:
    browser = own.visitor(trainer=True)
    page = bring(browser, "/exchange", write_package(pack_with_topics()), "p.zip")
    assert "les sujets d'entretien" in said(page)
    assert "Brouillons faits : topics.yaml." in said(browser.send("/exchange/drafts"))
    browser.get("/authoring/topics.yaml")
    assert browser.page.heading == "Les sujets d’entretien"
    browser.send("", ("do", "publish"))
    assert own.read(in_force.topics) == (TOPIC, SENSITIVE)
    assert read_package(download(browser, "/exchange/pack.zip")) == pack_with_topics()


def test_what_is_new_or_different_becomes_a_draft_and_a_draft_is_never_replaced(own: House) -> None:
    browser, versions = own.visitor(trainer=True), own.rows()["version"]
    browser.get("/authoring/cadre")
    browser.send("", ("do", "save"), text="commencé")
    other, begun = module("ecouter", title="Autre"), module("cadre", ("frame.role",), title="Autre")
    third = module("nouveau", ("frame.role",), questions=pool("nouveau", "frame.role"))
    page = bring(browser, "/exchange", write_package(small_pack(other, begun, third)), "p.zip")
    assert {
        section.get("aria-labelledby"): [item.text_content().strip() for item in section.iter("li")]
        for section in page.tree.xpath("//main//section")
    } == {
        "new": ["nouveau"],
        "different": ["ecouter"],
        "being_written": ["cadre"],
        "same": ["la carte des compétences", "les règles"],
    }
    assert "Brouillons faits : ecouter, nouveau." in said(browser.send("/exchange/drafts"))
    drafts = [draft(own, name) for name in ("cadre", "ecouter", "nouveau")]
    assert drafts == ["commencé", write_module(other), write_module(third)]
    assert own.rows()["version"] == versions
    assert noted(own, "ecouter", "nouveau") == [("import draft", "ecouter"), ("import draft", "nouveau")]


def test_a_format_that_there_is_not_is_no_page(browser: Browser, mine: Module) -> None:
    assert browser.get(f"{at(mine)}/questions/doc").status == 404


# ------------------------------------------------------------------------------------------------------------ hostile

MEMBERS = unpacked(write_package(small_pack()), "")
BOMB = zipped([("items/a.xml", bytes(3_000_000))])
ENTITIES = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><assessmentItem>&b;</assessmentItem>'


@pytest.mark.parametrize(
    ("page", "data", "why"),
    [
        ("/exchange", BOMB, "grandit démesurément"),
        ("/exchange/modules/ecouter", BOMB, "grandit démesurément"),
        ("/exchange", zipped([("modules/../../app.py", b"x")]), "sort du paquet"),
        ("/exchange/modules/ecouter", zipped([("../../app.py", b"x")]), "sort du paquet"),
        ("/exchange/modules/ecouter", packed({"items/a.xml": ENTITIES}), "contient un DOCTYPE"),
        ("/exchange/modules/ecouter", ENTITIES, "contient un DOCTYPE"),
        ("/exchange", packed({**MEMBERS, "<script>alert(1)</script>": b"x"}), "n'a pas sa place ici"),
        ("/exchange", b"PK\x03\x04 et rien de plus", "ne peut pas être ouvert"),
    ],
)
def test_a_package_that_means_harm_is_refused_in_words(
    house: House, browser: Browser, page: str, data: bytes, why: str
) -> None:
    before = house.rows()
    shown = bring(browser, page, data, "<script>.zip")
    assert (shown.status, flaws(shown)) == (422, [])
    assert why in said(shown)
    assert house.rows() == before


SCRIPT = "<script>alert(1)</script>"
QTI = """<questestinterop><item ident="a"><presentation><material><mattext texttype="text/html">
&lt;p onclick="alert(1)"&gt;Qui ?&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="x"><material><mattext>&lt;script>alert(1)&lt;/script></mattext></material></response_label>
<response_label ident="y"><material><mattext texttype="text/html">&lt;a href="javascript:x"&gt;B&lt;/a&gt;</mattext>
</material></response_label></render_choice></response_lid></presentation></item></questestinterop>"""


@pytest.mark.parametrize(
    ("data", "file"),
    [
        (QTI, "a.xml"),
        (f"::{SCRIPT}::[html]Qui ?{SCRIPT}{{=A{SCRIPT} ~[plain]{SCRIPT}#[plain][oui](javascript\\:alert)}}", "a"),
        (f"stem;option;feedback\n{SCRIPT};{SCRIPT};{SCRIPT}\n;[a](javascript:alert(1));b\n", f"{SCRIPT}.csv"),
        (f"{SCRIPT}\nA. {SCRIPT}\nB. b\nANSWER: A\n", "a.txt"),
    ],
    ids=["qti", "gift", "csv", "aiken"],
)
def test_a_script_is_never_more_than_text(browser: Browser, mine: Module, data: str, file: str) -> None:
    for page in (bring(browser, at(mine), data, file), browser.send(f"{at(mine)}/append")):
        assert page.status == 200
        assert page.tree.xpath("//script[not(@src)]|//*[@onclick]|//a[starts-with(@href, 'javascript:')]") == []


def reserved(pack: Pack) -> bytes:
    """A package whose module goes by the name of the skill map."""
    return write_package(Pack(pack.skills, pack.rules, {"x": write_module(module("skills.yaml"))}))


@pytest.mark.parametrize(
    ("package", "why"),
    [
        (lambda: b64encode(BOMB), "grandit démesurément"),
        (lambda: b"pas de la base64", "ne peut pas être ouvert"),
        (lambda: "\ufffe".encode(), "ne peut pas être ouvert"),
        (lambda: b64encode(reserved(small_pack())), "ne peut pas s'appeler skills.yaml"),
        (lambda: b64encode(packed({**MEMBERS, "skills.yaml": SKILLS.replace("role", "x").encode()})), "frame.role"),
    ],
    ids=["bomb", "nonsense", "foreign", "reserved", "unsound"],
)
def test_what_the_page_carries_is_read_with_the_same_care(
    house: House, browser: Browser, package: Callable[[], bytes], why: str
) -> None:
    browser.get("/exchange")
    before = house.rows()
    page = browser.post("/exchange/drafts", package=package().decode())
    assert (page.status, flaws(page)) == (422, [])
    assert why in said(page)
    assert house.rows() == before
