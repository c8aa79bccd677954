"""« Échanger »: what a file holds is seen before it is kept, joins a draft without replacing anything, does no harm."""

import json
import re
from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from content.exchange.archive import packed, unpacked
from content.exchange.pack_package import read_package, write_package
from content.module import Module
from content.pack import Pack
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from models.catalogue import in_force
from models.tables.audit import Audit
from models.tables.documents import Document
from tests import builders
from tests.bringing import AIKEN, SEVERAL, read_all
from tests.builders import SKILLS, module, pool, small_pack
from tests.content.exchange.hostile import zipped
from tests.house import House
from tests.page_browser import Browser, Page
from tests.site.pages.flaws import flaws


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


def bring(house: House, browser: Browser, data: str | bytes, file: str = "questions.txt", **fields: str) -> Page:
    """Choose a file with questions, send it, have the worker read it, and look at what it found."""
    browser.get(f"/exchange/imports?module={fields.pop('module', '')}")
    sent = (BytesIO(data.encode() if isinstance(data, str) else data), file)
    page = browser.send("/exchange/imports", file=sent, **fields)  # type: ignore[arg-type]
    read_all(house.store, house.clock)
    return browser.get(page.path)


def add(house: House, browser: Browser, data: str | bytes, **fields: str) -> Page:
    """The same, and have all that is shown added to a draft."""
    page = bring(house, browser, data)
    return browser.send(f"{page.path}/take", **fields)


def bring_pack(house: House, browser: Browser, data: bytes, file: str = "p.zip") -> Page:
    """Choose a package, send it, have the worker read it, and look at what it holds."""
    browser.get("/exchange")
    page = browser.send("/exchange/packs", file=(BytesIO(data), file))  # type: ignore[arg-type]
    read_all(house.store, house.clock)
    return browser.get(page.path)


def take_up(browser: Browser) -> Page:
    """Make drafts of the package that one looks at."""
    return browser.send(f"{browser.page.path}/drafts")


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


# ------------------------------------------------------------------------------------------------------------ questions


def test_each_format_says_what_it_leaves_behind_and_can_be_taken_away(browser: Browser, mine: Module) -> None:
    page = browser.get(at(mine))
    files = [link for link in page.links() if link.startswith(f"{at(mine)}/")]
    names = [browser.client.get(file).headers["Content-Disposition"].partition("=")[2] for file in files]
    endings = ["-gift.txt", "-csv.csv", "-moodle.xml", "-qti-2.1.zip", "-qti-3.0.zip", ".md"]
    assert names == [f"{mine.id}{ending}" for ending in endings]
    assert [item.text_content().count("Seules les questions") for item in page.tree.xpath("//details")] == [1] * 5
    assert download(browser, files[-1]).decode() == write_module(mine)


def test_questions_are_seen_before_they_are_kept_then_join_the_draft(
    house: House, browser: Browser, mine: Module
) -> None:
    page = bring(house, browser, AIKEN, skill="listen.active", module=mine.id)
    assert (page.status, flaws(page)) == (200, [])
    assert "1 question lue lu comme Aiken" in said(page)
    assert "2 explications resteront à écrire" in said(page)
    assert draft(house, mine.id) is None
    page = browser.send(f"{page.path}/take")
    assert (page.path, page.came_by) == (f"/authoring/{mine.id}", (303,))
    assert "Questions ajoutées au brouillon : 1 sur 1." in said(page)
    kept, written = draft(house, mine.id) or "", write_module(replace(mine, skills=("frame.role", "listen.active")))
    question = re.search(
        r"\n\n## Question q-[\w-]+ · listen\.active\n\nQui décide du stage \?\n\n- \[x\] Actiris\n", kept
    )
    assert question is not None
    assert written.startswith(kept[: question.start()])
    assert kept.endswith("\n\n## À essayer dès le prochain entretien\n\nUn silence.\n")
    assert house.read(lambda db: in_force.published_module(db, mine.id).module) == mine
    assert noted(house, mine.id) == [("import questions", mine.id)]


def test_a_file_in_reading_says_so_and_shows_what_it_holds_when_that_is_there(house: House, browser: Browser) -> None:
    browser.get("/exchange/imports")
    page = browser.send("/exchange/imports", file=(BytesIO(AIKEN.encode()), "q.txt"))  # type: ignore[arg-type]
    assert "Le fichier est en lecture" in said(page)
    assert "Actualiser" in said(page)
    read_all(house.store, house.clock)
    assert "Qui décide du stage ?" in said(browser.get(page.path))


