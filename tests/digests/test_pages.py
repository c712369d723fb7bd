"""Mails I get, the follow button, unsubscribing from a mail, the demonstration's mailbox."""

import json
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from digests.actions import follows
from digests.models import Digest, Follow, Stream
from digests.rules import links
from proposals.models import Comment, Proposal
from rounds.models import Consultation
from tests import factories
from tests.digests.conftest import text_of

As = Callable[[Person | None], Client]
Settle = Callable[[], None]
Sweep = Callable[[], list[EmailMessage]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow(outsider: Person, consultation: Consultation, settle: Settle) -> Follow:
    settle()
    return follows.begin(by=outsider, thing=consultation, now=timezone.now())


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# --- following --------------------------------------------------------------------------------------------------------


def test_follow_button_follows_and_leads_back(outsider: Person, draft: Proposal, as_: As) -> None:
    answer = as_(outsider).post(reverse("follow"), {"proposal": draft.pk, "key": uuid4()})

    assert (answer.status_code, answer["Location"]) == (303, reverse("proposal", args=[draft.pk]))
    assert Follow.objects.current().filter(person=outsider).of(draft).count() == 1


def test_follow_button_pressed_twice_follows_once(outsider: Person, consultation: Consultation, as_: As) -> None:
    browser, form = as_(outsider), {"consultation": consultation.slug, "key": str(uuid4())}

    answers = [browser.post(reverse("follow"), form).status_code for _n in range(2)]
    browser.post(reverse("follow"), {**form, "key": str(uuid4())})

    assert (answers, Follow.objects.filter(person=outsider).count()) == ([303, 303], 1)


def test_follow_of_what_one_may_not_read_is_not_found(
    outsider: Person, private_consultation: Consultation, as_: As
) -> None:
    answer = as_(outsider).post(reverse("follow"), {"consultation": private_consultation.slug})

    assert (answer.status_code, Follow.objects.count()) == (404, 0)


def test_follow_of_what_cannot_even_be_asked_for_is_not_found(outsider: Person, as_: As) -> None:
    assert as_(outsider).post(reverse("follow"), {"consultation": "who\x00acts"}).status_code == 404


def test_follow_without_an_account_leads_to_the_sign_in(consultation: Consultation, client: Client) -> None:
    answer = client.post(reverse("follow"), {"consultation": consultation.slug})

    assert answer["Location"].startswith(reverse("account_login"))


def test_follow_by_get_is_refused(outsider: Person, consultation: Consultation, as_: As) -> None:
    answer = as_(outsider).get(reverse("follow"), {"consultation": consultation.slug})

    assert (answer.status_code, Follow.objects.count()) == (405, 0)


# --- mails I get ------------------------------------------------------------------------------------------------------


def test_mails_i_get_lists_mine_only(follow: Follow, member: Person, draft: Proposal, as_: As) -> None:
    follows.begin(by=member, thing=draft, now=timezone.now())

    page = as_(follow.person).get(reverse("follows"))

    assert [each for each, _field in page.context["form"].rows()] == [follow]


def test_mails_i_get_takes_rhythm_and_hour(follow: Follow, as_: As) -> None:
    form = {"hour": "19", f"rhythm-{follow.pk}": "off"}

    answer = as_(follow.person).post(reverse("follows"), form)

    follow.refresh_from_db()
    stream = Stream.objects.get(person=follow.person)
    assert (answer.status_code, follow.rhythm, stream.hour, stream.next_due_at.hour) == (303, "off", 19, 19)


@pytest.mark.parametrize("form", [{"hour": "24"}, {"hour": "x"}, {}, {"hour": "7", "rhythm": "weekly"}])
def test_mails_i_get_refuses_a_wrong_form_and_shows_it_again(follow: Follow, as_: As, form: dict[str, str]) -> None:
    named = {(f"rhythm-{follow.pk}" if name == "rhythm" else name): value for name, value in form.items()}

    answer = as_(follow.person).post(reverse("follows"), named)

    assert (answer.status_code, Stream.objects.get(person=follow.person).hour) == (422, 7)


def test_stop_following_ends_it_and_says_what(follow: Follow, as_: As) -> None:
    answer = as_(follow.person).post(reverse("follows"), {"stop": follow.pk}, follow=True)

    follow.refresh_from_db()
    assert follow.ended_at is not None
    assert said(answer) == ["You do not follow “Who acts next?” any more."]


def test_stop_following_for_somebody_else_is_not_found(follow: Follow, member: Person, as_: As) -> None:
    answer = as_(member).post(reverse("follows"), {"stop": follow.pk})

    follow.refresh_from_db()
    assert (answer.status_code, follow.ended_at) == (404, None)


def test_send_me_what_is_new_now_sends_one_digest(
    follow: Follow, comment: Comment, as_: As, settle: Settle, sweep: Sweep
) -> None:
    settle()
    browser, form = as_(follow.person), {"now": "1", "key": str(uuid4())}

    first = browser.post(reverse("follows"), form, follow=True)
    browser.post(reverse("follows"), form)

    assert said(first) == [f"A digest with everything new is on its way to {follow.person.email}."]
    assert [message["To"] for message in sweep()].count(follow.person.email) == 1


def test_send_me_what_is_new_now_without_news_says_so(follow: Follow, as_: As, settle: Settle) -> None:
    settle()

    answer = as_(follow.person).post(reverse("follows"), {"now": "1", "key": str(uuid4())}, follow=True)

    assert [sentence.split(" up to ")[0] for sentence in said(answer)] == ["Nothing new"]
    assert Digest.objects.exclude(period="start").count() == 0


def test_mails_i_get_takes_the_same_queries_for_one_and_many(
    follow: Follow, secretary: Person, host: Any, as_: As, django_assert_max_num_queries: Any
) -> None:
    browser = as_(follow.person)
    browser.get(reverse("follows"))
    for _n in range(12):
        consultation = factories.make_consultation(secretary, host)
        follows.begin(by=follow.person, thing=consultation, now=timezone.now())

    with django_assert_max_num_queries(7):
        page = browser.get(reverse("follows"))

    assert len(page.context["form"].rows()) == 13


# --- unsubscribing ----------------------------------------------------------------------------------------------------


def unsubscribe_path(message: EmailMessage) -> str:
    return str(message["List-Unsubscribe"]).strip("<>").removeprefix(links.site(""))


@pytest.fixture
def digest_mail(follow: Follow, comment: Comment, as_: As, settle: Settle, sweep: Sweep) -> EmailMessage:
    settle()
    as_(follow.person).post(reverse("follows"), {"now": "1"})
    return next(message for message in sweep() if message["To"] == follow.person.email)


def test_one_click_switches_the_digest_off_without_sign_in_or_token_of_a_page(
    follow: Follow, digest_mail: EmailMessage
) -> None:
    robot = Client(enforce_csrf_checks=True)

    answer = robot.post(unsubscribe_path(digest_mail), {"List-Unsubscribe": "One-Click"})

    follow.refresh_from_db()
    assert (answer.status_code, follow.rhythm, follow.ended_at) == (200, "off", None)
    assert (answer.cookies.get("sessionid"), robot.get(reverse("follows")).status_code) == (None, 302)


def test_looking_at_any_link_of_a_mail_changes_nothing(follow: Follow, digest_mail: EmailMessage) -> None:
    def state() -> list[Any]:
        return [list(model.objects.order_by("pk").values()) for model in (Follow, Stream, Digest, Person)]

    before, scanner = state(), Client()
    for address in set(re.findall(r"http\S+", text_of(digest_mail))):
        assert scanner.get(address.removeprefix(links.site(""))).status_code in (200, 302)

    assert state() == before


def test_link_of_one_follow_ends_that_one_only(
    follow: Follow, draft: Proposal, digest_mail: EmailMessage, client: Client
) -> None:
    other = follows.begin(by=follow.person, thing=draft, now=timezone.now())

    client.post(reverse("unsubscribe", args=[links.token("follow", follow.pk)]))

    follow.refresh_from_db()
    other.refresh_from_db()
    assert (follow.ended_at is None, other.ended_at is None) == (False, True)


def test_unsubscribe_twice_says_the_same(follow: Follow, client: Client) -> None:
    address = reverse("unsubscribe", args=[links.token("daily", follow.person_id)])

    answers = [client.post(address).status_code for _n in range(2)]

    assert answers == [200, 200]
    assert client.get(address).context["done"] is True


@pytest.mark.parametrize("spoil", [lambda token: token[:-2], lambda token: "x" + token, lambda _token: "nothing"])
def test_unsubscribe_with_a_spoilt_token_is_not_found(follow: Follow, client: Client, spoil: Any) -> None:
    answer = client.post(reverse("unsubscribe", args=[spoil(links.token("daily", follow.person_id))]))

    follow.refresh_from_db()
    assert (answer.status_code, follow.rhythm) == (404, "daily")


# --- the demonstration's mailbox --------------------------------------------------------------------------------------


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Path:
    settings.DEMO, settings.MAILBOX_DIR = True, tmp_path
    html = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p style='color:red'>Hello <script>alert(1)</script></p>\r\n"
    for n, subject in enumerate(["First", "Second"]):
        (tmp_path / f"{n}.eml").write_bytes(
            f"From: a@example.org\r\nTo: b@example.org\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n".encode()
            + b'Content-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n'
            + b"Hello <b>http://127.0.0.1/</b>\r\n--x\r\n"
            + html
            + b"--x--\r\n"
        )
    (tmp_path / "secret.txt").write_text("not a mail")
    return tmp_path


def test_mailbox_lists_the_newest_first(mailbox: Path, client: Client) -> None:
    page = client.get(reverse("mailbox"))

    assert [row.message["Subject"] for row in page.context["rows"]] == ["Second", "First"]


def test_mailbox_shows_a_message_as_text(mailbox: Path, client: Client) -> None:
    page = client.get(reverse("mailbox_message", args=["1.eml"]))

    assert page.context["text"].strip() == "Hello <b>http://127.0.0.1/</b>"
    assert b"<script>alert" not in page.content and b"&lt;b&gt;" in page.content


def test_mailbox_shows_html_under_a_policy_of_its_own(mailbox: Path, client: Client) -> None:
    page = client.get(reverse("mailbox_html", args=["1.eml"]))

    policy = page["Content-Security-Policy"]
    assert [part for part in ("default-src 'none'", "style-src 'unsafe-inline'", "sandbox") if part not in policy] == []
    assert "script-src" not in policy and "allow-scripts" not in policy


@pytest.mark.parametrize("name", ["secret.txt", "9.eml", "..%2f..%2fetc%2fpasswd", ".eml"])
def test_mailbox_opens_nothing_but_its_mails(mailbox: Path, client: Client, name: str) -> None:
    assert client.get(f"/demo/mailbox/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["", "1.eml/", "1.eml/html/"])
def test_mailbox_is_there_in_the_demonstration_only(mailbox: Path, client: Client, settings: Any, path: str) -> None:
    settings.DEMO = False

    assert client.get(f"/demo/mailbox/{path}").status_code == 404


# --- the API ----------------------------------------------------------------------------------------------------------


def test_api_follows_lists_and_stops(outsider: Person, draft: Proposal, follow: Follow, as_: As) -> None:
    browser = as_(outsider)
    made = browser.post("/api/v1/follows/", json.dumps({"proposal": str(draft.pk)}), content_type="application/json")

    listed = browser.get("/api/v1/follows/").json()
    stopped = browser.delete(f"/api/v1/follows/{made.json()['id']}/").status_code

    assert (made.status_code, made.json()["rhythm"], stopped) == (201, "daily", 204)
    assert [each["consultation"] or each["proposal"] for each in listed["results"]] == ["who-acts", str(draft.pk)]
    assert [each["id"] for each in browser.get("/api/v1/follows/").json()["results"]] == [str(follow.pk)]


@pytest.mark.parametrize("body", [{}, {"consultation": "nowhere"}, {"consultation": "behind-doors"}, {"other": 1}])
def test_api_follow_of_nothing_readable_is_refused(
    outsider: Person, private_consultation: Consultation, as_: As, body: dict[str, Any]
) -> None:
    answer = as_(outsider).post("/api/v1/follows/", json.dumps(body), content_type="application/json")

    assert (answer.status_code, Follow.objects.count()) == (400, 0)


def test_api_follow_of_somebody_else_is_not_found(follow: Follow, member: Person, as_: As) -> None:
    answers = [as_(person).get(f"/api/v1/follows/{follow.pk}/").status_code for person in (member, None)]

    assert answers == [404, 404]
