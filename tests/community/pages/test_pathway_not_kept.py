"""Nothing of a pathway is kept: no row, no byte in database, file, log or address (law 16)."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from content.pathway.pathway_code import to_code
from content.pathway.pathway_text import read_pathway
from models.ground.signing import key_of
from portal.community import qr_codes
from portal.site.server import ServerLog
from tests.community.pages.typed_pathways import pressed, public, sent
from tests.content.pathway.test_pathway_text import TEXT
from tests.house import House
from tests.page_browser import Browser
from tests.site.pages.test_logs import asked, log_of_the_tests  # noqa: F401 — the log is given back to pytest

PLANTED = "quetzalcoatl"
WITH_WORDS = TEXT.replace("j'appelle la crèche", f"j'appelle {PLANTED}").replace("reprendre", PLANTED)
VERBS = ("draw", "list", "form", "together", "alone", "step:1", "up:2", "remove:1", "undo", "nl", "fr")
OTHERS = ("paper", "words", "keep", "dates")
CALENDARS = ("/p/equipe/calendar.ics", "/p/equipe/meetings/m1.ics")


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Whatever any library of this process would write down."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def used(house: House, browser: Browser) -> list[str]:
    """A pathway drawn, changed, printed, copied, opened from its paper; the addresses that were asked."""
    sent(browser, WITH_WORDS, "form")
    pages = [pressed(browser, verb) for verb in ("together", "alone", "step:1", "undo", "up:2", "remove:1", "nl", "fr")]
    pages += [sent(browser, WITH_WORDS, verb, code="1") for verb in (*VERBS, *OTHERS)]
    printed = to_code(read_pathway(WITH_WORDS), key_of(house.settings.secret_key, qr_codes.PURPOSE))
    answers = [browser.client.post("/f", data=data, content_type="text/plain") for data in (printed, PLANTED.upper())]
    assert any(PLANTED in answer.text for answer in answers)
    return [page.address for page in pages] + [answer.request.full_path for answer in answers]


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_no_row_and_no_byte_of_a_sheet_stays(
    house: House, everything: pytest.LogCaptureFixture, is_signed_in: bool
) -> None:
    browser = house.visitor() if is_signed_in else house.stranger()
    browser.get("/sheet")
    before = house.rows()
    with public(house):
        asked = used(house, browser)
    assert house.rows() == before
    kept = [file for file in files_of(house) if PLANTED.encode() in file.read_bytes().lower()]
    assert kept == []
    assert PLANTED not in everything.text.lower()
    assert [
        address for address in asked if PLANTED in address.lower() or address.rstrip("?") not in {"/sheet", "/f"}
    ] == []


def files_of(house: House) -> list[Path]:
    folders = {house.settings.instance, Path(house.settings.database_url.removeprefix("sqlite:///")).parent}
    found = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert found, "the database is a file here"
    return found


def test_the_log_of_requests_has_no_line_of_it(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for path in ["/f", "/sheet", "/sheet/from/garde-place-2", "/l/x", "/p/equipe", *CALENDARS]:
        monkeypatch.setenv("INSTANCE", str(tmp_path))
        monkeypatch.setenv("ACCESS_LOG", "1")
        log = ServerLog(Config())
        for written in (path, "/crisis"):
            environ = asked(house, written)
            log.access(SimpleNamespace(status="200 OK"), SimpleNamespace(method="GET"), environ, timedelta())
            assert (written, "route=" in capsys.readouterr().err) == (written, written == "/crisis")