def test_one_takes_what_one_ticks_for_a_new_module_on_one_skill_for_all(house: House, browser: Browser) -> None:
    page = bring(house, browser, SEVERAL, "Le chômage.txt")
    assert len(page.tree.xpath("//input[@type='checkbox' and @checked]")) == 2
    title = f"Le chômage {uuid4().hex[:8]}"
    page = browser.send(f"{page.path}/take", take="1", skill="frame.role", title=title)
    name = page.path.rpartition("/")[2]
    text = draft(house, name) or ""
    assert page.path.startswith("/authoring/le-chomage-")
    assert f"title: {title}\n" in text
    assert "Qui paie l'allocation ?" in text and "Qui décide du stage ?" not in text
    assert "skills: [frame.role]\n" in text
    assert noted(house, name) == [("import questions", name)]


@pytest.mark.nightly
def test_a_skill_is_written_by_its_name(house: House, browser: Browser) -> None:
    page = bring(house, browser, SEVERAL)
    shown = page.tree.xpath("//input[@name='own']/@value")
    assert "listen.active" not in shown  # its name is
    names = page.tree.xpath("//datalist[@id='skills']/option/@value")
    reflect = house.read(lambda db: in_force.skill_map(db)["listen.reflect"].name["fr"])
    own = [next(name for name in names if name.replace("’", "'") == reflect), shown[1]]
    page = browser.send(f"{page.path}/take", take=["0", "1"], title=f"Nommées {uuid4().hex[:8]}", own=own)  # type: ignore[arg-type]
    assert "skills: [listen.reflect, listen.active]" in (draft(house, page.path.rpartition("/")[2]) or "")


@pytest.mark.nightly
def test_who_made_a_file_becomes_a_source_of_the_module(house: House, browser: Browser, mine: Module) -> None:
    about = {"title": "Quiz", "mainLibrary": "H5P.SingleChoiceSet", "authors": [{"name": "Ada"}], "license": "CC BY"}
    content = {"choices": [{"question": "Qui paie ?", "answers": ["L'ONEM", "Actiris"]}]}
    members = {"h5p.json": json.dumps(about).encode(), "content/content.json": json.dumps(content).encode()}
    page = bring(house, browser, packed(members), "quiz.h5p", module=mine.id)
    assert "Source : Quiz · Ada · CC BY." in said(page)
    browser.send(f"{page.path}/take")
    sources = [one.title for one in read_module(sound(draft(house, mine.id) or "")).sources]
    assert sources == ["Un livre, 2013", "Quiz · Ada · CC BY"]


def sound(text: str) -> str:
    """A draft with all its explanations written."""
    return re.sub(r"(?m)^  >$", "  > Parce que.", text)


def test_what_is_broken_in_a_file_is_said_with_its_line_beside_the_questions_that_were_read(
    house: House, browser: Browser
) -> None:
    page = bring(house, browser, f"Qui ?\nA. Un\nANSWER: A\n\n{AIKEN}")
    assert "1 question lue" in said(page)
    assert "Il faut au moins deux options, écrites « A. … ». Ligne 1" in " ".join(said(page).split())


@pytest.mark.nightly
def test_questions_that_are_there_already_are_not_added_again(house: House, browser: Browser, mine: Module) -> None:
    add(house, browser, AIKEN, into=mine.id)
    once = draft(house, mine.id)
    page = add(house, browser, AIKEN, into=mine.id)
    assert "déjà dans ce module, mot pour mot" in said(page)
    assert draft(house, mine.id) == once


def test_a_file_can_be_removed_before_its_term_and_what_was_taken_of_it_stays(
    house: House, browser: Browser, mine: Module
) -> None:
    page = bring(house, browser, AIKEN, module=mine.id)
    browser.send(f"{page.path}/take")
    browser.get(page.path)
    browser.send(f"{page.path}/forget")
    assert browser.get(page.path).status == 404
    assert "Qui décide du stage ?" in (draft(house, mine.id) or "")


# ---------------------------------------------------------------------------------------------------------------- packs


@pytest.fixture
def own(empty_house: House) -> House:
    """The small pack, in a house of the test's own: what is brought in stays there."""
    builders.set_up(empty_house.store, small_pack())
    return empty_house


def test_what_is_in_force_comes_back_as_the_same(own: House) -> None:
    browser = own.visitor(trainer=True)
    package = download(browser, "/exchange/pack.zip")
    assert read_package(package) == small_pack()
    page = bring_pack(own, browser, package, "boussole.zip")
    assert "Il n'y a rien à importer." in said(page)
    assert flaws(page) == []


