"""Access tokens as strings. The prefix lets scanners of leaked secrets know one when they see it."""

import hashlib
import secrets

PREFIX = "cons_"
RANDOM_BYTES = 32


def new() -> str:
    """A token: the prefix and 32 random bytes, safe in headers and addresses."""
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def digest(token: str) -> bytes:
    """SHA-256: enough for 32 random bytes, which nobody guesses from a list."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
