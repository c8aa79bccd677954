"""What may be written as the address of a page of the web."""

import pytest

from content.addresses import LONGEST_ADDRESS, is_of_web


@pytest.mark.parametrize("address", ["https://forem.be/", "http://forem.be:8080/a?b#c", "https://[2001:db8::1]/"])
def test_a_page_of_the_web_is_one(address: str) -> None:
    assert is_of_web(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "forem.be",
        "ftp://forem.be/",
        "javascript:alert(1)",
        "https://",
        "https://[",
        "https://forem.be:0/",
        "https://forem.be:port/",
        "https://forem.be@far.example/",
        "https://@far.example/",
        f"https://forem.be/{'a' * LONGEST_ADDRESS}",
    ],
)
def test_what_is_none_or_hides_where_it_leads_is_refused(address: str) -> None:
    assert not is_of_web(address)