def test_what_is_new_or_different_becomes_a_draft_and_a_draft_is_never_replaced(own: House) -> None:
    browser, versions = own.visitor(trainer=True), own.rows()["version"]
    browser.get("/authoring/cadre")
    browser.send("", ("do", "save"), text="commencé")
    other, begun = module("ecouter", title="Autre"), module("cadre", ("frame.role",), title="Autre")
    third = module("nouveau", ("frame.role",), questions=pool("nouveau", "frame.role"))
    page = bring_pack(own, browser, write_package(small_pack(other, begun, third)))
    assert {
        section.get("aria-labelledby"): [item.text_content().strip() for item in section.iter("li")]
        for section in page.tree.xpath("//*[@id='stage']//section")
    } == {
        "new": ["nouveau"],
        "different": ["ecouter"],
        "being_written": ["cadre"],
        "same": ["la carte des compétences", "les règles"],
    }
    assert "Brouillons faits : ecouter, nouveau." in said(take_up(browser))
    drafts = [draft(own, name) for name in ("cadre", "ecouter", "nouveau")]
    assert drafts == ["commencé", write_module(other), write_module(third)]
    assert own.rows()["version"] == versions
    assert noted(own, "ecouter", "nouveau") == [("import draft", "ecouter"), ("import draft", "nouveau")]


# -------------------------------------------------------------------------------------------------------------- hostile

MEMBERS = unpacked(write_package(small_pack()), "")
BOMB = zipped([("items/a.xml", bytes(3_000_000))])
ENTITIES = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><assessmentItem>&b;</assessmentItem>'


def reserved(pack: Pack) -> bytes:
    """A package whose module goes by the name of the skill map."""
    return write_package(Pack(pack.skills, pack.rules, {"x": write_module(module("skills.yaml"))}))


def test_a_package_that_means_harm_is_refused_in_words(house: House, browser: Browser) -> None:
    for data, why in [
        (BOMB, "grandit démesurément"),
        (reserved(small_pack()), "ne peut pas s'appeler skills.yaml"),
        (packed({**MEMBERS, "skills.yaml": SKILLS.replace("role", "x").encode()}), "frame.role"),
        (zipped([(f"modules/{number}.md", b"") for number in range(1001)]), "plus de 1000 fichiers"),
        (zipped([("modules/../../app.py", b"x")]), "sort du paquet"),
        (packed({**MEMBERS, "<script>alert(1)</script>": b"x"}), "n'a pas sa place ici"),
        (b"PK\x03\x04 et rien de plus", "ne peut pas être ouvert"),
    ]:
        before = house.rows()
        shown = bring_pack(house, browser, data, "<script>.zip")
        assert (shown.status, flaws(shown)) == (200, [])
        assert why in said(shown)
        assert browser.post(f"{shown.path}/drafts").status == 409
        assert {**house.rows(), "upload": 0} == {**before, "upload": 0}


@pytest.mark.nightly
def test_a_file_of_questions_that_means_harm_is_refused_in_words(house: House, browser: Browser) -> None:
    for data, why in [
        (BOMB, "grandit démesurément"),
        (zipped([("../../app.py", b"x")]), "sort du paquet"),
        (packed({"items/a.xml": ENTITIES}), "contient un DOCTYPE"),
        (ENTITIES, "contient un DOCTYPE"),
    ]:
        shown = bring(house, browser, data, "<script>.zip")
        assert (shown.status, flaws(shown)) == (200, [])
        assert why in said(shown)


SCRIPT = "<script>alert(1)</script>"
QTI = """<questestinterop><item ident="a"><presentation><material><mattext texttype="text/html">
&lt;p onclick="alert(1)"&gt;Qui ?&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="x"><material><mattext>&lt;script>alert(1)&lt;/script></mattext></material></response_label>
<response_label ident="y"><material><mattext texttype="text/html">&lt;a href="javascript:x"&gt;B&lt;/a&gt;</mattext>
</material></response_label></render_choice></response_lid></presentation></item></questestinterop>"""


def test_a_script_is_never_more_than_text(house: House, browser: Browser, mine: Module) -> None:
    for data, file in [
        (QTI, "a.xml"),
        (f"::{SCRIPT}::[html]Qui ?{SCRIPT}{{=A{SCRIPT} ~[plain]{SCRIPT}#[plain][oui](javascript\\:alert)}}", "a"),
        (f"stem;option;feedback\n{SCRIPT};{SCRIPT};{SCRIPT}\n;[a](javascript:alert(1));b\n", f"{SCRIPT}.csv"),
        (f"{SCRIPT}\nA. {SCRIPT}\nB. b\nANSWER: A\n", "a.txt"),
    ]:
        shown = bring(house, browser, data, file)
        for page in (shown, browser.send(f"{shown.path}/take", into=mine.id)):
            assert page.status == 200
            assert page.tree.xpath("//script[not(@src)]|//*[@onclick]|//a[starts-with(@href, 'javascript:')]") == []
