"""The bytes of the record. They are for ever: a change here is a new `v`, never another meaning of `v: 1`."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

SALT_BYTES = 32

Fact = str | int | UUID | datetime | None


def moment(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as it stands in every record."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def canonical(facts: Mapping[str, Fact]) -> str:
    """Canonical JSON: keys sorted, no spaces, UTF-8, strings and integers only; what is None is left out."""
    plain: dict[str, str | int] = {}
    for key, fact in facts.items():
        match fact:
            case None:
                continue
            case datetime():
                plain[key] = moment(fact)
            case UUID():
                plain[key] = str(fact)
            case bool() | float():
                raise TypeError(f"{key}: a record holds strings and integers only")
            case str() | int():
                plain[key] = fact
            case _:
                raise TypeError(f"{key}: a record holds strings and integers only")
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def new_salt() -> bytes:
    """32 random bytes; they lie beside the words and are destroyed with them."""
    return secrets.token_bytes(SALT_BYTES)


def commit(salt: bytes, words: str) -> str:
    """SHA-256 over salt and words as filed, in hexadecimal: what the record keeps instead of the words."""
    return hashlib.sha256(salt + words.encode()).hexdigest()
