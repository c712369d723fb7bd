"""The rows of who endorses a text: organizations first, then people, as its page lists them."""

from collections.abc import Iterator
from itertools import batched

from django.utils.translation import gettext as _

from accounts.models.stakeholder_group import LABELS
from proposals.models import EndorsementQuerySet
from reports.compose.tables import BATCH, Row

_FIELDS = (
    *("entry__seq", "given_at", "organization__name", "organization__stakeholder_group_id"),
    *("person__name", "person__stakeholder_group_id", "consultation__title"),
)


def endorsements(found: EndorsementQuerySet, *, of: int | None, address: str, round: str) -> Iterator[list[Row]]:
    """`found`: the readable endorsements of one text; `of`, `address`: its number and where it is read."""
    for is_body in (True, False):
        one_kind = found.filter(organization__isnull=not is_body, entry__seq__isnull=False).order_by("given_at", "id")
        for batch in batched(one_kind.values(*_FIELDS).iterator(chunk_size=BATCH), BATCH):
            name = "organization" if is_body else "person"
            yield [
                {
                    "number": one["entry__seq"],
                    "of": of,
                    "address": address,
                    "consultation": one["consultation__title"],
                    "round": round,
                    "voice": _("an organization") if is_body else _("a person"),
                    "who": one[f"{name}__name"],
                    "stakeholder_group": str(LABELS.get(one[f"{name}__stakeholder_group_id"], "")),
                    "at": one["given_at"],
                }
                for one in batch
            ]
