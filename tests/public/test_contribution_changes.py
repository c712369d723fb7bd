"""An author puts other words in the place of their contribution; readers see what changed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from contributions.actions import contributions
from contributions.models import Contribution, ContributionVersion
from reports.compose import heard
from rounds.models import Consultation, Question, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def an_hour_ago(contribution: Contribution) -> None:
    at = timezone.now() - timedelta(hours=1)
    ContributionVersion.objects.filter(contribution=contribution).update(at=at)
    Contribution.objects.filter(pk=contribution.pk).update(posted_at=at)


@pytest.fixture
def contribution(member: Person, call: Round) -> Contribution:
    return factories.make_contribution(member, call, text="At some length.")


@pytest.fixture
def asked(call: Round) -> Question:
    return Question.objects.create(round=call, number=1, text="Who acts next?")


def test_author_corrects_title_text_and_answers(as_: As, member: Person, call: Round, asked: Question) -> None:
    sent = factories.make_contribution(member, call, text="At some length.", answers={"1": "Somebody."})
    client = as_(member)
    form = page(client, f"/contributions/{sent.pk}/correct/")

    response = client.post(
        f"/contributions/{sent.pk}/correct/", {"title": "Anew", "text": "Shorter.", "answer_1": "Everybody."}
    )

    sent.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, f"/contributions/{sent.pk}/")
    assert (sent.title, sent.text, sent.answers) == ("Anew", "Shorter.", {"1": "Everybody."})
    assert "At some length." in form
    assert "Somebody." in form


def test_preview_of_a_correction_changes_nothing(as_: As, member: Person, contribution: Contribution) -> None:
    said = {"title": "Anew", "text": "*Shorter.*", "preview": "1"}
    shown = as_(member).post(f"/contributions/{contribution.pk}/correct/", said).content.decode()

    assert "Preview: not sent yet" in shown
    assert "<em>Shorter.</em>" in shown
    assert contribution.versions.count() == 1


def test_same_words_again_are_refused_beside_the_box(as_: As, member: Person, contribution: Contribution) -> None:
    said = {"title": "What we think", "text": "At some length."}
    response = as_(member).post(f"/contributions/{contribution.pk}/correct/", said)

    assert response.status_code == 422
    assert "The text is the same as before." in response.content.decode()


def test_others_do_not_correct_or_replace(as_: As, outsider: Person, contribution: Contribution) -> None:
    addresses = [f"/contributions/{contribution.pk}/{act}/" for act in ("correct", "replace")]

    assert [as_(outsider).get(address).status_code for address in addresses] == [403, 403]
    assert [as_(None).get(address).status_code for address in addresses] == [302, 302]


def test_round_that_is_over_leaves_no_form(as_: As, member: Person, contribution: Contribution, call: Round) -> None:
    factories.close(call)

    for act in ("correct", "replace"):
        assert "<form" not in page(as_(member), f"/contributions/{contribution.pk}/{act}/").split("<main")[1]


def test_slip_is_kept_from_readers(as_: As, member: Person, contribution: Contribution) -> None:
    contributions.correct(by=member, contribution=contribution, title="What we think", text="Put right.")

    shown = page(as_(None), f"/contributions/{contribution.pk}/")
    changes = page(as_(None), f"/contributions/{contribution.pk}/changes/")

    assert re.search(r"<span>corrected <time", shown)
    assert "/changes/" not in shown
    assert "It was put right within 15 minutes: the words before are not shown." in changes
    assert "At some length." not in changes
    assert "<del>At some length</del>" in page(as_(member), f"/contributions/{contribution.pk}/changes/")


def test_later_correction_shows_what_changed(as_: As, member: Person, call: Round, asked: Question) -> None:
    sent = factories.make_contribution(member, call, text="Ninety days is *too* long.", answers={"1": "Somebody."})
    an_hour_ago(sent)
    contributions.correct(by=member, contribution=sent, title="We think", text="Sixty days is too long.", answers={})

    shown = page(as_(None), f"/contributions/{sent.pk}/")
    changes = page(as_(None), f"/contributions/{sent.pk}/changes/")
    before = page(as_(None), f"/contributions/{sent.pk}/changes/?version=1")

    assert f'<a href="/contributions/{sent.pk}/changes/">corrected' in shown
    assert "<del>Ninety </del><ins>Sixty </ins>days is too long." in changes
    assert "<del>Somebody.</del>" in changes
    assert "1. Who acts next?" in changes
    assert "Ninety days is <em>too</em> long." in before
    assert "<del>" not in before


def test_change_of_markup_alone_is_said(as_: As, member: Person, call: Round) -> None:
    sent = factories.make_contribution(member, call, text="Too long.")
    an_hour_ago(sent)
    contributions.correct(by=member, contribution=sent, title="What we think", text="*Too* long.")

    assert "No word changed, only how the text is set out." in page(as_(None), f"/contributions/{sent.pk}/changes/")


def test_what_is_not_shown_has_no_earlier_words_either(
    as_: As, secretary: Person, member: Person, contribution: Contribution
) -> None:
    an_hour_ago(contribution)
    contributions.correct(by=member, contribution=contribution, text="Other words.")
    contributions.withdraw(by=member, contribution=contribution)

    changes = page(as_(None), f"/contributions/{contribution.pk}/changes/")

    assert "Its words are not shown, and neither is what they were before." in changes
    assert "At some length." not in changes
    assert "Other words." not in changes


def test_replaced_contribution_and_the_one_in_its_place_name_each_other(
    as_: As, member: Person, contribution: Contribution, consultation: Consultation, settle: Callable[[], None]
) -> None:
    response = as_(member).post(
        f"/contributions/{contribution.pk}/replace/", {"title": "Anew", "text": "From the start.", "language": "fr"}
    )
    settle()

    contribution.refresh_from_db()
    new = Contribution.objects.select_related("entry").get(pk=contribution.replaced_by_id)
    old_number, new_number = Contribution.objects.get(pk=contribution.pk).entry.seq, new.entry.seq
    assert (response.status_code, response["Location"]) == (303, f"/contributions/{new.pk}/")
    assert (new.text, new.language) == ("From the start.", "fr")
    assert f"Replaced by No. {new_number}" in page(as_(None), f"/contributions/{contribution.pk}/")
    assert f"Replaces No. {old_number}" in page(as_(None), f"/contributions/{new.pk}/")
    listed = page(as_(None), f"/c/{consultation.slug}/contributions/")
    assert f"replaced by No. {new_number}" in listed
    assert f"replaces No. {old_number}" in listed
    again = page(as_(member), f"/contributions/{contribution.pk}/replace/")
    assert "This contribution is replaced already." in again


def test_replaced_contribution_counts_in_no_figure(
    member: Person, outsider: Person, call: Round, contribution: Contribution, settle: Callable[[], None]
) -> None:
    other = factories.make_contribution(outsider, call)
    contributions.replace(by=member, contribution=contribution, text="Anew.", language="en")
    new = contributions.replace(by=outsider, contribution=other, text="Anew too.", language="en")

    contributions.withdraw(by=outsider, contribution=new)

    settle()
    rows = heard.in_round(None, call).rows
    assert {row.key: row.others for row in rows if not row.is_silent} == {"civil_society": 1}
