"""Debian’s chromium against a live server on which the demonstration has been made."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from accounts.models import Person
from consultation.demo import seed, story
from tests import factories


@pytest.fixture
def demo(live_server: LiveServer) -> str:
    """The address of a server that shows the demonstration as it is at its start."""
    seed.seed(start=timezone.now())
    address: str = live_server.url
    return address


Browse = Callable[..., BrowserContext]


@pytest.fixture
def browse(chromium: Browser, demo: str) -> Iterator[Browse]:
    """`browse("teodor", color_scheme="dark")`: a window in which this person of the story is signed in."""
    contexts: list[BrowserContext] = []

    def make(key: str | None = None, **options: object) -> BrowserContext:
        context = chromium.new_context(base_url=demo, **options)  # type: ignore[arg-type]
        if key is not None:
            email = next(person.email for person in story.PEOPLE if person.key == key)
            client = Client()
            person = Person.objects.get(email=email)
            factories.make_second_factor(person)
            factories.sign_in(client, person)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": demo}])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
