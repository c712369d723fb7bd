from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import sessions
from accounts.rules.browsers import family
from tests import factories

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"
)


def signed_in(person, agent=FIREFOX):
    """A browser in which somebody has given their password."""
    browser = Client(headers={"User-Agent": agent})
    answer = browser.post("/accounts/login/", {"login": person.email, "password": factories.PASSWORD})
    assert answer.status_code == 302
    return browser


@pytest.mark.parametrize(
    ("agent", "known"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        (SAFARI, ("Safari", "iPhone")),
        (EDGE, ("Edge", "macOS")),
        ("curl/8.14", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_known_by_two_words(agent, known):
    assert family(agent) == known


def test_nothing_but_two_words_is_kept_of_a_browser(member):
    signed_in(member)

    kept = UserSession.objects.values("ip", "user_agent", "data").get(user=member)
    assert kept == {"ip": "0.0.0.0", "user_agent": "", "data": {"browser": "Firefox", "system": "Windows"}}  # noqa: S104


def test_devices_page_says_where_somebody_is_signed_in(member, outsider):
    here, _there, _other = signed_in(member), signed_in(member, SAFARI), signed_in(outsider, EDGE)

    page = here.get("/me/devices/")

    shown = [(device.browser, device.system, is_this) for device, is_this in page.context["devices"]]
    assert shown == [("Firefox", "Windows", True), ("Safari", "iPhone", False)]
    assert ("Firefox on Windows" in page.text, "Safari on iPhone" in page.text) == (True, True)


def test_devices_page_of_a_stranger_leads_to_signing_in(as_):
    assert as_(None).get("/me/devices/")["Location"] == "/accounts/login/?next=/me/devices/"


def test_a_device_is_signed_out(member):
    here, there = signed_in(member), signed_in(member, SAFARI)
    other = UserSession.objects.get(session_key=there.session.session_key)

    answer = here.post(f"/me/devices/{other.pk}/end/")

    assert (answer.status_code, answer["Location"]) == (303, "/me/devices/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200
    assert UserSession.objects.filter(user=member).count() == 1


def test_another_persons_device_is_not_found(member, outsider):
    here, there = signed_in(member), signed_in(outsider)
    other = UserSession.objects.get(user=outsider)

    answers = [here.post(f"/me/devices/{id}/end/").status_code for id in (other.pk, 10**30)]

    assert answers == [404, 404]
    assert there.get("/me/").status_code == 200


def test_this_device_is_signed_out_on_its_own_page(member):
    here = signed_in(member)

    answer = here.post(f"/me/devices/{UserSession.objects.get().pk}/end/")

    assert (answer.status_code, answer["Location"]) == (303, "/accounts/logout/")
    assert here.get("/me/").status_code == 200


def test_all_others_are_signed_out(member, outsider):
    here, there, third = signed_in(member), signed_in(member, SAFARI), signed_in(member, EDGE)
    stranger = signed_in(outsider)

    answer = here.post("/me/devices/others/end/", follow=True)

    assert "2 other browsers are signed out." in answer.text
    states = [browser.get("/me/").status_code for browser in (here, there, third, stranger)]
    assert states == [200, 302, 302, 200]


def test_looking_ends_nothing(member):
    here, _there = signed_in(member), signed_in(member, SAFARI)
    ids = UserSession.objects.values_list("pk", flat=True)

    answers = [here.get(address).status_code for address in ("/me/devices/others/end/", f"/me/devices/{ids[1]}/end/")]

    assert answers == [405, 405]
    assert UserSession.objects.count() == 2


def test_a_changed_password_leaves_one_device(member):
    here, _there = signed_in(member), signed_in(member, SAFARI)
    new = "another-long-password-9"

    answer = here.post(
        "/accounts/password/change/",
        {"oldpassword": factories.PASSWORD, "password1": new, "password2": new},
    )

    assert answer.status_code == 302
    page = here.get("/me/devices/")
    shown = [(device.browser, device.system, is_this) for device, is_this in page.context["devices"]]
    assert shown == [("Firefox", "Windows", True)]


def test_a_device_is_seen_again_after_an_hour(member):
    here = signed_in(member)
    at = timezone.now() - timedelta(hours=5)
    UserSession.objects.update(last_seen_at=at)
    here.get("/me/")
    soon = UserSession.objects.get().last_seen_at
    session = here.session
    session[sessions.MARK] = {**session[sessions.MARK], "seen": at.timestamp()}
    session.save()
    here.get("/me/")

    assert soon == at
    assert timezone.now() - UserSession.objects.get().last_seen_at < timedelta(hours=1)


def test_what_is_known_of_an_ended_session_is_forgotten(member):
    signed_in(member)
    kept = signed_in(member, SAFARI)
    Session.objects.exclude(session_key=kept.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )

    assert sessions.forget(now=timezone.now()) == 1
    assert UserSession.objects.get().session_key == kept.session.session_key


def test_devices_page_asks_the_same_for_one_and_for_many(member):
    here = signed_in(member)
    with CaptureQueriesContext(connection) as one:
        here.get("/me/devices/")
    for _n in range(5):
        signed_in(member, SAFARI)
    with CaptureQueriesContext(connection) as many:
        page = here.get("/me/devices/")

    assert len(page.context["devices"]) == 6
    assert len(many) == len(one)
