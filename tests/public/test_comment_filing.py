import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.models import Comment, Paragraph
from rounds.models import Consultation, Round
from tests import factories


@pytest.fixture
def where(db, draft):
    return reverse("paragraph", args=[draft.pk, "2"])


def typed(**fields):
    return {"capacity": "personal", "kind": "", "language": "en", "text": "One plain thing.", "key": "k1", **fields}


def test_sending_a_comment(as_, where, member, draft):
    answer = as_(member).post(where, typed(kind="concern", text="Say who judges."))

    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("comment_receipt", args=[comment.pk]))
    assert (comment.text, comment.kind, comment.author, comment.language) == (
        "Say who judges.",
        "concern",
        member,
        "en",
    )
    assert comment.paragraph == Paragraph.objects.get(proposal=draft, anchor="2")


def test_sending_a_comment_on_the_whole_text(as_, member, draft):
    as_(member).post(reverse("proposal_whole", args=[draft.pk]), typed())

    comment = Comment.objects.get()
    assert (comment.paragraph, comment.kind) == (None, None)


def test_sender_is_told_what_became_of_it(as_, where, member):
    page = as_(member).post(where, typed(), follow=True)

    assert "Your comment is in the public record" in page.text
    assert "follows within a minute" in page.text


def test_sender_is_told_that_a_moderator_reads_first(as_, where, member, consultation):
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")

    assert "A moderator reads it first" in as_(member).get(where).text
    page = as_(member).post(where, typed(), follow=True)

    assert "It is shown once a moderator has read it." in page.text
    assert Comment.objects.get().status == "received"


def test_form_offers_only_the_voices_one_has(as_, where, secretary, member, outsider, organization):
    def voices(person):
        return [voice.value for voice in as_(person).get(where).context["form"].voices]

    assert voices(outsider) == ["personal"]
    assert voices(member) == ["personal", f"organization:{organization.pk}"]
    assert voices(secretary) == ["personal", "secretariat"]


def test_form_begins_with_the_readers_language(as_, where, member):
    member.language = "fr-CA"
    member.save(update_fields=["language"])

    page = as_(member).get(where)

    assert page.context["form"]["language"].initial == "fr"
    assert re.search(
        r'<option value="fr"[^>]*selected[^>]*lang="fr"|<option value="fr" lang="fr"[^>]*selected', page.text
    )
    assert '<option value="ar" lang="ar" dir="rtl">العربية</option>' in page.text


def test_speaking_for_a_body(as_, where, member, organization):
    as_(member).post(where, typed(capacity=f"organization:{organization.pk}"))

    comment = Comment.objects.get()
    assert (comment.capacity, comment.organization) == ("organization", organization)


def test_speaking_as_secretariat(as_, where, secretary):
    as_(secretary).post(where, typed(capacity="secretariat"))

    assert Comment.objects.get().capacity == "secretariat"


def test_speaking_for_a_body_that_one_does_not_speak_for(as_, where, outsider, organization):
    answer = as_(outsider).post(where, typed(capacity=f"organization:{organization.pk}", text="Kept."))

    assert answer.status_code == 403
    assert f"You are not confirmed to speak for {organization.name}." in answer.text
    assert "Kept.</textarea>" in answer.text
    assert 'href="#id_capacity_group"' in answer.text
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("capacity", "status", "words"),
    [
        ("", 422, "Choose in whose name you speak."),
        ("king", 422, "Choose in whose name you speak."),
        ("organization:nobody", 422, "Choose in whose name you speak."),
        ("organization", 403, "Name the organization for which you speak."),
        ("stakeholder_group", 403, "Nobody speaks for a whole stakeholder group here."),
        ("secretariat", 403, "so you cannot speak as secretariat"),
    ],
)
def test_capacity_that_cannot_be_taken(as_, where, outsider, capacity, status, words):
    answer = as_(outsider).post(where, typed(capacity=capacity))

    assert answer.status_code == status
    assert words in answer.text
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("text", "", "Write something: the text is empty."),
        ("text", " \n​ ", "Write something: the text is empty."),
        ("text", "x" * 20_212, "The text has 20,212 characters. At most 20,000 fit"),
        ("language", "xx", "“xx” is not a language we know."),
        ("language", "", "Choose the language of your text."),
        ("kind", "shouting", "“shouting” is not a kind of comment."),
    ],
)
def test_input_that_cannot_be_taken(as_, where, member, field, value, words):
    answer = as_(member).post(where, typed(**{"text": "Kept.", field: value}))

    assert answer.status_code == 422
    assert words in answer.text
    assert "Not sent: one thing to put right" in answer.text
    assert f'id="id_{field}_error"' in answer.text
    assert answer.text.index('id="errors"') < answer.text.index('id="write"')
    assert Comment.objects.count() == 0


