"""OpenID Connect: the one place where a request waits for somebody else's server, five seconds at most.

Of the provider that the house has configured, and for who somebody is; nothing else is asked or kept. The code flow
with PKCE: https://openid.net/specs/openid-connect-core-1_0.html, RFC 7636, RFC 9207, RFC 9700.
"""

import json
import secrets
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hmac import compare_digest
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote

from content.errors import N_, Forbidden, Malformed, Unavailable
from models.ground.environment import OpenId, is_guarded

if TYPE_CHECKING:
    import httpx2
    from joserfc.jwk import KeySet

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds for all that one request of ours asks."""
PAUSE = 10.0
"""Seconds in which nobody waits any more for a provider that has just been silent: it must not hold the portal up."""
AT_ONCE = 4
KEPT = 3600.0
"""Seconds for which what the provider says of itself, and its keys, are not asked for again."""
LARGEST = 500_000
"""Bytes of an answer."""
ALGORITHMS = ("RS256", "PS256", "ES256")
"""By which a token may be signed: with a key that the provider alone has (RFC 8725, 3.1 and 3.2)."""
SHORTEST_RSA = 2048
"""Bits of a key that a token may be signed with (NIST SP 800-131A, revision 2, table 2)."""
LEEWAY = 60
"""Seconds by which clocks may differ."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OK, SERVER_ERROR = 200, 500
LONGEST_SUBJECT = 255


class NoAnswer(Unavailable):
    """The provider, of that name, has not answered in time, or was unable to."""

    what = N_("%(name)s ne répond pas : entrez avec votre mot de passe.")


class BadAnswer(Malformed):
    """What came in the provider's name is not what was asked for, or proves nothing."""

    what = N_("Boussole ne peut pas vérifier ce que %(name)s a répondu : recommencez.")


