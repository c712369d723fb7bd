"""The preview of a consultation in preparation: read by whoever holds its link, and nothing else."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, Person
from proposals.models import Proposal
from public.templatetags.previews import as_preview
from rounds.actions import consultations, offices, preparation
from rounds.models import Consultation, Office, PreviewLink, Question, Round
from rounds.rules import previews
from tests import factories
from web import logs

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def prepared(secretary: Person, host: Organization) -> Consultation:
    return consultations.create(
        by=secretary, hosting_body=host, slug="soon", title="Who acts next?", summary="We ask.", now=timezone.now()
    )


@pytest.fixture
def coming(secretary: Person, prepared: Consultation) -> Round:
    round: Round = factories.make_round(secretary, prepared, purpose="call_for_inputs", summary="Two things.")
    Question.objects.create(round=round, number=1, text="Who holds the last mile?")
    return round


@pytest.fixture
def text(secretary: Person, coming: Round) -> Proposal:
    return factories.make_proposal(secretary, coming, title="Issues paper", type="paper")


@pytest.fixture
def secret(secretary: Person, prepared: Consultation) -> str:
    return preparation.make_preview(by=secretary, consultation=prepared, days=7, now=timezone.now())


def pages(secret: str, text: Proposal) -> list[str]:
    return [f"/preview/{secret}/", f"/preview/{secret}/rounds/1/", f"/preview/{secret}/texts/{text.pk}/"]


def test_stranger_with_the_link_reads_room_round_and_text(client: Client, secret: str, text: Proposal) -> None:
    room, round, paper = (client.get(page) for page in pages(secret, text))

    assert [answer.status_code for answer in (room, round, paper)] == [200, 200, 200]
    assert "Who acts next?" in room.content.decode()
    assert "Who holds the last mile?" in round.content.decode()
    assert "Paragraph 3 says one thing." in paper.content.decode()
    for answer in (room, round, paper):
        assert answer.content.decode().count("Preview, not published.") == 1


def test_nothing_can_be_sent_and_no_link_leads_to_what_is_not_shown(
    client: Client, as_: As, secretary: Person, outsider: Person, secret: str, text: Proposal
) -> None:
    for reader in (client, as_(outsider), as_(secretary)):
        for page in pages(secret, text):
            main = reader.get(page).content.decode().partition("<main")[2].partition("</main>")[0]
            assert [tag for tag in ("<form", "<button", "<input", "<textarea", "<select") if tag in main] == []
            links = set(re.findall(r'<a [^>]*href="([^"#]+)', main))
            own = {link for link in links if not link.startswith(("https://", "mailto:"))}
            assert {link: client.get(link).status_code for link in own} == dict.fromkeys(own, 200)
            assert {link for link in own if not link.startswith(f"/preview/{secret}/")} == set()


def test_links_of_the_room_lead_to_the_preview_of_its_pages(client: Client, secret: str, text: Proposal) -> None:
    room = client.get(f"/preview/{secret}/").content.decode()

    assert room.count(f'href="/preview/{secret}/rounds/1/"') == 1
    assert f'href="/preview/{secret}/texts/{text.pk}/"' in room


def test_preview_is_kept_from_search_engines_caches_and_other_sites(
    client: Client, secret: str, text: Proposal
) -> None:
    for page in pages(secret, text):
        answer = client.get(page)
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_opening_a_preview_writes_nothing(client: Client, secret: str, text: Proposal) -> None:
    def written() -> int:
        with connection.cursor() as cursor:
            cursor.execute("select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_xact_user_tables")
            return int(cursor.fetchone()[0])

    before, expires_at = written(), PreviewLink.objects.get().expires_at
    for page in pages(secret, text):
        client.get(page)

    assert written() == before
    assert PreviewLink.objects.get().expires_at == expires_at


def test_guessed_link_leads_nowhere(client: Client, secret: str, text: Proposal) -> None:
    guesses = [previews.new(), secret[:-1], secret + "A", secret.swapcase(), "soon", previews.digest(secret).hex()]

    found = {client.get(page).status_code for guess in guesses for page in pages(guess, text)}
    assert found == {404}


def test_link_that_is_over_or_ended_leads_nowhere(
    client: Client, secretary: Person, prepared: Consultation, secret: str, text: Proposal
) -> None:
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert [client.get(page).status_code for page in pages(secret, text)] == [404, 404, 404]

    other = preparation.make_preview(by=secretary, consultation=prepared, days=1, now=timezone.now())
    assert [client.get(page).status_code for page in pages(other, text)] == [200, 200, 200]
    preparation.end_preview(by=secretary, consultation=prepared, now=timezone.now())
    assert [client.get(page).status_code for page in pages(other, text)] == [404, 404, 404]


def test_link_ends_with_the_office_of_who_made_it(
    client: Client, secretary: Person, prepared: Consultation, text: Proposal
) -> None:
    colleague = factories.make_person("Ilse", group=None)
    factories.make_office(colleague, "secretariat", prepared)
    secret = preparation.make_preview(by=colleague, consultation=prepared, days=7, now=timezone.now())
    assert client.get(f"/preview/{secret}/").status_code == 200

    offices.end(by=secretary, office=Office.objects.get(person=colleague), now=timezone.now())

    assert [client.get(page).status_code for page in pages(secret, text)] == [404, 404, 404]


def test_link_opens_no_other_consultation(client: Client, secretary: Person, host: Organization, secret: str) -> None:
    other = consultations.create(
        by=secretary, hosting_body=host, slug="other", title="Other", summary="Other.", now=timezone.now()
    )
    round: Round = factories.make_round(secretary, other)
    paper = factories.make_proposal(secretary, round)

    assert client.get(f"/preview/{secret}/texts/{paper.pk}/").status_code == 404
    assert client.get(f"/preview/{secret}/rounds/1/").status_code == 404


def test_published_consultation_is_read_at_its_own_address(
    client: Client, secretary: Person, prepared: Consultation, secret: str, text: Proposal
) -> None:
    consultations.publish(by=secretary, consultation=prepared, now=timezone.now())

    found = [client.get(page)["Location"] for page in pages(secret, text)]
    assert found == ["/c/soon/", "/c/soon/rounds/1/", f"/p/{text.pk}/"]


def test_preview_takes_no_form(as_: As, outsider: Person, secret: str) -> None:
    assert as_(outsider).post(f"/preview/{secret}/", {"text": "Mine"}).status_code == 405


def test_secret_stands_in_no_log(secret: str) -> None:
    line = logs.without_secrets(None, "info", {"request": f"GET /preview/{secret}/rounds/1/"})

    assert line["request"] == "GET /preview/…/rounds/1/"


def test_page_is_made_one_that_can_only_be_read() -> None:
    addresses = {"/c/soon/": "/preview/s/"}
    page = (
        '<p><a class="more" href="/c/soon/#rounds" lang="fr">A</a> <a class="ref" href="/12/" id="x">No. 12</a> '
        '<a href="https://example.org/?a=1&amp;b=2">out</a> <a href="#top">up</a></p>'
        '<form method="post"><button>Send</button></form><button>Press</button>'
    )

    assert as_preview(page, addresses) == (
        '<p><a class="more" href="/preview/s/#rounds" lang="fr">A</a> <span class="ref">No. 12</span> '
        '<a href="https://example.org/?a=1&amp;b=2">out</a> <a href="#top">up</a></p>'
    )
