"""The cast and the stage. Everything runs against real servers, which `./dev test` starts.

Actions join the transaction they are called in. A test that sees an action refuse and goes on in the same database
says `with refused("code"):`, which opens a savepoint, as the doors do.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_django import DjangoDbBlocker

from accounts.models import Organization, Person
from accounts.models.stakeholder_group import seed
from contributions.models import Contribution
from ledger.actions import sequence
from moderation.actions import queue
from proposals.actions import counters
from proposals.models import Comment, Proposal
from reports.actions import heard, words
from rounds.models import Consultation, Round
from tests import factories
from web.refusals import NotDone

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    # Playwright's synchronous interface runs a loop of its own in this thread; the tests ask the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.skip("no chromium on this machine; the last line of this run says how to get it")
    browser = _playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    """Half a second a password buys safety for people; the cast needs none of it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The flush between transactional tests truncates; nothing else about the record is loosened."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("alter table ledger_entry disable trigger ledger_entry_truncate")


@pytest.fixture(autouse=True)
def _seeded(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """A flush empties the seeded tables too: put their rows back as the migration did."""
    marked = request.node.get_closest_marker("django_db") is not None
    if marked or {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        seed()


@contextmanager
def _refused(code: str) -> Iterator[None]:
    with pytest.raises(NotDone) as caught, transaction.atomic():
        yield
    assert caught.value.refusal.code == code


@pytest.fixture
def refused() -> Callable[[str], AbstractContextManager[None]]:
    """`with refused("round_closed"):` what follows does not happen, for this reason."""
    return _refused


@pytest.fixture
def settle() -> Callable[[], None]:
    """Number the record and bring the counters up to date, as the sequencer and the sweeps do within seconds."""

    def do() -> None:
        while sequence.number_batch():
            pass
        counters.bring_up_to_date()
        heard.bring_up_to_date()
        queue.bring_up_to_date(now=timezone.now())
        while words.bring_up_to_date():
            pass

    return do


@pytest.fixture
def as_() -> Callable[[Person | None], Client]:
    """A browser in which this person is signed in; None is a stranger."""

    def make(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            factories.sign_in(client, person)
        return client

    return make


@pytest.fixture
def secretary(db: None) -> Person:
    return factories.make_secretary()


@pytest.fixture
def other_secretary(db: None) -> Person:
    """A second person with the office, for what takes two."""
    return factories.make_secretary()


@pytest.fixture
def host(secretary: Person) -> Organization:
    return factories.make_organization(secretary, "Standing Forum", group="intergovernmental_organization")


@pytest.fixture
def consultation(secretary: Person, host: Organization) -> Consultation:
    return factories.make_consultation(secretary, host, slug="who-acts", title="Who acts next?")


@pytest.fixture
def private_consultation(secretary: Person, host: Organization) -> Consultation:
    return factories.make_consultation(
        secretary, host, slug="behind-doors", title="Behind doors", reading="listed", taking_part="listed"
    )


@pytest.fixture
def moderator(consultation: Consultation) -> Person:
    person = factories.make_person("Piet", group=None)
    factories.make_office(person, "moderator", consultation)
    return person


@pytest.fixture
def member(db: None) -> Person:
    return factories.make_person("Teodor")


@pytest.fixture
def outsider(db: None) -> Person:
    return factories.make_person("Olga", group="academia")


@pytest.fixture
def organization(secretary: Person, member: Person) -> Organization:
    """A verified body for which `member` speaks."""
    organization = factories.make_organization(secretary, "Small Carriers’ Circle")
    factories.make_focal_point(secretary, member, organization)
    return organization


@pytest.fixture
def call(secretary: Person, consultation: Consultation) -> Round:
    return factories.make_round(secretary, consultation, purpose="call_for_inputs")


@pytest.fixture
def round(secretary: Person, consultation: Consultation) -> Round:
    return factories.make_round(secretary, consultation)


@pytest.fixture
def closed_round(secretary: Person, consultation: Consultation) -> Round:
    return factories.close(factories.make_round(secretary, consultation))


@pytest.fixture
def draft(secretary: Person, round: Round) -> Proposal:
    return factories.make_proposal(secretary, round, title="Zero draft")


@pytest.fixture
def comment(member: Person, round: Round, draft: Proposal) -> Comment:
    return factories.make_comment(member, round, draft, text="One plain thing.")


@pytest.fixture
def contribution(member: Person, call: Round) -> Contribution:
    return factories.make_contribution(member, call, text="At some length.")