class SignInRequest(NamedTuple):
    """What one sign-in that is pending to the provider is known by; only the browser that began it has it."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "SignInRequest":
        """Draw one: 256 bits each (RFC 7636, 4.1)."""
        return cls(*(secrets.token_urlsafe(32) for _ in cls._fields))


class Provider:
    """The provider of a house; `redirect` is where it sends people back to."""

    def __init__(self, openid: OpenId, redirect: str, patience: float = PATIENCE) -> None:
        self.openid, self._redirect, self._patience = openid, redirect, patience
        self._silent_until = 0.0
        self._metadata: tuple[float, dict[str, Any]] = (-KEPT, {})
        self._keys: tuple[float, KeySet | None] = (-KEPT, None)
        # Its threads begin with the first sign-in that is pending, and so after the server has forked.
        self._asking = ThreadPoolExecutor(AT_ONCE, "provider")

    def address(self, asked: SignInRequest) -> str:
        """Return where to send somebody, so that the provider says who she is. Raises NoAnswer, BadAnswer."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        metadata = self._in_time(self._about_itself)
        address: str = prepare_grant_uri(
            metadata["authorization_endpoint"],
            self.openid.client_id,
            "code",
            redirect_uri=self._redirect,
            scope="openid",
            state=asked.state,
            nonce=asked.nonce,
            code_challenge=create_s256_code_challenge(asked.verifier),
            code_challenge_method="S256",
        )
        return address

    def subject(self, asked: SignInRequest, response: Mapping[str, str], at: datetime) -> str:
        """Return by what name the provider knows anyone who came back with a response.

        Raises Forbidden where it has let nobody in, NoAnswer, BadAnswer.
        """
        return self._in_time(lambda client: self._subject(client, asked, response, at))

    def _subject(self, client: "httpx2.Client", asked: SignInRequest, response: Mapping[str, str], at: datetime) -> str:
        code = self._code(self._about_itself(client), asked, response)
        tokens = self._exchange(client, asked, code)
        claims = self._claims(client, asked, tokens, at)
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise BadAnswer
        return subject

    # ------------------------------------------------------------------------------------------------- what is asked

    def _in_time(self, work: "Callable[[httpx2.Client], T]") -> T:
        """Do what asks the provider, in a thread of its own: a server that sends a byte a second is late as well."""
        import httpx2

        if monotonic() < self._silent_until:
            raise NoAnswer
        # The machine's authorities: the provider of a house may have a certificate of the house.
        with httpx2.Client(verify=ssl.create_default_context(), timeout=self._patience, trust_env=False) as client:
            pending = self._asking.submit(work, client)
            try:
                return pending.result(self._patience)
            except (TimeoutError, httpx2.HTTPError, NoAnswer) as error:
                pending.cancel()
                self._silent_until = monotonic() + PAUSE
                raise NoAnswer from error
            # Leaving closes the connections: what a late thread waits for never comes.

    def _about_itself(self, client: "httpx2.Client") -> dict[str, Any]:
        """Return what the provider says of itself (OpenID Connect Discovery 1.0, 4.3)."""
        since, metadata = self._metadata
        if monotonic() - since < KEPT:
            return metadata
        metadata = _answer(client, "GET", f"{self.openid.issuer.rstrip('/')}/.well-known/openid-configuration")
        if metadata.get("issuer") != self.openid.issuer:
            raise BadAnswer
        if not all(is_guarded(str(metadata.get(name))) for name in ENDPOINTS):
            raise BadAnswer
        self._metadata = (monotonic(), metadata)
        return metadata

    def _key_set(self, client: "httpx2.Client", anew: bool) -> "KeySet":
        from joserfc.jwk import KeySet, RSAKey

        since, keys = self._keys
        if keys is not None and not anew and monotonic() - since < KEPT:
            return keys
        found: Any = _answer(client, "GET", self._about_itself(client)["jwks_uri"])
        # A shorter one is as if it were not published: one left over beside others keeps nobody out.
        published = KeySet.import_key_set(found)
        keys = KeySet(
            [key for key in published if not isinstance(key, RSAKey) or key.public_key.key_size >= SHORTEST_RSA]
        )
        self._keys = (monotonic(), keys)
        return keys

    def _exchange(self, client: "httpx2.Client", asked: SignInRequest, code: str) -> dict[str, Any]:
        """Return the tokens that a code stands for; the secret goes to the provider and to nobody else."""
        metadata, openid = self._about_itself(client), self.openid
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._redirect}
        body["code_verifier"] = asked.verifier
        methods = metadata.get("token_endpoint_auth_methods_supported")
        if not isinstance(methods, list) or "client_secret_basic" in methods:
            # RFC 6749, 2.3.1: encoded as in a form before it is put into the header.
            names = (quote(openid.client_id, safe=""), quote(openid.client_secret, safe=""))
            return _answer(client, "POST", metadata["token_endpoint"], data=body, auth=names)
        body |= {"client_id": openid.client_id, "client_secret": openid.client_secret}
        return _answer(client, "POST", metadata["token_endpoint"], data=body)

    # ------------------------------------------------------------------------------------------------- what is checked

    def _code(self, metadata: Mapping[str, Any], asked: SignInRequest, response: Mapping[str, str]) -> str:
        """Return the code of a response to this sign-in that is pending, from this provider."""
        if not compare_digest(response.get("state", "").encode(), asked.state.encode()):
            raise BadAnswer
        # Else a code of another provider would be shown to this one, or the other way round (RFC 9207, 2.4).
        said = response.get("iss")
        if said != self.openid.issuer and (said or metadata.get("authorization_response_iss_parameter_supported")):
            raise BadAnswer
        if response.get("error") or not response.get("code"):
            raise Forbidden(N_("%(name)s n'a pas confirmé qui vous êtes : recommencez."))
        return response["code"]

    def _claims(
        self, client: "httpx2.Client", asked: SignInRequest, tokens: Mapping[str, Any], at: datetime
    ) -> Mapping[str, Any]:
        """Return the claims of an ID token, verified: issued by the provider, to us, now, for this pending sign-in."""
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import JoseError

        expected = {
            "iss": {"essential": True, "value": self.openid.issuer},
            "aud": {"essential": True, "value": self.openid.client_id},
        }
        params = {"nonce": asked.nonce, "client_id": self.openid.client_id}
        params["access_token"] = tokens.get("access_token", "")
        try:
            token = self._verified(client, str(tokens.get("id_token", "")))
            claims: CodeIDToken = CodeIDToken(token.claims, token.header, expected, params)
            claims.validate(int(at.timestamp()), LEEWAY)
        except (JoseError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise BadAnswer from error
        return dict(claims)

    def _verified(self, client: "httpx2.Client", id_token: str) -> Any:
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError

        try:
            return jwt.decode(id_token, self._key_set(client, anew=False), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            # Keys rotate: OpenID Connect Core 1.0, 10.1.1. Once, and not for as long as somebody invents names.
            return jwt.decode(id_token, self._key_set(client, anew=True), algorithms=ALGORITHMS)


def _answer(client: "httpx2.Client", method: str, address: str, **sent: Any) -> dict[str, Any]:
    """Return the JSON object that a server answers; it leads nowhere else. Raises NoAnswer, BadAnswer."""
    body = b""
    with client.stream(method, address, headers={"Accept": "application/json"}, **sent) as response:
        for part in response.iter_bytes():
            body += part
            if len(body) > LARGEST:
                raise BadAnswer
    if response.status_code >= SERVER_ERROR:
        raise NoAnswer
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer from error
    if response.status_code != OK or not isinstance(found, dict):
        raise BadAnswer
    return found
