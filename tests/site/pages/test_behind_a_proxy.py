"""What the portal believes of an address and a host, and what it tells browsers to hold to."""

from dataclasses import replace
from itertools import product

import pytest
from flask import request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import create_app
from tests.house import House


def visitor(house: House, **settings: object) -> FlaskClient:
    """A browser at a portal with other settings, which says in a header from where it was asked."""
    app = create_app(replace(house.settings, **settings), house.clock)  # type: ignore[arg-type]
    app.extensions["store"] = house.store

    @app.after_request
    def tell(response):  # type: ignore[no-untyped-def]
        response.headers["X-Seen"] = f"{request.remote_addr} {request.scheme}"
        return response

    return app.test_client()


def asked(client: FlaskClient, path: str, host: str) -> TestResponse:
    """What comes of a path and a host as they stand in a request, which a browser would write otherwise."""
    place, _, query = path.partition("?")
    return client.get("/", environ_overrides={"PATH_INFO": place, "QUERY_STRING": query, "HTTP_HOST": host})


@pytest.mark.parametrize(
    ("proxies", "said", "seen"),
    [
        (0, "198.51.100.7", "127.0.0.1 http"),
        (1, "192.0.2.66, 198.51.100.7", "198.51.100.7 https"),
        (2, "192.0.2.66, 198.51.100.7, 10.0.0.2", "198.51.100.7 https"),
    ],
)
def test_only_as_many_proxies_are_believed_as_there_are(house: House, proxies: int, said: str, seen: str) -> None:
    headers = {"X-Forwarded-For": said, "X-Forwarded-Proto": "https, https", "X-Forwarded-Host": "evil.example"}
    answer = visitor(house, trusted_proxies=proxies).get("/sign-in", headers=headers)
    assert (answer.status_code, answer.headers["X-Seen"]) == (200, seen)


def test_only_the_hosts_that_are_named_are_answered(house: House) -> None:
    client = visitor(house, trusted_hosts=("boussole.example",))
    ours, theirs = (client.get("/sign-in", headers={"Host": f"{host}.example"}) for host in ("boussole", "evil"))
    assert (ours.status_code, theirs.status_code, theirs.mimetype) == (200, 400, "text/plain")


def test_a_host_that_can_be_none_is_told_so_on_every_page(house: House, caplog: pytest.LogCaptureFixture) -> None:
    paths = ("/sign-in", "/nowhere", "/static/style.css", "/directory//measures", "", "/?q=%00")
    hosts = ("a" * 64, f"{'a' * 64}.example", "a" * 60_000, "a..example")
    for client in (visitor(house), visitor(house, trusted_hosts=("boussole.example",))):
        for path, host in product(paths, hosts):
            answer = asked(client, path, host)
            assert (answer.status_code, answer.text) == (400, "Le portail n’est pas à cette adresse.")
    assert caplog.records == []


@pytest.mark.parametrize(("path", "leads_to"), [("/directory//measures?a=b", "/directory/measures?a=b"), ("", "/")])
def test_where_a_path_is_written_otherwise_its_visitor_stays_on_this_host(
    house: House, path: str, leads_to: str
) -> None:
    answer = asked(visitor(house), path, "evil.example")
    assert (answer.status_code, answer.headers["Location"]) == (308, leads_to)


@pytest.mark.parametrize("secure", [True, False])
def test_with_https_a_browser_holds_to_it_and_the_cookie_is_of_this_host_alone(house: House, secure: bool) -> None:
    base = f"http{'s' if secure else ''}://boussole.example"
    answer = visitor(house, base_url=base).get("/sign-in")
    assert ("Strict-Transport-Security" in answer.headers) is secure
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-boussole=" if secure else "boussole=")
    assert ("; Secure" in cookie) is secure
    assert "; Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
