from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person, StakeholderGroup
from ledger.actions import entries
from moderation.permissions import can_note_affiliations
from rounds.rules import words
from texts.rules import fold, spaces
from web.refusals import Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def note(
    *,
    by: Person,
    name: str,
    type: Organization.Type,
    stakeholder_group: StakeholderGroup,
    now: datetime,
    country: str = "",
    language: str = "en",
    verified: bool = True,
) -> Organization:
    """Note a body, so that people can speak for it. `verified`: the secretariat knows that it is what it says."""
    require(can_note_affiliations(by))
    name = spaces.line(words.checked(name, limit=300, field="name"))
    folded = fold.fold(name)
    noted = Refusal("organization_exists", _("An organization of this name is noted already."), field="name")
    if Organization.objects.filter(name_folded=folded).exists():
        raise Invalid(noted)
    try:
        organization = Organization.objects.create(
            id=uuid4(),
            name=name,
            name_folded=folded,
            type=type,
            stakeholder_group=stakeholder_group,
            country=country,
            language=language,
            verified_at=now if verified else None,
            made_at=now,
        )
    except IntegrityError:
        # A colleague noted it in the same moment.
        raise Invalid(noted) from None
    entries.append(
        kind="organization.noted",
        thing=organization.pk,
        at=now,
        type=type,
        stakeholder_group=stakeholder_group.pk,
        verified="yes" if verified else "no",
    )
    return organization
