"""The strict reader reads what feedparser reads, or leaves it to it."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watchers.feeds.test_feeds import ADDRESS, NOW, RSS
from watchers.feeds import lenient, strict
from watchers.feeds.entries import entry, plain

NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
)
WORDS = st.text("aé&<>;/bp '#x\n\u00a0\u0085😀", max_size=12) | st.sampled_from(
    [
        *("<p>Un</p>", "L&#039;été", "L&eacute;on", "a < b", "<b>x</b> &amp; y", "Ã©tÃ©", "<script>x</script>"),
        *("<em>x</em><br/>", "a & b &rien;", "&#x3c;b&#x3e;"),
    ]
)
DATES = st.sampled_from(
    [
        *(
            *("Mon, 23 Nov 2026 10:00:00 +0100", "23 Nov 2026 10:00 GMT", "Sat, 3 Oct 2026 10:00:00 UT"),
            "2026-11-23T10:00:00Z",
        ),
        *("2026-11-23T10:00:00.123-05:30", "Mon, 23 Nov 2026 25:00:00 GMT", "lun. 23 nov. 2026", "2026-11", "", "x"),
        *(
            *("Mon, 23 Nov 2026 10:00:00 CET", "2026-11-23", "Mon, 31 Feb 2026 10:00:00 GMT"),
            "Mon, 23 Nov 0001 00:00:00 +0100",
        ),
    ]
)
PLACES = st.sampled_from(
    [
        *(
            *("https://x.example/a?b=1&c=2", "/a b", "a/../b", "https://x.example/&eacute;", "urn:uuid:1"),
            "tag:x.example,2026:1",
        ),
        *(
            *("http:////x.example/", "12", "", "mailto:a@x.example", "https://x.example/é", "//y.example/"),
            *("http://[x/", "#a"),
        ),
    ]
)


def element(name: str, content: st.SearchStrategy[str], *attributes: str) -> st.SearchStrategy[str]:
    """An element in three spellings: escaped, as CDATA, with a child that should not be there."""

    def write(text: str, attribute: str, way: int) -> str:
        inside = (escape(text), f"<![CDATA[{text}]]>", f"{escape(text)}<br/>")[min(way // 4, 2)]
        return f"<{name}{attribute}>{inside}</{name.partition(' ')[0]}>"

    return st.builds(write, content, st.sampled_from(["", *attributes]), st.integers(0, 8))


def some_of(*elements: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(*elements), max_size=6).map("".join)


RSS_ITEMS = some_of(
    element("title", WORDS, ' type="html"'),
    element("description", WORDS),
    element("content:encoded", WORDS),
    element("link", PLACES),
    element("guid", PLACES, ' isPermaLink="false"', ' isPermaLink="true"'),
    element("pubDate", DATES),
    element("category", WORDS, ' domain="x"'),
    element("dc:creator", WORDS),
    element("dc:date", DATES),
    element("author", WORDS),
    element("media:content", WORDS, ' url="/x"', ' xml:base="https://z.example/"'),
    element("media:title", WORDS),
    element("atom:link", WORDS, ' href="/c"'),
    element("source", WORDS, ' url="/x"'),
    element("enclosure", WORDS, ' url="/x" type="audio/mpeg"'),
    element("inconnu", WORDS),
    st.just("<image><url>/x</url><title>Logo</title><link>/l</link><description>Un logo</description></image>"),
)
CHANNEL = some_of(
    element("title", WORDS),
    element("language", st.sampled_from(["fr", "nl_BE", ""])),
    element("ttl", st.sampled_from(["60", "x"])),
    element("lastBuildDate", DATES),
    element("atom:link", st.just(""), ' href="/flux" rel="self"'),
    element("image", st.just(""), " href='/x'"),
    st.just("<image><url>/x</url><title>Logo</title><link>/l</link></image>"),
)
ATOM_ENTRIES = some_of(
    element("title", WORDS, ' type="html"', ' type="text"', ' type="xhtml"'),
    element("summary", WORDS, ' type="html"'),
    element("content", WORDS, ' type="html"', ' type="text/html"', ' src="/s"'),
    element("id", PLACES),
    element("updated", DATES),
    element("published", DATES),
    element("link", st.just(""), ' href="/1"', ' href="2?a=1&amp;b=2" rel="self"', ' href="/e" rel="enclosure"'),
    element("link", st.just(""), ' href="/3" type="application/pdf"', ' rel="ALTERNATE" href="4"', " href=''"),
    st.just("<author><name>Léa</name><uri>/lea</uri></author>"),
    st.just("<image><title>Logo</title></image>"),
    st.just('<image xmlns=""><title>Logo</title></image>'),
    element("rights", WORDS),
)


def rss(channel: str, items: list[str]) -> str:
    told = "".join(f"<item>{item}</item>" for item in items)
    start = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES}>'
    return f"{start}<channel>{channel}{told}</channel></rss>"


def atom(channel: str, entries: list[str]) -> str:
    told = "".join(f"<entry>{one}</entry>" for one in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr_BE">{channel}{told}</feed>'


def told(said: object) -> tuple[object, ...]:
    about, items = said  # type: ignore[misc]
    entries = [entry(item, ADDRESS, NOW) for item in items]
    return plain(about.get("title_detail")), about.get("language") or None, about.get("ttl"), entries


@given(
    st.builds(rss, CHANNEL, st.lists(RSS_ITEMS, max_size=3))
    | st.builds(atom, element("title", WORDS, ' type="html"') | st.just(""), st.lists(ATOM_ENTRIES, max_size=3))
)
@settings(max_examples=300)
def test_what_the_strict_reader_reads_is_what_feedparser_reads(text: str) -> None:
    body = text.encode()
    if (strictly := strict.read(body, RSS, ADDRESS)) is not None:
        assert told(strictly) == told(lenient.read(body, RSS, ADDRESS))


ITEM = "<title>Un</title><link>/1</link><guid>/1</guid><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>"
ENTRY = '<title>Een</title><id>urn:1</id><link href="/1"/><updated>2026-11-23T10:00:00Z</updated>'


def test_ordinary_feeds_are_read_by_the_strict_reader() -> None:
    for text in (rss("<title>Actus</title><link>/</link>", [ITEM]), atom("<title>Nieuws</title>", [ENTRY])):
        assert strict.read(text.encode(), RSS, ADDRESS) is not None


def test_what_is_out_of_the_ordinary_is_left_to_feedparser() -> None:
    for old, new in [
        ("UTF-8", "windows-1252"),
        ("<rss", "<!DOCTYPE rss><rss"),
        ("2.0", "0.91"),
        ("<item>", '<item xml:base="https://z.example/">'),
        ("<title>Un", "<title>Un &rien;"),
        ("<title>Un", "<title>Un<title/>"),
        ("</item>", "</item"),
        ("<guid>", "<pubdate>2026</pubdate><guid>"),
    ]:
        text = rss("<title>Actus</title>", [ITEM])
        assert old in text
        assert strict.read(text.replace(old, new, 1).encode(), RSS, ADDRESS) is None


def test_bytes_that_are_not_utf_8_or_that_call_themselves_something_else_are_left_to_feedparser() -> None:
    text = rss("<title>Été</title>", [ITEM])
    assert strict.read(text.encode("latin-1"), RSS, ADDRESS) is None
    assert strict.read(text.encode(), "text/html", ADDRESS) is None
    assert strict.read(text.encode(), "application/xml; charset=iso-8859-1", ADDRESS) is None
