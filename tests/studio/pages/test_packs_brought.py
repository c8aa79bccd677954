"""A package of several megabytes comes in by its page and the worker, from trainers alone, and has a term."""

from io import BytesIO
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from PIL import Image
from sqlalchemy import select

from content.exchange.pack_package import LARGEST_PACKAGE, write_package
from content.pictures.picture_file import PictureFile
from content.pictures.rewriting import rewrite
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, pictures
from models.tables.uploads import Upload
from portal.transfer import LARGEST_BODY_WITH_FILE, PACKS, QUESTIONS
from tests import builders
from tests.bringing import read_all
from tests.builders import module, pool, small_pack
from tests.content.exchange.hostile import zipped
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.page_browser import Browser, Page, page_of
from tests.pictures import TERMS, showing
from tests.studio.pages.test_exchange import bring_pack, download, draft, said, take_up
from watchers.uploads import work_through


@pytest.fixture
def own(empty_house: House) -> House:
    """The small pack, in a house of the test's own: what is brought in stays there."""
    builders.set_up(empty_house.store, small_pack())
    return empty_house


def sent(browser: Browser, data: bytes, where: str = "/exchange/packs", page: str = "/account") -> Page:
    """Send a package, and see where that leads."""
    token = browser.get(page).tree.xpath("//input[@name='csrf_token']/@value")[0]
    form = {"csrf_token": token, "file": (BytesIO(data), "boussole.zip")}
    # Werkzeug keeps what is large in a file, and closes it only behind an answer that it has followed.
    return page_of(browser.client.post(where, data=form, follow_redirects=True))


def noise(shade: int) -> PictureFile:
    """A picture of which no byte can be spared: 600 kB."""
    written = BytesIO()
    Image.frombytes("RGB", (500, 400), Random(shade).randbytes(600_000)).save(written, "PNG")
    return rewrite(written.getvalue(), "bruit.png")


@pytest.mark.nightly
def test_the_export_of_a_house_with_many_pictures_comes_back_by_the_page_and_the_worker(
    own: House, tmp_path: Path, sqlite: FreshDatabase
) -> None:
    noisy = [noise(shade) for shade in range(12)]
    with own.store.writing() as db:
        for one in noisy:
            pictures.keep(db, one, TERMS, None, own.clock())
        shows = showing(*noisy, skills=("frame.role",), questions=pool("montrer", "frame.role"))
        coming_into_force.load_pack(db, small_pack(shows), own.clock())
    browser = own.visitor(trainer=True)
    package = download(browser, "/exchange/pack.zip")
    assert 5_000_000 < len(package) < LARGEST_PACKAGE
    with sqlite() as url, house_on(url, tmp_path) as other:
        builders.set_up(other.store, small_pack())
        there = other.visitor(trainer=True)
        page = sent(there, package)
        assert "Le fichier est en lecture" in said(page)
        assert work_through(other.store, other.clock, monotonic() + 60) is False
        page = there.get(page.path)
        assert [item.text_content().strip() for item in page.tree.xpath("//section[@aria-labelledby='new']//li")] == [
            "montrer"
        ]
        assert "Brouillons faits : montrer." in said(take_up(there))
        assert draft(other, "montrer") == write_module(shows)
        shown = there.client.get(f"/pictures/{noisy[-1].hash}")
        assert shown.data == noisy[-1].data
        assert other.rows()["upload"] == 0


def test_a_package_that_is_too_large_is_refused_in_words_and_not_kept(own: House) -> None:
    browser = own.visitor(trainer=True)
    where = sent(browser, bytes(LARGEST_PACKAGE + 1)).path
    read_all(own.store, own.clock)
    assert "Ce paquet dépasse 20 Mo : partagez-le en plusieurs." in said(browser.get(where))
    page = sent(browser, bytes(LARGEST_BODY_WITH_FILE[PACKS]))
    assert (page.status, "Ce paquet est trop grand" in said(page)) == (413, True)
    kept = own.read(lambda db: [(one.state, one.data) for one in db.scalars(select(Upload))])
    assert kept == [("refused", b"")]
    page = sent(browser, bytes(LARGEST_BODY_WITH_FILE[QUESTIONS]), QUESTIONS)
    assert (page.status, "exportez-y moins de questions" in said(page)) == (413, True)


@pytest.mark.nightly
def test_a_bomb_is_refused_in_a_process_of_its_own_and_not_kept(own: House) -> None:
    browser = own.visitor(trainer=True)
    page = sent(browser, zipped([(f"modules/{number}.md", bytes(3_900_000)) for number in range(11)]))
    assert work_through(own.store, own.clock, monotonic() + 60) is False
    told = said(browser.get(page.path))
    assert "grandit démesurément" in told
    assert "dépasse 40 Mo" in told
    assert own.read(lambda db: db.scalars(select(Upload)).one().data) == b""


def test_only_a_trainer_brings_more_than_others_may_and_only_there(own: House) -> None:
    for role, where, status in [
        ("trainer", "/exchange/packs", 200),
        ("trainer", "/exchange/imports", 200),
        ("trainer", "/pictures", 413),
        ("administrator", "/exchange/packs", 413),
        ("administrator", "/exchange/imports", 413),
    ]:
        assert sent(own.visitor(**{role: True}), bytes(3_000_000), where).status == status
        assert sent(own.stranger(), bytes(3_000_000), where, "/sign-in").status == 413


def test_a_package_waits_its_term_or_is_retired_before_and_is_taken_up_once(own: House) -> None:
    browser = own.visitor(trainer=True)
    page = bring_pack(own, browser, write_package(small_pack(module("a-son-terme", ("frame.role",)))))
    assert page.path in browser.get("/exchange").links()
    browser.get(page.path)
    browser.send(f"{page.path}/forget")
    assert browser.get(page.path).status == 404
    page = bring_pack(own, browser, write_package(small_pack(module("a-son-terme", ("frame.role",)))))
    take_up(browser)
    browser.get("/exchange")
    assert browser.post(f"{page.path}/drafts").status == 404
