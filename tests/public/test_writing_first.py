"""Writing before having an account: kept at its moment, one mail, one link, one button, one short question."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from contributions.models import Contribution
from digests.actions import unconfirmed as mails_of_texts
from digests.models import Mail
from digests.rules import links
from proposals.models import Comment, Unconfirmed
from public.pages import strangers
from rounds.models import Consultation, Question, Round
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(consultation, call):
    return reverse("contribution_send", args=[consultation.slug, call.number])


def typed(**fields):
    return {
        "capacity": "personal",
        "language": "en",
        "text": "Written before an account.",
        "name": "Amina Diallo",
        "address": "amina@example.org",
        "key": "k1",
        **fields,
    }


def link_of(text):
    return links.confirm(text.pk).removeprefix(settings.SITE_URL)


@pytest.fixture
def kept(where):
    Client().post(where, typed())
    return Unconfirmed.objects.get()


def test_text_is_kept_at_its_moment_and_nothing_is_filed(where, call):
    answer = Client().post(where, typed(title="Short", named="no", language="fr"), follow=True)

    text = Unconfirmed.objects.get()
    assert answer.redirect_chain[0][1] == 303
    assert f"We have your text of {text.received_at:%H:%M} UTC" in answer.text
    assert "amina@example.org" in answer.text
    assert "Written before an account." in answer.text
    assert (text.round, text.name, text.title, text.language, text.page_language) == (
        call,
        "Amina Diallo",
        "Short",
        "fr",
        "en",
    )
    assert (text.is_named, Contribution.objects.count(), Person.objects.filter(email="amina@example.org").count()) == (
        False,
        0,
        0,
    )


def test_page_is_the_same_whether_the_address_has_an_account_or_not(where):
    known = factories.make_person("Known")

    pages = []
    for address in (known.email, "nobody@example.org"):
        page = Client().post(where, typed(address=address, key=address), follow=True).text
        text = Unconfirmed.objects.get(address=address)
        page = re.sub(r"<time.*?</time>|\d\d:\d\d|csrf.*?>|[/F]kept(/|%2F)[^/\"]+?(/|%2F\")", "", page)
        pages.append(page.replace(address, "").replace(str(text.pk), ""))

    assert pages[0] == pages[1]


def test_comment_of_a_stranger_is_kept_on_its_paragraph(draft):
    Client().post(reverse("paragraph", args=[draft.pk, "2"]), typed(kind="concern"))

    text = Unconfirmed.objects.get()
    assert (text.proposal, text.paragraph.anchor, text.kind) == (draft, "2", "concern")


def test_answers_of_a_stranger_are_kept(where, call):
    Question.objects.create(round=call, number=1, text="Why?")

    Client().post(where, typed(text="", answer_1="Because."))

    text = Unconfirmed.objects.get()
    assert (text.text, text.answers) == ("", {"1": "Because."})


@pytest.mark.parametrize(
    ("field", "value", "status", "words"),
    [
        ("name", "", 422, "Write the name under which you take part."),
        ("name", "The Secretariat", 422, "reads like the secretariat"),
        ("address", "", 422, "Write your mail address"),
        ("address", "amina at home", 422, "This is not a mail address."),
        ("text", " ", 422, "Write something: the text is empty."),
        ("capacity", "organization:6f8b0f1e-0000-4000-8000-000000000000", 403, "Sign in to speak for an organization."),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_rest_stays(where, field, value, status, words):
    answer = Client().post(where, typed(title="Kept title", **{field: value}))

    assert answer.status_code == status
    assert words in answer.text
    assert 'value="Kept title"' in answer.text
    assert Unconfirmed.objects.count() == 0


def test_text_that_comes_after_the_close_stays_in_its_box(where, call):
    factories.close(call)

    answer = Client().post(where, typed(text="Too late."))

    assert (answer.status_code, Unconfirmed.objects.count()) == (409, 0)
    assert "This round closed" in answer.text
    assert "Too late.</textarea>" in answer.text
    assert 'value="amina@example.org"' in answer.text


@pytest.mark.parametrize("rule", [{"taking_part": "groups"}, {"taking_part": "listed"}])
def test_where_not_everybody_takes_part_strangers_are_asked_to_sign_in(where, consultation, rule):
    Consultation.objects.filter(pk=consultation.pk).update(**rule)

    assert Client().get(where).context.get("form") is None
    answer = Client().post(where, typed())

    assert (answer.status_code, Unconfirmed.objects.count()) == (403, 0)
    assert "Written before an account.</textarea>" in answer.text


def test_pressing_twice_keeps_one_and_needs_no_cookie(where):
    answers = [Client().post(where, typed()) for _press in range(2)]

    assert Unconfirmed.objects.count() == 1
    assert {strangers.signing.loads(answer["Location"].split("/")[2], salt=strangers.SALT) for answer in answers} == {
        str(Unconfirmed.objects.get().pk)
    }


def test_two_tabs_with_other_words_keep_both(where):
    Client().post(where, typed(key="k1", text="One."))
    second = Client().post(where, typed(key="k1", text="Two."))
    key = re.search(r'name="key" value="([^"]+)"', second.text)[1]
    Client().post(where, typed(key=key, text="Two."))

    assert second.status_code == 422
    assert sorted(Unconfirmed.objects.values_list("text", flat=True)) == ["One.", "Two."]


@pytest.mark.django_db(transaction=True)
def test_pressing_many_times_at_once_keeps_one(where):
    def press(_n):
        try:
            return Client().post(where, typed()).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        statuses = set(hands.map(press, range(8)))

    assert statuses == {303}
    assert Unconfirmed.objects.count() == 1


def test_fourth_text_of_an_address_waits_outside(where):
    answers = [Client().post(where, typed(key=f"k{n}", text=f"Text {n}.")) for n in range(4)]

    assert [answer.status_code for answer in answers] == [303, 303, 303, 409]
    assert "3 texts of this address wait for its answer already." in answers[3].text
    assert "Text 3.</textarea>" in answers[3].text


def test_one_connection_sends_so_many_an_hour(where, monkeypatch):
    monkeypatch.setattr(strangers, "AT_MOST", 2)

    answers = [Client().post(where, typed(key=f"k{n}", address=f"a{n}@example.org")) for n in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "2 texts came from your connection within an hour" in answers[2].text
    assert "Written before an account.</textarea>" in answers[2].text


# --- the mail --------------------------------------------------------------------------------------------------------


def test_mail_has_the_text_the_moment_and_the_link_and_goes_once(kept):
    assert [mails_of_texts.write(now=timezone.now()) for _sweep in range(2)] == [1, 0]

    mail = Mail.objects.get()
    assert (mail.kind, mail.address, mail.person) == ("confirm", "amina@example.org", None)
    for part in (mail.text, mail.html):
        assert "Written before an account." in part
        assert links.confirm(kept.pk) in part
        assert f"{kept.received_at:%H:%M:%S}" in part
    assert mail.subject == f"File your text of {kept.received_at:%H:%M} UTC with one press"


def test_mail_makes_no_links_of_a_strangers_words(where):
    Client().post(where, typed(text="[Your bank](https://evil.example) says <b>pay</b>"))

    mails_of_texts.write(now=timezone.now())

    html = Mail.objects.get().html
    assert 'href="https://evil.example' not in html
    assert "<b>pay</b>" not in html


# --- the link --------------------------------------------------------------------------------------------------------


def test_first_words_that_stand_for_a_title_are_shown_once(kept):
    page = Client().get(link_of(kept)).text

    assert page.count("Written before an account.") == 1


def test_reading_the_link_files_nothing(kept):
    page = Client().get(link_of(kept))

    assert page.status_code == 200
    assert "Written before an account." in page.text
    assert (Contribution.objects.count(), Unconfirmed.objects.count()) == (0, 1)


def test_button_files_the_text_with_the_moment_of_sending_and_opens_the_new_account(kept):
    browser = Client()

    answer = browser.post(link_of(kept))

    filed = Contribution.objects.get()
    address = reverse("contribution_receipt", args=[filed.pk])
    assert (answer.status_code, answer["Location"]) == (303, strangers.introduce_address(address))
    assert (filed.pk, filed.posted_at, filed.text) == (kept.pk, kept.received_at, "Written before an account.")
    assert (filed.author.name, filed.author.email, filed.status) == ("Amina Diallo", "amina@example.org", "published")
    assert browser.session["_auth_user_id"] == str(filed.author.pk)
    assert Unconfirmed.objects.count() == 0


def test_link_does_not_open_an_account_that_was_there(where):
    person = factories.make_person("Known")
    Client().post(where, typed(address=person.email))
    browser = Client()

    page = browser.post(link_of(Unconfirmed.objects.get()), follow=True)

    assert "_auth_user_id" not in browser.session
    assert "Your text is filed" in page.text
    assert Contribution.objects.get().author == person


def test_link_does_not_open_an_office(where, secretary):
    Client().post(where, typed(address=secretary.email))
    browser = Client()

    browser.post(link_of(Unconfirmed.objects.get()))

    assert "_auth_user_id" not in browser.session
    assert Contribution.objects.get().author == secretary


def test_link_leaves_another_account_that_is_signed_in_alone(kept, as_, member):
    browser = as_(member)

    browser.post(link_of(kept))

    assert browser.session["_auth_user_id"] == str(member.pk)
    assert Contribution.objects.get().author.email == "amina@example.org"


def test_password_of_whoever_typed_the_address_before_is_worth_nothing(where):
    squatter = factories.make_person("Squatter", confirmed=False, email="amina@example.org")
    Client().post(where, typed())

    Client().post(link_of(Unconfirmed.objects.get()))

    squatter.refresh_from_db()
    assert (squatter.has_usable_password(), squatter.name) == (False, "Amina Diallo")


def test_button_pressed_twice_files_once(kept):
    answers = [Client().post(link_of(kept)) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Contribution.objects.count() == 1


def test_button_after_the_close_files_what_came_in_time(kept, call):
    factories.close(call)

    Client().post(link_of(kept))

    assert Contribution.objects.get().posted_at == kept.received_at


def test_closing_record_names_it_in_its_second_part(kept, call, consultation, settle):
    from rounds.actions import sealing

    factories.close(call)
    settle()
    sealing.seal_due(now=timezone.now())
    settle()
    Client().post(link_of(kept))
    settle()

    record = Client().get(reverse("round_record", args=[consultation.slug, call.number]))

    filed = Contribution.objects.select_related("entry").get()
    assert [line.entry.pk for line in record.context["later"]] == [filed.entry_id]
    assert record.context["count"] == 0


def test_button_more_than_seven_days_after_the_close_files_nothing(kept, call):
    over = timezone.now() - Round.CONFIRMED_WITHIN - timedelta(minutes=1)
    Round.objects.filter(pk=call.pk).update(opens_at=over - timedelta(days=9), closes_at=over)

    answer = Client().post(link_of(kept))

    assert (answer.status_code, Contribution.objects.count()) == (409, 0)
    assert "Texts of this round could be confirmed until" in answer.text


def test_whoever_did_not_write_it_erases_it(kept):
    browser = Client()

    answer = browser.post(link_of(kept), {"not_me": "1"}, follow=True)

    assert answer.status_code == 410
    assert "This text waits no more." in answer.text
    assert (Unconfirmed.objects.count(), Contribution.objects.count()) == (0, 0)


def test_who_says_too_late_that_it_was_not_them_erases_nothing(kept):
    Client().post(link_of(kept))

    Client().post(link_of(kept), {"not_me": "1"})

    assert Contribution.objects.get().text == "Written before an account."


@pytest.mark.parametrize("link", ["/confirm/garbage/", "/kept/garbage/"])
def test_link_that_is_not_ours(link):
    assert Client().get(link).status_code == 404


def test_page_of_what_was_kept_cannot_file_it(where):
    address = Client().post(where, typed())["Location"]
    token = address.split("/")[2]

    assert Client().post(f"/confirm/{token}/").status_code == 404
    assert Client().post(address).status_code == 405
    assert Contribution.objects.count() == 0


def test_filed_text_that_a_moderator_reads_first_is_not_shown_to_the_link(kept, consultation):
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")
    Client().post(link_of(kept))

    page = Client().get(link_of(kept))

    assert Contribution.objects.get().status == "received"
    assert "Your text is filed" in page.text
    assert "Written before an account." not in page.text


# --- one short question ----------------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(kept):
    browser = Client()
    browser.post(link_of(kept))
    return browser


def test_newcomer_says_once_of_which_group_they_are(newcomer, settle):
    sent = Contribution.objects.get()
    then = reverse("contribution_receipt", args=[sent.pk])
    where = strangers.introduce_address(then)

    assert "One short question" in newcomer.get(where).text
    answer = newcomer.post(where, {"stakeholder_group": "academia", "country": "KE"})

    sent.refresh_from_db()
    sent.author.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, then)
    assert (sent.stakeholder_group_id, sent.country) == ("academia", "KE")
    assert (sent.author.stakeholder_group_id, sent.author.country) == ("academia", "KE")
    assert newcomer.get(where)["Location"] == then
    settle()
    assert "who is new here, said of which group they are: Academia." in newcomer.get("/ledger/").text


def test_newcomer_would_rather_not_say(newcomer):
    newcomer.post(reverse("introduce"), {"stakeholder_group": "not_said", "country": ""})

    sent = Contribution.objects.get()
    assert sent.author.introduced_at is not None
    assert (sent.stakeholder_group_id, sent.country) == (None, "")


def test_newcomer_who_says_nothing_is_asked_to_choose(newcomer):
    answer = newcomer.post(reverse("introduce"), {})

    assert answer.status_code == 422
    assert "Choose one, or say that you would rather not." in answer.text


def test_question_leads_nowhere_else(newcomer):
    answer = newcomer.post(
        f"{reverse('introduce')}?next=https://evil.example/", {"stakeholder_group": "not_said", "country": ""}
    )

    assert answer["Location"] == reverse("me")


def test_first_text_of_somebody_who_signed_up_leads_to_the_question(as_, where):
    person = factories.make_person("New", group=None)
    browser = as_(person)

    first = browser.post(where, typed(key="k1"))
    browser.post(reverse("introduce"), {"stakeholder_group": "other", "country": ""})
    second = browser.post(where, typed(key="k2", text="A second one."))

    texts = {text.text: text for text in Contribution.objects.all()}
    assert first["Location"].startswith(reverse("introduce"))
    assert second["Location"] == reverse("contribution_receipt", args=[texts["A second one."].pk])
    assert texts["Written before an account."].stakeholder_group_id == "other"


def test_group_that_is_said_later_on_my_page_leaves_old_texts_alone(as_, where):
    person = factories.make_person("New", group=None)
    browser = as_(person)
    browser.post(where, typed())
    browser.post(reverse("introduce"), {"stakeholder_group": "not_said", "country": ""})

    browser.post(
        reverse("me"),
        {"name": "New", "stakeholder_group": "academia", "country": "KE", "language": "en", "time_zone": "UTC"},
    )
    browser.post(reverse("introduce"), {"stakeholder_group": "academia", "country": "KE"})

    assert Contribution.objects.get().stakeholder_group_id is None


def test_reply_of_a_stranger_is_filed_as_a_reply(comment, kept):
    Unconfirmed.objects.all().delete()
    Client().post(reverse("comment_reply", args=[comment.pk]), typed(key="k9"))

    Client().post(link_of(Unconfirmed.objects.get()))

    assert Comment.objects.filter(reply_to=comment, author__email="amina@example.org").count() == 1


def test_stranger_sees_a_preview_before_saying_who_they_are(where):
    page = Client().post(where, typed(text="A *plain* question.", name="", address="", preview="1"))

    assert (page.status_code, Unconfirmed.objects.count()) == (200, 0)
    shown = page.text.partition('id="preview"')[2].partition("</section>")[0]
    assert "<em>plain</em>" in shown


def test_stranger_who_sends_without_a_name_is_asked_for_it(where):
    page = Client().post(where, typed(name="", address=""))

    assert (page.status_code, Unconfirmed.objects.count()) == (422, 0)
    assert "Write the name under which you take part." in page.text
