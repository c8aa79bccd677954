"""The outside edge: what may be visited, what a visit may cost, and what is said when it fails."""

import gzip
import hashlib
import pickle
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.server import Answer, Handler, Site, client_tls, serve
from watchers import fetch
from watchers.fetch import (
    Answered,
    BadAddress,
    Fetcher,
    FetchError,
    Limits,
    RefusedAddress,
    RefusedByRobots,
    Robots,
    RobotsState,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    UnreadableEncoding,
    Validators,
)
from watchers.fetch.answer import max_age, retry_after
from watchers.fetch.body import read_body, read_start
from watchers.fetch.guard import is_public
from watchers.fetch.robots import MOST_BYTES, read_robots

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT_ONE = "Tue, 24 Nov 2026 13:00:00 GMT"
AGENT = "Boussole/1.0"
PUBLIC = "93.184.216.34"

# What the names below answer; the other hosts must be numbers in some spelling, or nothing at all.
NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "intranet": ["192.168.7.7"],
    "imprimante.local": ["169.254.12.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "10-0-0-9.nip.example": ["10.0.0.9"],
    "six.example": ["fd00::9"],
    "moitie.example": [PUBLIC, "10.0.0.9"],
    "public.example": [PUBLIC],
}

HOSTILE = [
    # loopback and "this host", as numbers, short, decimal, octal, hexadecimal, mixed
    "http://127.0.0.1/",
    "https://127.8.9.10/feed",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.01/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LocalHost./",
    "HTTP://LOCALHOST/",
    # in digits and dots of other alphabets
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://١٢٧.٠.٠.١/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    # private, shared, link-local, reserved, documentation, multicast
    "http://10.1.2.3/",
    "http://172.20.0.1/",
    "http://192.168.1.1/",
    "http://3232235777/",
    "http://100.64.3.3/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://192.0.0.192/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://203.0.113.7/",
    "http://224.0.0.251/",
    "http://255.255.255.255/",
    # IPv6, and IPv4 wrapped in it
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[fd12::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::1]/",
    # names that lead inside
    "http://intranet/",
    "http://imprimante.local/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://10-0-0-9.nip.example/",
    "http://six.example/",
    "http://moitie.example/",
    # two parsers, two hosts
    "http://public.example@127.0.0.1/",
    "http://user:pass@public.example/",
    "http://127.0.0.1#@public.example/",
    "http://127.0.0.1\\@public.example/",
    "http://public.example\\@127.0.0.1/",
    "http://127.0.0.1 public.example/",
    "http://127.0.0.1\tpublic.example/",
    "http://public.example/\r\nX-Injected:1",
    "http://public\u200b.example/",
    "http://public.example/\u202egnp.exe",
    "http:///127.0.0.1/",
    "http:127.0.0.1/",
    "http://",
    # ports and schemes that are not of the web
    "http://public.example:22/",
    "http://public.example:8080/",
    "http://public.example:99999/",
    "ftp://public.example/feed.xml",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_PING",
    "javascript:alert(1)",
    "data:text/xml,<rss/>",
]
# Cannot be written in a header.
NO_REDIRECT = "http://public.example/\r\nX-Injected:1"


def numbers_and_names(host: str, port: int) -> Sequence[str]:
    if host in NAMES:
        return NAMES[host]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(answer[4][0]) for answer in found]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serve({}) as running:
        yield running


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    site.routes.clear()
    site.requests.clear()
    world = {"resolve": numbers_and_names, "clock": lambda: NOW, "tls": client_tls()}
    with Fetcher(AGENT, site.allow, Limits(seconds=5), **world) as ready:
        yield ready


def impatient(site: Site, **limits: float) -> Fetcher:
    return Fetcher(AGENT, site.allow, Limits(**{"seconds": 0.3} | limits), resolve=numbers_and_names)


def ok(body: bytes = b"bonjour", **headers: str) -> Answer:
    return 200, {name.replace("_", "-"): value for name, value in headers.items()}, body


def to(location: str, status: int = 302) -> Answer:
    return status, {"Location": location}, b""


# ---- the answer


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


