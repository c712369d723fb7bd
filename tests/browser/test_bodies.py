"""Walks of bodies: a member's text is released after the close; a newcomer of an unknown ministry is confirmed."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Affiliation, Organization, Person, StakeholderGroup
from contributions.models import Contribution
from moderation.actions import affiliations
from rounds.actions import sealing
from rounds.models import Round
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Settle = Callable[[], None]
Visit = Callable[[Person], Page]


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """`visit(person)`: a page in a window of their own, without JavaScript."""
    contexts: list[BrowserContext] = []

    def make(person: Person) -> Page:
        context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
        client = Client()
        factories.sign_in(client, person)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        page: Page = context.new_page()
        return page

    yield make
    for context in contexts:
        context.close()


def test_members_text_is_released_after_the_close(
    secretary: Person, member: Person, organization: Organization, call: Round, visit: Visit, settle: Settle
) -> None:
    colleague = factories.make_person("Mirja")
    affiliations.note(
        by=secretary, person=colleague, organization=organization, role=Affiliation.Role.MEMBER, now=timezone.now()
    )
    sent = factories.make_contribution(
        colleague, call, title="Share the cables", capacity="organization", organization=organization
    )
    factories.close(call)
    settle()

    # Its author reads that it is there, for whom it waits, and what else they can do.
    page = visit(colleague)
    page.goto(f"/contributions/{sent.pk}/")
    expect(page.get_by_text("We have your text of")).to_be_visible()
    expect(page.get_by_role("link", name="Show it as my own")).to_be_visible()

    # The focal point finds it from My page: one link, one button.
    page = visit(member)
    page.goto("/me/")
    page.get_by_role("link", name="1 text waits for your release").click()
    page.get_by_role("link", name="A contribution of Mirja in the name of Small Carriers’ Circle").click()
    page.get_by_role("button", name="Release it in the name of Small Carriers’ Circle").click()
    expect(page.get_by_text("The text is released in the name of Small Carriers’ Circle.")).to_be_visible()

    settle()
    shown = Contribution.objects.get(pk=sent.pk)
    assert (shown.status, shown.posted_at) == ("published", sent.posted_at)


def test_newcomer_of_an_unknown_ministry_is_confirmed_on_the_desk(
    secretary: Person, call: Round, visit: Visit, settle: Settle
) -> None:
    newcomer = factories.make_person("Halima", group="government")
    page = visit(newcomer)
    page.goto("/me/organizations/")
    page.get_by_role("link", name="Ask to be confirmed").click()
    page.get_by_label("Name of the organization or coalition").fill("Ministry of Harbours")
    page.get_by_label("How can we check it?").fill("I lead its digital unit.")
    page.get_by_label("Its stakeholder group").select_option("government")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Your request is at the secretariat.")).to_be_visible()

    ministry = Organization.objects.get(name="Ministry of Harbours")
    assert ministry.stakeholder_group == StakeholderGroup.objects.get(pk="government")
    sent = factories.make_contribution(newcomer, call, capacity="organization", organization=ministry)
    factories.close(call)
    settle()
    sealing.seal_due(now=timezone.now())
    settle()

    page = visit(secretary)
    page.goto("/desk/queue/")
    page.get_by_role("link", name="Halima asks to speak for Ministry of Harbours").click()
    page.get_by_role("button", name="Confirm: focal point").click()
    expect(page.get_by_text("Halima is confirmed for Ministry of Harbours")).to_be_visible()

    settle()
    page.goto(f"/c/{call.consultation.slug}/rounds/{call.number}/record/")
    number = Contribution.objects.get(pk=sent.pk).number
    expect(page.get_by_role("link", name=f"No. {number}", exact=True).first).to_be_visible()
    page.goto(f"/contributions/{sent.pk}/")
    expect(page.get_by_text("Ministry of Harbours").first).to_be_visible()
