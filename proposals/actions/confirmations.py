"""What was received in time and waits for a body: shown, spoken for otherwise, or erased 7 days after the close."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from accounts.permissions import can_speak_for, can_use_name
from contributions.actions import filing as contribution_filing
from contributions.models import Contribution, ContributionVersion
from ledger.actions import entries
from ledger.models import Entry
from proposals.actions import filing as comment_filing
from proposals.models import Comment, Unconfirmed
from rounds.actions import floods, gate
from rounds.models import FOR_A_BODY, Capacity, Office, Round, Status, WaitingFor
from rounds.permissions import can_correct_capacity, can_release, can_speak_for_oneself, held
from rounds.rules.floods import AT_ONCE
from web.refusals import Conflict, Invalid, Refusal, require

Thing = Comment | Contribution
WHO = ("author", "organization", "stakeholder_group", "capacity", "country", "region", "standing")


@transaction.atomic(savepoint=False)
def release(*, by: Person, thing: Thing, version: int | None = None, now: datetime) -> Thing:
    """A focal point agrees that a member's text speaks for the body. Its moment stays the one of its receipt.

    `version`: the number of the words that were read; where its author has corrected them since, nothing is released.
    """
    require(can_release(by, thing))
    gate.admit_confirmation(thing.round, now=now)
    present = _lock(thing)
    if present.status != Status.RECEIVED or present.waiting_for not in FOR_A_BODY:
        raise Conflict(_decided(present))
    if version is not None and present.versions.order_by("-number")[0].number != version:
        raise Conflict(
            Refusal(
                "corrected_meanwhile",
                _("Its author corrected the text since you opened the page. Read it again before you release it."),
            )
        )
    _go_on(present, now)
    return present


@transaction.atomic(savepoint=False)
def speak_for_oneself(*, by: Person, thing: Thing, now: datetime) -> Thing:
    """The author of a text that waits for a body shows it as their own instead."""
    require(can_speak_for_oneself(by, thing))
    gate.admit_confirmation(thing.round, now=now)
    present = _lock(thing)
    if present.status != Status.RECEIVED or present.waiting_for not in FOR_A_BODY:
        raise Conflict(_decided(present))
    _speak(present, Capacity.PERSONAL, None, now)
    _go_on(present, now)
    return present


@transaction.atomic(savepoint=False)
def correct_capacity(
    *, by: Person, thing: Thing, capacity: Capacity, organization: Organization | None = None, now: datetime
) -> Thing:
    """Say otherwise in whose name a text was written: an act on the record, until 7 days after the close."""
    require(can_correct_capacity(by, thing))
    gate.admit_confirmation(thing.round, now=now)
    if capacity == Capacity.ORGANIZATION and organization is None:
        raise Invalid(Refusal("organization_missing", _("Name the organization."), field="organization"))
    if capacity not in (Capacity.PERSONAL, Capacity.ORGANIZATION):
        raise Invalid(Refusal("capacity_unknown", _("Choose for oneself or for an organization."), field="capacity"))
    present = _lock(thing)
    # It may speak for another body since it was looked at.
    require(can_correct_capacity(by, present))
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(_decided(present))
    if present.capacity == Capacity.SECRETARIAT:
        raise Conflict(Refusal("capacity_of_the_secretariat", _("What the secretariat said stays the secretariat’s.")))
    body = organization if capacity == Capacity.ORGANIZATION else None
    if body is not None:
        require(can_use_name(body))
    if body is not None and not held(by, present.consultation, Office.Role.SECRETARIAT):
        # Nobody but the secretariat puts words into the mouth of a body that is not theirs.
        require(can_speak_for(by, body))
    if (present.capacity, present.organization_id) == (capacity, body.pk if body else None):
        raise Invalid(Refusal("nothing_changed", _("The text is in this name already."), field="capacity"))
    _speak(present, capacity, body, now)
    if present.status == Status.RECEIVED and present.waiting_for in FOR_A_BODY:
        _go_on(present, now)
    return present


def answered(*, person: Person, organization: Organization, is_focal_point: bool, now: datetime) -> int:
    """A step of confirming somebody: their waiting texts are shown, or wait for release where they are a member."""
    shown = 0
    awaited = FOR_A_BODY if is_focal_point else (WaitingFor.ORGANIZATION,)
    for thing in _waiting(person, organization, awaited):
        if now >= thing.round.confirmed_until:
            continue
        present = _lock(thing)
        if present.status != Status.RECEIVED or present.waiting_for not in awaited:
            continue
        if is_focal_point:
            _go_on(present, now)
            shown += 1
        else:
            present.waiting_for = WaitingFor.RELEASE
            present.save(update_fields=["waiting_for"])
    return shown


def end_waiting(*, now: datetime) -> int:
    """Erase what nobody confirmed within 7 days of the close of its round, and count it; returns how many texts."""
    ended = 0
    over = Round.objects.filter(erased_unconfirmed__isnull=True, closes_at__lte=now - Round.CONFIRMED_WITHIN)
    for pk in over.values_list("pk", flat=True):
        ended += _end_waiting_in(pk, now)
    return ended


@transaction.atomic
def _end_waiting_in(pk: Any, now: datetime) -> int:
    # Not the key: whoever files in this round meanwhile (a late answer to a mail) need not wait, nor we for them.
    round = Round.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(pk=pk).first()
    if round is None or round.erased_unconfirmed is not None:
        return 0
    count = 0
    for model in (Contribution, Comment):
        waiting = model._default_manager.filter(
            round=round, status=Status.RECEIVED, waiting_for__in=[*FOR_A_BODY, WaitingFor.ADDRESS]
        )
        for thing in waiting.select_for_update(of=("self",)).order_by("pk"):
            _erase(thing, now)
            count += 1
    count += Unconfirmed.objects.filter(round=round).delete()[0]
    round.erased_unconfirmed = count
    round.save(update_fields=["erased_unconfirmed"])
    if count:
        entries.append(
            kind="round.unconfirmed_erased",
            thing=round.pk,
            at=now,
            consultation=round.consultation_id,
            round=round.pk,
            count=count,
        )
    return count


def _erase(thing: Thing, now: datetime) -> None:
    """The words, the salt that bound them and who wrote them for whom go; the entry of the receipt stays and verifies.

    It was never shown, so that nobody reads now who had claimed to speak for whom.
    """
    thing.status, thing.waiting_for = Status.ERASED, None
    thing.take_words()
    thing.status_entry = _append(thing, "content.erased", now, because="unconfirmed")
    thing.versions.all().delete()
    if isinstance(thing, Contribution):
        thing.attachments.all().delete()
    thing.author = thing.organization = thing.stakeholder_group = None
    thing.capacity, thing.country, thing.region, thing.standing = Capacity.PERSONAL, "", "", ""
    thing.save(update_fields=["status", "waiting_for", "status_entry", *WHO, *thing.WORDS])


def _go_on(thing: Thing, now: datetime) -> None:
    """The body has answered: the text is shown, unless a moderator reads texts first."""
    if thing.organization is not None and thing.author is not None:
        # The body has said that these are its words, and it may have been confirmed since they were filed.
        thing.standing = thing.author.standing(thing.organization)
    waits = _reads_first(thing) or _flood(thing)
    if waits:
        thing.waiting_for = waits
        thing.save(update_fields=["waiting_for", "standing"])
        return
    if isinstance(thing, Contribution):
        thing.show(thing.versions.order_by("-number")[0])
    else:
        thing.show(thing.versions.order_by("-number")[0])
    name = "contribution" if isinstance(thing, Contribution) else "comment"
    thing.status, thing.waiting_for = Status.PUBLISHED, None
    thing.status_entry = _append(thing, f"{name}.published", now)
    thing.save(update_fields=["status", "waiting_for", "standing", "status_entry", *thing.WORDS])


def _reads_first(thing: Thing) -> WaitingFor | None:
    if thing.author is None:
        return None
    filing = contribution_filing if isinstance(thing, Contribution) else comment_filing
    return filing.reads_first(thing.author, thing.consultation, thing.standing)


def _flood(thing: Thing) -> WaitingFor | None:
    """In their own name, a new account's texts are read first as they would have been when they were filed."""
    author = thing.author
    if author is None or thing.capacity != Capacity.PERSONAL:
        return None
    version = thing.versions.order_by("-number")[0]
    answers = version.answers.values() if isinstance(version, ContributionVersion) else ()

    def filed() -> int:
        return sum(
            model._default_manager.filter(author=author, posted_at__lt=thing.posted_at)[:AT_ONCE].count()
            for model in (Contribution, Comment)
        )

    return floods.reads_first(
        author=author, standing=thing.standing, texts=[version.text, *answers], at=thing.posted_at, filed=filed
    )


