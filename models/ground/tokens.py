"""Tokens of links and sessions: 256 bits of chance, kept as their hash alone."""

import hashlib
import secrets


def new_token() -> str:
    """Return a token as an address or a cookie holds it."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is kept of a token: a plain hash of so much chance cannot be searched, as one of a password can."""
    return hashlib.sha256(token.encode()).hexdigest()
