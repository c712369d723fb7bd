import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.oxml.ns import qn
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.actions import drafts
from proposals.models import Comment, CommentDraft, Proposal, Response
from rounds.models import Round
from tests import factories

As = Callable[[Person | None], Client]


def draft_on(by: Person, round: Round, proposal: Proposal, anchor: str = "", **fields: Any) -> CommentDraft:
    made = drafts.save_comment(
        by=by,
        round=round,
        proposal=proposal,
        paragraph=proposal.paragraphs.get(anchor=anchor) if anchor else None,
        text=fields.pop("text", f"Draft on {anchor or 'all'}"),
        language=fields.pop("language", "en"),
        now=timezone.now(),
        **fields,
    )
    assert made is not None
    return made


def page_of(round: Round) -> str:
    return reverse("my_response", args=[round.consultation.slug, round.number])


def hidden(body: str) -> dict[str, str]:
    """The hidden fields of the last form that a page shows in its matter."""
    form = next(part for part in body.split("<form")[1:] if 'name="seen"' in part).split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


@pytest.mark.django_db
def test_drafts_are_previewed_and_filed_for_the_body_with_one_receipt(
    as_: As, member: Person, organization: Organization, round: Round, draft: Proposal
) -> None:
    for anchor in ("3", "1", ""):
        draft_on(member, round, draft, anchor)
    held = draft_on(member, round, draft, "2")
    client = as_(member)
    client.post(reverse("draft_hold_back", args=["comment", held.pk]), {"held": "1"})

    first = client.get(page_of(round)).content.decode()
    chosen = hidden(first) | {"capacity": f"organization:{organization.pk}", "named": "yes", "preview": "1"}
    preview = client.post(page_of(round), chosen).content.decode()
    button = re.search(r'name="send" value="1">([^<]*)<', preview)
    filed = client.post(page_of(round), hidden(preview) | {"send": "1"})

    assert button is not None
    assert button[1] == "File all 3 for Small Carriers’ Circle"
    response = Response.objects.get()
    assert (filed.status_code, filed["Location"]) == (303, reverse("response", args=[response.pk]))
    texts = Comment.objects.filter(response=response.pk).order_by("entry_id").values_list("text", flat=True)
    assert list(texts) == ["Draft on all", "Draft on 1", "Draft on 3"]
    assert list(CommentDraft.objects.all()) == [held]


@pytest.mark.django_db
def test_drafts_are_saved_already_and_a_name_is_shown_or_not(
    as_: As, member: Person, round: Round, draft: Proposal
) -> None:
    draft_on(member, round, draft)

    page = as_(member).get(page_of(round)).content.decode()

    assert "Save draft" not in page
    assert "Your drafts wait for you here." in page
    assert "(optional)" not in page
    assert "The secretariat knows it." in page


