"""A small provider of OpenID Connect, really served; it follows the rules until a test tells it which to break."""

import base64
import hashlib
import hmac
import json
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from models.ground.environment import OpenId
from tests.house import Clock

CLIENT_ID, CLIENT_SECRET = "boussole", "a secret/with+signs"
NAME = "Compte du CPAS"
SHORT = "short"
"""The name of a key that is worth 80 bits."""


@cache
def key(name: str) -> RSAKey:
    """A key of that name; made once, for it is slow to make."""
    return RSAKey.generate_key(1024 if name == SHORT else 2048, {"kid": name, "use": "sig"})


@dataclass
class RealProvider:
    """Who it says that people are, and what it does against the rules."""

    clock: Clock
    issuer: str = ""
    subject: str = "248289761001"
    key_name: str = "first"
    kid: str = ""
    """What it calls the key in a token; by default its name."""
    published: list[str] = field(default_factory=lambda: ["first"])
    algorithm: str = "RS256"
    metadata: dict[str, Any] = field(default_factory=dict)
    """What it says otherwise of itself."""
    claims: dict[str, Any] = field(default_factory=dict)
    """What its tokens say otherwise; None for what they do not say."""
    answers: dict[str, Any] = field(default_factory=dict)
    """What it adds to the address by which people come back."""
    status: dict[str, int] = field(default_factory=dict)
    held: Event | None = None
    """Until it is set, no answer goes on after its first byte."""
    asked: Counter[str] = field(default_factory=Counter)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def openid(self) -> OpenId:
        return OpenId(self.issuer, CLIENT_ID, CLIENT_SECRET, NAME)

    def about_itself(self) -> dict[str, Any]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {name: f"{self.issuer}/{place}" for name, place in places.items()}
        return {"issuer": self.issuer, **found, "authorization_response_iss_parameter_supported": True, **self.metadata}

    def keys(self) -> dict[str, Any]:
        return dict(KeySet([key(name) for name in self.published]).as_dict(private=False))

    def address_back(self, asked: dict[str, str]) -> str:
        """Where somebody is sent back to, with a code that stands for what was asked."""
        assert (asked["client_id"], asked["response_type"], asked["scope"]) == (CLIENT_ID, "code", "openid")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        given = {"code": code, "state": asked["state"], "iss": self.issuer, **self.answers}
        return f"{asked['redirect_uri']}?{urlencode({name: one for name, one in given.items() if one is not None})}"

    def tokens(self, sent: dict[str, str], authorization: str) -> dict[str, str] | None:
        """What a code is exchanged for, once, by whoever shows the verifier and the secret."""
        asked = self._codes.pop(sent.get("code", ""), None)
        login = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        known = (unquote(login[0]), unquote(login[2])) == (CLIENT_ID, CLIENT_SECRET)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if not (asked and known and _base64(digest) == asked["code_challenge"]):
            return None
        if sent.get("redirect_uri") != asked["redirect_uri"] or sent.get("grant_type") != "authorization_code":
            return None
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": self.token(asked)}

    def token(self, asked: dict[str, str]) -> str:
        at = int(self.clock().timestamp())
        said = {"iss": self.issuer, "aud": CLIENT_ID, "sub": self.subject, "iat": at, "exp": at + 300}
        said = {**said, "nonce": asked["nonce"], **self.claims}
        return self.signed({name: value for name, value in said.items() if value is not None})

    def signed(self, claims: dict[str, Any]) -> str:
        header = {"alg": self.algorithm, "kid": self.kid or self.key_name}
        if self.algorithm == "RS256":
            return jwt.encode(header, claims, key(self.key_name))
        signed = ".".join(_base64(json.dumps(part).encode()) for part in (header, claims))
        # With what everybody knows, its public key, as if it were a secret; or with nothing at all.
        public = key(self.key_name).as_pem(private=False)
        mark = hmac.digest(public, signed.encode(), "sha256") if self.algorithm == "HS256" else b""
        return f"{signed}.{_base64(mark)}"

    def let_in(self, address: str) -> str:
        """Say there who somebody is; returns the path and query by which she comes back."""
        answer = httpx2.get(address, headers={"X-Consent": "yes"}, follow_redirects=False)
        assert answer.status_code == 303
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _Answers(BaseHTTPRequestHandler):
    """What the provider answers to one connection."""

    provider: RealProvider

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.provider.asked[path] += 1
        if path == "/.well-known/openid-configuration":
            self.say(self.provider.about_itself(), self.provider.status.get("about", 200))
        elif path == "/keys":
            self.say(self.provider.keys())
        elif path == "/authorize":
            self.ask_who(query)
        else:
            self.send_response(204)
            self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.provider.asked[self.path] += 1
        found = self.provider.tokens(one_of_each(body), self.headers.get("Authorization", ""))
        self.say(found or {"error": "invalid_grant"}, self.provider.status.get("token", 200 if found else 400))

    def ask_who(self, query: str) -> None:
        if "X-Consent" in self.headers:
            self.send_response(303)
            self.send_header("Location", self.provider.address_back(one_of_each(query)))
            self.end_headers()
            return
        back = self.provider.address_back(one_of_each(query)).replace("&", "&amp;")
        page = f'<!doctype html><html lang="fr"><title>CPAS</title><h1>Qui êtes-vous ?</h1><a href="{back}">Claire</a>'
        self.give(page.encode(), "text/html; charset=utf-8")

    def say(self, found: dict[str, Any], status: int = 200) -> None:
        self.give(json.dumps(found).encode(), "application/json", status)

    def give(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:1])
        if self.provider.held:
            self.provider.held.wait()
        self.wfile.write(body[1:])

    def log_message(self, *said: object) -> None:
        pass


def one_of_each(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *about: object) -> None:
        """Who is late finds the connection closed: that is what is tested."""


@contextmanager
def served(clock: Clock) -> Iterator[RealProvider]:
    """A provider on a free port of this machine."""
    provider = RealProvider(clock)
    server = _Server(("127.0.0.1", 0), type("Answers", (_Answers,), {"provider": provider}))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield provider
    finally:
        if provider.held:
            provider.held.set()
        server.shutdown()
        thread.join()
        server.server_close()
