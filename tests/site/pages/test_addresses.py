"""No address that a text holds does more than open a page of the web."""

import re
from datetime import date
from pathlib import Path

from sqlalchemy import func, update

from content.module import Reference
from content.text.module_writer import write_module
from models.ground.words import NARROW, NO_BREAK
from models.tables.documents import Version
from portal.pages import to_page
from tests.builders import RULES, module, question
from tests.house import House

ADDRESS = "https://example.org/duree"
SCRIPT = "javascript:alert(document.domain)"
EVIL = [
    SCRIPT,
    "JavaScript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    " javascript:alert(1)",
    "java\tscript:x",
    "//x",
]


def test_what_is_no_address_of_the_web_is_no_link() -> None:
    for address in EVIL:
        assert to_page(address) == ""


def test_an_address_of_the_web_is_a_link_and_stays_within_its_quotes() -> None:
    assert to_page('https://onem.example/a?b=c"onclick=x#:~:text=vrai') == (
        'href="https://onem.example/a?b=c&#34;onclick=x#:~:text=vrai"'
    )


def test_every_link_of_a_template_to_elsewhere_is_made_so() -> None:
    """All other links are our own addresses."""
    templates = Path("portal").glob("*/templates/**/*.html")
    written = [found for file in templates for found in re.findall(r'href="{{ ([^}]*) }}"', file.read_text("utf-8"))]
    elsewhere = [one for one in written if re.search(r"\.(address|url)\b", one) and not one.startswith("url_for")]
    assert elsewhere == ["entry.address"]  # of our own navigation


def test_a_module_and_rules_with_scripts_are_refused_with_their_line(house: House) -> None:
    browser, source = house.visitor(trainer=True), Reference("Un site", SCRIPT, date(2026, 11, 23))
    text = write_module(module("ecouter", sources=(source,)))
    line = next(number for number, line in enumerate(text.splitlines(), 1) if SCRIPT in line)
    for name, written, at in (("ecouter", text, line), ("rules.yaml", RULES.replace(ADDRESS, SCRIPT), 5)):
        browser.get(f"/authoring/{name}")
        page = browser.send("", ("do", "publish"), text=written)
        told = page.text.replace(NARROW, " ").replace(NO_BREAK, " ")
        assert page.status == 422
        assert f"Ligne {at}" in told
        assert f"« {SCRIPT} » n’est pas une adresse du web" in told


def test_what_was_published_before_is_shown_without_a_link(house: House) -> None:
    sound, read_on = "https://example.org/sound", date(2026, 11, 23)
    house.new_module("vieux", questions=(question("vieux-1"),), sources=(Reference("Un site", sound, read_on),))
    with house.store.writing() as db:
        text = func.replace(Version.text, sound, SCRIPT)
        db.execute(update(Version).where(Version.document_id == "vieux").values(text=text))
    page = house.visitor().get("/modules/vieux")
    assert "Un site" in page.text
    assert [link for link in page.links() if link and "script" in link] == []
