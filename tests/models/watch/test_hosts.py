"""The host of an address."""

import pytest

from models.watch.hosts import host_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Forem.be/a", "forem.be:443"),
        ("http://forem.be:8080/", "forem.be:8080"),
        ("ftp://forem.be/", ""),
        ("http://forem.be:port/", ""),
        ("http://[::1/", ""),
        ("n'importe quoi", ""),
    ],
)
def test_the_host_of_an_address_is_its_name_and_port(address: str, host: str) -> None:
    assert host_of(address) == host
