"""robots.txt: what a site asks, what no answer means, and what any bytes are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.fetch.visitor import NOW, impatient
from tests.watchers.server import Site, drip_nothing, ok, serve, to
from watchers.fetch.errors import RefusedAddress, RefusedByRobots
from watchers.fetch.fetcher import Fetcher
from watchers.fetch.robots import MOST_BYTES, Robots, RobotsState, read_robots

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
    return Robots(text, NOW)


def test_rules_bind_the_robot_that_they_name() -> None:
    rules = robots(RULES)
    assert not rules.allows("https://x.example/agents/1", "Boussole")
    assert rules.allows("https://x.example/prive/1", "Boussole")
    assert not rules.allows("https://x.example/prive/1", "Autre")
    assert rules.allows("https://x.example/prive/ouvert", "Autre")
    assert not rules.allows("https://x.example/a/b.pdf", "Autre")
    assert rules.allows("https://x.example/", "Autre")
    rules.check("https://x.example/", "Boussole")
    with pytest.raises(RefusedByRobots):
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
    with serve({"/robots.txt": drip_nothing}) as site, impatient(site) as hurried:
        silent = hurried.robots(site.address())
    assert (silent.state, silent.allows("https://x.example/", "Boussole")) == (RobotsState.FORBID_ALL, False)
    assert Robots("", NOW, RobotsState.ALLOW_ALL).allows("https://x.example/", "Boussole")
    with pytest.raises(RefusedAddress):
        fetcher.robots("http://intranet/page")


def test_the_rules_of_an_origin_are_fetched_from_its_root(site: Site, fetcher: Fetcher) -> None:
    site.routes["/robots.txt"] = ok(b"User-agent: *\nDisallow: /caf\xe9\x00\n")
    rules = fetcher.robots(site.address("/a/b/flux.xml?x=1"))
    assert site.asked == ["/robots.txt"]
    assert (rules.state, rules.fetched_at) == (RobotsState.TEXT, NOW)
    assert rules.text == "User-agent: *\nDisallow: /caf\ufffd\n"


def test_no_rules_allow_all_and_no_answer_forbids_all(site: Site, fetcher: Fetcher) -> None:
    for answer, state in [
        ((404, {}, b""), RobotsState.ALLOW_ALL),
        ((403, {}, b""), RobotsState.ALLOW_ALL),
        ((429, {}, b""), RobotsState.FORBID_ALL),
        ((500, {}, b""), RobotsState.FORBID_ALL),
        ((503, {}, b""), RobotsState.FORBID_ALL),
        (to("/robots.txt"), RobotsState.ALLOW_ALL),
        (ok(b"?", Content_Encoding="br"), RobotsState.FORBID_ALL),
        (ok(b""), RobotsState.TEXT),
    ]:
        site.routes["/robots.txt"] = answer
        assert fetcher.robots(site.address()).state is state


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
