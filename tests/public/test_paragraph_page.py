from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.actions import comments
from proposals.models import Comment, Paragraph
from rounds.models import Consultation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(draft):
    return Paragraph.objects.get(proposal=draft, anchor="2")


@pytest.fixture
def where(draft):
    return reverse("paragraph", args=[draft.pk, "2"])


def on(spoken, person, round, **fields):
    return factories.make_comment(person, round, spoken.proposal, paragraph=spoken, **fields)


def test_discussion_follows_its_paragraph(as_, where, spoken, member, round):
    on(spoken, member, round, text="Said of the second.")

    page = as_(None).get(where).text

    assert (
        page.index('id="p2"')
        < page.index('id="discussion"')
        < page.index("Said of the second.")
        < page.index('id="p3"')
    )
    assert page.count("para chosen") == 1
    assert page.count('aria-current="true"') == 1


def test_discussion_of_the_whole_text_follows_the_text(as_, draft, comment):
    page = as_(None).get(reverse("proposal_whole", args=[draft.pk])).text

    assert page.index('id="p3"') < page.index('id="discussion"') < page.index("One plain thing.")


def test_thread_shows_only_its_own_paragraph(as_, where, spoken, member, round, comment):
    mine = on(spoken, member, round)

    page = as_(None).get(where)

    assert [said.comment.pk for said in page.context["thread"]] == [mine.pk]


def test_replies_of_the_secretariat_stand_first(as_, where, spoken, secretary, member, outsider, round):
    root = on(spoken, member, round)
    early = factories.make_comment(outsider, round, spoken.proposal, reply_to=root)
    official = factories.make_comment(secretary, round, spoken.proposal, reply_to=root, capacity="secretariat")

    page = as_(None).get(where)

    assert [reply.comment.pk for reply in page.context["thread"][0].replies] == [official.pk, early.pk]
    assert page.text.count('<span class="badge strong">Secretariat</span>') == 1


def test_thread_with_very_many_replies_shows_the_first(as_, where, spoken, member, round):
    root = on(spoken, member, round)
    for number in range(22):
        factories.make_comment(member, round, spoken.proposal, reply_to=root, text=f"Reply {number}.")

    page = as_(None).get(where)

    said = page.context["thread"][0]
    assert [reply.comment.text for reply in said.replies] == [f"Reply {number}." for number in range(20)]
    assert "All replies to this comment" in page.text


def test_hidden_comment_leaves_its_reason_and_replies(as_, where, spoken, moderator, member, outsider, round, settle):
    root = on(spoken, member, round, text="Names a person.")
    factories.make_comment(outsider, round, spoken.proposal, reply_to=root, text="An answer that stays.")
    decision = factories.hide(moderator, root)
    settle()

    page = as_(None).get(where).text

    decision.entry.refresh_from_db()
    assert "Names a person." not in page
    assert "An answer that stays." in page
    assert "rule 2, No private persons" in page
    assert f'decision <a class="ref" href="/{decision.entry.seq}/">No. {decision.entry.seq}</a>' in page
    assert "It names somebody." in page


def test_withdrawn_comment_leaves_its_place(as_, where, spoken, member, round):
    root = on(spoken, member, round, text="Taken back.")
    comments.withdraw(by=member, comment=root)

    page = as_(None).get(where).text

    assert "Taken back." not in page
    assert "Withdrawn by its author" in page


def test_received_comment_is_seen_by_its_author_and_moderators(
    as_, where, spoken, consultation, moderator, member, outsider, round
):
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")
    round.consultation.refresh_from_db()
    on(spoken, member, round, text="Waits for a reader.")

    seen = {person.name if person else "": as_(person).get(where).text for person in (None, outsider, member)}

    assert "Waits for a reader." not in seen[""] + seen[outsider.name]
    assert "Nobody has commented on this paragraph yet" in seen[outsider.name]
    assert "Waits for a reader." in seen[member.name]
    assert "Received, waiting for a moderator" in seen[member.name]


def test_comment_in_arabic_carries_its_direction(as_, where, spoken, member, round):
    on(spoken, member, round, text="كل ترتيب بلا تاريخ انتهاء", language="ar")

    page = as_(None).get(where).text

    assert '<div class="said" lang="ar" dir="rtl">' in page
    assert '<span lang="ar" dir="rtl">العربية</span>' in page


