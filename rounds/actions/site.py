import hashlib
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from ledger.actions import entries
from ledger.rules import records
from rounds.models import THE_SITE, Site
from rounds.permissions import can_describe
from web.refusals import require


@transaction.atomic(savepoint=False)
def describe(
    *,
    by: Person,
    name: str,
    sender: str,
    contact_address: str,
    language: str,
    about: str,
    contact: str,
    privacy: str,
    accessibility: str,
    now: datetime,
) -> Site:
    """Write what the site says of itself; what is blank falls back to the default words. Nothing new: nothing happens.

    The entry names what changed and holds the fingerprint of all of it, so that a printed page can be compared.
    """
    require(can_describe(by))
    Site.objects.get_or_create(pk=THE_SITE)
    site = Site.objects.select_for_update().get(pk=THE_SITE)
    words = {
        "name": name,
        "sender": sender,
        "contact_address": contact_address,
        "language": language,
        "about": about,
        "contact": contact,
        "privacy": privacy,
        "accessibility": accessibility,
    }
    changed = [field for field, value in words.items() if getattr(site, field) != value]
    if not changed:
        return site
    for field in changed:
        setattr(site, field, words[field])
    site.changed_at = now
    site.save(update_fields=[*changed, "changed_at"])
    fingerprint = hashlib.sha256(records.canonical(words).encode()).hexdigest()
    entries.append(kind="site.described", thing=site.pk, at=now, changed=" ".join(changed), fingerprint=fingerprint)
    return site
