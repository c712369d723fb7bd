"""Asking to be confirmed as somebody of a body.

A request is private: the record hears of it when it is confirmed, and then without a name.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters
from accounts.models import Affiliation, AffiliationRequest, Organization, Person, StakeholderGroup
from accounts.permissions import can_ask_for_a_body, can_take_back
from accounts.rules import domains, names
from ledger.actions import entries
from texts.rules import spaces
from texts.rules.fold import fold
from web.refusals import Conflict, Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def ask(
    *,
    by: Person,
    organization: Organization | None = None,
    name: str = "",
    type: str = Organization.Type.ORGANIZATION,
    stakeholder_group: StakeholderGroup | None = None,
    country: str = "",
    hosts: Iterable[str] = (),
    role: str = Affiliation.Role.FOCAL_POINT,
    note: str = "",
    address: str = "",
    letter: letters.Upload | None = None,
    now: datetime,
) -> AffiliationRequest:
    """Ask to be confirmed as a member or focal point of a body: one that is noted, or else one by its `name`.

    A body that nobody has noted yet is noted as not confirmed; `type`, `stakeholder_group` and `country` describe it.
    `hosts` are names that no other body may imitate. Whoever belongs to it asks to be renewed before that ends.
    """
    require(can_ask_for_a_body(by))
    note, address = _checked_note(note), address.strip()
    kept = letters.ready(letter) if letter is not None else None
    # Two presses of the button ask once.
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    recent = AffiliationRequest.objects.filter(person=by, asked_at__gt=now - timedelta(days=1))
    if recent.count() >= AffiliationRequest.AT_MOST:
        raise Conflict(
            Refusal(
                "too_many_requests",
                _("You have asked %(count)s times within a day. Ask again tomorrow."),
                {"count": AffiliationRequest.AT_MOST},
            )
        )
    if organization is None:
        organization = _named(by, name, type, stakeholder_group, country, hosts, now)
    # A body that is one with another is asked for under the name that goes on.
    organization = organization.merged_into or organization
    _check_place(by, organization, role, now)
    address = _checked_address(address, organization)
    request = AffiliationRequest(
        id=uuid4(), person=by, organization=organization, role=role, note=note, address=address, asked_at=now
    )
    if kept is not None:
        letters.keep(request, kept)
    request.save(force_insert=True)
    return request


@transaction.atomic(savepoint=False)
def take_back(*, by: Person, request: AffiliationRequest, now: datetime) -> AffiliationRequest:
    """Ask no longer. What was sent in the body's name goes on waiting until its author shows it as their own."""
    require(can_take_back(by, request))
    present = AffiliationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if present.status != AffiliationRequest.Status.WAITING:
        raise Conflict(answered(present))
    present.status, present.decided_at, present.decided_by = AffiliationRequest.Status.TAKEN_BACK, now, by
    present.save(update_fields=["status", "decided_at", "decided_by"])
    return present


@transaction.atomic(savepoint=False)
def confirm_address(*, by: Person, request: AffiliationRequest, address: str, now: datetime) -> AffiliationRequest:
    """The link that was sent to `address` was answered by who asked: the address is theirs. It decides nothing yet."""
    require(can_take_back(by, request))
    present = AffiliationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if present.status != AffiliationRequest.Status.WAITING or present.address != address:
        raise Conflict(answered(present))
    if present.address_confirmed_at is None:
        present.address_confirmed_at = now
        present.save(update_fields=["address_confirmed_at"])
    return present


def answered(request: AffiliationRequest) -> Refusal:
    """Why a request cannot be changed any more."""
    return Refusal(
        "decided_meanwhile",
        _("This request is not as it was when you opened the page: it is now “%(status)s”."),
        {"status": AffiliationRequest.Status(request.status).label},
    )


def _named(
    by: Person,
    name: str,
    type: str,
    group: StakeholderGroup | None,
    country: str,
    hosts: Iterable[str],
    now: datetime,
) -> Organization:
    """The body of this name; noted as not confirmed where there is none."""
    name = spaces.line(name)
    folded = fold(name)
    if not folded:
        raise Invalid(Refusal("name_missing", _("Write the name of the organization."), field="name"))
    if len(name) > 300 or len(folded) > 300:
        raise Invalid(Refusal("name_too_long", _("The name has too many characters. At most 300 fit."), field="name"))
    known = Organization.objects.filter(name_folded=folded).first()
    if known is not None:
        return known
    if names.is_an_office(name, hosts):
        raise Invalid(
            Refusal(
                "name_reserved",
                _("A name that reads like the secretariat or a moderator cannot be taken."),
                field="name",
            )
        )
    if group is None:
        raise Invalid(
            Refusal(
                "group_missing",
                _("We do not know this organization yet. Say to which stakeholder group it belongs."),
                field="stakeholder_group",
            )
        )
    made = Organization(
        id=uuid4(),
        name=name,
        name_folded=folded,
        name_skeleton=names.skeleton(name),
        type=type,
        stakeholder_group=group,
        country=country,
        language=by.language,
        named_by=by,
        made_at=now,
    )
    # Somebody may name the same body at this moment: then theirs counts.
    Organization.objects.bulk_create([made], ignore_conflicts=True)
    noted = Organization.objects.get(name_folded=folded)
    if noted.pk == made.pk:
        entries.append(
            kind="organization.noted",
            thing=made.pk,
            at=now,
            type=type,
            stakeholder_group=group.pk,
            verified="no",
        )
    return noted


def _checked_note(note: str) -> str:
    note = spaces.clean(note)
    if len(note) > AffiliationRequest.NOTE_LIMIT:
        raise Invalid(
            Refusal(
                "text_too_long",
                _("The text has %(length)s characters. At most %(limit)s fit: shorten it or send the rest apart."),
                {"length": f"{len(note):,}", "limit": f"{AffiliationRequest.NOTE_LIMIT:,}"},
                field="note",
            )
        )
    return "" if spaces.is_blank(note) else note


def _check_place(by: Person, organization: Organization, role: str, now: datetime) -> None:
    values = {"organization": organization.name}
    present = Affiliation.objects.current().filter(person=by, organization=organization).first()
    if present is not None:
        asks_more = present.role == Affiliation.Role.MEMBER and role == Affiliation.Role.FOCAL_POINT
        renews = present.role == role and present.is_renewable(now)
        if not (asks_more or renews):
            sentence = _("You belong to %(organization)s already.")
            raise Conflict(Refusal("belongs_already", sentence, values, field="name"))
    if AffiliationRequest.objects.waiting().filter(person=by, organization=organization).exists():
        sentence = _("You have asked %(organization)s already. The answer comes by mail.")
        raise Conflict(Refusal("asked_already", sentence, values, field="name"))


def _checked_address(address: str, organization: Organization) -> str:
    """An address at the domain that the secretariat noted; where none is noted yet, the link waits for it."""
    if not address:
        return ""
    domain = domains.of_address(address)
    if domain is None or len(address) > 254:
        raise Invalid(Refusal("address_unknown", _("This is no mail address."), field="address"))
    if organization.domain and domain != organization.domain:
        raise Invalid(
            Refusal(
                "address_elsewhere",
                _("An address counts when it ends in @%(domain)s. Leave it out if you have none there."),
                {"domain": organization.domain},
                field="address",
            )
        )
    return f"{address.rpartition('@')[0]}@{domain}"