@pytest.mark.django_db
def test_pressed_twice_it_is_filed_once(as_: As, member: Person, round: Round, draft: Proposal) -> None:
    draft_on(member, round, draft)
    client = as_(member)
    pressed = hidden(client.get(page_of(round)).content.decode()) | {"capacity": "personal", "named": "yes"}

    answers = [client.post(page_of(round), pressed | {"send": "1"}) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Response.objects.count(), Comment.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_drafts_that_changed_since_the_preview_are_looked_at_again(
    as_: As, member: Person, round: Round, draft: Proposal
) -> None:
    draft_on(member, round, draft)
    client = as_(member)
    pressed = hidden(client.get(page_of(round)).content.decode()) | {"capacity": "personal", "named": "yes"}
    draft_on(member, round, draft, "1")

    answer = client.post(page_of(round), pressed | {"send": "1"})

    assert answer.status_code == 409
    assert "Your drafts have changed since you opened this page" in answer.content.decode()
    assert Comment.objects.count() == 0


@pytest.mark.django_db
def test_refusal_says_at_which_place(as_: As, member: Person, round: Round, draft: Proposal) -> None:
    draft_on(member, round, draft, "1")
    draft_on(member, round, draft, "2", text="x" * 20_001)
    client = as_(member)
    pressed = hidden(client.get(page_of(round)).content.decode()) | {"capacity": "personal", "named": "yes"}

    answer = client.post(page_of(round), pressed | {"send": "1"})

    assert answer.status_code == 422
    assert "Paragraph 2: The text has 20,001 characters." in answer.content.decode()
    assert CommentDraft.objects.count() == 2


@pytest.mark.django_db
def test_word_file_has_headings_quoted_paragraphs_and_right_to_left_runs(
    as_: As, member: Person, secretary: Person, call: Round
) -> None:
    paper = factories.make_proposal(secretary, call, type="paper", title="A paper")
    draft_on(member, call, paper, "2", text="نحن موافقون.\n\nولكن لا الآن.", language="ar", kind="support")
    drafts.save_contribution(
        by=member, round=call, title="Our view", text="Three plain words.", language="en", now=timezone.now()
    )

    answer = as_(member).get(reverse("my_response_docx", args=["who-acts", call.number]))

    document = Document(io.BytesIO(answer.content))
    told = [(part.style.name, part.text) for part in document.paragraphs]
    assert told[3:] == [
        ("Heading 1", "Contribution"),
        ("Heading 2", "Our view"),
        ("Note", "English"),
        ("Said", "Three plain words."),
        ("Caption", "3 words"),
        ("Heading 1", "A paper"),
        ("Heading 2", "Paragraph 2"),
        ("Note", "Support"),
        ("Note", "العربية"),
        ("Quote", "Paragraph 2 says one thing."),
        ("Said", "نحن موافقون."),
        ("Said", "ولكن لا الآن."),
        ("Caption", "5 words"),
    ]
    arabic = [part for part in document.paragraphs if part.text == "نحن موافقون."][0]
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert [run.font.rtl for run in arabic.runs] == [True]
    assert answer["Content-Disposition"] == f'attachment; filename="my-response-who-acts-round-{call.number}.docx"'


@pytest.mark.django_db
def test_plain_file_quotes_the_paragraph_and_counts_words(
    as_: As, member: Person, round: Round, draft: Proposal
) -> None:
    draft_on(member, round, draft, "1", text="Not so fast.")

    lines = as_(member).get(reverse("my_response_txt", args=["who-acts", round.number])).content.decode().splitlines()

    assert lines[lines.index("Paragraph 1") :] == [
        "Paragraph 1",
        "English",
        "",
        "> Paragraph 1 says one thing.",
        "",
        "Not so fast.",
        "",
        "[3 words]",
    ]


@pytest.mark.django_db
def test_page_asks_as_often_for_one_draft_as_for_thirty(
    as_: As, member: Person, secretary: Person, round: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    long = factories.make_proposal(secretary, round, title="Long", paragraphs=30)
    draft_on(member, round, long, "1")
    client = as_(member)
    client.get(page_of(round))
    with django_assert_num_queries(100, exact=False) as few:
        client.get(page_of(round))
    for number in range(2, 31):
        draft_on(member, round, long, str(number))

    with django_assert_num_queries(len(few)):
        client.get(page_of(round))


@pytest.mark.django_db
def test_drafts_of_others_are_not_found(
    as_: As, member: Person, secretary: Person, round: Round, draft: Proposal
) -> None:
    mine = draft_on(member, round, draft, text="Words of mine")
    client = as_(secretary)

    answers = [
        client.post(reverse("draft_hold_back", args=["comment", mine.pk]), {"held": "1"}).status_code,
        client.post(reverse("draft_delete", args=["comment", mine.pk])).status_code,
        client.get(reverse("draft_delete", args=["other", mine.pk])).status_code,
    ]

    assert answers == [404, 404, 404]
    assert "Words of mine" not in client.get(page_of(round)).content.decode()
    assert CommentDraft.objects.get().is_held_back is False


@pytest.mark.django_db
def test_draft_is_deleted_after_a_look_at_it(as_: As, member: Person, round: Round, draft: Proposal) -> None:
    mine = draft_on(member, round, draft)
    client, address = as_(member), reverse("draft_delete", args=["comment", mine.pk])

    looked = client.get(address)
    left = CommentDraft.objects.count()
    answer = client.post(address)

    assert (looked.status_code, left) == (200, 1)
    assert (answer.status_code, answer["Location"], CommentDraft.objects.count()) == (303, page_of(round), 0)


@pytest.mark.django_db
def test_closed_round_without_drafts_invites_nobody_to_write(as_: As, member: Person, round: Round) -> None:
    factories.close(round)

    page = as_(member).get(page_of(round)).content.decode()

    assert "You have no draft in this round" in page
    assert "Nothing can be filed in this round any more." in page
    assert "Write where you read" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["empty", "upcoming", "closed"])
def test_page_without_a_button_says_why(
    state: str, as_: As, member: Person, secretary: Person, round: Round, draft: Proposal
) -> None:
    if state != "empty":
        draft_on(member, round, draft, text="Words to be read")
    if state == "closed":
        factories.close(round)
    if state == "upcoming":
        Round.objects.filter(pk=round.pk).update(opens_at=timezone.now() + (round.closes_at - timezone.now()) / 2)

    body = as_(member).get(page_of(round)).content.decode()

    sentences = {
        "empty": "You have no draft in this round",
        "upcoming": "Then you can file your drafts together here.",
        "closed": "Nothing can be filed in this round any more.",
    }
    assert [name for name, words in sentences.items() if words in body] == [state]
    assert ('name="preview"' in body) is False
    assert ("Words to be read" in body) is (state != "empty")


@pytest.mark.django_db
def test_contribution_and_comments_go_together(as_: As, member: Person, secretary: Person, call: Round) -> None:
    paper = factories.make_proposal(secretary, call, type="paper")
    draft_on(member, call, paper)
    drafts.save_contribution(by=member, round=call, text="Our view", language="en", now=timezone.now())
    client = as_(member)
    pressed = hidden(client.get(page_of(call)).content.decode()) | {"capacity": "personal", "named": "no"}

    client.post(page_of(call), pressed | {"send": "1"})

    response = Response.objects.get()
    assert Contribution.objects.get(response=response.pk).is_named is False
    assert Comment.objects.get(response=response.pk).is_named is False
