"""The link that is sent to an address at a body's domain. It names the request and the address, and nothing else."""

from uuid import UUID

from django.core import signing

SALT = "accounts.affiliation_address"


def token(request: UUID, address: str) -> str:
    return signing.dumps([str(request), address], salt=SALT)


def read(value: str) -> tuple[UUID, str] | None:
    """Request and address of a token that we signed; None for any other."""
    try:
        request, address = signing.loads(value, salt=SALT)
        return UUID(request), str(address)
    except (signing.BadSignature, ValueError, TypeError):
        return None
