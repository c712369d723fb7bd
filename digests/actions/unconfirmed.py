"""The mail to whoever wrote without an account: with their text, and the link that files it."""

from datetime import datetime

from django.db import transaction

from digests import emails
from digests.actions import mails
from digests.models import Mail
from proposals.models import Unconfirmed

BATCH = 200


@transaction.atomic
def write(*, now: datetime) -> int:
    """Owe one mail for each kept text that has none yet; returns for how many. Two sweeps share the work."""
    waiting = list(
        Unconfirmed.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("round__consultation", "proposal")
        .filter(mailed_at__isnull=True)
        .order_by("received_at", "pk")[:BATCH]
    )
    for text in waiting:
        mails.write(
            kind=Mail.Kind.CONFIRM,
            event_key=f"confirm:{text.pk}",
            address=text.address,
            letter=emails.confirm_text(text),
            now=now,
        )
    Unconfirmed.objects.filter(pk__in=[text.pk for text in waiting]).update(mailed_at=now)
    return len(waiting)
