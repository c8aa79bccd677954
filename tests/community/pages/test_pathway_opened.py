"""A printed pathway is opened by whoever holds it: the same text, sealed, and whether a rule has changed since."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from content.pathway.pathway_code import to_code
from content.pathway.pathway_text import read_pathway
from models.ground.signing import key_of
from models.tables.rule_changes import RuleChange
from portal.community import qr_codes
from tests.community.pages.typed_pathways import CITING, plain, typed
from tests.content.pathway.test_pathway_text import TEXT
from tests.house import House
from tests.page_browser import Page, page_of
from tests.studio.pages.changes import Team, end

NOT_OURS = "Cette feuille n'a pas été faite ici"
CHANGED = "Une règle a changé depuis que cette feuille a été imprimée"
PRINTED = CITING.replace("Règles : duree\n", "Règles : duree\nExact au : 23/11/2026 10:00\n")
"""At nine in the time of the world, when it is ten in Brussels."""


def code_of(text: str, secret: str = "not a secret") -> str:
    return to_code(read_pathway(text), key_of(secret, qr_codes.PURPOSE))


def opened(house: House, sent: str, **headers: str) -> Page:
    return page_of(house.stranger().client.post("/f", data=sent, content_type="text/plain", headers=headers))


@pytest.fixture
def team(house: House) -> Iterator[Team]:
    team = Team(house)
    yield team
    with house.store.writing() as db:
        end(db, house, db.get_one(RuleChange, team.change.id))


def test_the_page_is_one_file_for_everybody_and_asks_nobody_who_they_are(house: House) -> None:
    pages = [house.stranger().get("/f"), house.visitor().get("/f")]
    assert pages[0].body == pages[1].body
    assert "Set-Cookie" not in pages[0].headers
    assert "Votre navigateur n'exécute pas de script" in pages[0].body


def test_a_code_opens_the_text_that_was_printed(house: House) -> None:
    page = opened(house, code_of(PRINTED))
    assert typed(page) == PRINTED
    assert (page.status, page.headers["Cache-Control"], page.headers.get("Set-Cookie")) == (200, "no-store", None)
    assert NOT_OURS not in plain(page.text)
    assert {one.get("value") for one in page.tree.xpath("//button")} == {"paper", "keep", "form"}


def test_a_paper_of_before_the_key_changed_is_still_ours(house: House) -> None:
    settings = house.app.extensions["settings"]
    house.app.extensions["settings"] = replace(settings, secret_key="another", secret_key_fallbacks=("not a secret",))
    try:
        assert NOT_OURS not in plain(opened(house, code_of(PRINTED)).text)
    finally:
        house.app.extensions["settings"] = settings


def test_what_somebody_else_made_is_shown_and_said_to_be_so(house: House) -> None:
    page = opened(house, code_of(PRINTED, "a key of theirs"))
    assert NOT_OURS in plain(page.text)
    assert typed(page) == PRINTED


def test_what_cannot_be_read_is_said_in_words_and_never_refused(house: House) -> None:
    for broken in ["", "A", "é", "ABC1", "../../", "A" * 2000, "%"]:
        page = opened(house, broken)
        assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
        assert "Ce code ne se lit pas jusqu'au bout." in plain(page.text)


def test_it_speaks_the_language_of_the_sheet_and_of_the_browser_where_there_is_none(house: House) -> None:
    dutch = PRINTED.replace("Feuille :", "Blad:")
    assert opened(house, code_of(dutch)).tree.xpath("//@lang") == ["nl"]
    assert opened(house, "A", **{"Accept-Language": "nl"}).tree.xpath("//@lang") == ["nl"]


def test_a_rule_that_has_changed_since_is_said_at_once(house: House, team: Team) -> None:
    silent, citing = code_of(TEXT.replace("Règles : onem-duree\n", "")), code_of(PRINTED)
    before = opened(house, silent).body
    assert CHANGED not in plain(opened(house, citing).text)
    team.propose(holds_from="2026-11-24")
    house.clock.pass_by(minutes=1)
    team.decide()
    house.clock.pass_by(days=1)
    told = plain(opened(house, citing).text)
    assert f"{CHANGED} : Durée" in told
    assert "le 24 novembre 2026" in told
    assert opened(house, silent).body == before


def test_a_change_that_was_accepted_later_the_same_day_is_said_within_a_minute(house: House, team: Team) -> None:
    team.propose(holds_from="2026-11-20")
    house.clock.pass_by(minutes=2)
    team.decide()
    assert CHANGED in plain(opened(house, code_of(PRINTED)).text)
    later = f"{house.clock() + timedelta(hours=1, minutes=1):%d/%m/%Y %H:%M}"
    assert CHANGED not in plain(opened(house, code_of(PRINTED.replace("23/11/2026 10:00", later))).text)
