"""Bodies: unpacked, but never beyond their limit."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.fetch.visitor import AGENT, impatient
from tests.watchers.server import Site, drip_body, ok, serve
from watchers.disappointment import Disappointment
from watchers.fetch.answer import read_body, read_start
from watchers.fetch.fetcher import Fetcher, Limits


def test_a_packed_body_is_unpacked_and_its_fingerprint_is_that_of_what_it_says(site: Site, fetcher: Fetcher) -> None:
    site.routes |= {
        "/gzip": ok(gzip.compress(b"bonjour"), Content_Encoding="gzip"),
        "/deflate": ok(zlib.compress(b"bonjour"), Content_Encoding="Deflate"),
        "/plain": ok(b"bonjour", Content_Encoding="identity"),
    }
    answers = [fetcher.get(site.address(path)) for path in site.routes]
    assert {answer.body for answer in answers} == {b"bonjour"}
    assert len({answer.fingerprint for answer in answers}) == 1


def test_a_packing_that_is_broken_or_was_not_asked_for_is_refused_and_an_empty_body_needs_none(
    site: Site, fetcher: Fetcher
) -> None:
    whole = gzip.compress(b"bonjour" * 100)
    broken = [("gzip", b"not gzip at all"), ("gzip", whole[:-12])]
    for encoding, body in (*broken, *((one, b"\x1b\x03") for one in ("br", "zstd", "gzip, gzip", "compress"))):
        site.routes["/"] = ok(body, Content_Encoding=encoding)
        with pytest.raises(Disappointment, match="^unreadable_encoding"):
            fetcher.get(site.address())
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
        with pytest.raises(Disappointment, match="^too_large"):
            fetcher.get(site.address("/over"))


def test_a_bomb_never_unpacks_beyond_the_limit() -> None:
    bomb = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(Disappointment, match="^too_large"):
        read_body([bomb], "gzip", 1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_an_endless_body_is_left_at_the_limit() -> None:
    with (
        serve({"/": drip_body}) as site,
        impatient(site, seconds=5, body_bytes=3) as fetcher,
        pytest.raises(Disappointment, match="^too_large"),
    ):
        fetcher.get(site.address())


@given(st.binary(max_size=2000), st.integers(1, 2500), st.integers(1, 300), st.sampled_from(["", "gzip", "deflate"]))
def test_the_start_of_a_body_is_the_same_however_it_is_packed_and_cut(
    body: bytes, size: int, step: int, encoding: str
) -> None:
    packed = {"": body, "gzip": gzip.compress(body), "deflate": zlib.compress(body)}[encoding]
    chunks = [packed[i : i + step] for i in range(0, len(packed), step)]
    assert read_start(chunks, encoding, size) == body[:size]
