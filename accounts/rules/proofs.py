"""What proves something to us: a link that is sent to an address, a line that a domain publishes about a body."""

from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "accounts.affiliation_address"
DOMAIN_SALT = "accounts.domain"
LABEL = "consultation-verification"


def token(request: UUID, address: str) -> str:
    """Names the request and the address, and nothing else."""
    return signing.dumps([str(request), address], salt=SALT)


def read(value: str) -> tuple[UUID, str] | None:
    """Request and address of a token that we signed; None for any other."""
    try:
        request, address = signing.loads(value, salt=SALT)
        return UUID(request), str(address)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def record(organization: UUID, domain: str) -> str:
    """The line that a domain publishes (a TXT record) to say that it is this body's. Nobody else can make it up."""
    value = f"{organization} {domain}"
    return f"{LABEL}={salted_hmac(DOMAIN_SALT, value, algorithm='sha256').hexdigest()[:40]}"
