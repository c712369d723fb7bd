"""The mail to whoever's text the secretariat has recorded; they need no account here."""

from datetime import datetime

from django.db.models import QuerySet

from contributions.models import Contribution, Recording
from digests import emails
from digests.actions import mails
from digests.models import Mail
from digests.rules.letters import Letter
from ledger.models import Entry
from rounds.models import Channel


def tell(entry: Entry, *, now: datetime) -> None:
    """Owe the sender one mail, if the entry is of a text that was recorded from an address."""
    recording = _recording(Recording.objects.filter(contribution__entry=entry))
    if recording is None:
        return
    mails.write(
        kind=Mail.Kind.RECORDED,
        event_key=f"recorded:{entry.seq}",
        address=recording.address,
        entry=entry,
        letter=_letter(recording),
        now=now,
    )


def tell_anew(contribution: Contribution) -> None:
    """Words of a recorded text were taken out: a mail that has not left yet is made without them."""
    recording = _recording(Recording.objects.filter(contribution=contribution.pk))
    if recording is not None:
        for mail in Mail.objects.owed().filter(kind=Mail.Kind.RECORDED, entry=contribution.entry_id):
            mails.word_anew(mail, _letter(recording))


def _recording(rows: QuerySet[Recording]) -> Recording | None:
    of = ("consultation", "round", "organization", "entry")
    rows = rows.filter(contribution__channel=Channel.RECORDED).exclude(address="")
    return rows.select_related("contribution", *(f"contribution__{name}" for name in of)).first()


def _letter(recording: Recording) -> Letter:
    contribution = recording.contribution
    first = contribution.versions.filter(number=1, is_sealed=False).first()
    return emails.recorded(contribution.entry, contribution, first, recording)
