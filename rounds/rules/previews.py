"""The secret in the address of a preview. Only its SHA-256 is kept: whoever reads the database cannot open one."""

import hashlib
import secrets

RANDOM_BYTES = 24


def new() -> str:
    """A secret of 24 random bytes, safe in addresses."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
