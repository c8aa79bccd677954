"""What goes over the wire: files under the address of their content, texts compressed where a browser reads that."""

import re

from werkzeug.datastructures import Headers

from tests.house import House

FOR_EVER = "public, max-age=31536000, immutable"


def links(html: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', html)


def test_every_file_of_a_page_is_kept_for_ever_under_the_address_of_its_content(house: House) -> None:
    browser = house.browser_of(house.person())
    found = links(browser.client.get("/").get_data(as_text=True))
    assert len(found) >= 4
    assert {headers(house, link)["Cache-Control"] for link in found} == {FOR_EVER}


def headers(house: House, address: str, accepted: str = "br") -> Headers:
    with house.stranger().client.get(address, headers={"Accept-Encoding": accepted}) as response:
        assert response.status_code == 200
        return response.headers


def test_under_any_other_address_it_is_asked_for_again(house: House) -> None:
    for address in ["/static/style.css", "/static/style.css?v=another"]:
        assert headers(house, address)["Cache-Control"] == "no-cache"


def test_what_is_not_there_is_not_kept(house: House) -> None:
    response = house.stranger().client.get("/static/vendor/none@1.0/none.js")
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")


def test_a_page_comes_compressed_to_a_browser_that_reads_it(house: House) -> None:
    for accepted, sent in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)]:
        response = house.browser_of(house.person()).client.get("/", headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == sent
        assert "Accept-Encoding" in response.headers["Vary"]


def test_a_font_is_compressed_already(house: House) -> None:
    font = "/static/vendor/source-serif-4@5.3.1/source-serif-4-latin-wght-normal.woff2"
    sent = headers(house, font)
    assert (sent.get("Content-Encoding"), sent["Cache-Control"]) == (None, FOR_EVER)
