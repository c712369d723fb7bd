"""Texts in a body's name: who may change them, who is named, what is left of what nobody confirmed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from contributions.actions import attachments, contributions
from contributions.actions.files import Upload
from contributions.models import Contribution, ContributionVersion
from digests.actions import bodies
from digests.models import Mail
from ledger.models import Entry
from moderation.actions import affiliations
from proposals.actions import comments, confirmations, newcomers, unconfirmed
from proposals.models import Comment, CommentVersion, Proposal, Unconfirmed
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def colleague(secretary: Person, organization: Organization) -> Person:
    """A member of the body, not its focal point."""
    person = factories.make_person("Mirja Aalto")
    affiliations.note(
        by=secretary, person=person, organization=organization, role=Affiliation.Role.MEMBER, now=timezone.now()
    )
    return person


@pytest.fixture
def sent(colleague: Person, call: Round, organization: Organization) -> Contribution:
    return factories.make_contribution(
        colleague, call, text="First.", capacity="organization", organization=organization
    )


@pytest.fixture
def said(colleague: Person, round: Round, draft: Proposal, organization: Organization) -> Comment:
    return factories.make_comment(
        colleague, round, draft, text="First.", capacity="organization", organization=organization
    )


def over(round: Round) -> Round:
    """The round closed eight days ago."""
    now = timezone.now()
    Round.objects.filter(pk=round.pk).update(opens_at=now - timedelta(days=20), closes_at=now - timedelta(days=8))
    round.refresh_from_db()
    return round


def test_released_words_are_not_changed_by_a_member(
    refused: Refused, member: Person, colleague: Person, sent: Contribution, said: Comment
) -> None:
    for thing in (sent, said):
        confirmations.release(by=member, thing=thing, now=timezone.now())

    with refused("words_of_a_body"):
        contributions.correct(by=colleague, contribution=sent, text="What nobody agreed to.")
    with refused("words_of_a_body"):
        comments.correct(by=colleague, comment=said, text="What nobody agreed to.")
    with refused("words_of_a_body"):
        attachments.add(by=colleague, contribution=sent, upload=Upload("a.txt", b"Nor to this."))
    sent.refresh_from_db()
    said.refresh_from_db()
    assert (sent.text, said.text) == ("First.", "First.")


def test_page_for_correcting_says_that_released_words_stay(
    as_: Callable[[Person | None], Client], member: Person, colleague: Person, sent: Contribution, said: Comment
) -> None:
    for thing in (sent, said):
        confirmations.release(by=member, thing=thing, now=timezone.now())

    for name, thing in (("contribution_correct", sent), ("comment_correct", said)):
        answer = as_(colleague).get(reverse(name, args=[thing.pk]))
        assert answer.status_code == 403
        assert "has released these words" in answer.text


def test_words_that_wait_are_changed_and_wait_on(colleague: Person, sent: Contribution, said: Comment) -> None:
    contribution = contributions.correct(by=colleague, contribution=sent, text="Second.")
    comment = comments.correct(by=colleague, comment=said, text="Second.")

    assert [(thing.status, thing.waiting_for) for thing in (contribution, comment)] == [("received", "release")] * 2


def test_new_words_of_a_released_text_that_waits_for_a_moderator_wait_for_the_body_again(
    member: Person, colleague: Person, said: Comment
) -> None:
    Comment.objects.filter(pk=said.pk).update(waiting_for="moderator")
    said.refresh_from_db()

    assert comments.correct(by=colleague, comment=said, text="Second.").waiting_for == "release"


def test_words_that_waited_until_they_were_replaced_are_never_read_by_others(
    as_: Callable[[Person | None], Client], member: Person, colleague: Person, sent: Contribution, said: Comment
) -> None:
    ContributionVersion.objects.update(at=timezone.now() - timedelta(hours=3))
    CommentVersion.objects.update(at=timezone.now() - timedelta(hours=3))
    contributions.correct(by=colleague, contribution=sent, text="Agreed in the body.")
    comments.correct(by=colleague, comment=said, text="Agreed in the body.")
    for thing in (sent, said):
        confirmations.release(by=member, thing=thing, now=timezone.now())

    for kind, thing in (("contributions", sent), ("comments", said)):
        texts = [
            [version["text"] for version in as_(reader).get(f"/api/v1/{kind}/{thing.pk}/versions/").json()["results"]]
            for reader in (None, colleague)
        ]
        assert texts == [["Agreed in the body."], ["First.", "Agreed in the body."]]


def test_nobody_releases_what_they_have_not_read(
    as_: Callable[[Person | None], Client], member: Person, colleague: Person, sent: Contribution
) -> None:
    address = reverse("contribution_release", args=[sent.pk])
    page = as_(member).get(address).text
    assert '<input type="hidden" name="version" value="1">' in page
    contributions.correct(by=colleague, contribution=sent, text="Something else.")

    answer = as_(member).post(address, {"key": "k", "act": "release", "version": "1"})

    sent.refresh_from_db()
    assert (answer.status_code, sent.status) == (409, "received")
    assert "Its author corrected the text since you opened the page." in answer.text
    assert as_(member).post(address, {"key": "k", "act": "release", "version": "2"}).status_code == 303
    sent.refresh_from_db()
    assert sent.text == "Something else."


def test_who_gives_no_name_is_not_named_to_the_body(
    as_: Callable[[Person | None], Client],
    settle: Callable[[], None],
    member: Person,
    colleague: Person,
    call: Round,
    organization: Organization,
) -> None:
    sent = factories.make_contribution(
        colleague, call, capacity="organization", organization=organization, is_named=False
    )
    settle()
    while bodies.tell(now=timezone.now()):
        pass

    mail = Mail.objects.get(kind="release")
    pages = [as_(member).get(reverse(name, args=[sent.pk])).text for name in ("contribution_release", "contribution")]
    assert [colleague.name in text for text in (mail.text, mail.html, *pages)] == [False] * 4
    assert "A person sent it as a member of" in mail.text


def test_what_nobody_confirmed_says_nothing_of_who_wrote_for_whom(
    as_: Callable[[Person | None], Client],
    settle: Callable[[], None],
    colleague: Person,
    organization: Organization,
    sent: Contribution,
    said: Comment,
) -> None:
    over(sent.round)
    over(said.round)

    assert confirmations.end_waiting(now=timezone.now()) == 2

    settle()
    for address in (f"/api/v1/contributions/{sent.pk}/", f"/api/v1/comments/{said.pk}/"):
        wire = as_(None).get(address).json()
        assert (wire["status"], wire["author"], wire["organization"], wire["capacity"]) == (
            "erased",
            None,
            None,
            "personal",
        )
        assert (wire["text"], wire["stakeholder_group"], wire["country"]) == (None, None, None)
    page = as_(None).get(reverse("contribution", args=[sent.pk])).text
    assert "Not confirmed within 7 days of the close" in page
    assert [name in page for name in (colleague.name, organization.name)] == [False, False]
    assert (sent.versions.count(), said.versions.count()) == (0, 0)


def test_new_account_does_not_bring_its_links_by_a_correction(call: Round, round: Round, draft: Proposal) -> None:
    newcomer = factories.make_person()
    Person.objects.filter(pk=newcomer.pk).update(joined_at=timezone.now())
    newcomer.refresh_from_db()
    links = "https://a.example https://b.example https://c.example"
    sent = factories.make_contribution(newcomer, call)
    said = factories.make_comment(newcomer, round, draft)

    contributions.correct(by=newcomer, contribution=sent, text=links)
    comments.correct(by=newcomer, comment=said, text=links)

    sent.refresh_from_db()
    said.refresh_from_db()
    waits = [(thing.status, thing.waiting_version, links in (thing.text or "")) for thing in (sent, said)]
    assert waits == [("published", 2, False)] * 2


def test_entries_of_one_moment_do_not_tell_whose_a_text_without_a_name_is(
    settle: Callable[[], None], call: Round
) -> None:
    newcomer = factories.make_person(group=None, country="")
    for _n in range(5):
        factories.make_person(country="KE")
    named = factories.make_contribution(newcomer, call)
    unnamed = factories.make_contribution(newcomer, call, is_named=False)

    newcomers.introduce(by=newcomer, stakeholder_group="civil_society", country="KE", now=timezone.now())

    told = Entry.objects.filter(kind="author.introduced").values_list("thing", flat=True)
    assert list(told) == [named.pk]
    unnamed.refresh_from_db()
    assert (unnamed.stakeholder_group_id, unnamed.region) == (None, "")


def keep(call: Round, address: str, text: str = "Kept.") -> Unconfirmed:
    with transaction.atomic():
        return unconfirmed.keep(
            round=call, address=address, name="Amina Diallo", text=text, language="en", page_language="en"
        )


@pytest.mark.django_db(transaction=True)
def test_two_links_of_one_new_address_at_once_make_one_account(call: Round) -> None:
    kept = [keep(call, "amina@example.org", f"Kept {n}.") for n in range(3)]
    together = Barrier(3)

    def press(n: int) -> None:
        try:
            together.wait()
            with transaction.atomic():
                unconfirmed.confirm(id=kept[n].pk, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(press, range(3)))

    assert Person.objects.filter(email="amina@example.org").count() == 1
    assert Contribution.objects.count() == 3


def test_second_address_of_somebody_answers_as_themselves(call: Round, member: Person) -> None:
    EmailAddress.objects.create(user=member, email="second@example.org", verified=True, primary=False)
    kept = keep(call, "Second@example.org")

    filed = unconfirmed.confirm(id=kept.pk, now=timezone.now())

    assert filed.author == member


def test_address_that_looks_like_somebodys_is_not_theirs(call: Round) -> None:
    victim = factories.make_person(email="minister@mail.example")
    kept = keep(call, "minister@ma\u0131l.example")

    filed = unconfirmed.confirm(id=kept.pk, now=timezone.now())

    assert kept.address == "minister@xn--mal-kua.example"
    assert filed.author != victim


@pytest.mark.django_db(transaction=True)
def test_late_answer_and_the_end_of_waiting_do_not_stop_each_other(call: Round) -> None:
    kept = keep(call, "amina@example.org")
    over(call)
    together = Barrier(2)

    def file() -> None:
        try:
            with transaction.atomic():
                waiting = Unconfirmed.objects.select_for_update(of=("self",)).get(pk=kept.pk)
                together.wait()
                # The sweep holds the round by now, and waits for this text.
                with connection.cursor() as cursor:
                    cursor.execute("select pg_sleep(0.5)")
                    cursor.execute("select 1 from rounds_round where id = %s for key share", [call.pk])
                waiting.delete()
        finally:
            connection.close()

    def end() -> int:
        try:
            together.wait()
            return confirmations.end_waiting(now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        filing, ending = pool.submit(file), pool.submit(end)
        filing.result()
        assert ending.result() == 0

    call.refresh_from_db()
    assert call.erased_unconfirmed == 0
    assert not Entry.objects.filter(kind="round.unconfirmed_erased").exists()


@pytest.mark.django_db(transaction=True)
def test_flood_of_a_new_account_side_by_side_is_a_flood(call: Round) -> None:
    newcomer = factories.make_person()
    Person.objects.filter(pk=newcomer.pk).update(joined_at=timezone.now())
    newcomer.refresh_from_db()

    def send(n: int) -> str:
        try:
            with transaction.atomic():
                sent = factories.make_contribution(newcomer, call, text=f"Word {n}.")
                with connection.cursor() as cursor:
                    cursor.execute("select pg_sleep(0.05)")
                return str(sent.status)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(16)))

    assert sorted(statuses) == ["published"] * 10 + ["received"] * 6


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_confirm_and_note_somebody_at_once_do_not_stop_each_other(
    secretary: Person, outsider: Person, organization: Organization
) -> None:
    with transaction.atomic():
        request = asking.ask(by=outsider, organization=organization, now=timezone.now())
    together = Barrier(2)

    def confirm() -> None:
        try:
            with transaction.atomic():
                AffiliationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
                together.wait()
                with connection.cursor() as cursor:
                    cursor.execute("select pg_sleep(0.5)")
                affiliations.confirm(by=secretary, request=request, role=Affiliation.Role.MEMBER, now=timezone.now())
        finally:
            connection.close()

    def note() -> None:
        try:
            together.wait()
            with transaction.atomic():
                affiliations.note(
                    by=secretary,
                    person=outsider,
                    organization=organization,
                    role=Affiliation.Role.MEMBER,
                    now=timezone.now(),
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(confirm), pool.submit(note)]:
            each.result()

    assert Affiliation.objects.current().filter(person=outsider).count() == 1
    request.refresh_from_db()
    assert request.status == "confirmed"
