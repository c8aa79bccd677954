"""The bytes of a picture are for whoever may see a text that shows it, and for nobody else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from content.module import Card
from content.pictures.picture_file import PictureFile, picture_line
from content.pictures.picture_terms import PackPicture
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents, pictures
from models.studio import publishing
from models.tables.documents import VersionChange
from portal.studio import picture_placing as pictures_shown
from portal.studio.picture_placing import CONTENT_SECURITY_POLICY
from tests.builders import MONDAY, module, question, small_pack
from tests.databases import FreshDatabase
from tests.drawings import picture
from tests.house import House, house_on
from tests.page_browser import Browser
from tests.pictures import DESCRIPTION, TERMS, bring, showing
from tests.teaching import teach


def address(shown: PictureFile) -> str:
    return f"/pictures/{shown.hash}"


def asked(browser: Browser, where: str) -> TestResponse:
    return browser.client.get(where)


def brought(house: House, shade: int) -> PictureFile:
    with house.store.writing() as db:
        return bring(db, MONDAY, shade)


def published(house: House, shade: int, module_id: str) -> PictureFile:
    """A picture that a published module shows."""
    shown = brought(house, shade)
    with house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(showing(shown, module_id=module_id)), MONDAY)
    return shown


def whoever(house: House) -> dict[str, Browser]:
    return {
        "stranger": house.stranger(),
        "learner": house.visitor(),
        "administrator": house.visitor(administrator=True),
        "trainer": house.visitor(trainer=True),
    }


def statuses(house: House, where: str) -> dict[str, int]:
    return {role: asked(browser, where).status_code for role, browser in whoever(house).items()}


def test_a_picture_that_no_version_shows_is_for_trainers_alone(house: House) -> None:
    where = address(brought(house, 11))
    assert statuses(house, where) == {"stranger": 404, "learner": 404, "administrator": 404, "trainer": 200}


def test_a_picture_of_a_published_text_is_for_whoever_has_signed_in(house: House) -> None:
    where = address(published(house, 12, "montrer-publie"))
    assert statuses(house, where) == {"stranger": 404, "learner": 200, "administrator": 200, "trainer": 200}


def test_a_picture_of_an_earlier_version_is_shown_to_whoever_still_plays_it(house: House) -> None:
    shown = published(house, 13, "montrer-avant")
    with house.store.writing() as db:
        document = documents.module_document(db, "montrer-avant")
        publishing.publish(
            db, document, write_module(showing(module_id="montrer-avant")), VersionChange.WORDING, MONDAY, by=None
        )
        coming_into_force.reindex(db)
        coming_into_force.retire(db, document)
    assert asked(house.visitor(), address(shown)).status_code == 200


def test_it_comes_as_a_picture_and_as_nothing_else(house: House) -> None:
    shown = published(house, 14, "montrer-tel")
    answer = asked(house.visitor(), address(shown))
    assert answer.data == shown.data
    told = {
        "Content-Type": "image/png",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Content-Disposition": "inline; filename=image.png",
        "Cache-Control": "private, max-age=86400, immutable",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: answer.headers[name] for name in told} == told


def test_absent_not_hers_withdrawn_and_no_hash_at_all_are_told_alike(house: House) -> None:
    private, withdrawn = brought(house, 15), published(house, 16, "montrer-retire")
    with house.store.writing() as db:
        pictures.withdraw(db, withdrawn.hash, MONDAY)
    for browser in (house.stranger(), house.visitor()):
        said = {
            browser.get(where).text
            for where in (address(private), address(withdrawn), f"/pictures/{'0' * 32}", "/pictures/x")
        }
        assert len(said) == 1
        assert "Cette image n'est pas ici." in said.pop().replace("’", "'")
    assert asked(house.visitor(trainer=True), address(withdrawn)).status_code == 404


def test_withdrawn_it_is_gone_from_the_row_and_its_description_stays_in_the_card(house: House) -> None:
    shown = published(house, 17, "montrer-decrire")
    card = "/modules/montrer-decrire/cards/un-document"
    browser = house.visitor()
    assert browser.get(card).tree.xpath("//main//img/@src") == [address(shown)]
    with house.store.writing() as db:
        assert pictures.withdraw(db, shown.hash, MONDAY)
        assert not pictures.withdraw(db, shown.hash, MONDAY)
    page = browser.get(card)
    assert page.tree.xpath("//main//img") == []
    assert f"Image retirée {DESCRIPTION}" in page.text.replace("’", "'")
    with house.store.reading() as db, pytest.raises(pictures.NoSuchPicture):
        pictures.bytes_of(db, shown.hash, published=False)


@pytest.fixture(scope="module")
def teaching_house(
    sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, PictureFile]]:
    """A portal whose crisis card shows a shown, as the pack brings it."""
    with sqlite() as url, house_on(url, tmp_path_factory.mktemp("house")) as house:
        shown = picture(colour=18)
        card = Card("En danger", f"Appelez. {picture_line(shown.hash, DESCRIPTION)}", crisis=True)
        pack = small_pack(replace(module("calmer", questions=(question("calmer-1"),)), cards=(card,)))
        teach(house.store, replace(pack, pictures={shown.hash: PackPicture(TERMS, shown)}))
        yield house, shown


def test_a_page_that_needs_no_sign_in_shows_its_picture_to_whoever_has_the_page(
    teaching_house: tuple[House, PictureFile],
) -> None:
    house, shown = teaching_house
    (where,) = house.stranger().get("/crisis").tree.xpath("//main//img/@src")
    assert where.startswith(f"{address(shown)}?key=")
    answer = asked(house.stranger(), where)
    assert (answer.status_code, answer.data) == (200, shown.data)
    assert "Set-Cookie" not in answer.headers
    assert house.visitor().get("/crisis").tree.xpath("//main//img/@src") == [address(shown)]


def test_a_question_in_a_mail_shows_its_picture_to_whoever_has_the_mail(house: House) -> None:
    shown = brought(house, 23)
    asked_there = question("mail-image-1")._replace(stem=f"Que dit-elle ?\n\n{picture_line(shown.hash, DESCRIPTION)}")
    house.new_module("mail-image", questions=(asked_there,))
    address_there = house.address_of(house.question_for(house.person(), "mail-image-1"))
    (where,) = house.stranger().get(address_there).tree.xpath("//main//img/@src")
    assert asked(house.stranger(), where).data == shown.data


def test_the_key_of_one_picture_opens_no_other_and_nothing_that_is_gone_or_that_no_text_shows(house: House) -> None:
    shown, other, private = published(house, 21, "montrer-cle"), published(house, 22, "autre-cle"), brought(house, 19)
    with house.app.test_request_context("/"):
        key, of_private = pictures_shown.key_of(shown.hash), pictures_shown.key_of(private.hash)
    assert asked(house.stranger(), f"{address(shown)}?key={key}").status_code == 200
    refused = (f"{address(other)}?key={key}", f"{address(shown)}?key={key}x", f"{address(private)}?key={of_private}")
    assert {asked(house.stranger(), where).status_code for where in refused} == {404}
    with house.store.writing() as db:
        pictures.withdraw(db, shown.hash, MONDAY)
    assert asked(house.stranger(), f"{address(shown)}?key={key}").status_code == 404
