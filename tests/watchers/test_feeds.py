"""Feeds: what is read of them, what is not believed, and what is no feed at all."""

from datetime import UTC, datetime, timedelta
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.disappointment import Disappointment
from watchers.feeds import MOST_ENTRIES, Entry, Feed, parse, without_tracking

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ADDRESS = "https://www.forem.example/actus/flux.xml"
RSS = "application/rss+xml; charset=utf-8"


def item(**parts: str) -> str:
    return "<item>" + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items()) + "</item>"


def rss(*items: str, channel: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>Actus</title>{channel}{"".join(items)}</channel></rss>'.encode()


def atom(entries: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl"><title>N</title>{entries}</feed>'.encode()


def read(body: bytes, content_type: str = RSS, address: str = ADDRESS) -> Feed:
    return parse(body, content_type, address, NOW)


def entry(**parts: str) -> Entry:
    return read(rss(item(**parts))).entries[0]


# ---- the feed


def test_a_feed_tells_its_title_language_and_how_long_it_keeps() -> None:
    feed = read(rss(channel="<language>fr-be</language><ttl>90</ttl>"))
    assert feed == Feed("Actus", "fr-be", timedelta(minutes=90), ())


def test_a_ttl_that_makes_no_sense_is_no_ttl() -> None:
    for ttl in ["", "0", "-5", "bientôt", "9" * 30]:
        assert read(rss(channel=f"<ttl>{ttl}</ttl>")).ttl is None


def test_an_entry_is_told_in_plain_words() -> None:
    told = entry(
        title="L'emploi &eacute;tudiant",
        link="/a/1.html?utm_source=rss",
        description="<p>Un <b>mot</b>s</p><p>deux</p><script>alert(1)</script>",
        pubDate="Mon, 23 Nov 2026 10:00:00 +0100",
        guid="tag:forem,1",
    )
    assert told == Entry(
        identity="tag:forem,1",
        address="https://www.forem.example/a/1.html",
        title="L'emploi étudiant",
        summary="Un mots deux",
        published=datetime(2026, 11, 23, 9, tzinfo=UTC),
        published_raw="Mon, 23 Nov 2026 10:00:00 +0100",
    )


def test_an_atom_entry_is_read_too() -> None:
    feed = read(
        atom(
            '<entry xml:base="/nieuws/"><id>urn:1</id><title>Gebruik &lt;b&gt; in HTML</title>'
            '<link rel="self" href="zelf"/><link href="2"/><updated>2026-11-24T08:00:00Z</updated></entry>'
        ),
        "application/atom+xml",
    )
    (told,) = feed.entries
    assert feed.language == "nl"
    assert told.address == "https://www.forem.example/nieuws/2"
    assert told.title == "Gebruik <b> in HTML"
    assert told.published == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_the_words_of_an_image_are_not_those_of_its_entry() -> None:
    for image in [
        "<image><title>Logo</title><description>Een logo</description></image>",
        "<image><title><![CDATA[<b>Logo</b>]]></title></image>",
        '<image href="/x"/><Image type="x">\n<title type="html">Logo</title>\n</Image >',
    ]:
        for title in ["<title>Een</title>", ""]:
            for inside in (title + image, image + title):
                (told,) = read(atom(f"<entry><id>urn:1</id>{inside}</entry>"), "application/atom+xml").entries
                assert (told.title, told.summary) == (title and "Een", "")


def test_an_image_that_is_only_spoken_of_stays_in_the_text() -> None:
    body = rss(
        item(guid="1") + "<item><rare/><description><![CDATA[Une <image>jolie</image> image]]></description></item>"
    )
    assert [told.summary for told in read(body).entries] == ["", "Une jolie image"]


def test_a_title_is_plain_text_however_often_it_was_escaped() -> None:
    for written, read_as in [
        ("L&#039;emploi", "L'emploi"),
        ("L&amp;#039;emploi", "L'emploi"),
        ("A &amp; B", "A & B"),
        ("a < b", "a < b"),
        ("<em>Été</em>  chaud\n", "Été chaud"),
        ("<p>Un</p><p>deux</p>", "Un deux"),
        ("<b>Trois</b><![endif]>", "Trois"),
        ("", ""),
    ]:
        assert entry(title=written, guid="1").title == read_as


# ---- encodings


def test_a_latin_1_feed_is_read_right_whether_its_answer_says_so_or_nothing() -> None:
    body = rss(item(title="Été à Liège", guid="1")).decode().encode("latin-1")
    for content_type in ("application/rss+xml; charset=iso-8859-1", ""):
        assert read(body, content_type).entries[0].title == "Été à Liège"


# ---- addresses and identity


def test_the_identity_is_the_id_else_the_address_else_a_hash() -> None:
    assert entry(guid="urn:7", link="https://x.example/1").identity == "urn:7"
    assert entry(link="https://x.example/1?utm_medium=rss").identity == "https://x.example/1"
    first, second = entry(title="Un"), entry(title="Deux")
    assert len(first.identity) == 64
    assert first.identity == entry(title="Un").identity != second.identity


def test_entries_that_only_have_a_text_are_as_many_as_their_texts() -> None:
    body = rss(item(description="Un"), item(description="Deux"), item(description="Un"), item(category="rien"))
    assert [told.summary for told in read(body).entries] == ["Un", "Deux", ""]


def test_a_text_that_is_corrected_leaves_the_identity_of_an_entry_as_it_is() -> None:
    assert entry(title="Un", description="Avan").identity == entry(title="Un", description="Avant").identity


def test_a_link_that_is_not_of_the_web_is_no_address() -> None:
    for link in ["javascript:alert(1)", "mailto:a@b.example", "ftp://x.example/", "http://", "http://[x/"]:
        assert entry(link=link, guid="1").address is None


def test_a_space_in_an_address_is_written_as_browsers_do() -> None:
    assert entry(link="/mon article").address == "https://www.forem.example/mon%20article"


def test_what_only_tells_who_sent_the_reader_is_dropped() -> None:
    for address, bare in [
        ("https://x.example/a?utm_source=r&id=3&utm_campaign=", "https://x.example/a?id=3"),
        ("https://x.example/a?fbclid=1&gclid=2&xtor=RSS-1", "https://x.example/a"),
        ("https://x.example/a#xtor=RSS-3208", "https://x.example/a"),
        ("https://x.example/a?at_medium=r#partie-2", "https://x.example/a#partie-2"),
        ("https://x.example/a?page=2&xtoria=1", "https://x.example/a?page=2&xtoria=1"),
        ("https://x.example/a?q=%C3%A9+t&q=2", "https://x.example/a?q=%C3%A9+t&q=2"),
    ]:
        assert without_tracking(address) == bare


@given(st.text("abutm_=&?#/.fclidx", max_size=40))
def test_an_address_without_tracking_stays_as_it_is(address: str) -> None:
    assert without_tracking(without_tracking(address)) == without_tracking(address)


# ---- dates


def test_a_date_without_an_offset_is_the_clock_on_a_belgian_wall() -> None:
    for raw, expected in [
        ("Tue, 24 Nov 2026 10:00:00 GMT", datetime(2026, 11, 24, 10)),
        ("Tue, 24 Nov 2026 10:00:00 CET", datetime(2026, 11, 24, 9)),
        ("Wed, 01 Jul 2026 10:00:00 CEST", datetime(2026, 7, 1, 8)),
        ("2026-11-24T10:00:00", datetime(2026, 11, 24, 9)),
        ("2026-11-24T10:00:00Z", datetime(2026, 11, 24, 10)),
        ("2026-11-24T10:00:00-02:00", datetime(2026, 11, 24, 12)),
        ("mar., 24 nov. 2026 10:00:00 +0100", datetime(2026, 11, 24, 9)),
    ]:
        told = entry(title="x", pubDate=raw)
        assert (told.published, told.published_raw) == (expected.replace(tzinfo=UTC), raw)


def test_a_date_in_the_future_or_in_pieces_is_unknown_but_kept_as_written() -> None:
    for raw in ["2026", "2026-11", "Wed, 25 Nov 2026 10:00:00 GMT", "0001-01-01T00:00:00Z", "bientôt"]:
        told = entry(title="x", pubDate=raw)
        assert (told.published, told.published_raw) == (None, raw)


def test_an_entry_without_a_date_has_none() -> None:
    told = entry(title="x")
    assert (told.published, told.published_raw) == (None, None)


# ---- many entries


def days_old(days: int, **parts: str) -> str:
    moment = NOW - timedelta(days=days)
    return item(pubDate=f"{moment:%Y-%m-%dT%H:%M:%SZ}", **parts)


def test_the_newest_come_first_and_those_without_a_date_last_in_their_order() -> None:
    body = rss(item(guid="urn:b"), days_old(3, guid="urn:3"), item(guid="urn:a"), days_old(1, guid="urn:1"))
    assert [told.identity for told in read(body).entries] == ["urn:1", "urn:3", "urn:b", "urn:a"]


def test_two_hundred_of_the_newest_are_kept() -> None:
    body = rss(*(days_old(days, guid=f"urn:{days}") for days in range(300, 0, -1)))
    assert [told.identity for told in read(body).entries] == [f"urn:{days}" for days in range(1, MOST_ENTRIES + 1)]


def test_an_entry_that_stands_there_twice_is_read_once() -> None:
    body = rss(item(guid="urn:1", title="Un"), item(guid="urn:2"), item(guid="urn:1", title="Encore"))
    assert [(told.identity, told.title) for told in read(body).entries] == [("urn:1", "Un"), ("urn:2", "")]


# ---- what is no feed


def test_what_is_not_a_feed_is_refused_with_its_reason() -> None:
    for body, why in [
        (b"<!DOCTYPE html><html><body><p>Bonjour<br></body></html>", "is_a_page"),
        (b"\xef\xbb\xbf\n<HTML lang=fr><title>x</title></HTML>", "is_a_page"),
        (b"<rss version='2.0'><channel>", "not_a_feed"),
        (b"bonjour", "not_a_feed"),
        (b"{}", "not_a_feed"),
        (b"", "not_a_feed"),
        (b"<opml version='2.0'><body><outline text='a'/></body></opml>", "not_a_feed"),
        (b"<rss version='2.0'><channel><item><title>&#99999999999999999999;", "not_a_feed"),
        (rss("<item>" + "<a>" * 200_000 + "</a>" * 200_000 + "</item>"), "not_a_feed"),
    ]:
        with pytest.raises(Disappointment) as refusal:
            read(body, "text/html")
        assert refusal.value.why == why


def test_a_feed_broken_half_way_gives_what_was_read() -> None:
    body = rss(item(guid="1", title="Un"), "<item><title>Deux & trois</title>")
    assert [told.title for told in read(body).entries] == ["Un", "Deux & trois"]


def test_an_empty_feed_is_a_feed_even_if_it_calls_itself_a_page() -> None:
    assert read(rss(), "text/html").entries == ()


def test_a_path_or_an_address_as_body_is_not_opened(tmp_path: object) -> None:
    for body in (f"{tmp_path}/x.xml", "file:///etc/hostname", "http://127.0.0.1/"):
        with pytest.raises(Disappointment, match="^not_a_feed"):
            read(body.encode())


def test_entities_neither_grow_nor_reach_the_disk() -> None:
    grow = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    for declared in (f'<!ENTITY e0 "ha">{grow}', '<!ENTITY e9 SYSTEM "file:///etc/hostname">'):
        body = f"<!DOCTYPE r [{declared}]>".encode() + rss("<item><guid>1</guid><title>&e9;</title></item>")
        assert len(read(body).entries[0].title) < 10


@given(st.binary(max_size=200) | st.text('<>/!-[]&#;="rsitemlnkguidé \x00', max_size=120).map(str.encode))
def test_any_bytes_are_a_feed_or_not(noise: bytes) -> None:
    for body in (noise, rss(item(guid="1")).replace(b"</channel>", noise)):
        try:
            told = read(body, "")
        except Disappointment:
            continue
        assert repr(told).encode()
