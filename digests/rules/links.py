"""Addresses in mails. They are made from the site's own address, never from a request."""

from uuid import UUID

from django.conf import settings
from django.core import signing

from moderation.rules import invitations

SALT = "digests.unsubscribe"
# The link that files one text kept without an account opens nothing else, and no other link opens it.
CONFIRM_SALT = "digests.confirm"


def site(path: str) -> str:
    """The full address of a path on this site."""
    return f"{settings.SITE_URL}{path}"


def entry(number: int) -> str:
    """What No. 1042 is about."""
    return site(f"/{number}/")


def consultation(slug: str) -> str:
    return site(f"/c/{slug}/")


def round(slug: str, number: int) -> str:
    return site(f"/c/{slug}/rounds/{number}/")


def rules_changes(slug: str) -> str:
    """What was changed in the rules of a consultation."""
    return f"{consultation(slug)}rules/#changes"


def corrections(slug: str) -> str:
    """What the secretariat put right in its own words, old and new."""
    return site(f"/c/{slug}/corrections/")


def rules(slug: str) -> str:
    return site(f"/c/{slug}/rules/")


def proposal(id: UUID, anchor: str = "") -> str:
    return site(f"/p/{id}/{anchor}/" if anchor else f"/p/{id}/")


def comments(id: UUID) -> str:
    """All comments on a text."""
    return site(f"/p/{id}/comments/")


def comment(id: UUID) -> str:
    return site(f"/comments/{id}/")


def same_comments(id: UUID) -> str:
    """Who filed the same text."""
    return site(f"/comments/{id}/same/")


def contribution(id: UUID) -> str:
    return site(f"/contributions/{id}/")


def receipt(kind: str, id: UUID) -> str:
    """`kind`: contributions or comments."""
    return site(f"/{kind}/{id}/receipt/")


def response(id: UUID) -> str:
    """The one receipt of texts that were filed together."""
    return site(f"/me/responses/{id}/")


def correct(kind: str, id: UUID) -> str:
    return site(f"/{kind}/{id}/correct/")


def withdraw(kind: str, id: UUID) -> str:
    return site(f"/{kind}/{id}/withdraw/")


def release(kind: str, id: UUID) -> str:
    """Where a focal point reads and releases a text; `kind`: contributions or comments."""
    return site(f"/{kind}/{id}/release/")


def organizations() -> str:
    return site("/me/organizations/")


def organization_address(token: str) -> str:
    return site(f"/me/organizations/address/{token}/")


def question(decision: UUID) -> str:
    """Where an author answers what a moderator asked them; by the id of the decision that asked."""
    return site(f"/questions/{decision}/")


def organization(id: UUID) -> str:
    return site(f"/organizations/{id}/")


def me() -> str:
    return site("/me/")


def account() -> str:
    """What stands about one’s own account."""
    return site("/me/#account")


def contact() -> str:
    return site("/contact/")


def queue() -> str:
    """What waits for moderators."""
    return site("/desk/queue/")


def item(id: UUID) -> str:
    """One thing that waits for moderators."""
    return site(f"/desk/queue/{id}/")


def request(id: UUID) -> str:
    """One's request to be confirmed, or one that waits for one's answer."""
    return site(f"/me/organizations/requests/{id}/")


def renew(affiliation: UUID) -> str:
    """Where somebody asks to be confirmed for longer."""
    return site(f"/me/organizations/ask/?renew={affiliation}")


def invitation(id: UUID) -> str:
    """Where whoever got the mail accepts an invitation."""
    return site(f"/invitations/{invitations.token(id)}/")


def late(slug: str, number: int) -> str:
    """What arrived after a round’s close."""
    return site(f"/c/{slug}/rounds/{number}/late/")


def record(slug: str) -> str:
    """The public record of one consultation."""
    return site(f"/ledger/?consultation={slug}")


def follows() -> str:
    return site("/me/follows/")


def unsubscribe(token: str) -> str:
    return site(f"/unsubscribe/{token}/")


def token(kind: str, id: UUID) -> str:
    """What stops one follow (`follow`, its id) or one person's daily digest (`daily`, the person's id).

    It does nothing else, and it lasts: a mail can be years old.
    """
    return signing.dumps([kind, str(id)], salt=SALT)


def read_token(value: str) -> tuple[str, UUID] | None:
    """Kind and id of a token that we signed; None for any other."""
    try:
        kind, id = signing.loads(value, salt=SALT)
        return str(kind), UUID(id)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def confirm(id: UUID) -> str:
    """Where whoever got the mail files the text that was kept for their address."""
    return site(f"/confirm/{signing.dumps(str(id), salt=CONFIRM_SALT)}/")


def read_confirm(value: str) -> UUID | None:
    """The id of the kept text whose link this is; None for what we did not sign."""
    try:
        return UUID(signing.loads(value, salt=CONFIRM_SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