def _speak(thing: Thing, capacity: Capacity, organization: Organization | None, now: datetime) -> None:
    """Put another voice into the row. Group, country and standing are the voice's."""
    author = thing.author
    if author is not None:
        thing.standing = author.standing(organization)
    thing.capacity, thing.organization = capacity, organization
    if organization is not None:
        thing.stakeholder_group_id, thing.country, thing.region = (
            organization.stakeholder_group_id,
            organization.country,
            "",
        )
    elif author is not None and thing.is_named:
        thing.stakeholder_group_id, thing.country, thing.region = author.stakeholder_group_id, author.country, ""
    else:
        thing.stakeholder_group_id, thing.country, thing.region = None, "", ""
    _append(
        thing,
        "capacity.corrected",
        now,
        capacity=capacity,
        organization=organization.pk if organization else None,
        stakeholder_group=thing.stakeholder_group_id,
    )
    thing.save(update_fields=["capacity", "organization", "stakeholder_group", "country", "region", "standing"])


def _waiting(person: Person, organization: Organization, awaited: Iterable[WaitingFor]) -> Iterable[Thing]:
    for model in (Contribution, Comment):
        yield from (
            model._default_manager.filter(
                author=person,
                organization=organization,
                status=Status.RECEIVED,
                waiting_for__in=list(awaited),
            )
            .select_related("round")
            .order_by("posted_at", "id")
        )


def _lock(thing: Thing) -> Thing:
    model = type(thing)
    return model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def _append(thing: Thing, kind: str, at: datetime, **facts: Any) -> Entry:
    return entries.append(
        kind=kind,
        thing=thing.pk,
        at=at,
        consultation=thing.consultation_id,
        round=thing.round_id,
        proposal=thing.proposal_id if isinstance(thing, Comment) else None,
        **facts,
    )


def _decided(thing: Thing) -> Refusal:
    return Refusal(
        "decided_meanwhile",
        _("This text is not as it was when you opened the page: it is now “%(status)s”."),
        {"status": Status(thing.status).label},
    )
