"""Passkeys in a browser, with an authenticator that the browser itself plays: adding, the desk, signing in alone."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Person
from tests import factories
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]


@pytest.fixture
def window(chromium: Browser, live_server: LiveServer) -> Iterator[Window]:
    """A window whose machine holds passkeys, or one without scripts."""
    contexts = []

    def make(*, scripts: bool = True) -> Page:
        # Browsers know passkeys by name only, not by the number of a machine.
        address = re.sub(r"//[^:]+:", "//localhost:", live_server.url)
        context = chromium.new_context(base_url=address, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        if scripts:
            machine = context.new_cdp_session(page)
            machine.send("WebAuthn.enable")
            options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
            verified = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
            machine.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **verified}})
        return page

    yield make
    for context in contexts:
        context.close()


def sign_in(page: Page, person: Person, to: str = "/desk/") -> None:
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("Mail address").fill(person.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_passkey_opens_the_desk_and_signs_in_alone(window: Window, secretary: Person) -> None:
    Authenticator.objects.all().delete()
    page = window()
    stopped: list[str] = []
    page.on("console", lambda message: stopped.append(message.text) if message.type == "error" else None)

    sign_in(page, secretary)
    expect(page.get_by_role("heading", name="The desk waits for your second factor")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name, so that you know it again").fill("This machine")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="To the desk").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="The desk", exact=True)).to_be_visible()

    # The next day, on the same machine: the passkey after the password, then the passkey alone.
    page.context.clear_cookies()
    sign_in(page, secretary)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="The desk", exact=True)).to_be_visible()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="The desk", exact=True)).to_be_visible()

    assert [str(key) for key in Authenticator.objects.filter(type="webauthn")] == ["This machine"]
    assert stopped == []


def test_machine_without_a_passkey_says_that_nothing_was_done(window: Window, secretary: Person) -> None:
    page = window()
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_text("The browser gave no passkey. Nothing was done; try again.")).to_be_visible()


def test_app_is_set_up_and_used_without_scripts(window: Window, secretary: Person) -> None:
    Authenticator.objects.all().delete()
    page = window(scripts=False)

    sign_in(page, secretary)
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Code").fill(factories.code_of_now(secret))
    page.get_by_role("button", name="Set up the app").click()
    page.get_by_role("link", name="To the desk").click()
    page.get_by_label("Code").fill(factories.code_of_now(secret))
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("heading", name="The desk", exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (320, "dark")])
def test_pages_of_the_second_factor_have_no_faults(
    width: int, scheme: Literal["light", "dark"], window: Window, secretary: Person
) -> None:
    Authenticator.objects.all().delete()
    page = window()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, secretary)
    page.goto("/accounts/reauthenticate/")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    security = "/accounts/security"

    found = [fault for path in ("/", "/totp/activate/", "/webauthn/add/") for fault in faults(page, security + path)]
    factories.make_second_factor(secretary)
    RecoveryCodes.activate(secretary)
    key = {"name": "Key", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    Authenticator.objects.create(user=secretary, type="webauthn", data=key)
    later = (
        "/",
        "/totp/deactivate/",
        "/recovery-codes/",
        "/recovery-codes/generate/",
        "/webauthn/",
        "/reauthenticate/",
    )
    found += [fault for path in (*later, "/reauthenticate/") for fault in faults(page, security + path)]
    page.context.clear_cookies()
    Authenticator.objects.filter(type="webauthn").delete()
    sign_in(page, secretary)
    found += faults(page, f"{security}/authenticate/")

    assert found == []
