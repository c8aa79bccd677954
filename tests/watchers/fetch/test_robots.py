"""robots.txt: what a site asks, what no answer means, and what any bytes are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.fetch.visitor import impatient
from tests.watchers.server import Site, drip_nothing, ok, serve, to
from watchers.disappointment import Disappointment
from watchers.fetch.fetcher import Fetcher
from watchers.fetch.robots import MOST_BYTES, Robots, read_robots

RULES = """\ufeff
User-agent: *
Disallow: /prive/
Disallow: /*.pdf$
Allow: /prive/ouvert
Crawl-delay: 2.5

User-agent: Boussole
Disallow: /agents/
"""


def robots(text: str) -> Robots:
    return Robots(text)


def test_rules_bind_the_robot_that_they_name() -> None:
    rules = robots(RULES)
    assert not rules.allows("https://x.example/agents/1", "Boussole")
    assert rules.allows("https://x.example/prive/1", "Boussole")
    assert not rules.allows("https://x.example/prive/1", "Autre")
    assert rules.allows("https://x.example/prive/ouvert", "Autre")
    assert not rules.allows("https://x.example/a/b.pdf", "Autre")
    assert rules.allows("https://x.example/", "Autre")
    rules.check("https://x.example/", "Boussole")
    with pytest.raises(Disappointment, match="^refused_by_robots"):
        rules.check("https://x.example/agents/1", "Boussole")


def test_the_pause_between_visits_is_bounded() -> None:
    for line, expected in [
        ("Crawl-delay: 2.5", timedelta(seconds=2.5)),
        ("Crawl-delay: 1e300", timedelta(days=1)),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: -3", None),
        ("Crawl-delay: vite", None),
        ("", None),
    ]:
        assert robots(f"User-agent: *\n{line}").crawl_delay("Boussole") == expected


def test_a_silent_server_forbids_all_for_now_and_a_private_address_is_refused_like_all_else(fetcher: Fetcher) -> None:
    unavailable = pytest.raises(Disappointment, match="^robots_unavailable")
    with serve({"/robots.txt": drip_nothing}) as site, impatient(site) as hurried, unavailable:
        hurried.robots(site.address())
    with pytest.raises(Disappointment, match="^refused_address"):
        fetcher.robots("http://intranet/page")


def test_the_rules_of_an_origin_are_fetched_from_its_root(site: Site, fetcher: Fetcher) -> None:
    site.routes["/robots.txt"] = ok(b"User-agent: *\nDisallow: /caf\xe9\x00\n")
    rules = fetcher.robots(site.address("/a/b/flux.xml?x=1"))
    assert site.asked == ["/robots.txt"]
    assert rules.text == "User-agent: *\nDisallow: /caf\ufffd\n"


def test_no_rules_allow_all_and_no_answer_forbids_all(site: Site, fetcher: Fetcher) -> None:
    for answer in [(404, {}, b""), (403, {}, b""), to("/robots.txt"), ok(b"")]:
        site.routes["/robots.txt"] = answer
        assert fetcher.robots(site.address()).allows(site.address("/page"), "Boussole")
    for answer in [(429, {}, b""), (500, {}, b""), (503, {}, b""), ok(b"?", Content_Encoding="br")]:
        site.routes["/robots.txt"] = answer
        with pytest.raises(Disappointment, match="^robots_unavailable"):
            fetcher.robots(site.address())


def test_rules_beyond_the_limit_are_cut_at_a_whole_line(site: Site, fetcher: Fetcher) -> None:
    line = b"Disallow: /nearly-private\n"
    site.routes["/robots.txt"] = ok(b"User-agent: *\n" + line * (2 * MOST_BYTES // len(line)))
    text = fetcher.robots(site.address()).text
    assert len(text) < MOST_BYTES
    assert text.endswith("/nearly-private")


@given(st.binary(max_size=400) | st.text("Userdisalowcp-:*$/ #\r\n%0.\x00é", max_size=300).map(str.encode))
def test_any_bytes_are_rules_of_some_sort(body: bytes) -> None:
    rules = robots(read_robots(body))
    rules.allows("https://x.example/a?b=%C3%A9*$", "Boussole")
    rules.crawl_delay("Boussole")