def test_comment_in_the_language_of_the_page_is_not_labelled(as_, where, spoken, member, round):
    on(spoken, member, round, language="en-GB")

    assert '<span lang="en-GB"' not in as_(None).get(where).text


def test_comment_for_a_body_names_it_and_its_standing(as_, where, spoken, member, organization, round):
    organization.verified_at = timezone.now()
    organization.save(update_fields=["verified_at"])
    on(spoken, member, round, capacity="organization", organization=organization)

    page = as_(None).get(where).text

    address = reverse("organization", args=[organization.pk])
    assert f'for <a href="{address}"><bdi>{organization.name}</bdi></a>' in page
    assert '<span class="badge on">confirmed</span>' in page


def test_acts_of_each_reader(as_, where, spoken, member, outsider, round):
    said = on(spoken, member, round)
    reply, correct, withdraw = (reverse(f"comment_{act}", args=[said.pk]) for act in ("reply", "correct", "withdraw"))

    def acts(person):
        page = as_(person).get(where).text
        return [f'href="{act}"' in page for act in (reply, correct, withdraw)]

    assert acts(None) == [True, False, False]
    assert acts(outsider) == [True, False, False]
    assert acts(member) == [True, True, True]

    factories.close(round)
    assert acts(member) == [False, False, False]


def test_moderator_is_led_to_the_desk(as_, where, spoken, moderator, member, round):
    said = on(spoken, member, round)

    assert f'href="{reverse("desk_decide", args=["comment", said.pk])}"' in as_(moderator).get(where).text
    assert "Hide…" not in as_(member).get(where).text


def test_corrected_comment_leads_to_what_it_said_before(as_, where, spoken, member, round):
    said = on(spoken, member, round, text="Sixty.")
    comments.correct(by=member, comment=said, text="Thirty.")

    page = as_(None).get(where).text

    assert f'href="{reverse("comment_changes", args=[said.pk])}"' in page
    assert "Sixty." not in page


def test_markdown_of_a_comment_is_read_and_html_is_not(as_, where, spoken, member, round):
    on(spoken, member, round, text="A *word* and <script>alert(1)</script>")

    page = as_(None).get(where).text

    assert "A <em>word</em> and &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_silent_paragraph_invites(as_, where, member):
    assert "A word of support counts as much as an objection." in as_(member).get(where).text


def test_stranger_writes_at_once_and_may_sign_in(as_, where):
    page = as_(None).get(where)

    back = quote(f"{where}#write", safe="")
    assert page.context["form"].is_stranger is True
    assert f'/accounts/login/?next={back}">sign in</a>' in page.text


def test_stranger_is_asked_to_sign_in_where_not_everybody_takes_part(as_, where, consultation):
    Consultation.objects.filter(pk=consultation.pk).update(taking_part="groups")

    page = as_(None).get(where)

    back = quote(f"{where}#write", safe="")
    assert f'/accounts/login/?next={back}">Sign in</a>' in page.text
    assert f'/accounts/signup/?next={back}">create an account</a>' in page.text
    assert page.context.get("form") is None


def test_threads_longer_than_a_page(as_, where, spoken, member, round):
    made = [on(spoken, member, round, text=f"Comment {n}.").pk for n in range(52)]

    first = as_(None).get(where)
    second = as_(None).get(first.context["pages"]["later"].removesuffix("#discussion"))

    assert [said.comment.pk for said in first.context["thread"]] == made[:50]
    assert [said.comment.pk for said in second.context["thread"]] == made[50:]
    assert Comment.objects.count() == 52


def test_who_may_not_take_part_is_told_why_where_the_form_would_be(as_, where, consultation, member):
    Consultation.objects.filter(pk=consultation.pk).update(taking_part="listed")
    unconfirmed = factories.make_person(confirmed=False)

    page = as_(member).get(where)

    assert page.context["form"] is None
    assert "This consultation is for people on its list. Ask the secretariat." in page.text
    assert "Confirm your address first" in as_(unconfirmed).get(where).text


def test_numbered_list_in_a_comment_keeps_its_numbers(as_, where, spoken, member, round):
    on(spoken, member, round, text="7. seven\n8. eight")

    assert '<ol start="7">' in as_(None).get(where).text
