"""What reached the secretariat by another way: read from its file where it came as one, and put into the record."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from accounts.models.stakeholder_group import LABELS
from contributions.actions import files, filing
from contributions.actions.files import Upload
from contributions.models import Contribution, Original, Recording
from contributions.permissions import can_import
from rounds.actions import gate
from rounds.models import Capacity, Channel, Round, Way
from rounds.rules import words
from texts.files import intake
from texts.rules import places, spaces
from web.refusals import Invalid, Refusal, require

# How long a file waits between being read and being recorded.
KEPT_FOR = timedelta(days=1)
NAME_LIMIT = 300


@transaction.atomic(savepoint=False)
def read(*, by: Person, round: Round, upload: Upload, now: datetime) -> Original:
    """Read the words of a file (.docx, .odt, .txt, .md) and keep both for a day; nothing is recorded yet."""
    require(can_import(by, round.consultation))
    files.check_size(upload.name, len(upload.content))
    try:
        kind = intake.sniff(upload.content, upload.name)
        text, notes = intake.read_text(upload.content, kind, Contribution.TEXT_LIMIT)
    except intake.Unacceptable as why:
        raise Invalid(Refusal("file_refused", why.sentence, why.values, field="files")) from None
    return Original.objects.create(
        round=round, by=by, name=upload.name[:NAME_LIMIT], content=upload.content, text=text, notes=notes, read_at=now
    )


@transaction.atomic(savepoint=False)
def record(
    *,
    by: Person,
    round: Round,
    way: Way,
    arrived_at: datetime,
    time_zone: str = "UTC",
    author_name: str,
    organization: Organization | None = None,
    stakeholder_group: str | None = None,
    country: str = "",
    address: str = "",
    title: str = "",
    text: str,
    answers: Mapping[str, str] | None = None,
    language: str,
    original: Upload | None = None,
    now: datetime,
) -> Contribution:
    """Put into the record what arrived at the secretariat, shown at once under the moment at which it arrived.

    What arrived after the close is marked as late: it stands on a page of its own and in no count.
    """
    require(can_import(by, round.consultation))
    title, text, given, language = filing.checked(round, title=title, text=text, answers=answers, language=language)
    said = {
        "author_name": spaces.line(words.checked(author_name, limit=NAME_LIMIT, field="author_name")),
        "country": _checked_country(country),
        "stakeholder_group_id": _checked_group(stakeholder_group),
    }
    time_zone, address = _checked_zone(time_zone), _checked_address(address)
    kept = files.ready([original] if original else [])
    is_late = not gate.admit_recording(round, arrived_at=arrived_at, now=now)
    prepared = filing.Prepared(
        round=round,
        title=title,
        text=text,
        answers=given,
        language=language,
        facts=_facts(organization, said),
        waits=None,
        channel=Channel.RECORDED,
        more={"author_name": said["author_name"], "is_late": is_late},
    )
    contribution = filing.file(
        prepared,
        posted_at=arrived_at,
        at=now,
        way=way.value,
        late="yes" if is_late else None,
        original=files.fingerprints(kept),
    )
    Recording.objects.create(
        contribution=contribution,
        way=way,
        arrived_at=arrived_at,
        time_zone=time_zone,
        address=address,
        by=by,
        recorded_at=now,
    )
    files.keep(contribution, kept, at=now, is_original=True)
    return contribution


def forget_originals(*, now: datetime) -> int:
    """Drop files that were read and not recorded within a day; returns how many."""
    dropped, _by_model = Original.objects.filter(read_at__lt=now - KEPT_FOR).delete()
    return dropped


def _facts(organization: Organization | None, said: Mapping[str, str | None]) -> dict[str, object]:
    """Who wrote, as the secretariat says it: nobody with an account, so there is no standing."""
    return {
        "author": None,
        "capacity": Capacity.ORGANIZATION if organization else Capacity.PERSONAL,
        "organization": organization,
        "stakeholder_group_id": organization.stakeholder_group_id if organization else said["stakeholder_group_id"],
        "country": said["country"] or (organization.country if organization else ""),
    }


def _checked_country(country: str) -> str:
    if country and not places.is_known(country):
        raise Invalid(
            Refusal(
                "country_unknown", _("This is no country we know. Use its two letters, such as KE."), field="country"
            )
        )
    return country


def _checked_group(key: str | None) -> str | None:
    if key and key not in LABELS:
        raise Invalid(
            Refusal("invalid_choice", _("This is none of the stakeholder groups."), field="stakeholder_group")
        )
    return key or None


def _checked_zone(name: str) -> str:
    try:
        return str(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        raise Invalid(
            Refusal("time_zone_unknown", _("This is no time zone we know, such as Africa/Nairobi."), field="time_zone")
        ) from None


def _checked_address(address: str) -> str:
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise Invalid(Refusal("address_invalid", _("This is no mail address."), field="address")) from None
    return address
