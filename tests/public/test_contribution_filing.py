import pytest
from django.urls import reverse

from contributions.models import Contribution
from rounds.models import Consultation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(consultation, call):
    return reverse("contribution_send", args=[consultation.slug, call.number])


def typed(**fields):
    return {
        "capacity": "personal",
        "language": "en",
        "title": "What we think",
        "text": "At length.",
        "key": "k1",
        **fields,
    }


def test_sending_a_contribution(as_, where, member, organization, call):
    answer = as_(member).post(where, typed(capacity=f"organization:{organization.pk}"), follow=True)

    sent = Contribution.objects.get()
    assert answer.redirect_chain == [(reverse("contribution_receipt", args=[sent.pk]), 303)]
    assert "Your contribution is in the public record" in answer.text
    assert (sent.title, sent.text, sent.organization, sent.round) == ("What we think", "At length.", organization, call)


def test_sending_where_a_moderator_reads_first(as_, where, member, consultation):
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")

    answer = as_(member).post(where, typed(), follow=True)

    assert "It is shown once a moderator has read it." in answer.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "x" * 501, "The text has 501 characters. At most 500 fit"),
        ("text", "", "Write something: the text is empty."),
        ("text", "x" * 200_001, "The text has 200,001 characters. At most 200,000 fit"),
        ("language", "xx", "“xx” is not a language we know."),
        ("capacity", "", "Choose in whose name you speak."),
    ],
)
def test_input_that_cannot_be_taken(as_, where, member, field, value, words):
    answer = as_(member).post(where, typed(**{field: value}))

    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="id_{field}_error"' in answer.text
    assert Contribution.objects.count() == 0


def test_two_hundred_thousand_characters(as_, where, member):
    as_(member).post(where, typed(text="Long words. " * 16_666))

    answer = as_(member).get(reverse("contribution", args=[Contribution.objects.get().pk]))
    assert answer.status_code == 200
    assert "199,991 characters" in answer.text


def test_sending_after_the_close(as_, where, member, call):
    factories.close(call)

    assert as_(member).get(where).context.get("form") is None
    answer = as_(member).post(where, typed(title="Kept title", text="Kept text."))

    assert answer.status_code == 409
    assert "This round closed on" in answer.text
    assert "Kept text.</textarea>" in answer.text
    assert 'value="Kept title"' in answer.text


def test_sending_to_a_round_that_takes_comments(as_, member, consultation, round):
    where = reverse("contribution_send", args=[consultation.slug, round.number])

    assert "Contributions are sent to calls for inputs." in as_(member).get(where).text
    answer = as_(member).post(where, typed())

    assert answer.status_code == 409
    assert "Contributions are sent to calls for inputs." in answer.text


def test_sending_for_a_body_that_one_does_not_speak_for(as_, where, outsider, organization):
    answer = as_(outsider).post(where, typed(capacity=f"organization:{organization.pk}"))

    assert answer.status_code == 403
    assert f"You are not confirmed to speak for {organization.name}." in answer.text


def test_pressing_twice_sends_once(as_, where, member):
    browser = as_(member)

    answers = [browser.post(where, typed()) for _press in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Contribution.objects.count() == 1


def test_preview_sends_nothing(as_, where, member):
    answer = as_(member).post(where, typed(text="A *stressed* word.", preview="1"))

    assert answer.status_code == 200
    assert "A <em>stressed</em> word." in answer.text
    assert Contribution.objects.count() == 0


def test_withdrawing(as_, contribution, member):
    where = reverse("contribution_withdraw", args=[contribution.pk])

    assert "Its words go, its number stays." in as_(member).get(where).text
    answer = as_(member).post(where, {"key": "k1"}, follow=True)

    assert "Your contribution is withdrawn." in answer.text
    contribution.refresh_from_db()
    assert (contribution.status, contribution.title, contribution.text) == ("withdrawn", None, None)


def test_withdrawing_after_the_close(as_, contribution, member, call):
    factories.close(call)
    where = reverse("contribution_withdraw", args=[contribution.pk])

    assert "A contribution can be withdrawn while its round is open." in as_(member).get(where).text
    assert as_(member).post(where, {"key": "k1"}).status_code == 409


def test_withdrawing_what_somebody_else_sent(as_, contribution, secretary, outsider):
    where = reverse("contribution_withdraw", args=[contribution.pk])

    for person in (secretary, outsider):
        assert as_(person).post(where, {"key": "k1"}).status_code == 403
    assert as_(None).post(where, {"key": "k1"}).status_code == 302
    contribution.refresh_from_db()
    assert contribution.status == "published"
