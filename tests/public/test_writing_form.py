"""The form itself: one box first, quiet lines below it, questions of a call, voices, drafts, the name."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import affiliations
from accounts.models import Affiliation
from contributions.models import Attachment, Contribution, ContributionDraft
from moderation.actions import affiliations as noted
from proposals.actions import drafts
from proposals.models import Comment, CommentDraft
from public.forms_filing import count_words
from rounds.models import Consultation, Question
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(draft):
    return reverse("paragraph", args=[draft.pk, "2"])


@pytest.fixture
def send(consultation, call):
    return reverse("contribution_send", args=[consultation.slug, call.number])


@pytest.fixture
def asked(call):
    return [
        Question.objects.create(round=call, number=1, text="Who acts?", help="Name a body.", word_limit=5),
        Question.objects.create(round=call, number=2, text="And when?"),
    ]


def typed(**fields):
    return {"capacity": "personal", "kind": "", "language": "en", "text": "One plain thing.", "key": "k1", **fields}


def form_of(page):
    return page.text[page.text.index('id="write"') : page.text.index("</form>", page.text.index('id="write"'))]


def test_box_comes_first_then_the_lines_then_the_buttons_then_the_sentence(as_, where, member):
    form = form_of(as_(member).get(where))

    marks = [
        "<textarea",
        "You are speaking:",
        "Write in any language:",
        "This is a",
        "Your name:",
        ">Preview<",
        ">Send comment<",
        ">Save draft<",
        'id="promise">Shown with your name at once.',
    ]
    places = [form.index(mark) for mark in marks]
    assert places == sorted(places)


def test_lines_open_where_something_is_to_be_put_right(as_, where, member):
    open_lines = re.findall(r'<details class="line" open>', form_of(as_(member).post(where, typed(language="xx"))))

    assert len(open_lines) == 1


def test_sentence_says_until_when(as_, where, member, round):
    last = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=4)
    type(round).objects.filter(pk=round.pk).update(closes_at=last)

    assert f"You can correct it until {(last - timedelta(days=1)):%-d %B}." in as_(member).get(where).text


# --- voices ----------------------------------------------------------------------------------------------------------


def test_member_and_who_asked_may_choose_their_body_and_read_what_it_waits_for(as_, where, secretary):
    person = factories.make_person("Mara")
    ours, other = factories.make_organization(secretary, "Ours"), factories.make_organization(secretary, "Other body")
    noted.note(by=secretary, person=person, organization=ours, role=Affiliation.Role.MEMBER, now=timezone.now())
    affiliations.ask(by=person, organization=other, role=Affiliation.Role.FOCAL_POINT, note="", now=timezone.now())

    page = as_(person).get(where)

    voices = page.context["form"].voices
    assert [voice.value for voice in voices] == ["personal", f"organization:{ours.pk}", f"organization:{other.pk}"]
    assert "You are a member. It waits until a focal point releases it." in page.text
    assert "You asked. It waits until Other body or the secretariat confirms you." in page.text


def test_text_of_a_member_waits_and_the_page_says_for_whom(as_, where, secretary):
    person = factories.make_person("Mara")
    ours = factories.make_organization(secretary, "Ours")
    noted.note(by=secretary, person=person, organization=ours, role=Affiliation.Role.MEMBER, now=timezone.now())

    page = as_(person).post(where, typed(capacity=f"organization:{ours.pk}"), follow=True)

    assert Comment.objects.get().waiting_for == "release"
    assert "It is shown in the name of Ours once one of its focal points releases it, until " in page.text


def test_preview_says_when_the_chosen_voice_is_shown(as_, where, member, organization):
    page = as_(member).post(where, typed(capacity=f"organization:{organization.pk}", preview="1"))

    assert f"Shown at once, in the name of {organization.name}." in form_of(page)


# --- the name --------------------------------------------------------------------------------------------------------


def test_name_that_is_not_to_be_shown(as_, where, send, member):
    as_(member).post(where, typed(named="no"))
    as_(member).post(send, typed(named="no", key="k2"))

    assert (Comment.objects.get().is_named, Contribution.objects.get().is_named) == (False, False)


def test_preview_keeps_the_choice_of_the_name(as_, where, member):
    form = form_of(as_(member).post(where, typed(named="no", preview="1")))

    assert re.search(r'value="no" checked', form)
    assert "Shown at once, without your name." in form


def test_unnamed_is_named_where_a_form_says_nothing(as_, where, member):
    as_(member).post(where, typed())

    assert Comment.objects.get().is_named is True


# --- questions -------------------------------------------------------------------------------------------------------


def test_questions_stand_as_boxes_beside_the_free_text(as_, send, member, asked):
    form = form_of(as_(member).get(send))

    assert form.count("<textarea") == 3
    assert "1. Who acts?" in form
    assert "Name a body." in form
    assert "About 5 words" in form
    assert form.count("Write freely, answer the questions below, or both.") == 1


def test_answers_are_filed_with_or_without_a_text(as_, send, member, asked):
    as_(member).post(send, typed(text="", answer_2="In spring."))

    sent = Contribution.objects.get()
    assert (sent.text, sent.answers, sent.title) == ("", {"2": "In spring."}, "In spring.")


def test_nothing_at_all_is_said_at_the_text(as_, send, member, asked):
    answer = as_(member).post(send, typed(text=""))

    assert (answer.status_code, Contribution.objects.count()) == (422, 0)
    assert 'id="id_text_error"' in answer.text


def test_word_limit_warns_and_does_not_refuse(as_, send, member, asked):
    preview = as_(member).post(send, typed(answer_1="One two three four five six seven.", preview="1"))
    sent = as_(member).post(send, typed(answer_1="One two three four five six seven."))

    assert "About 5 words; you have 7." in preview.text
    assert 'class="long">About 5 words' in preview.text
    assert sent.status_code == 303


def test_preview_shows_each_answer_under_its_question(as_, send, member, asked):
    page = as_(member).post(send, typed(answer_2="In *spring*.", preview="1"))

    assert "2. And when?</b>" in page.text
    assert "In <em>spring</em>." in page.text


@pytest.mark.parametrize(
    ("text", "many"), [("", 0), ("  one,  two\nthree – ", 4), ("谁来行动", 4), ("naïve don't", 2), ("ใคร", 3)]
)
def test_words_are_counted_as_people_would(text, many):
    assert count_words(text) == many


def test_title_is_found_in_the_text(as_, send, member):
    as_(member).post(send, typed(text="We think so.\n\nAnd more."))

    assert Contribution.objects.get().title == "We think so."


# --- drafts and files ------------------------------------------------------------------------------------------------


def test_form_opens_with_the_draft_of_its_place(as_, where, member, round, draft):
    drafts.save_comment(
        by=member,
        round=round,
        proposal=draft,
        paragraph=draft.paragraphs.get(anchor="2"),
        text="Half a thought",
        language="fr",
        kind="concern",
        is_named=False,
        now=timezone.now(),
    )

    form = form_of(as_(member).get(where))
    other = as_(member).get(reverse("proposal_whole", args=[draft.pk]))

    assert "Half a thought</textarea>" in form
    assert "Français" in re.search(r'data-follows="language"[^>]*>([^<]*)', form)[1]
    assert re.search(r'value="no" checked', form)
    assert f'value="{CommentDraft.objects.get().saved_at.isoformat()}"' in form
    assert "Half a thought" not in form_of(other)


def test_draft_of_a_call_opens_with_its_answers_and_goes_when_it_is_sent(as_, send, member, call, asked):
    drafts.save_contribution(
        by=member, round=call, text="Half", answers={"1": "A body"}, title="T", language="en", now=timezone.now()
    )

    form = form_of(as_(member).get(send))
    as_(member).post(send, typed(text="Whole."))

    assert "Half</textarea>" in form
    assert "A body</textarea>" in form
    assert 'value="T"' in form
    assert ContributionDraft.objects.count() == 0


def test_saving_keeps_what_was_typed(as_, send, member, asked):
    form = form_of(as_(member).get(send))
    saves_to = re.search(r'formaction="([^"]+)"', form)[1]

    answer = as_(member).post(saves_to, typed(text="Half", answer_1="A body", named="no", seen=""))

    kept = ContributionDraft.objects.get()
    assert answer.status_code == 303
    assert (kept.text, kept.answers, kept.is_named) == ("Half", {"1": "A body"}, False)


def test_stranger_has_no_drafts(send):
    assert "Save draft" not in form_of(Client().get(send))


def test_file_is_sent_with_a_contribution(as_, send, member):
    page = SimpleUploadedFile("page.txt", b"Plain words.\n", content_type="text/plain")

    answer = as_(member).post(send, typed(files=page))

    assert answer.status_code == 303
    assert Attachment.objects.get().name == "page.txt"
    assert 'enctype="multipart/form-data"' in as_(member).get(send).text


# --- nothing is lost -------------------------------------------------------------------------------------------------


def test_words_of_a_page_that_had_grown_old_stand_on_the_answer(where, member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)

    answer = browser.post(where, typed(text="Words & <more>."))

    assert answer.status_code == 403
    assert "Words &amp; &lt;more&gt;.</textarea>" in answer.text
    assert Comment.objects.count() == 0


def test_page_that_had_grown_old_offers_no_form_that_would_send_it(where, member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)

    answer = browser.post(where, typed(text="From elsewhere."))

    assert '<form class="form' not in answer.text
    assert "csrfmiddlewaretoken" not in answer.text[answer.text.index("From elsewhere.") :]


def test_session_that_ended_keeps_the_words_in_their_box(as_, where, member, consultation):
    Consultation.objects.filter(pk=consultation.pk).update(taking_part="groups")
    browser = as_(member)
    browser.get(where)
    browser.logout()

    answer = browser.post(where, typed(text="Still here."))

    assert answer.status_code == 403
    assert "Still here.</textarea>" in answer.text


def test_what_nobody_confirmed_is_swept_every_hour():
    assert settings.CELERY_BEAT_SCHEDULE["unconfirmed"]["task"] == "proposals.tasks.end_waiting"
