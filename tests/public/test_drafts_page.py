from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organization, Person
from contributions.models import ContributionDraft
from proposals.models import CommentDraft, Proposal
from public.pages.drafts import address_of
from rounds.models import Round
from tests import factories

As = Callable[[Person | None], Client]
SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.mark.django_db
def test_script_saves_and_goes_on_with_the_moment_it_was_told(
    as_: As, member: Person, round: Round, draft: Proposal, organization: Organization
) -> None:
    client, address = as_(member), address_of(round, draft, draft.paragraphs.get(anchor="2"))
    typed = {"text": "Ninety", "kind": "concern", "language": "fr", "capacity": f"organization:{organization.pk}"}

    first = client.post(address, typed, **SCRIPT)
    second = client.post(address, typed | {"text": "Ninety days", "seen": first.json()["saved_at"]}, **SCRIPT)

    kept = CommentDraft.objects.get()
    assert (first.status_code, second.status_code) == (200, 200)
    assert (kept.text, kept.kind, kept.language, kept.organization) == ("Ninety days", "concern", "fr", organization)
    assert datetime.fromisoformat(second.json()["saved_at"]) == kept.saved_at


@pytest.mark.django_db
def test_button_saves_what_could_not_be_sent_and_leads_back_to_the_form(as_: As, member: Person, call: Round) -> None:
    address = address_of(call)

    answer = as_(member).post(address, {"title": "", "text": "", "answer_3": "Yes.", "language": "nonsense"})

    kept = ContributionDraft.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("contribution_send", args=["who-acts", call.number]) + "#write"
    assert (kept.text, kept.answers, kept.language) == ("", {"3": "Yes."}, "en")


@pytest.mark.django_db
def test_newer_draft_is_shown_beside_what_was_typed_and_one_is_chosen(
    as_: As, member: Person, round: Round, draft: Proposal
) -> None:
    client, address = as_(member), address_of(round, draft)
    client.post(address, {"text": "Words from the telephone", "language": "en"})

    page = client.post(address, {"text": "Words from the desk", "language": "en", "kind": "question"})
    told = client.post(address, {"text": "Words from the desk", "language": "en"}, **SCRIPT)

    assert (page.status_code, told.status_code) == (409, 409)
    assert told.json()["code"] == "draft_elsewhere"
    body = page.content.decode()
    assert ("Words from the telephone" in body, "Words from the desk" in body) == (True, True)
    chosen = {"text": "Words from the desk", "language": "en", "kind": "question", "seen": page.context["seen"]}
    assert client.post(address, chosen).status_code == 303
    assert CommentDraft.objects.get().text == "Words from the desk"


@pytest.mark.django_db
def test_stranger_and_late_writer_keep_what_they_typed(
    as_: As, member: Person, call: Round, closed_round: Round, secretary: Person
) -> None:
    late = factories.close(factories.make_round(secretary, call.consultation, purpose="call_for_inputs"))

    stranger = as_(None).post(address_of(call), {"text": "Words of nobody", "language": "en"})
    after = as_(member).post(address_of(late), {"text": "Words too late", "language": "en"})

    assert (stranger.status_code, after.status_code) == (403, 409)
    assert "Words of nobody" in stranger.content.decode()
    assert "Words too late" in after.content.decode()
    assert ContributionDraft.objects.count() == 0


@pytest.mark.django_db
def test_draft_of_what_one_may_not_read_is_not_found(
    as_: As, secretary: Person, outsider: Person, private_consultation: object
) -> None:
    round = factories.make_round(secretary, private_consultation)  # type: ignore[arg-type]
    proposal = factories.make_proposal(secretary, round)
    reply_to = factories.make_comment(secretary, round, proposal, capacity="secretariat")

    addresses = [address_of(round), address_of(round, proposal), address_of(round, proposal, None, reply_to)]
    answers = [as_(outsider).post(address, {"text": "x", "language": "en"}).status_code for address in addresses]

    assert answers == [404, 404, 404]
