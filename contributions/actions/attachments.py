from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.actions import files, filing
from contributions.actions.files import Upload
from contributions.models import Attachment, Contribution
from contributions.permissions import can_change
from ledger.actions import entries
from rounds.actions import gate
from rounds.models import Status
from rounds.permissions import can_reword
from web.refusals import Conflict, Refusal, require


@transaction.atomic(savepoint=False)
def add(*, by: Person, contribution: Contribution, upload: Upload) -> Attachment:
    """Put a file beside one's own contribution while the round is open."""
    require(can_change(by, contribution))
    ready = files.ready([upload])
    at = gate.admit(contribution.round)
    present = _lock(contribution)
    require(can_reword(by, present))
    kept = list(present.attachments.values_list("size", flat=True))
    files.check_room(len(kept) + 1, sum(kept) + len(ready[0].content))
    attachment = files.keep(present, ready, at=at)[0]
    # Where texts are read before they are shown, a file is read too.
    waits = filing.reads_first(by, present.consultation, present.standing)
    entries.append(
        kind="contribution.attached",
        thing=present.pk,
        at=at,
        consultation=present.consultation_id,
        round=present.round_id,
        attachment=attachment.pk,
        file=ready[0].sha256.hex(),
        status=Status.RECEIVED if waits else None,
    )
    if waits and present.status == Status.PUBLISHED:
        attachment.waits = True
        attachment.save(update_fields=["waits"])
        if present.waiting_version is None:
            # Its words are the same; what would be the next ones waits with the file.
            last = present.versions.order_by("-number").values_list("number", flat=True)[0]
            present.waiting_version = last + 1
            present.save(update_fields=["waiting_version"])
    return attachment


@transaction.atomic(savepoint=False)
def remove(*, by: Person, attachment: Attachment) -> Contribution:
    """Take a file away from one's own contribution while the round is open; the record keeps its fingerprint."""
    require(can_change(by, attachment.contribution))
    at = gate.admit(attachment.contribution.round)
    present = _lock(attachment.contribution)
    found = present.attachments.filter(pk=attachment.pk).first()
    if found is None:
        raise Conflict(Refusal("file_gone", _("This file was taken away already.")))
    entries.append(
        kind="contribution.detached",
        thing=present.pk,
        at=at,
        consultation=present.consultation_id,
        round=present.round_id,
        attachment=found.pk,
        file=bytes(found.sha256).hex(),
    )
    storage, path = found.file.storage, str(found.file.name)
    found.delete()
    transaction.on_commit(lambda: storage.delete(path))
    return present


def _lock(contribution: Contribution) -> Contribution:
    present = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(
            Refusal("not_shown", _("This contribution is not shown any more, so its files stay as they are."))
        )
    return present
