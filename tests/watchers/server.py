"""A small web server on 127.0.0.1 for the tests of visits: each route is an answer, or a function that gives one."""

import ssl
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

Answer = tuple[int, Mapping[str, str], bytes]
Route = Answer | Callable[["Handler"], Answer | None]

NO_ICON: Mapping[str, Route] = {"/favicon.ico": (204, {}, b"")}
"""What a site without an icon says: a Chromium with windows asks for it, and writes a 404 on its console."""

# A certificate for portail.example and localhost until 2120, and its key: known to everybody, trusted by tests alone.
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5WhxWwmwqDb9y38P
ZIoJEZYSx7lH19vqvJJ1TEQ8NmKhRANCAAQ4d+Z+nD5Mw5vS8QccKEhdS6lyFTKi
qctcSjykkNWae6O2vEPG82ay09e9WPxHtAq9xKJ0g5dw3f8XLVofaYtm
-----END PRIVATE KEY-----
"""
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBsjCCAVigAwIBAgIUc0DuDvvetqgVTaKP9cKg44pHkNkwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPcG9ydGFpbC5leGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIx
MjAwMTAxMDAwMDAwWjAaMRgwFgYDVQQDDA9wb3J0YWlsLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQ4d+Z+nD5Mw5vS8QccKEhdS6lyFTKiqctcSjyk
kNWae6O2vEPG82ay09e9WPxHtAq9xKJ0g5dw3f8XLVofaYtmo3oweDAlBgNVHREE
HjAcgg9wb3J0YWlsLmV4YW1wbGWCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBRdeDB7jwRtoMqn2Fw6lLUZEr23OzAfBgNVHSMEGDAWgBRdeDB7
jwRtoMqn2Fw6lLUZEr23OzAKBggqhkjOPQQDAgNIADBFAiEAk2dYYrmAriHWPtZ7
PRZ38EL5blTAANojP655bDQWBiYCIDbZmClEggfK8K1hjjzgsaWlwZYHepL4E6Te
w+ZyLQz0
-----END CERTIFICATE-----
"""


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]


@dataclass(slots=True)
class Site:
    """A running server: its routes may be changed, its requests read. `closing` is set when it is about to stop."""

    routes: dict[str, Route]
    port: int
    requests: list[Request] = field(default_factory=list)
    closing: Event = field(default_factory=Event)
    host: str = "127.0.0.1"

    @property
    def allow(self) -> frozenset[tuple[str, int]]:
        return frozenset({(self.host, self.port)})

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.requests]

    def address(self, path: str = "/") -> str:
        return f"http://{self.host}:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Answers from the routes; a function that returns None has written its answer itself."""

    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.requests.append(Request(self.path, dict(self.headers.items())))
        route = self.site.routes.get(self.path, (404, {}, b""))
        answer = route(self) if callable(route) else route
        if answer:
            self.give(*answer)

    def give(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, *pieces: bytes) -> None:
        """Write the pieces one by one, the last for ever, until the visitor or the test has had enough."""
        self.close_connection = True
        for piece in pieces:
            self.wfile.write(piece)
        while not self.site.closing.wait(0.02):
            self.wfile.write(pieces[-1])

    def log_message(self, format: str, *args: object) -> None:
        """A test says what it has to say in its assertions."""


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who hangs up is what many of these tests are about."""


def ok(body: bytes = b"bonjour", **headers: str) -> Answer:
    return 200, {name.replace("_", "-"): value for name, value in headers.items()}, body


def to(location: str, status: int = 302) -> Answer:
    return status, {"Location": location}, b""


def drip_body(handler: Handler) -> None:
    handler.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b".")


def drip_nothing(handler: Handler) -> None:
    handler.site.closing.wait(2)


@contextmanager
def serve(routes: Mapping[str, Route], tls: bool = False) -> Iterator[Site]:
    """A server of these routes until the end of the block; with `tls` it shows that certificate."""
    handler = type("SiteHandler", (Handler,), {})
    with Server(("127.0.0.1", 0), handler) as server:
        handler.site = site = Site({**NO_ICON, **routes}, server.server_port)
        if tls:
            server.socket = server_tls().wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
            thread.join()


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(KEY + CERTIFICATE)
        file.flush()
        context.load_cert_chain(file.name)
    return context


def client_tls() -> ssl.SSLContext:
    """Trusts that certificate, and nothing else."""
    return ssl.create_default_context(cadata=CERTIFICATE)
