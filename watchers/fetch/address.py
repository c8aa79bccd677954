"""Spelling of addresses: which ones may be asked for, judged before anything else is done with them."""

import re
from functools import lru_cache

import httpx2

from watchers.disappointment import Disappointment

SCHEMES = ("http", "https")
SCHEME = "[a-z][a-z0-9+.-]*:"
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
# A browser takes a host whose last part is a number for a number, in any base, with parts left out (WHATWG URL, 3.5).
NUMBER_AT_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)
PLAIN_NUMBER = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
WITHOUT_HOST = re.compile(rf"{SCHEME}(?!//[^/?#])|//(?:[/?#]|$)", re.IGNORECASE)
# RFC 3986, 7.6: what stands before an @ passes for the host in the eyes of people and of some parsers.
WITH_CREDENTIALS = re.compile(rf"(?:{SCHEME})?//[^/]*@", re.IGNORECASE)


def check_spelling(address: str) -> None:
    """Refuse an address that two parsers would read in two ways. Raises Disappointment.

    That is: back-slashes, spaces, control and invisible characters, credentials, a scheme without a host. A browser
    takes http://127.0.0.1\\@example.com/ to 127.0.0.1, httpx2 takes it to example.com.
    """
    odd_letters = "\\" in address or " " in address or not address.isprintable()
    if odd_letters or WITHOUT_HOST.match(address) or WITH_CREDENTIALS.match(address):
        raise Disappointment("bad_address", f"odd spelling: {address!a}")


@lru_cache(maxsize=256)  # a visit asks robots.txt about the address that it then fetches
def read_address(text: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """Read an address, relative to `base` if there is one, without its fragment. Raises Disappointment."""
    check_spelling(text)
    try:
        url = base.join(text) if base else httpx2.URL(text)
        # A fragment is never sent (RFC 9110, 7.1), so two addresses that differ in it are one page.
        url = url.copy_with(fragment=None) if "#" in text else url
    except (httpx2.InvalidURL, ValueError) as error:
        raise Disappointment("bad_address", f"{error}: {text!a}") from error
    if url.scheme not in SCHEMES or not HOST.fullmatch(host := url.raw_host.decode("ascii")):
        raise Disappointment("bad_address", f"not an address of the web: {text!a}")
    # 127.1, 0x7f.1 and 2130706433 are all 127.0.0.1 to some resolvers (OWASP SSRF Prevention).
    if NUMBER_AT_END.fullmatch(host) and not PLAIN_NUMBER.fullmatch(host):
        raise Disappointment("bad_address", f"a number oddly spelt: {text!a}")
    return url
