import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contributions.models import Contribution
from proposals.actions import proposals
from proposals.models import Paragraph
from rounds.models import Consultation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(consultation):
    return reverse("contributions", args=[consultation.slug])


def at(name, contribution):
    return reverse(name, args=[contribution.pk])


def test_list_of_contributions(as_, where, contribution, settle):
    settle()

    page = as_(None).get(where)

    contribution.refresh_from_db()
    assert f'<a class="ref" href="/{contribution.number}/">No. {contribution.number}</a>' in page.text
    assert "What we think" in page.text
    assert "At some length." in page.text
    assert "15 characters" in page.text


def test_list_filters(as_, where, secretary, member, outsider, call, consultation, contribution):
    french = factories.make_contribution(outsider, call, language="fr", title="Ce que nous pensons")
    Contribution.objects.filter(pk=french.pk).update(channel="imported")
    second = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    later = factories.make_contribution(member, second, title="Later")

    def listed(query=""):
        return [row.contribution.pk for row in as_(None).get(where + query).context["rows"]]

    assert listed() == [contribution.pk, french.pk, later.pk]
    assert listed("?round=2") == [later.pk]
    assert listed("?stakeholder_group=academia") == [french.pk]
    assert listed("?language=fr") == [french.pk]
    assert listed("?channel=imported") == [french.pk]
    assert listed("?round=1&channel=web") == [contribution.pk]
    assert "No contribution fits these filters" in as_(None).get(where + "?language=fr&round=2").text


def test_list_with_a_filter_that_is_not_offered(as_, where, contribution):
    page = as_(None).get(where + "?round=99")

    assert page.status_code == 400
    assert "“99” is not in this list." in page.text


def test_empty_list_invites_while_a_call_is_open(as_, where, call):
    assert "Send the first contribution" in as_(None).get(where).text

    factories.close(call)
    assert "Send the first contribution" not in as_(None).get(where).text


def test_list_of_a_private_consultation(as_, secretary, outsider, private_consultation):
    call = factories.make_round(secretary, private_consultation, purpose="call_for_inputs")
    sent = factories.make_contribution(secretary, call, capacity="secretariat")
    pages = [
        reverse("contributions", args=[private_consultation.slug]),
        reverse("contribution_send", args=[private_consultation.slug, call.number]),
        at("contribution", sent),
        at("contribution_withdraw", sent),
    ]

    for page in pages:
        assert as_(None).get(page).status_code == 404
        assert as_(outsider).get(page).status_code == 404


def test_list_asks_as_often_for_thirty_as_for_one(as_, where, secretary, call):
    browser = as_(None)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(where)
        return len(queries)

    def send(times):
        for _number in range(times):
            person = factories.make_person()
            factories.make_contribution(person, call)
            factories.hide(secretary, factories.make_contribution(person, call))

    send(1)
    few = asked()
    send(29)

    assert asked() == few
    assert few <= 6


def test_list_does_not_carry_whole_texts(as_, where, member, call):
    factories.make_contribution(member, call, text="A beginning. " + "x" * 150_000)

    page = as_(None).get(where)

    assert "150,013 characters" in page.text
    assert len(page.content) < 40_000


def test_contribution(as_, contribution, member):
    page = as_(None).get(at("contribution", contribution))

    assert page.status_code == 200
    assert f"<bdi>{member.name}</bdi>" in page.text
    assert "No draft has been put up yet that could cite it." in page.text
    assert "Withdraw" not in page.text


def test_contribution_cited_in_paragraphs(as_, secretary, contribution, draft):
    for anchor in ("3", "1"):
        cited = Paragraph.objects.get(proposal=draft, anchor=anchor)
        proposals.cite(by=secretary, paragraph=cited, contributions=[contribution], now=timezone.now())

    page = as_(None).get(at("contribution", contribution))

    assert [part.number for part in page.context["cited"]] == ["1", "3"]
    assert f'href="{reverse("paragraph", args=[draft.pk, "3"])}#p3">Paragraph 3</a>' in page.text


def test_plain_contribution_is_shown_as_written(as_, contribution):
    Contribution.objects.filter(pk=contribution.pk).update(
        format="plain",
        channel="imported",
        text="1) First\n    *not a list*",
        source_number="188",
        author=None,
        author_name="Ada",
    )

    page = as_(None).get(at("contribution", contribution)).text

    assert '<div class="as-written"><p>1) First<br>    *not a list*</p></div>' in page
    assert "No. 188 in its source" in page
    assert "imported; authenticated by nobody here" in page
    assert "<bdi>Ada</bdi>" in page


def test_hidden_contribution_leaves_its_reason(as_, where, contribution, moderator, member):
    factories.hide(moderator, contribution, rule=3)

    for page in (as_(None).get(at("contribution", contribution)).text, as_(None).get(where).text):
        assert "At some length." not in page
        assert "What we think" not in page
        assert "rule 3, No attacks on persons" in page


def test_received_contribution_is_seen_by_its_author_and_moderators(
    as_, where, consultation, member, outsider, moderator, call
):
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")
    call.consultation.refresh_from_db()
    sent = factories.make_contribution(member, call, title="Waits", text="For a reader.")

    answers = [as_(person).get(at("contribution", sent)) for person in (None, outsider, member, moderator)]

    assert [answer.status_code for answer in answers] == [404, 404, 200, 200]
    assert "For a reader." in answers[2].text
    assert "For a reader." in answers[3].text
    assert as_(outsider).get(where).context["rows"] == []
    assert "Received, waiting for a moderator" in as_(member).get(where).text


def test_contribution_in_arabic_carries_its_direction(as_, member, call):
    sent = factories.make_contribution(member, call, title="رأينا", text="نص", language="ar")

    page = as_(None).get(at("contribution", sent)).text

    assert '<h1 id="title" lang="ar" dir="rtl">رأينا</h1>' in page
    assert '<div class="text written reading" lang="ar" dir="rtl">' in page


def test_what_came_at_one_moment_stands_in_the_order_of_its_numbers(as_, where, member, call):
    made = [factories.make_contribution(member, call, title=f"Title {n}") for n in range(52)]
    Contribution.objects.update(posted_at=made[0].posted_at)

    first = as_(None).get(where)
    second = as_(None).get(first.context["pages"]["later"])
    back = as_(None).get(second.context["pages"]["earlier"])

    def listed(page):
        return [row.contribution.pk for row in page.context["rows"]]

    assert listed(first) + listed(second) == [sent.pk for sent in made]
    assert listed(back) == listed(first)
