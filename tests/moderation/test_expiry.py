"""Who is confirmed until a day is written to before it, renewed when they ask, and ends with it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Affiliation, Organization, Person
from accounts.rules import terms
from contributions.models import Contribution
from digests.actions import bodies
from digests.models import Mail
from ledger.models import Entry
from moderation.actions import affiliations
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
FOCAL_POINT, MEMBER = Affiliation.Role.FOCAL_POINT, Affiliation.Role.MEMBER
DAY = timedelta(days=1)


def pressed(**changed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **changed}


def place_of(person: Person, body: Organization, until: datetime | None) -> Affiliation:
    Affiliation.objects.filter(person=person, organization=body).update(expires_at=until)
    return Affiliation.objects.get(person=person, organization=body)


@pytest.mark.parametrize(
    ("years", "days"), [({}, 365), ({"years": "1"}, 365), ({"years": "2"}, 730), ({"years": "none"}, None)]
)
def test_who_answers_says_until_when(
    years: dict[str, str], days: int | None, as_: As, secretary: Person, outsider: Person, organization: Organization
) -> None:
    request = asking.ask(by=outsider, organization=organization, now=timezone.now())
    before = timezone.now()

    answer = as_(secretary).post(f"/desk/requests/{request.pk}/", pressed(act="confirm_focal_point", **years))

    place = Affiliation.objects.get(person=outsider)
    assert answer.status_code == 303
    if days is None:
        assert place.expires_at is None
    else:
        assert place.expires_at is not None
        assert (place.expires_at - before).days == days


def test_no_other_end_is_taken(secretary: Person, outsider: Person, organization: Organization, refused: Any) -> None:
    now = timezone.now()
    request = asking.ask(by=outsider, organization=organization, now=now)

    for until in (now, now - DAY, now + timedelta(days=6 * 366)):
        with refused("expiry_invalid"):
            affiliations.confirm(by=secretary, request=request, role=MEMBER, expires_at=until, now=now)
    assert terms.end("none", now) is None


def test_expired_place_ends_and_its_texts_stay(
    member: Person, organization: Organization, call: Round, settle: Callable[[], None]
) -> None:
    now = timezone.now()
    sent = factories.make_contribution(member, call, capacity="organization", organization=organization)
    place = place_of(member, organization, now + DAY)

    early, due, again = (affiliations.expire(now=now + after) for after in (DAY / 2, DAY, 2 * DAY))
    settle()
    while bodies.tell(now=now):
        pass

    place.refresh_from_db()
    shown = Contribution.objects.get(pk=sent.pk)
    assert (early, due, again, place.ended_at) == (0, 1, 0, now + DAY)
    assert (shown.status, shown.organization) == ("published", organization)
    entry = Entry.objects.get(kind="affiliation.expired", thing=place.pk)
    mails = Mail.objects.filter(person=member, kind="body", entry=entry)
    assert [mail.subject for mail in mails] == ["You are not confirmed for Small Carriers’ Circle any more"]


def test_mails_come_30_and_7_days_before_and_once_each(member: Person, organization: Organization) -> None:
    now = timezone.now()
    place_of(member, organization, now + 40 * DAY)

    told = [bodies.remind(now=now + days * DAY) for days in (0, 9, 10, 11, 32, 33, 34, 40, 41)]

    assert told == [0, 0, 1, 0, 0, 1, 0, 0, 0]
    subjects = Mail.objects.filter(person=member, kind="body").order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == [
        "In 30 days you are not confirmed for Small Carriers’ Circle any more",
        "In 7 days you are not confirmed for Small Carriers’ Circle any more",
    ]


def test_renewal_moves_the_end(as_: As, secretary: Person, member: Person, organization: Organization) -> None:
    now = timezone.now()
    place = place_of(member, organization, now + 20 * DAY)
    mine = as_(member).get("/me/organizations/").content.decode()
    assert f"?renew={place.pk}" in mine
    form = as_(member).get(f"/me/organizations/ask/?renew={place.pk}")
    assert form.context["form"].initial == {"name": organization.name, "role": "focal_point"}

    said = {"name": organization.name, "role": "focal_point", "note": "I still lead it."}
    asked = as_(member).post(f"/me/organizations/ask/?renew={place.pk}", pressed(**said))
    request = member.affiliation_requests.get()
    assert (asked.status_code, f"?renew={place.pk}" in as_(member).get("/me/organizations/").content.decode()) == (
        303,
        False,
    )
    desk = as_(secretary).get(f"/desk/requests/{request.pk}/").content.decode()
    assert ("Until now" in desk, "Confirm: member" in desk) == (True, False)
    answer = as_(secretary).post(f"/desk/requests/{request.pk}/", pressed(act="confirm_focal_point", years="2"))

    place.refresh_from_db()
    assert (answer.status_code, place.ended_at) == (303, None)
    assert place.expires_at is not None
    assert (place.expires_at - now).days == 730
    kinds = Entry.objects.filter(thing=place.pk).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["affiliation.noted", "affiliation.renewed"]


def test_renewal_is_asked_near_the_end_only(member: Person, organization: Organization, refused: Any) -> None:
    now = timezone.now()

    for until in (None, now + 46 * DAY):
        place_of(member, organization, until)
        with refused("belongs_already"):
            asking.ask(by=member, organization=organization, now=now)
    place_of(member, organization, now + 45 * DAY)
    assert asking.ask(by=member, organization=organization, now=now).status == "waiting"


def test_nobody_is_made_less_by_one_person(
    secretary: Person, member: Person, outsider: Person, organization: Organization, refused: Any
) -> None:
    now = timezone.now()
    factories.make_focal_point(secretary, outsider, organization)
    place_of(member, organization, now + 20 * DAY)
    request = asking.ask(by=member, organization=organization, now=now)

    for by in (outsider, secretary):
        with refused("ending_takes_two"):
            affiliations.confirm(by=by, request=request, role=MEMBER, now=now)
    with refused("office_required"):
        affiliations.confirm(by=outsider, request=request, role=FOCAL_POINT, now=now)
    assert Affiliation.objects.current().get(person=member).role == "focal_point"
