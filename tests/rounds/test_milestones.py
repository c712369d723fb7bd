"""Steps of a consultation that are no rounds: on the timeline, on the desk, in the API, in the record."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from digests.compose.acts import Acts
from ledger.models import Entry
from rounds.actions import milestones
from rounds.models import Milestone
from tests import factories

pytestmark = pytest.mark.django_db


def titles(html: str) -> list[str]:
    """The headings of the timeline, in its order."""
    timeline = html.partition('aria-labelledby="rounds"')[2].partition("</section>")[0]
    return re.findall(r"<h3[^>]*>(?:<a[^>]*>)?([^<]+)", timeline)


def test_step_stands_among_the_rounds_by_its_day(client, secretary, consultation, round):
    today = timezone.now().date()
    for title, days in (("A report", 60), ("An invitation", -60)):
        milestones.announce(
            by=secretary, consultation=consultation, title=title, day=today + timedelta(days=days), now=timezone.now()
        )

    html = client.get(reverse("consultation", args=[consultation.slug])).content.decode()

    assert titles(html) == ["An invitation", str(round), "A report"]


def test_day_and_not_words_stand_in_the_record(secretary, consultation):
    made = factories.make_milestone(secretary, consultation, "A report")

    record = made.entry.record
    assert ("A report" in record, f'"day":"{made.day}"' in record) == (False, True)


@pytest.mark.parametrize(("title", "code"), [(" ", "text_missing"), ("x" * 201, "text_too_long")])
def test_step_without_a_title_that_fits_is_refused(secretary, consultation, refused, title, code):
    with refused(code):
        factories.make_milestone(secretary, consultation, title)

    assert Milestone.objects.count() == 0


def test_step_is_taken_away_once(secretary, consultation, refused):
    made = factories.make_milestone(secretary, consultation)

    milestones.remove(by=secretary, milestone=made, now=timezone.now())

    with refused("milestone_gone"):
        milestones.remove(by=secretary, milestone=made, now=timezone.now())
    assert Milestone.objects.visible_to(secretary).count() == 0
    assert Entry.objects.filter(thing=made.pk).count() == 2


def test_secretariat_announces_and_takes_away_on_the_desk(as_, secretary, consultation):
    client = as_(secretary)
    address = reverse("desk_milestones", args=[consultation.slug])

    client.post(address, {"title": "Answers to every comment", "day": "2027-05-12", "key": "a"})
    client.post(address, {"title": "Answers to every comment", "day": "2027-05-12", "key": "a"})
    made = Milestone.objects.get()
    refused = client.post(address, {"title": "", "day": "12 May", "key": "b"})
    client.post(reverse("desk_milestone_remove", args=[made.pk]), {"key": "c"})

    made.refresh_from_db()
    assert (str(made.day), made.removed_at is not None, refused.status_code) == ("2027-05-12", True, 422)


def test_digest_tells_a_step_until_it_is_taken_away(secretary, member, consultation, settle):
    made = factories.make_milestone(secretary, consultation, "A report")
    settle()
    entries = list(Entry.objects.filter(thing=made.pk))

    told = Acts(member, entries, {}).of(consultation, entries)
    milestones.remove(by=secretary, milestone=made, now=timezone.now())
    after = Acts(member, entries, {}).of(consultation, entries)

    assert ([line.quote for line in told], after) == (["A report"], [])