def test_several_wrong_inputs_are_told_at_once(as_, where, member):
    answer = as_(member).post(where, {"key": "k1"})

    assert answer.status_code == 422
    assert "Not sent: 3 things to put right" in answer.text


def test_text_of_exactly_the_limit_with_line_ends_of_a_browser(as_, where, member):
    answer = as_(member).post(where, typed(text="ab\r\n" + "x" * 19_997))

    assert answer.status_code == 303
    assert len(Comment.objects.get().text) == 20_000


def test_address_not_confirmed(as_, where):
    answer = as_(factories.make_person(confirmed=False)).post(where, typed())

    assert answer.status_code == 403
    assert "Confirm your address first" in answer.text


def test_sending_after_the_close(as_, where, member, round):
    last = timezone.now() - timedelta(seconds=4)
    Round.objects.filter(pk=round.pk).update(opens_at=last - timedelta(days=5), closes_at=last)

    answer = as_(member).post(where, typed(text="Four seconds late."))

    assert answer.status_code == 409
    assert "This round closed on" in answer.text
    assert re.search(r"Your text reached us \d seconds later and was not filed", answer.text)
    assert "Four seconds late.</textarea>" in answer.text
    assert Comment.objects.count() == 0


def test_retry_after_the_close_gets_the_first_answer(as_, where, member, round):
    first = as_(member).post(where, typed())
    factories.close(round)

    second = as_(member).post(where, typed())

    assert (second.status_code, second["Location"]) == (303, first["Location"])
    assert Comment.objects.count() == 1


def test_sending_before_the_round_opens(as_, secretary, member, consultation):
    round = factories.make_round(secretary, consultation, opens_in=timedelta(days=1))
    text = factories.make_proposal(secretary, round)

    answer = as_(member).post(reverse("proposal_whole", args=[text.pk]), typed())

    assert answer.status_code == 409
    assert "This round opens on" in answer.text


def test_pressing_twice_files_once(as_, where, member):
    browser = as_(member)

    answers = [browser.post(where, typed()) for _press in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressing_many_times_at_once_files_once(as_, where, member):
    browser = as_(member)

    def press(_n):
        twin = Client()
        twin.cookies = browser.cookies
        try:
            return twin.post(where, typed())["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        locations = set(hands.map(press, range(8)))

    assert len(locations) == 1
    assert Comment.objects.count() == 1


def test_another_text_with_the_key_of_a_page_that_was_sent(as_, where, member):
    browser = as_(member)
    browser.post(where, typed())

    answer = browser.post(where, typed(text="A second thought."))
    key = re.search(r'name="key" value="([^"]+)" id="id_key"', answer.text)[1]
    again = browser.post(where, typed(text="A second thought.", key=key))

    assert answer.status_code == 422
    assert "Send this one again if it is to be filed too." in answer.text
    assert again.status_code == 303
    assert Comment.objects.count() == 2


def test_key_that_is_none(as_, where, member):
    answer = as_(member).post(where, typed(key="x" * 500))

    assert answer.status_code == 422
    assert Comment.objects.count() == 0


def test_preview_files_nothing(as_, where, member):
    answer = as_(member).post(where, typed(text="A *stressed* word.", preview="1"))

    assert answer.status_code == 200
    assert "Preview: not sent yet" in answer.text
    assert "A <em>stressed</em> word." in answer.text
    assert "A *stressed* word.</textarea>" in answer.text
    assert Comment.objects.count() == 0


def test_preview_of_what_cannot_be_taken(as_, where, member):
    assert as_(member).post(where, typed(text="", preview="1")).status_code == 422


def test_form_without_its_token_is_refused(where, member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)

    assert browser.post(where, typed()).status_code == 403


def test_nothing_is_filed_by_reading(as_, where, member):
    as_(member).get(where, typed())

    assert Comment.objects.count() == 0


def test_statements_of_sending(as_, where, member, organization):
    browser = as_(member)
    browser.get(where)

    with CaptureQueriesContext(connection) as queries:
        browser.post(where, typed(capacity=f"organization:{organization.pk}"))

    assert len(queries) <= 24
