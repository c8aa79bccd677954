"""Where a visit may go: nowhere but the public Internet, however the address is spelt or reached."""

from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.fetch.visitor import AGENT, PUBLIC
from tests.watchers.server import Site, client_tls, ok, serve, to
from watchers.disappointment import Disappointment
from watchers.fetch.fetcher import Fetcher
from watchers.fetch.guard import is_public

HOSTILE = [
    # loopback and "this host", as numbers, short, decimal, octal, hexadecimal, mixed
    *["http://127.0.0.1/", "https://127.8.9.10/feed", "http://127.1/", "http://127.0.1/", "http://2130706433/"],
    *[
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.01/",
        "http://0/",
        "http://0.0.0.0/",
    ],
    *["http://localhost/", "http://LocalHost./", "HTTP://LOCALHOST/"],
    # in digits and dots of other alphabets
    *[
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://١٢٧.٠.٠.١/",
        "http://ｌｏｃａｌｈｏｓｔ/",
    ],
    *["http://168.63.129.16/"],
    # private, shared, link-local, reserved, documentation, multicast
    *["http://10.1.2.3/", "http://172.20.0.1/", "http://192.168.1.1/", "http://3232235777/", "http://100.64.3.3/"],
    *["http://169.254.169.254/latest/meta-data/", "http://0xa9fea9fe/", "http://192.0.0.192/", "http://192.88.99.1/"],
    *["http://198.18.0.1/", "http://203.0.113.7/", "http://224.0.0.251/", "http://255.255.255.255/"],
    # IPv6, and IPv4 wrapped in it
    *["http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/"],
    *["http://[fec0::1]/", "http://[fd12::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[3fff::1]/"],
    *["http://[::ffff:10.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/"],
    *["http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::1]/"],
    # names that lead inside
    *["http://intranet/", "http://imprimante.local/", "http://metadata.google.internal/computeMetadata/v1/"],
    *["http://10-0-0-9.nip.example/", "http://six.example/", "http://moitie.example/"],
    # two parsers, two hosts
    *["http://public.example@127.0.0.1/", "http://user:pass@public.example/", "http://127.0.0.1#@public.example/"],
    "http://127.0.0.1\\@public.example/",
    "http://public.example\\@127.0.0.1/",
    "http://127.0.0.1 public.example/",
    "http://127.0.0.1\tpublic.example/",
    "http://public.example/\r\nX-Injected:1",
    "http://public\u200b.example/",
    "http://public.example/\u202egnp.exe",
    *["http:///127.0.0.1/", "http:127.0.0.1/", "http://"],
    # ports and schemes that are not of the web
    *["http://public.example:22/", "http://public.example:8080/", "http://public.example:99999/"],
    *["ftp://public.example/feed.xml", "file:///etc/passwd", "gopher://127.0.0.1:6379/_PING", "javascript:alert(1)"],
    *["data:text/xml,<rss/>"],
]
# Cannot be written in a header.
NO_REDIRECT = "http://public.example/\r\nX-Injected:1"


def is_refused(fetcher: Fetcher, address: str) -> bool:
    """An address is refused before anybody is asked anything, not for an answer that never came."""
    try:
        fetcher.get(address)
    except Exception as refusal:
        return isinstance(refusal, Disappointment) and refusal.why in ("refused_address", "bad_address")
    return False


def test_a_hostile_address_is_refused(fetcher: Fetcher) -> None:
    let_through = [address for address in HOSTILE if not is_refused(fetcher, address)]
    assert not let_through, "\n".join(let_through)


def test_a_redirect_to_a_hostile_address_is_refused(site: Site, fetcher: Fetcher) -> None:
    paths = {f"/{number}": address for number, address in enumerate(HOSTILE) if address != NO_REDIRECT}
    site.routes |= {path: to(address.encode().decode("latin-1")) for path, address in paths.items()}
    let_through = [address for path, address in paths.items() if not is_refused(fetcher, site.address(path))]
    assert not let_through, "\n".join(let_through)
    assert site.asked == list(paths)


def test_a_relative_redirect_that_changes_the_host_is_judged_too(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = to("//intranet/")
    with pytest.raises(Disappointment, match="^refused_address"):
        fetcher.get(site.address())


def test_loopback_is_refused_unless_the_operator_names_host_and_port(site: Site) -> None:
    site.routes["/"] = ok()
    other_port = frozenset({(site.host, site.port + 1)})
    other_host = frozenset({("localhost", site.port)})
    for allow in (frozenset(), other_port, other_host):
        with Fetcher(AGENT, allow) as fetcher, pytest.raises(Disappointment, match="^refused_address"):
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


def test_the_next_address_is_tried_when_one_does_not_answer_and_a_host_where_nobody_does_is_unreachable(
    site: Site, fetcher: Fetcher
) -> None:
    site.routes["/"] = ok()
    for found in (["127.0.0.2", "::1", "127.0.0.1"], [], ["127.0.0.2"], ["127.0.0.2", "::1"]):
        reached = pytest.raises(Disappointment, match="^unreachable") if "127.0.0.1" not in found else nullcontext()
        several = frozenset({("flux.example", site.port)})
        with Fetcher(AGENT, several, resolve=lambda *_, found=found: found) as visitor, reached:
            assert visitor.get(f"http://flux.example:{site.port}/").status == 200
    for host in ("rien.example", "a" * 64 + ".example"):
        with pytest.raises(Disappointment, match="^(unreachable|bad_address)"):
            fetcher.get(f"http://{host}/")


def test_the_environment_sends_no_visit_through_a_proxy(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")
    monkeypatch.setenv("ALL_PROXY", "http://192.0.2.1:3128")
    site.routes["/"] = ok()
    with Fetcher(AGENT, site.allow) as fetcher:
        assert fetcher.get(site.address()).status == 200


def test_an_address_of_the_open_internet_is_public() -> None:
    for address in [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "2a00:1450::1"]:
        assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="100.64.0.0/10"))
def test_no_private_address_is_public_in_any_wrapping(address: object) -> None:
    assert not any(map(is_public, (str(address), f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}")))


@given(st.text(max_size=60) | st.text("htps:/\\@#?%[]. 0127\u0660\uff11é", max_size=40).map("http://".__add__))
def test_no_spelling_whatsoever_does_more_than_be_refused(text: str) -> None:
    fetcher = Fetcher(AGENT, resolve=lambda host, port: ["127.0.0.1"], tls=client_tls())
    with fetcher, pytest.raises(Disappointment, match="^(bad_address|refused_address)"):
        fetcher.get(text)


def test_a_certificate_is_checked_against_the_name_in_the_address_and_somebody_vouches_for_it() -> None:
    def body(site: Site, host: str, **options: object) -> bytes:
        with Fetcher(AGENT, frozenset({(host, site.port)}), resolve=lambda *_: ["127.0.0.1"], **options) as fetcher:
            return fetcher.get(f"https://{host}:{site.port}/").body

    with serve({"/": ok()}, tls=True) as secure:
        assert body(secure, "portail.example", tls=client_tls()) == b"bonjour"
        with pytest.raises(Disappointment, match="^unreachable"):
            body(secure, "autre.example", tls=client_tls())
        with pytest.raises(Disappointment, match="(?i)^unreachable.*certificate"):
            body(secure, "portail.example")
