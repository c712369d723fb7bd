from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moderation.actions import decisions
from proposals.actions import comments
from proposals.models import Comment, CommentVersion, Paragraph
from rounds.models import Consultation
from tests import factories

pytestmark = pytest.mark.django_db


def at(name, comment):
    return reverse(name, args=[comment.pk])


def typed(**fields):
    return {"capacity": "personal", "kind": "", "language": "en", "text": "An answer.", "key": "k1", **fields}


def filed_earlier(comment, minutes):
    """As if the last version had been filed earlier than it was."""
    moment = comment.posted_at - timedelta(minutes=minutes)
    Comment.objects.filter(pk=comment.pk).update(posted_at=moment)
    CommentVersion.objects.filter(comment=comment).update(at=moment)


def test_comment_in_its_thread(as_, comment, outsider, round, draft, settle):
    reply = factories.make_comment(outsider, round, draft, reply_to=comment, text="An answer.")
    settle()
    comment.refresh_from_db()

    page = as_(None).get(at("comment", comment))

    assert f"<h1>Comment No. {comment.number}</h1>" in page.text
    assert [said.comment.pk for said in page.context["replies"]] == [reply.pk]
    assert "One plain thing." in page.text


def test_only_its_author_is_led_to_the_receipt(as_, comment, contribution, member, outsider):
    for thing, kind in ((comment, "comments"), (contribution, "contributions")):
        pages = [as_(reader).get(f"/{kind}/{thing.pk}/").text for reader in (member, outsider, None)]

        assert [f"/{kind}/{thing.pk}/receipt/" in page for page in pages] == [True, False, False]


def test_reply_is_shown_with_what_it_answers(as_, comment, outsider, round, draft, settle):
    reply = factories.make_comment(outsider, round, draft, reply_to=comment)
    settle()
    comment.refresh_from_db()

    page = as_(None).get(at("comment", reply))

    assert f"in reply to No. {comment.number}" in page.text
    assert page.context["root"].comment.pk == comment.pk
    assert page.text.count("said-now") == 1


def test_reply_behind_many_others_is_still_found(as_, comment, outsider, round, draft):
    for number in range(51):
        last = factories.make_comment(outsider, round, draft, reply_to=comment, text=f"Reply {number}.")

    page = as_(None).get(at("comment", last))

    assert page.context["replies"][0].comment.pk == last.pk
    assert page.context["pages"]["later"] != ""


def test_comment_shows_the_words_of_its_paragraph(as_, member, round, draft):
    said = factories.make_comment(member, round, draft, paragraph=Paragraph.objects.get(proposal=draft, anchor="3"))

    assert "Paragraph 3 says one thing." in as_(None).get(at("comment", said)).text


def test_comment_before_its_number(as_, comment):
    assert "its number follows" in as_(None).get(at("comment", comment)).text


def test_comment_of_a_private_consultation(as_, secretary, outsider, private_consultation):
    round = factories.make_round(secretary, private_consultation)
    said = factories.make_comment(secretary, round, factories.make_proposal(secretary, round), capacity="secretariat")

    for name in ("comment", "comment_reply", "comment_correct", "comment_withdraw", "comment_changes"):
        assert as_(None).get(at(name, said)).status_code == 404
        assert as_(outsider).get(at(name, said)).status_code == 404


def test_comment_that_waits_is_not_there_for_others(as_, consultation, member, outsider, moderator, round, draft):
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")
    round.consultation.refresh_from_db()
    said = factories.make_comment(member, round, draft, text="Waits.")

    answers = {person: as_(person).get(at("comment", said)) for person in (None, outsider, member, moderator)}

    assert [answers[person].status_code for person in (None, outsider, member, moderator)] == [404, 404, 200, 200]
    assert "Waits." in answers[member].text
    assert "Waits." in answers[moderator].text


def test_page_asks_as_often_for_thirty_replies_as_for_one(as_, comment, secretary, member, round, draft):
    browser = as_(member)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(at("comment", comment))
        return len(queries)

    def talk(times):
        for _number in range(times):
            person = factories.make_person()
            factories.make_comment(person, round, draft, reply_to=comment)
            factories.hide(secretary, factories.make_comment(person, round, draft, reply_to=comment))

    browser.get(at("comment", comment))
    talk(1)
    few = asked()
    talk(29)

    assert asked() == few


def test_replying(as_, comment, outsider):
    answer = as_(outsider).post(at("comment_reply", comment), typed(kind="support"))

    reply = Comment.objects.get(reply_to=comment)
    assert (answer.status_code, answer["Location"]) == (303, at("comment_receipt", reply))
    assert (reply.text, reply.kind, reply.author, reply.paragraph) == ("An answer.", "support", outsider, None)


def test_replying_to_a_reply_leads_to_the_thread(as_, comment, outsider, round, draft):
    reply = factories.make_comment(outsider, round, draft, reply_to=comment)

    answer = as_(outsider).get(at("comment_reply", reply))

    assert (answer.status_code, answer["Location"]) == (302, at("comment_reply", comment))


def test_sending_a_reply_to_a_reply(as_, comment, outsider, round, draft):
    reply = factories.make_comment(outsider, round, draft, reply_to=comment)

    answer = as_(outsider).post(at("comment_reply", reply), typed(text="Kept."))

    assert answer.status_code == 422
    assert "Replies go to the comment that began the thread, not to a reply." in answer.text
    assert "Kept.</textarea>" in answer.text


def test_replying_after_the_close(as_, comment, outsider, round):
    factories.close(round)

    assert "Nobody can reply any more." in as_(outsider).get(at("comment_reply", comment)).text
    answer = as_(outsider).post(at("comment_reply", comment), typed(text="Kept."))

    assert answer.status_code == 409
    assert "Kept.</textarea>" in answer.text


