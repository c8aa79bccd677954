"""What comes back from a visit, what a visit may cost, and what is said when it fails."""

import hashlib
import pickle
import socket
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.watchers.fetch.visitor import AGENT, impatient
from tests.watchers.server import Answer, Handler, Site, drip_body, drip_nothing, ok, serve, to
from watchers.disappointment import Disappointment
from watchers.fetch.answer import Validators
from watchers.fetch.fetcher import Fetcher, Limits


def test_an_answer_is_told_with_all_that_the_next_visit_needs(site: Site, fetcher: Fetcher) -> None:
    site.routes["/flux"] = ok(
        b"<rss/>",
        Content_Type="application/rss+xml; charset=utf-8",
        ETag='W/"abc"',
        Last_Modified="Tue, 24 Nov 2026 08:00:00 GMT",
        Cache_Control="public, max-age=900",
    )
    answer = fetcher.get(site.address("/flux#ancre"))
    assert (answer.status, answer.body, answer.not_modified) == (200, b"<rss/>", False)
    assert answer.address == site.address("/flux")
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    assert (answer.etag, answer.last_modified) == ('W/"abc"', "Tue, 24 Nov 2026 08:00:00 GMT")
    assert (answer.max_age, answer.retry_after, answer.moved_to) == (timedelta(minutes=15), None, None)
    assert answer.fingerprint == hashlib.sha256(b"<rss/>").hexdigest()
    assert 0 < answer.seconds < 5


def test_the_visitor_says_who_it_is_and_what_it_can_unpack(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = ok()
    fetcher.get(site.address())
    sent = site.requests[0].headers
    assert (sent["User-Agent"], sent["Accept-Encoding"]) == (AGENT, "gzip, deflate")
    assert not {"Cookie", "Referer", "Authorization"} & sent.keys()


def test_validators_come_back_word_for_word_and_a_304_has_no_body(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = (304, {"ETag": '"2"'}, b"")
    answer = fetcher.get(site.address(), Validators(etag='W/"é"', last_modified="hier"))
    assert (answer.not_modified, answer.body, answer.etag) == (True, b"", '"2"')
    sent = site.requests[0].headers
    assert sent["If-None-Match"].encode("latin-1").decode() == 'W/"é"'
    assert sent["If-Modified-Since"] == "hier"


def test_an_answer_of_the_two_hundreds_is_an_answer_and_any_other_is_named_by_its_status(
    site: Site, fetcher: Fetcher
) -> None:
    for status in (204, 206):
        site.routes["/"] = (status, {}, b"")
        assert fetcher.get(site.address()).status == status
    for status in (300, 301, 304, 400, 401, 403, 404, 410, 500, 502):
        site.routes["/"] = (status, {}, b"" if status == 304 else b"non")
        with pytest.raises(Disappointment, match=f"^answered: HTTP {status}") as refusal:
            fetcher.get(site.address())
        assert (refusal.value.status, refusal.value.retry_after) == (status, None)
    for status in (429, 503):
        site.routes["/"] = (status, {"Retry-After": "120"}, b"")
        with pytest.raises(Disappointment, match="^answered") as refusal:
            fetcher.get(site.address())
        assert refusal.value.retry_after == timedelta(minutes=2)


# ---- redirects


def test_a_redirect_for_good_proposes_the_new_address_and_one_for_now_keeps_it(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {"/a": to("/b", 301), "/b": to(site.address("/c"), 308), "/c": ok()}
    answer = fetcher.get(site.address("/a"))
    assert (answer.address, answer.moved_to) == (site.address("/c"), site.address("/c"))
    for status in (302, 303, 307):
        site.routes["/b"] = to("c", status)
        answer = fetcher.get(site.address("/a"))
        assert (answer.address, answer.moved_to) == (site.address("/c"), None)
    site.routes["/b"] = (304, {}, b"")
    assert fetcher.get(site.address("/a"), Validators(etag='"1"')).not_modified
    site.routes |= {"/u": to("/é".encode().decode("latin-1")), "/%C3%A9": ok()}
    assert fetcher.get(site.address("/u")).address == site.address("/%C3%A9")


def test_five_redirects_are_followed_and_the_sixth_is_not(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {f"/{i}": to(f"/{i + 1}") for i in range(6)} | {"/6": ok()}
    assert fetcher.get(site.address("/1")).address == site.address("/6")
    with pytest.raises(Disappointment, match="^too_many_redirects"):
        fetcher.get(site.address("/0"))


# ---- time


def slow_name(site: Site) -> Callable[[str, int], list[str]]:
    def resolve(host: str, port: int) -> list[str]:
        site.closing.wait(2)
        return ["127.0.0.1"]

    return resolve


def drip_status(handler: Handler) -> None:
    handler.drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n")


def drip_interim(handler: Handler) -> None:
    handler.drip(b"HTTP/1.1 103 Early Hints\r\n\r\n")


def test_a_server_that_dribbles_is_left_when_the_time_is_over() -> None:
    for route in [drip_status, drip_body, drip_interim, drip_nothing]:
        with serve({"/": route}) as site, impatient(site) as fetcher:
            started = time.monotonic()
            with pytest.raises(Disappointment, match="^too_slow"):
                fetcher.get(site.address())
            assert time.monotonic() - started < 5  # a limit on each read would never end


def test_the_time_limit_holds_over_all_redirects_together() -> None:
    def tired(handler: Handler) -> Answer:
        handler.site.closing.wait(0.12)
        return to("/")

    with (
        serve({"/": tired}) as site,
        impatient(site, redirects=50) as fetcher,
        pytest.raises(Disappointment, match="^too_slow"),
    ):
        fetcher.get(site.address())


def test_a_name_server_or_a_handshake_that_is_silent_is_too_slow() -> None:
    with serve({}) as site:
        fetcher = Fetcher(AGENT, frozenset({("x.example", 80)}), Limits(seconds=0.2), resolve=slow_name(site))
        with fetcher, pytest.raises(Disappointment, match="^too_slow"):
            fetcher.get("http://x.example/")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        fetcher = Fetcher(AGENT, frozenset({("127.0.0.1", port)}), Limits(seconds=0.2))
        with fetcher, pytest.raises(Disappointment, match="^too_slow"):
            fetcher.get(f"https://127.0.0.1:{port}/")


# ---- what is not HTTP


def test_an_answer_that_breaks_off_or_is_not_http_is_unreachable(site: Site, fetcher: Fetcher) -> None:
    for written in [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncourt",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ]:

        def route(handler: Handler, written: bytes = written) -> None:
            handler.close_connection = True
            handler.wfile.write(written)

        site.routes["/"] = route
        with pytest.raises(Disappointment, match="^unreachable"):
            fetcher.get(site.address())


# ---- errors


def test_every_error_survives_a_pickle() -> None:
    error = Disappointment("answered", "HTTP 503", 503, timedelta(1))
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.why, copy.detail, copy.passing, copy.retry_after) == ("answered", "HTTP 503", True, timedelta(1))