def test_a_304_that_nobody_asked_for_is_no_answer(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = (304, {}, b"")
    with pytest.raises(Answered, match="304"):
        fetcher.get(site.address())


def test_two_visits_to_a_site_share_a_connection(site: Site, fetcher: Fetcher) -> None:
    ports: list[int] = []

    def route(handler: Handler) -> Answer:
        ports.append(handler.client_address[1])
        return ok()

    site.routes["/"] = route
    fetcher.get(site.address())
    fetcher.get(site.address())
    assert len(set(ports)) == 1


@pytest.mark.parametrize("status", [204, 206])
def test_any_answer_of_the_two_hundreds_is_an_answer(site: Site, fetcher: Fetcher, status: int) -> None:
    site.routes["/"] = (status, {}, b"")
    assert fetcher.get(site.address()).status == status


@pytest.mark.parametrize("status", [300, 301, 400, 401, 403, 404, 410, 500, 502])
def test_an_answer_without_a_body_to_read_is_named_by_its_status(site: Site, fetcher: Fetcher, status: int) -> None:
    site.routes["/"] = (status, {}, b"non")
    with pytest.raises(Answered) as refusal:
        fetcher.get(site.address())
    assert (refusal.value.status, refusal.value.retry_after) == (status, None)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_peace_says_for_how_long(site: Site, fetcher: Fetcher, status: int) -> None:
    site.routes["/"] = (status, {"Retry-After": "120"}, b"")
    with pytest.raises(Answered) as refusal:
        fetcher.get(site.address())
    assert refusal.value.retry_after == timedelta(minutes=2)


# ---- redirects


def test_a_redirect_for_good_proposes_the_new_address(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {"/a": to("/b", 301), "/b": to(site.address("/c"), 308), "/c": ok()}
    answer = fetcher.get(site.address("/a"))
    assert (answer.address, answer.moved_to) == (site.address("/c"), site.address("/c"))


@pytest.mark.parametrize("status", [302, 303, 307])
def test_one_redirect_for_now_is_enough_to_keep_the_address(site: Site, fetcher: Fetcher, status: int) -> None:
    site.routes |= {"/a": to("/b", 301), "/b": to("c", status), "/c": ok()}
    answer = fetcher.get(site.address("/a"))
    assert (answer.address, answer.moved_to) == (site.address("/c"), None)


def test_validators_are_still_sent_after_a_redirect(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {"/a": to("/b"), "/b": (304, {}, b"")}
    assert fetcher.get(site.address("/a"), Validators(etag='"1"')).not_modified


def test_five_redirects_are_followed_and_the_sixth_is_not(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {f"/{i}": to(f"/{i + 1}") for i in range(6)} | {"/6": ok()}
    assert fetcher.get(site.address("/1")).address == site.address("/6")
    with pytest.raises(TooManyRedirects):
        fetcher.get(site.address("/0"))


def test_a_redirect_in_a_circle_ends(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = to("/")
    with pytest.raises(TooManyRedirects):
        fetcher.get(site.address())
    assert len(site.requests) == 6


def test_a_redirect_may_be_written_in_utf_8(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {"/a": to("/é".encode().decode("latin-1")), "/%C3%A9": ok()}
    assert fetcher.get(site.address("/a")).address == site.address("/%C3%A9")


# ---- the guard


@pytest.mark.parametrize("address", HOSTILE, ids=ascii)
def test_a_hostile_address_is_refused(fetcher: Fetcher, address: str) -> None:
    with pytest.raises((RefusedAddress, BadAddress)):
        fetcher.get(address)


@pytest.mark.parametrize("address", [address for address in HOSTILE if address != NO_REDIRECT], ids=ascii)
def test_a_redirect_to_a_hostile_address_is_refused(site: Site, fetcher: Fetcher, address: str) -> None:
    site.routes["/"] = to(address.encode().decode("latin-1"))
    with pytest.raises((RefusedAddress, BadAddress)):
        fetcher.get(site.address())
    assert site.asked == ["/"]


def test_a_relative_redirect_that_changes_the_host_is_judged_too(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = to("//intranet/")
    with pytest.raises(RefusedAddress):
        fetcher.get(site.address())


def test_loopback_is_refused_unless_the_operator_names_host_and_port(site: Site) -> None:
    site.routes["/"] = ok()
    other_port = frozenset({(site.host, site.port + 1)})
    other_host = frozenset({("localhost", site.port)})
    for allow in (frozenset(), other_port, other_host):
        with Fetcher(AGENT, allow) as fetcher, pytest.raises(RefusedAddress):
            fetcher.get(site.address())
    with Fetcher(AGENT, site.allow) as fetcher:
        assert fetcher.get(site.address()).status == 200


def test_a_name_is_resolved_once_and_the_judged_number_is_dialled(site: Site) -> None:
    site.routes["/"] = ok()
    asked: list[str] = []

    def turncoat(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) > 1 else ["127.0.0.1"]

    with Fetcher(AGENT, frozenset({("flux.example", site.port)}), resolve=turncoat) as fetcher:
        assert fetcher.get(f"http://flux.example:{site.port}/").status == 200
    assert asked == ["flux.example"]
    assert site.requests[-1].headers["Host"] == f"flux.example:{site.port}"


def test_the_next_address_is_tried_when_one_does_not_answer(site: Site) -> None:
    site.routes["/"] = ok()
    several = frozenset({("flux.example", site.port)})
    with Fetcher(AGENT, several, resolve=lambda host, port: ["127.0.0.2", "::1", "127.0.0.1"]) as fetcher:
        assert fetcher.get(f"http://flux.example:{site.port}/").status == 200


@pytest.mark.parametrize("answers", [[], ["127.0.0.2"], ["127.0.0.2", "::1"]])
def test_a_host_where_nobody_answers_is_unreachable(site: Site, answers: list[str]) -> None:
    several = frozenset({("flux.example", site.port)})
    with (
        Fetcher(AGENT, several, resolve=lambda host, port: answers) as fetcher,
        pytest.raises(Unreachable),
    ):
        fetcher.get(f"http://flux.example:{site.port}/")


@pytest.mark.parametrize("host", ["rien.example", "a" * 64 + ".example"])
def test_a_name_without_a_number_is_unreachable(fetcher: Fetcher, host: str) -> None:
    with pytest.raises((Unreachable, BadAddress)):
        fetcher.get(f"http://{host}/")


def test_the_environment_sends_no_visit_through_a_proxy(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")
    monkeypatch.setenv("ALL_PROXY", "http://192.0.2.1:3128")
    site.routes["/"] = ok()
    with Fetcher(AGENT, site.allow) as fetcher:
        assert fetcher.get(site.address()).status == 200


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "2a00:1450::1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="100.64.0.0/10"))
def test_no_private_address_is_public_in_any_wrapping(address: object) -> None:
    assert not any(map(is_public, (str(address), f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}")))


@given(st.text(max_size=60) | st.text("htps:/\\@#?%[]. 0127\u0660\uff11é", max_size=40).map("http://".__add__))
def test_no_spelling_whatsoever_does_more_than_be_refused(text: str) -> None:
    fetcher = Fetcher(AGENT, resolve=lambda host, port: ["127.0.0.1"], tls=client_tls())
    with fetcher, pytest.raises((BadAddress, RefusedAddress)):
        fetcher.get(text)


# ---- TLS


@pytest.fixture(scope="module")
def secure() -> Iterator[Site]:
    with serve({"/": ok()}, tls=True) as running:
        yield running


def secure_fetcher(site: Site, host: str, **options: object) -> Fetcher:
    return Fetcher(AGENT, frozenset({(host, site.port)}), resolve=lambda *_: ["127.0.0.1"], **options)


def test_the_certificate_is_checked_against_the_name_in_the_address(secure: Site) -> None:
    with secure_fetcher(secure, "portail.example", tls=client_tls()) as fetcher:
        assert fetcher.get(f"https://portail.example:{secure.port}/").body == b"bonjour"
    with secure_fetcher(secure, "autre.example", tls=client_tls()) as fetcher, pytest.raises(Unreachable):
        fetcher.get(f"https://autre.example:{secure.port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Site) -> None:
    with secure_fetcher(secure, "portail.example") as fetcher, pytest.raises(Unreachable, match="(?i)certificate"):
        fetcher.get(f"https://portail.example:{secure.port}/")


# ---- time


def slow_name(site: Site) -> Callable[[str, int], list[str]]:
    def resolve(host: str, port: int) -> list[str]:
        site.closing.wait(2)
        return ["127.0.0.1"]

    return resolve


def drip_status(handler: Handler) -> None:
    handler.drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n")


def drip_body(handler: Handler) -> None:
    handler.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b".")


def drip_interim(handler: Handler) -> None:
    handler.drip(b"HTTP/1.1 103 Early Hints\r\n\r\n")


def drip_nothing(handler: Handler) -> None:
    handler.site.closing.wait(2)


@pytest.mark.parametrize("route", [drip_status, drip_body, drip_interim, drip_nothing])
def test_a_server_that_dribbles_is_left_when_the_time_is_over(route: Callable[[Handler], None]) -> None:
    with serve({"/": route}) as site, impatient(site) as fetcher:
        started = time.monotonic()
        with pytest.raises(TooSlow):
            fetcher.get(site.address())
        assert time.monotonic() - started < 1.5


def test_the_time_limit_holds_over_all_redirects_together() -> None:
    def tired(handler: Handler) -> Answer:
        handler.site.closing.wait(0.12)
        return to("/")

    with serve({"/": tired}) as site, impatient(site, redirects=50) as fetcher, pytest.raises(TooSlow):
        fetcher.get(site.address())


def test_a_name_server_that_is_silent_is_too_slow() -> None:
    with serve({}) as site:
        fetcher = Fetcher(AGENT, frozenset({("x.example", 80)}), Limits(seconds=0.2), resolve=slow_name(site))
        with fetcher, pytest.raises(TooSlow):
            fetcher.get("http://x.example/")


def test_a_handshake_that_never_comes_is_too_slow() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        fetcher = Fetcher(AGENT, frozenset({("127.0.0.1", port)}), Limits(seconds=0.2))
        with fetcher, pytest.raises(TooSlow):
            fetcher.get(f"https://127.0.0.1:{port}/")


# ---- what is not HTTP


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncourt",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_an_answer_that_breaks_off_or_is_not_http_is_unreachable(site: Site, fetcher: Fetcher, written: bytes) -> None:
    def route(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(written)

    site.routes["/"] = route
    with pytest.raises(Unreachable):
        fetcher.get(site.address())


# ---- the body


def test_a_packed_body_is_unpacked_and_its_fingerprint_is_that_of_what_it_says(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {
        "/gzip": ok(gzip.compress(b"bonjour"), Content_Encoding="gzip"),
        "/deflate": ok(zlib.compress(b"bonjour"), Content_Encoding="Deflate"),
        "/plain": ok(b"bonjour", Content_Encoding="identity"),
    }
    answers = [fetcher.get(site.address(path)) for path in site.routes]
    assert {answer.body for answer in answers} == {b"bonjour"}
    assert len({answer.fingerprint for answer in answers}) == 1


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_packing_that_was_not_asked_for_is_refused(site: Site, fetcher: Fetcher, encoding: str) -> None:
    site.routes["/"] = ok(b"\x1b\x03", Content_Encoding=encoding)
    with pytest.raises(UnreadableEncoding):
        fetcher.get(site.address())


@pytest.mark.parametrize("body", [b"not gzip at all", gzip.compress(b"bonjour" * 100)[:-12]])
def test_a_broken_packing_is_refused(site: Site, fetcher: Fetcher, body: bytes) -> None:
    site.routes["/"] = ok(body, Content_Encoding="gzip")
    with pytest.raises(UnreadableEncoding):
        fetcher.get(site.address())


def test_an_empty_body_needs_no_packing(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = ok(b"", Content_Encoding="gzip")
    assert fetcher.get(site.address()).body == b""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_body_of_exactly_the_limit_is_read_and_one_byte_more_is_not(
    site: Site, pack: Callable[[bytes], bytes]
) -> None:
    headers = {"Content-Encoding": "gzip"} if pack is gzip.compress else {}
    site.routes |= {"/full": (200, headers, pack(b"x" * 1000)), "/over": (200, headers, pack(b"x" * 1001))}
    with Fetcher(AGENT, site.allow, Limits(body_bytes=1000)) as fetcher:
        assert len(fetcher.get(site.address("/full")).body) == 1000
        with pytest.raises(TooLarge):
            fetcher.get(site.address("/over"))


def test_a_bomb_never_unpacks_beyond_the_limit() -> None:
    bomb = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(TooLarge):
        read_body([bomb], "gzip", 1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_an_endless_body_is_left_at_the_limit() -> None:
    with (
        serve({"/": drip_body}) as site,
        impatient(site, seconds=5, body_bytes=3) as fetcher,
        pytest.raises(TooLarge),
    ):
        fetcher.get(site.address())


@given(st.binary(max_size=2000), st.integers(1, 2500), st.integers(1, 300), st.sampled_from(["", "gzip", "deflate"]))
def test_the_start_of_a_body_is_the_same_however_it_is_packed_and_cut(
    body: bytes, size: int, step: int, encoding: str
) -> None:
    packed = {"": body, "gzip": gzip.compress(body), "deflate": zlib.compress(body)}[encoding]
    chunks = [packed[i : i + step] for i in range(0, len(packed), step)]
    assert read_start(chunks, encoding, size) == body[:size]


# ---- headers about time


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": AT_ONE}, timedelta(hours=1)),
        ({"Retry-After": AT_ONE, "Date": "Tue, 24 Nov 2026 12:30:00 GMT"}, timedelta(minutes=30)),
        ({"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT"}, None),
        ({"Retry-After": "bientot"}, None),
        ({"Retry-After": "-5"}, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers: dict[str, str], expected: timedelta | None) -> None:
    assert retry_after(httpx2.Headers(headers), NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=60"}, timedelta(minutes=1)),
        ({"Cache-Control": 'public, s-maxage=9, Max-Age="3600"'}, timedelta(hours=1)),
        ({"Cache-Control": "no-cache, max-age=60"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Cache-Control": "s-maxage=60"}, None),
        ({"Expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, timedelta(minutes=10)),
        ({"Cache-Control": "max-age=60", "Expires": AT_ONE}, timedelta(minutes=1)),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
    ],
)
def test_freshness_is_told_by_cache_control_else_by_expires(
    headers: dict[str, str], expected: timedelta | None
) -> None:
    assert max_age(httpx2.Headers(headers), NOW) == expected


@given(st.text(max_size=60) | st.text("0123456789 ,:-+GMTTueNov", max_size=40))
def test_no_header_about_time_is_more_than_unreadable(value: str) -> None:
    headers = httpx2.Headers({"Retry-After": value, "Expires": value, "Cache-Control": value, "Date": value}, "utf-8")
    for told in (retry_after(headers, NOW), max_age(headers, NOW)):
        assert told is None or told >= timedelta(0)


# ---- robots.txt


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


def test_what_is_forbidden_to_a_robot_has_a_name() -> None:
    robots(RULES).check("https://x.example/", "Boussole")
    with pytest.raises(RefusedByRobots):
        robots(RULES).check("https://x.example/agents/1", "Boussole")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Crawl-delay: 2.5", timedelta(seconds=2.5)),
        ("Crawl-delay: 1e300", timedelta(days=1)),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: -3", None),
        ("Crawl-delay: vite", None),
        ("", None),
    ],
)
def test_the_pause_between_visits_is_bounded(line: str, expected: timedelta | None) -> None:
    assert robots(f"User-agent: *\n{line}").crawl_delay("Boussole") == expected


def test_a_state_without_a_text_allows_all_or_forbids_all() -> None:
    assert Robots("", NOW, RobotsState.ALLOW_ALL).allows("https://x.example/", "Boussole")
    assert not Robots("", NOW, RobotsState.FORBID_ALL).allows("https://x.example/", "Boussole")
    assert Robots("", NOW, RobotsState("forbid_all")) == Robots("", NOW, RobotsState.FORBID_ALL)


def test_the_rules_of_an_origin_are_fetched_from_its_root(site: Site, fetcher: Fetcher) -> None:
    site.routes["/robots.txt"] = ok(b"User-agent: *\nDisallow: /caf\xe9\x00\n")
    rules = fetcher.robots(site.address("/a/b/flux.xml?x=1"))
    assert site.asked == ["/robots.txt"]
    assert (rules.state, rules.fetched_at) == (RobotsState.TEXT, NOW)
    assert rules.text == "User-agent: *\nDisallow: /caf\ufffd\n"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((404, {}, b""), RobotsState.ALLOW_ALL),
        ((403, {}, b""), RobotsState.ALLOW_ALL),
        ((500, {}, b""), RobotsState.FORBID_ALL),
        ((503, {}, b""), RobotsState.FORBID_ALL),
        (to("/robots.txt"), RobotsState.ALLOW_ALL),
        (ok(b"?", Content_Encoding="br"), RobotsState.FORBID_ALL),
        (ok(b""), RobotsState.TEXT),
    ],
)
def test_no_rules_allow_all_and_no_answer_forbids_all(
    site: Site, fetcher: Fetcher, answer: Answer, state: RobotsState
) -> None:
    site.routes["/robots.txt"] = answer
    assert fetcher.robots(site.address()).state is state


def test_a_silent_server_forbids_all_for_now() -> None:
    with serve({"/robots.txt": drip_nothing}) as site, impatient(site) as fetcher:
        assert fetcher.robots(site.address()).state is RobotsState.FORBID_ALL


def test_rules_of_a_private_address_are_refused_like_all_else(fetcher: Fetcher) -> None:
    with pytest.raises(RefusedAddress):
        fetcher.robots("http://intranet/page")


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


# ---- errors


def test_every_error_has_a_code_of_its_own_and_survives_a_pickle() -> None:
    errors = [getattr(fetch, name) for name in fetch.__all__]
    errors = [kind for kind in errors if isinstance(kind, type) and issubclass(kind, Exception)]
    kinds = [kind for kind in errors if kind is not FetchError]
    assert len({kind.code for kind in kinds}) == len(kinds) == 9
    for error in [*(kind("pourquoi") for kind in kinds if kind is not Answered), Answered(503, timedelta(1))]:
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), copy.code) == (type(error), str(error), error.code)