def test_stranger_replies_at_once(as_, comment):
    page = as_(None).get(at("comment_reply", comment))

    assert page.status_code == 200
    assert page.context["form"].is_stranger is True


def test_correcting(as_, comment, member):
    browser = as_(member)

    form = browser.get(at("comment_correct", comment))
    answer = browser.post(at("comment_correct", comment), {"key": "k1", "text": "Two plain things."}, follow=True)

    assert form.text.count("One plain thing.") == 2
    assert answer.redirect_chain == [(at("comment", comment), 303)]
    assert "Your comment is corrected." in answer.text
    comment.refresh_from_db()
    assert comment.text == "Two plain things."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something: the text is empty."),
        ("x" * 20_001, "The text has 20,001 characters."),
        ("One plain thing.", "The text is the same as before."),
    ],
)
def test_correcting_with_words_that_cannot_be_taken(as_, comment, member, text, words):
    answer = as_(member).post(at("comment_correct", comment), {"key": "k1", "text": text})

    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="id_text_error"' in answer.text


def test_correcting_after_the_close(as_, comment, member, round):
    factories.close(round)

    assert "A comment can be corrected while its round is open." in as_(member).get(at("comment_correct", comment)).text
    answer = as_(member).post(at("comment_correct", comment), {"key": "k1", "text": "Too late."})

    assert answer.status_code == 409
    assert "Too late.</textarea>" in answer.text


def test_preview_of_a_correction(as_, comment, member):
    answer = as_(member).post(at("comment_correct", comment), {"key": "k1", "text": "A *new* one.", "preview": "1"})

    assert "A <em>new</em> one." in answer.text
    comment.refresh_from_db()
    assert comment.text == "One plain thing."


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_changing_what_somebody_else_wrote(as_, comment, outsider, secretary, act):
    for person in (outsider, secretary):
        for answer in (as_(person).get(at(f"comment_{act}", comment)), as_(person).post(at(f"comment_{act}", comment))):
            assert answer.status_code == 403
            assert "Only its author can change a comment." in answer.text


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_changing_without_being_signed_in(as_, comment, act):
    answer = as_(None).get(at(f"comment_{act}", comment))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/comments/")


def test_withdrawing(as_, comment, member):
    browser = as_(member)

    asked = browser.get(at("comment_withdraw", comment))
    answer = browser.post(at("comment_withdraw", comment), {"key": "k1"}, follow=True)

    assert "Its words go, its number and the replies stay." in asked.text
    assert "Your comment is withdrawn." in answer.text
    comment.refresh_from_db()
    assert (comment.status, comment.text) == ("withdrawn", None)


def test_withdrawing_twice(as_, comment, member):
    browser = as_(member)
    browser.post(at("comment_withdraw", comment), {"key": "k1"})

    same = browser.post(at("comment_withdraw", comment), {"key": "k1"})
    other = browser.post(at("comment_withdraw", comment), {"key": "k2"})

    assert same.status_code == 303
    assert other.status_code == 409
    assert "This comment is not shown any more" in other.text


def test_reading_the_page_withdraws_nothing(as_, comment, member):
    as_(member).get(at("comment_withdraw", comment))

    comment.refresh_from_db()
    assert comment.status == "published"


def test_changes_that_count_as_history(as_, comment, member):
    filed_earlier(comment, 20)
    comments.correct(by=member, comment=comment, text="Thirty.")

    page = as_(None).get(at("comment_changes", comment))

    assert page.text.index("One plain thing.") < page.text.index("Thirty.")


def test_changes_within_a_quarter_of_an_hour(as_, comment, member, outsider):
    comments.correct(by=member, comment=comment, text="Thirty.")

    for person in (None, outsider):
        page = as_(person).get(at("comment_changes", comment)).text
        assert "One plain thing." not in page
        assert "It was put right within 15 minutes" in page
    assert "One plain thing." in as_(member).get(at("comment_changes", comment)).text


def test_changes_after_an_answer(as_, comment, member, outsider, round, draft):
    factories.make_comment(outsider, round, draft, reply_to=comment)
    comments.correct(by=member, comment=comment, text="Thirty.")

    assert "One plain thing." in as_(None).get(at("comment_changes", comment)).text


def test_changes_of_a_hidden_comment(as_, comment, member, outsider, moderator):
    filed_earlier(comment, 20)
    comments.correct(by=member, comment=comment, text="Thirty.")
    comment.refresh_from_db()
    factories.hide(moderator, comment)

    seen = {
        person: as_(person).get(at("comment_changes", comment)).text for person in (None, outsider, member, moderator)
    }

    assert ["Thirty." in seen[person] for person in (None, outsider, member, moderator)] == [False, False, True, True]
    assert ["One plain" in seen[person] for person in (None, outsider, member, moderator)] == [False, False, True, True]


def test_changes_of_a_comment_shown_again(as_, comment, moderator):
    factories.hide(moderator, comment)
    decisions.restore(by=moderator, thing=comment, reason="Looked again.", language="en", now=timezone.now())

    assert "It was never corrected." in as_(None).get(at("comment_changes", comment)).text


@pytest.mark.django_db
@pytest.mark.parametrize("answered", [True, False])
def test_hidden_comment_says_that_replies_stay_where_there_are_some(answered, as_, secretary, member, comment):
    if answered:
        factories.make_comment(member, comment.round, comment.proposal, reply_to=comment)
    factories.hide(secretary, comment)

    for address in (f"/p/{comment.proposal_id}/whole-text/", f"/comments/{comment.pk}/"):
        assert ("The replies stay." in as_(None).get(address).content.decode()) == answered
