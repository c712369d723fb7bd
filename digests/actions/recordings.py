"""The mail to whoever's text the secretariat has recorded; they need no account here."""

from datetime import datetime

from contributions.models import ContributionVersion
from digests import emails
from digests.actions import mails
from digests.models import Mail
from ledger.models import Entry
from rounds.models import Channel


def tell(entry: Entry, *, now: datetime) -> None:
    """Owe the sender one mail, if the entry is of a text that was recorded from an address."""
    version = (
        ContributionVersion.objects.filter(
            entry=entry, contribution__channel=Channel.RECORDED, contribution__recording__isnull=False
        )
        .select_related(
            *("contribution__recording", "contribution__consultation", "contribution__round"),
            *("contribution__organization", "contribution__entry"),
        )
        .first()
    )
    if version is None or not version.contribution.recording.address:
        return
    recording = version.contribution.recording
    mails.write(
        kind=Mail.Kind.RECORDED,
        event_key=f"recorded:{entry.seq}",
        address=recording.address,
        entry=entry,
        letter=emails.recorded(entry, version, recording),
        now=now,
    )
