"""An office counts only in a session that gave a second factor; the demonstration alone asks for none."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Person
from ledger.models import Entry
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Office, Round, Site
from secretariat.urls import urlpatterns
from tests import factories
from tests.public.test_account_pages import check
from tests.secretariat.test_gate import PAGES, SLUG

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
SECURITY = "/accounts/security/"


@pytest.fixture
def newly_appointed(consultation: Consultation) -> Person:
    """Somebody with an office who has no second factor yet."""
    person = factories.make_person("Ines", group=None)
    factories.make_office(person)
    Authenticator.objects.filter(user=person).delete()
    return person


def by_password(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def again(client: Client) -> Client:
    """The password once more, as before every change of what one signs in with."""
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    return client


def test_office_without_a_second_factor_opens_no_page_of_the_desk(newly_appointed: Person, call: Round) -> None:
    client = by_password(newly_appointed)
    found = {client.get(f"/desk/{path}")["Location"] for path in ("", "offices/", f"c/{SLUG}/", "decisions/?after=x")}

    assert found == {
        f"{SECURITY}?next=/desk/",
        f"{SECURITY}?next=/desk/offices/",
        f"{SECURITY}?next=/desk/c/{SLUG}/",
        f"{SECURITY}?next=/desk/decisions/%3Fafter%3Dx",
    }


def test_page_to_which_one_is_led_says_why(newly_appointed: Person) -> None:
    page = by_password(newly_appointed).get("/desk/", follow=True).text

    assert "The desk waits for your second factor" in page
    assert 'href="/accounts/security/totp/activate/"' in page
    check(page)


def test_participant_is_not_told_about_a_desk(as_: As, member: Person) -> None:
    page = by_password(member).get(SECURITY).text

    assert "The desk waits" not in page


def test_every_address_of_the_desk_refuses_a_form_without_a_second_factor(newly_appointed: Person) -> None:
    example: dict[str, Any] = {
        "slug": SLUG,
        "number": 1,
        "kind": "comment",
        "field": "title",
        "language": "fr",
        "id": "8c1f2f6e-52b0-4b7c-9c1e-0f4f7a3a1d11",
    }
    client = by_password(newly_appointed)
    before = Entry.objects.count()
    routes = ["/desk/" + re.sub(r"<\w+:(\w+)>", lambda m: str(example[m[1]]), str(p.pattern)) for p in urlpatterns]

    answers = [client.post(route, {"name": "Mine", "language": "en"}) for route in routes]

    assert len(routes) >= len(PAGES)
    assert {answer.status_code for answer in answers} == {403}
    assert {"The desk opens only to who has given a second factor." in answer.text for answer in answers} == {True}
    assert (Entry.objects.count(), Site.objects.count()) == (before, 0)


def test_session_opened_with_a_password_alone_is_asked_for_the_code(secretary: Person) -> None:
    client = by_password(secretary)

    led = client.get("/desk/offices/")
    wrong = client.post(led["Location"], {"code": "000000", "next": "/desk/offices/"})
    right = client.post(led["Location"], {"code": factories.code_of_now(), "next": "/desk/offices/"})

    assert led["Location"] == f"{SECURITY}reauthenticate/?next=/desk/offices/"
    assert (wrong.status_code, "Not confirmed: one thing to put right" in wrong.text) == (200, True)
    assert (right.status_code, right["Location"]) == (302, "/desk/offices/")
    assert client.get("/desk/offices/").status_code == 200


def test_who_has_only_a_passkey_is_asked_for_it(newly_appointed: Person) -> None:
    Authenticator.objects.create(
        user=newly_appointed, type="webauthn", data={"name": "Key", "credential": {"clientExtensionResults": {}}}
    )

    led = by_password(newly_appointed).get("/desk/")

    assert led["Location"] == f"{SECURITY}webauthn/reauthenticate/?next=/desk/"


def test_recovery_codes_alone_are_no_second_factor(newly_appointed: Person) -> None:
    RecoveryCodes.activate(newly_appointed)

    assert by_password(newly_appointed).get("/desk/")["Location"] == f"{SECURITY}?next=/desk/"


def test_signing_in_asks_for_the_code_and_then_the_desk_is_open(secretary: Person) -> None:
    client = Client()
    password = {"login": secretary.email, "password": factories.PASSWORD}

    first = client.post("/accounts/login/?next=/desk/", {**password, "next": "/desk/"})
    between = client.get("/desk/")
    second = client.post(first["Location"], {"code": factories.code_of_now()})

    assert first["Location"] == f"{SECURITY}authenticate/"
    assert between["Location"] == "/accounts/login/?next=/desk/"
    assert second["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_recovery_code_signs_in_once(secretary: Person) -> None:
    code = RecoveryCodes.activate(secretary).get_unused_codes()[0]
    password = {"login": secretary.email, "password": factories.PASSWORD}
    found = []

    for _turn in range(2):
        client = Client()
        client.post("/accounts/login/", password)
        client.post(f"{SECURITY}authenticate/", {"code": code})
        found.append(client.get("/desk/").status_code)

    assert found == [200, 302]


def test_setting_up_an_app(newly_appointed: Person) -> None:
    client = again(by_password(newly_appointed))

    page = client.get(f"{SECURITY}totp/activate/").text
    secret = re.search(r'id="secret">([A-Z2-7]+)<', page)
    assert secret is not None
    code = factories.code_of_now(secret[1])
    wrong = client.post(f"{SECURITY}totp/activate/", {"code": "abcdef"})
    right = client.post(f"{SECURITY}totp/activate/", {"code": code})
    codes = client.get(right["Location"]).text

    check(page)
    assert ("<svg class=" in page, 'role="img"' in page, "data:" in page) == (True, True, False)
    assert "Not set up: one thing to put right" in wrong.text
    assert secret[1] in wrong.text
    assert right["Location"] == f"{SECURITY}recovery-codes/"
    assert len(re.findall(r'class="secret">\d{8}<', codes)) == 10
    assert list(Authenticator.objects.filter(user=newly_appointed).values_list("type", flat=True).order_by("type")) == [
        "recovery_codes",
        "totp",
    ]
    # Who was signed in before the app was set up has shown nothing but a password yet.
    assert client.get("/desk/")["Location"] == f"{SECURITY}reauthenticate/?next=/desk/"


def test_what_one_signs_in_with_changes_only_after_the_password(newly_appointed: Person) -> None:
    answer = by_password(newly_appointed).get(f"{SECURITY}totp/activate/")

    assert answer["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Fsecurity%2Ftotp%2Factivate%2F"


def test_taking_the_app_away_closes_the_desk_at_once(as_: As, secretary: Person) -> None:
    client = again(as_(secretary))
    before = client.get("/desk/").status_code

    client.post(f"{SECURITY}totp/deactivate/")

    assert (before, client.get("/desk/")["Location"]) == (200, f"{SECURITY}?next=/desk/")


@pytest.mark.parametrize(
    "path", ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/", "webauthn/add/"]
)
def test_pages_of_the_second_factor_are_whole(path: str, as_: As, secretary: Person) -> None:
    RecoveryCodes.activate(secretary)

    answer = again(as_(secretary)).get(SECURITY + path)

    assert answer.status_code == 200
    check(answer.text)


def test_passkey_is_renamed_and_taken_away(as_: As, secretary: Person) -> None:
    key = Authenticator.objects.create(user=secretary, type="webauthn", data={"name": "Key", "credential": {}})
    client = again(as_(secretary))

    listed = client.get(f"{SECURITY}webauthn/").text
    client.post(f"{SECURITY}webauthn/keys/{key.pk}/edit/", {"name": "My telephone"})
    renamed = client.get(f"{SECURITY}webauthn/keys/{key.pk}/remove/").text
    client.post(f"{SECURITY}webauthn/keys/{key.pk}/remove/")

    check(listed)
    check(renamed)
    assert "Take My telephone away?" in renamed
    assert Authenticator.objects.filter(pk=key.pk).count() == 0


def test_page_for_the_passkey_at_sign_in(newly_appointed: Person) -> None:
    factories.make_second_factor(newly_appointed)
    client = Client()
    client.post("/accounts/login/", {"login": newly_appointed.email, "password": factories.PASSWORD})

    page = client.get(f"{SECURITY}authenticate/").text

    check(page)
    assert 'data-passkey="use"' in page


def test_demonstration_opens_the_desk_without(newly_appointed: Person, settings: Any) -> None:
    settings.DEMO = True

    assert by_password(newly_appointed).get("/desk/").status_code == 200


def test_text_that_waits_is_not_there_for_a_moderator_without_a_second_factor(
    as_: As, comment: Comment, moderator: Person
) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )
    address = f"/comments/{comment.pk}/"

    found = [client.get(address).status_code for client in (as_(moderator), by_password(moderator), as_(None))]

    assert found == [200, 404, 404]


def test_nobody_speaks_as_secretariat_without_a_second_factor(
    as_: As, secretary: Person, round: Round, draft: Proposal
) -> None:
    body = {
        "round": str(round.pk),
        "proposal": str(draft.pk),
        "text": "Words",
        "language": "en",
        "capacity": "secretariat",
    }

    answers = [
        client.post("/api/v1/comments/", body, content_type="application/json")
        for client in (by_password(secretary), as_(secretary))
    ]

    assert [answer.status_code for answer in answers] == [403, 201]
    assert answers[0].json()["code"] == "capacity_not_held"


def test_private_consultation_is_not_there_for_an_office_without_a_second_factor(
    as_: As, secretary: Person, private_consultation: Consultation
) -> None:
    found = [client.get("/c/behind-doors/").status_code for client in (by_password(secretary), as_(secretary))]

    assert found == [404, 200]


def test_mark_of_a_session_takes_offices_away_and_nothing_else(secretary: Person) -> None:
    with_factor = Office.objects.held_by(secretary).count()
    secretary.without_second_factor = True  # type: ignore[attr-defined]

    assert (with_factor, Office.objects.held_by(secretary).count()) == (1, 0)
    assert Office.objects.given_to(secretary).count() == 1


def test_menu_shows_the_way_to_the_desk_before_the_second_factor(newly_appointed: Person) -> None:
    assert 'href="/desk/"' in by_password(newly_appointed).get("/about/").text


def test_whoever_lost_the_telephone_begins_again_with_the_help_of_the_machine(
    as_: As, secretary: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    RecoveryCodes.activate(secretary)

    call_command("take_second_factor", secretary.email.upper())

    said = f"{secretary.name} has no second factor any more; 2 were taken away.\n"
    assert (capsys.readouterr().out, Authenticator.objects.count()) == (said, 0)
    assert as_(secretary).get("/desk/")["Location"] == f"{SECURITY}?next=/desk/"


def test_second_factor_of_nobody_cannot_be_taken() -> None:
    with pytest.raises(CommandError, match="Nobody has an account with the address nobody@example.org."):
        call_command("take_second_factor", "nobody@example.org")
