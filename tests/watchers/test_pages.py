"""Pages: the feeds that they announce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.disappointment import Disappointment
from watchers.pages import Announced, announced, chosen, is_wall

ADDRESS = "https://www.actiris.example/fr/actus/index.html"
TYPE = "application/rss+xml"


def found(head: str, address: str = ADDRESS) -> tuple[str, ...]:
    return announced(f"<!doctype html><html><head>{head}</head><body></body></html>".encode(), "", address).feeds


def link(href: str, rel: str = "alternate", kind: str = TYPE) -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}">'


def test_feeds_are_found_in_the_order_of_the_page_each_once_from_its_base_whatever_the_case() -> None:
    rss, site = "https://www.actiris.example/rss", "https://www.actiris.example"
    head = link("/rss") + link("atom.xml", kind="application/atom+xml") + link(rss)
    assert found(head) == (rss, f"{site}/fr/actus/atom.xml")
    assert found('<base href="/nl/">' + link("rss")) == (f"{site}/nl/rss",)
    assert found('<base href="http://[">' + link("/rss")) == (rss,)
    assert found(link(" /rss ", "ALTERNATE home", "Application/RSS+XML; charset=utf-8")) == (rss,)


def test_what_announces_no_feed_of_the_web_is_passed_over() -> None:
    for head in [
        "",
        link("/style.css", rel="stylesheet"),
        link("/rss", rel="canonical"),
        link("/nl", kind="text/html"),
        link("/oembed", kind="application/json+oembed"),
        link("javascript:alert(1)"),
        link("http://[x/"),
        "<!-- " + link("/rss") + " -->",
        '<link rel="alternate" type="application/rss+xml">',
    ]:
        assert found(head) == ()


@given(st.binary(max_size=300))
def test_any_bytes_announce_feeds_or_none(body: bytes) -> None:
    assert isinstance(announced(body, "", ADDRESS), Announced)


# ----------------------------------------------------------------------------------------------------- the part watched

BODY = """<html lang="fr"><head><title> La  page </title><style>p {}</style></head><body><nav>Menu</nav><main>
<h1>Réforme</h1><p class="date">Mise à jour le <b>3 mars</b></p><script>alert(1)</script>
<ul><li>Un</li><li>Deux</li></ul>
</main><p id="vide"> </p></body></html>""".encode()


def test_a_part_of_a_page_is_chosen_in_css_or_xpath() -> None:
    for selector, text in [
        ("main", "Réforme\nMise à jour le 3 mars\nUn\nDeux"),
        ("p.date", "Mise à jour le 3 mars"),
        ("li", "Un\nDeux"),
        ("//main//li[2]", "Deux"),
        ("string(//p[@class='date'])", "Mise à jour le 3 mars"),
        ("(//li)[1]/text()", "Un"),
    ]:
        if selector.startswith("string"):
            selector = f"({selector})"
        found = chosen(BODY, "text/html; charset=utf-8", selector)
        assert (found.title, found.text, found.language) == ("La page", text, "fr")


def test_a_part_that_is_gone_or_empty_is_lost() -> None:
    for selector in ["#vide", ".autre", "//table", "//p[@id='vide']"]:
        with pytest.raises(Disappointment, match="^selector_lost"):
            chosen(BODY, "text/html", selector)


def test_what_is_no_selector_says_so() -> None:
    for selector in ["p[", "..", "//p[", "//x:p", "/", "(1 div", ":has("]:
        with pytest.raises(Disappointment, match="^(bad_selector|selector_lost)"):
            chosen(BODY, "text/html", selector)


def test_a_part_that_a_wall_hides_is_not_lost() -> None:
    wall = b"<title>Just a moment...</title><body>Verify you are human</body>"
    with pytest.raises(Disappointment, match="^wall"):
        chosen(wall, "text/html", "main")


def test_a_page_that_nests_deep_is_read_and_one_that_nests_without_end_does_no_harm() -> None:
    assert chosen(b"<main>" + b"<div>" * 200 + b"x", "text/html", "main").text == "x"
    with pytest.raises(Disappointment, match="^selector_lost"):
        chosen(b"<main>" + b"<div>" * 50_000 + b"x", "text/html", "main")


def test_a_page_that_says_its_encoding_as_xml_does_is_read() -> None:
    body = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Été</p></html>'
    assert chosen(body.encode(), "application/xhtml+xml", "p").text == "Été"


def test_a_long_text_that_names_a_wall_is_none() -> None:
    assert is_wall("", "Connectez-vous pour lire la suite.")
    assert not is_wall("", "Connectez-vous pour lire la suite. " * 40)


def test_the_terms_of_a_site_are_where_its_page_says() -> None:
    page = b'<title>A</title><a href="/x">Contact</a><a href="/cgu">Conditions d\xe2\x80\x99utilisation</a>'
    assert announced(page, "", ADDRESS).terms == "https://www.actiris.example/cgu"
    assert announced(b"", "", ADDRESS) == Announced("", (), None)


def test_the_title_of_a_page_is_read_in_the_encoding_that_its_answer_names() -> None:
    page = "<title>Škola a zaměstnání</title>".encode("iso-8859-2")
    assert announced(page, "text/html; charset=iso-8859-2", ADDRESS).title == "Škola a zaměstnání"
