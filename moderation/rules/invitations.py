"""The link of an invitation. It names the invitation alone; without the invited address it opens nothing."""

from uuid import UUID

from django.core import signing

SALT = "moderation.invitation"


def token(invitation: UUID) -> str:
    return signing.dumps(str(invitation), salt=SALT)


def read(value: str) -> UUID | None:
    """The invitation of a token that we signed; None for any other."""
    try:
        return UUID(signing.loads(value, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
