"""Mails about texts that wait for a body, and about who is confirmed for it."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from accounts.rules import proofs
from digests.actions import bodies
from digests.models import Mail
from moderation.actions import affiliations, organizations
from proposals.actions import confirmations
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]


@pytest.fixture
def colleague(secretary: Person, organization: Organization) -> Person:
    person = factories.make_person("Mirja")
    affiliations.note(
        by=secretary, person=person, organization=organization, role=Affiliation.Role.MEMBER, now=timezone.now()
    )
    return person


def written() -> list[tuple[str, str]]:
    """To whom, and the subject, in the order in which they were written."""
    return list(Mail.objects.order_by("pk").values_list("address", "subject"))


def test_focal_points_are_asked_once_for_a_members_text(
    colleague: Person, member: Person, call: Round, organization: Organization, settle: Settle
) -> None:
    sent = factories.make_contribution(
        colleague, call, text="Secret until then.", capacity="organization", organization=organization
    )
    settle()

    for _twice in range(2):
        while bodies.tell(now=timezone.now()):
            pass

    mail = Mail.objects.get()
    assert (mail.address, mail.subject, mail.kind) == (
        member.email,
        "A text in the name of Small Carriers’ Circle waits for your release",
        "release",
    )
    assert mail.text.count(f"/contributions/{sent.pk}/release/") == 1
    assert "Secret" not in mail.text + mail.html


def test_author_is_told_when_a_waiting_text_is_shown(
    colleague: Person, member: Person, call: Round, organization: Organization, settle: Settle
) -> None:
    sent = factories.make_contribution(colleague, call, capacity="organization", organization=organization)
    settle()
    bodies.skip_to_head()
    confirmations.release(by=member, thing=sent, now=timezone.now())
    settle()

    bodies.tell(now=timezone.now())

    number = type(sent).objects.get(pk=sent.pk).number
    assert written() == [(colleague.email, f"Your text No. {number} is shown now")]


def test_said_and_shown_by_one_act_is_one_mail(
    colleague: Person, member: Person, call: Round, organization: Organization, settle: Settle
) -> None:
    sent = factories.make_contribution(colleague, call, capacity="organization", organization=organization)
    settle()
    bodies.skip_to_head()
    confirmations.speak_for_oneself(by=colleague, thing=sent, now=timezone.now())
    settle()

    bodies.tell(now=timezone.now())

    assert Mail.objects.count() == 1
    assert "It is in your own name." in Mail.objects.get().text


def test_confirmed_member_hears_what_waits_for_release(
    secretary: Person, outsider: Person, call: Round, organization: Organization, settle: Settle
) -> None:
    request = asking.ask(by=outsider, organization=organization, now=timezone.now())
    factories.make_contribution(outsider, call, capacity="organization", organization=organization)
    affiliations.confirm(by=secretary, request=request, role=Affiliation.Role.MEMBER, now=timezone.now())

    assert [bodies.answer(now=timezone.now()) for _twice in range(2)] == [1, 0]

    mail = Mail.objects.get()
    assert mail.subject == "You are confirmed for Small Carriers’ Circle"
    assert "1 text of yours waits for a focal point" in " ".join(mail.text.split())
    # The focal point is asked then, though the text came before.
    settle()
    bodies.tell(now=timezone.now())
    assert Mail.objects.filter(event_key__startswith="release:").count() == 1


def test_refused_person_reads_the_reason(secretary: Person, outsider: Person, organization: Organization) -> None:
    request = asking.ask(by=outsider, organization=organization, now=timezone.now())
    affiliations.refuse(by=secretary, request=request, reason="Nobody there knows you.", now=timezone.now())

    bodies.answer(now=timezone.now())

    assert "Nobody there knows you." in Mail.objects.get(person=outsider).text


def test_link_goes_to_the_exact_domain_alone(secretary: Person, organization: Organization) -> None:
    now = timezone.now()
    addresses = ("a@carriers.example", "b@mail.carriers.example", "c@evilcarriers.example", "d@carriers.example.org")
    for address in addresses:
        asking.ask(by=factories.make_person(), organization=organization, address=address, now=now)
    assert bodies.ask_addresses(now=now) == 0
    organizations.set_domain(by=secretary, organization=organization, domain="Carriers.example", now=now)

    assert [bodies.ask_addresses(now=now) for _twice in range(2)] == [1, 0]

    request = AffiliationRequest.objects.get(address="a@carriers.example")
    mail = Mail.objects.get()
    assert (mail.address, mail.person) == ("a@carriers.example", None)
    assert f"/me/organizations/address/{proofs.token(request.pk, request.address)}/" in mail.text
