"""A mail server on this machine: it takes what it is given, unless it was told to answer otherwise."""

import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

# A certificate for localhost until 2120, and its key: known to everybody, trusted by tests alone.
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgA873naUZ0tvY+t3j
vaY2Ei45YFtzeKFoFu6H76yy+fuhRANCAARLYVoYLWn/pH6pIRkzpVa5IS5KV9Sf
a+UxqQF+ts35OqB9XZAKlXKiRkrdtYptsTq9jYYMq6jinn3q9fpVJ/+n
-----END PRIVATE KEY-----
"""
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUZHyzOh19vuaAM90MXNqJEmj+sqUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx
MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARLYVoYLWn/pH6pIRkzpVa5IS5KV9Sfa+UxqQF+ts35OqB9XZAKlXKi
RkrdtYptsTq9jYYMq6jinn3q9fpVJ/+no2kwZzAdBgNVHQ4EFgQUnbqf/YXZmU5c
bJkzeZSLWdLEYZwwHwYDVR0jBBgwFoAUnbqf/YXZmU5cbJkzeZSLWdLEYZwwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIhAOQd5Ffhcz5nNpOm02oLmHtR9vZNAZZ9mdu0po6FrTuvAiAQbbcU+/Nc
JnJCdmyUywmquwm75Wrh93OYfj4G/U3OxQ==
-----END CERTIFICATE-----
"""

SILENCE, HANG_UP = "silence", "hang up"
YES = {"EHLO": "250-localhost\r\n250 8BITMIME", "STARTTLS": "220 go on", "DATA": "354 go on", "QUIT": "221 bye"}


@dataclass(slots=True)
class PostOffice:
    """A running server. `answers`: command → its answer, SILENCE or HANG_UP; TEXT stands for the end of a message."""

    tls: bool = False
    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    has_mail: Event = field(default_factory=Event)
    closing: Event = field(default_factory=Event)

    @property
    def said(self) -> list[str]:
        """The commands that were given, without what follows them."""
        return [command.split(" ")[0] for command in self.commands]

    def answer_to(self, command: str) -> str:
        return self.answers.get(command, YES.get(command, "250 yes"))


class Session(StreamRequestHandler):
    """One caller."""

    office: PostOffice

    def handle(self) -> None:
        if self.office.tls:
            self.encrypt()
        going_on = self.say(self.office.answers.get("HELLO", "220 localhost"))
        while going_on and (line := self.rfile.readline()):
            self.office.commands.append(line.decode().strip())
            command = line.decode().split()[0].upper()
            going_on = self.say(self.office.answer_to(command))
            if command == "STARTTLS":
                self.encrypt()
            if command == "DATA" and self.office.answer_to("DATA").startswith("354"):
                going_on = self.take_mail()
            going_on = going_on and command != "QUIT"

    def take_mail(self) -> bool:
        lines = iter(self.rfile.readline, b".\r\n")
        text = b"".join(line.removeprefix(b".") for line in lines)
        mail = message_from_bytes(text, policy=SMTP)
        assert isinstance(mail, EmailMessage)
        self.office.mails.append(mail)
        self.office.has_mail.set()
        return self.say(self.office.answer_to("TEXT"))

    def say(self, answer: str) -> bool:
        if answer == SILENCE:
            self.office.closing.wait()
        if answer in {SILENCE, HANG_UP}:
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True

    def encrypt(self) -> None:
        super().finish()
        self.request = server_tls().wrap_socket(self.request, server_side=True)
        self.setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()


class Building(ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who leaves in the middle is what some tests are about."""


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as both:
        both.write(KEY + CERTIFICATE)
        both.flush()
        context.load_cert_chain(both.name)
    return context


def trust(folder: Path) -> str:
    """A file of the one authority that vouches for this server."""
    path = folder / "authority.pem"
    path.write_text(CERTIFICATE)
    return str(path)


@contextmanager
def post_office(tls: bool = False, kind: type[PostOffice] = PostOffice, **answers: str) -> Iterator[PostOffice]:
    """A server that listens until the end of the block."""
    office = kind(tls=tls, answers=answers)
    with Building(("127.0.0.1", 0), type("Here", (Session,), {"office": office})) as building:
        office.port = building.server_address[1]
        thread = Thread(target=building.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield office
        finally:
            office.closing.set()
            building.shutdown()
            thread.join()
