"""Newer words that wait for a moderator while those before are shown: what their author sees, and nobody else."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from contributions.actions import contributions
from contributions.models import Contribution
from digests.actions import digests, follows
from moderation.actions import decisions
from proposals.actions import comments
from proposals.models import Comment
from rounds.models import Consultation
from rounds.rules import versions
from tests import factories
from tests.digests.conftest import sink, sweep, text_of  # noqa: F401

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
TOLD = "Your newer words wait for a moderator; the words before stay shown"


@pytest.fixture
def reads_first(secretary: Person, consultation: Consultation, comment: Comment, contribution: Contribution) -> None:
    """After both texts were shown, moderators begin to read first."""
    factories.change_rules(secretary, consultation, moderation="before")


@pytest.fixture
def edited(reads_first: None, comment: Comment, member: Person) -> Comment:
    """A shown comment whose author sent newer words."""
    comment = Comment.objects.select_related("round__consultation", "consultation").get(pk=comment.pk)
    comments.correct(by=member, comment=comment, text="Newer words, unread.")
    comment.refresh_from_db()
    return comment


@pytest.fixture
def reworded(reads_first: None, contribution: Contribution, member: Person) -> Contribution:
    found = Contribution.objects.select_related("round__consultation", "consultation").get(pk=contribution.pk)
    contributions.correct(by=member, contribution=found, title="A newer title", text="Newer words, unread.")
    found.refresh_from_db()
    return found


def decline(by: Person, thing: Any) -> None:
    decisions.decline(by=by, thing=thing, rule=3, reason="It attacks.", language="en", now=timezone.now())
    thing.refresh_from_db()


def publish(by: Person, thing: Any) -> None:
    decisions.publish(by=by, thing=thing, now=timezone.now())
    thing.refresh_from_db()


def test_words_before_stay_and_the_author_is_told(as_: As, edited: Comment, member: Person) -> None:
    assert (edited.status, edited.text, edited.waiting_version) == ("published", "One plain thing.", 2)

    page = as_(member).get(f"/comments/{edited.pk}/").text
    assert (page.count(TOLD), page.count("Newer words, unread."), page.count("One plain thing.") > 0) == (1, 1, True)
    assert "It is decided within 48 hours." in page


def test_contribution_tells_its_author_the_same(as_: As, reworded: Contribution, member: Person) -> None:
    page = as_(member).get(f"/contributions/{reworded.pk}/").text

    assert (page.count(TOLD), page.count("A newer title"), page.count("Newer words, unread.")) == (1, 1, 1)
    assert "At some length." in page


@pytest.mark.parametrize("who", ["nobody", "outsider", "secretary"])
def test_nobody_else_reads_of_them_beside_the_text(
    as_: As, who: str, edited: Comment, reworded: Contribution, settle: Callable[[], None], request: Any
) -> None:
    settle()
    reader = as_(None if who == "nobody" else request.getfixturevalue(who))
    addresses = [
        f"/comments/{edited.pk}/",
        f"/contributions/{reworded.pk}/",
        f"/p/{edited.proposal_id}/",
        f"/p/{edited.proposal_id}/comments/",
        f"/api/v1/comments/{edited.pk}/",
        f"/api/v1/contributions/{reworded.pk}/",
        "/search/?q=newer",
    ]
    if who != "secretary":
        addresses += [
            f"/comments/{edited.pk}/changes/",
            f"/contributions/{reworded.pk}/changes/",
            f"/api/v1/comments/{edited.pk}/versions/",
            f"/api/v1/contributions/{reworded.pk}/versions/",
        ]

    for address in addresses:
        answer = reader.get(address)
        found = [words for words in ("unread", "A newer title", "waits for a moderator") if words in answer.text]
        assert (address, answer.status_code, found) == (address, 200, [])


def states_of(client: Client, thing: Comment | Contribution) -> list[tuple[int, str]]:
    kind = "comments" if isinstance(thing, Comment) else "contributions"
    rows = client.get(f"/api/v1/{kind}/{thing.pk}/versions/").json()["results"]
    return [(row["version"], row["state"]) for row in rows]


@pytest.mark.parametrize("kind", ["edited", "reworded"])
def test_versions_say_where_each_stands(
    as_: As, kind: str, secretary: Person, member: Person, outsider: Person, request: Any
) -> None:
    thing = request.getfixturevalue(kind)
    assert states_of(as_(member), thing) == [(1, "shown"), (2, "waiting")]
    assert states_of(as_(outsider), thing) == [(1, "shown")]

    decline(secretary, thing)
    assert states_of(as_(member), thing) == [(1, "shown"), (2, "sealed")]
    assert states_of(as_(outsider), thing) == [(1, "shown")]


@pytest.mark.parametrize("kind", ["edited", "reworded"])
def test_what_changed_names_what_reads_so_now(
    as_: As, kind: str, secretary: Person, member: Person, request: Any
) -> None:
    thing = request.getfixturevalue(kind)
    address = f"/{'comments' if isinstance(thing, Comment) else 'contributions'}/{thing.pk}/changes/"
    marks = ("reads so now" if kind == "reworded" else "As it reads now", "waits for a moderator", "kept from readers")

    page = as_(member).get(address).text
    assert [page.count(mark) for mark in marks] == [1, 1, 0]
    decline(secretary, thing)
    page = as_(member).get(address).text
    assert [page.count(mark) for mark in marks] == [1, 0, 1]


def test_published_edit_is_what_reads_so_now(
    as_: As, secretary: Person, member: Person, outsider: Person, edited: Comment
) -> None:
    comments.correct(by=member, comment=edited, text="Still newer words.")
    publish(secretary, edited)

    assert (edited.text, edited.waiting_version) == ("Still newer words.", None)
    assert states_of(as_(member), edited) == [(1, "earlier"), (2, "earlier"), (3, "shown")]
    # What was replaced before anybody could read it is no history for readers; nor is a slip within 15 minutes.
    assert states_of(as_(outsider), edited) == [(3, "shown")]
    assert TOLD not in as_(member).get(f"/comments/{edited.pk}/").text


def test_author_goes_on_from_the_words_that_wait(as_: As, edited: Comment, member: Person) -> None:
    answer = as_(member).get(f"/comments/{edited.pk}/correct/")

    assert answer.context["form"]["text"].value() == "Newer words, unread."
    assert answer.context["before"] == "One plain thing."
    assert "What you send now takes their place" in answer.text


def test_after_declined_words_the_author_goes_on_from_those_shown(
    as_: As, secretary: Person, member: Person, edited: Comment, refused: Any
) -> None:
    decline(secretary, edited)

    answer = as_(member).get(f"/comments/{edited.pk}/correct/")
    assert answer.context["form"]["text"].value() == "One plain thing."
    with refused("nothing_changed"):
        comments.correct(by=member, comment=edited, text="One plain thing.")
    # The declined words can be sent again, under a number of their own.
    comments.correct(by=member, comment=edited, text="Newer words, unread.")
    assert states_of(as_(member), edited) == [(1, "shown"), (2, "sealed"), (3, "waiting")]


def test_contribution_goes_on_from_the_words_shown_through_the_api(
    as_: As, secretary: Person, member: Person, reworded: Contribution
) -> None:
    decline(secretary, reworded)
    said = {"title": "Only the title"}

    answer = as_(member).patch(f"/api/v1/contributions/{reworded.pk}/", said, content_type="application/json")
    assert answer.status_code == 200
    newest = reworded.versions.order_by("-number")[0]
    assert (newest.number, newest.title, newest.text) == (3, "Only the title", "At some length.")


def test_stations_tell_the_author_that_newer_words_wait(
    as_: As, secretary: Person, edited: Comment, member: Person
) -> None:
    assert as_(member).get("/me/").text.count(TOLD) == 1

    decline(secretary, edited)
    page = as_(member).get("/me/").text
    assert (page.count(TOLD), "Your newer words are not shown, those before stay: rule 3" in page) == (0, True)


def test_record_says_what_waits_and_what_is_shown(
    as_: As, secretary: Person, edited: Comment, settle: Callable[[], None]
) -> None:
    settle()
    page = as_(None).get("/ledger/").text
    assert ("sent newer words, which wait to be shown." in page, "corrected it" in page) == (True, False)

    publish(secretary, edited)
    settle()
    assert "that had been received are shown now." in as_(None).get("/ledger/").text


def test_digest_tells_an_edit_once_it_is_shown_and_as_a_correction(
    secretary: Person,
    member: Person,
    consultation: Consultation,
    comment: Comment,
    settle: Callable[[], None],
    sweep: Callable[[], list[EmailMessage]],  # noqa: F811
    refused: Any,
) -> None:
    reader = factories.make_person()
    factories.change_rules(secretary, consultation, moderation="before")
    settle()
    follows.begin(by=reader, thing=consultation, now=timezone.now())
    found = Comment.objects.select_related("round__consultation", "consultation").get(pk=comment.pk)
    comments.correct(by=member, comment=found, text="Newer words, unread.")
    settle()
    with refused("nothing_new"):
        digests.send_now(by=reader, key="1", now=timezone.now())

    publish(secretary, found)
    settle()
    digests.send_now(by=reader, key="2", now=timezone.now())
    text = text_of(next(message for message in sweep() if message["To"] == reader.email))
    found.entry.refresh_from_db()
    assert f"No. {found.entry.seq} was corrected by its author." in text
    assert "Newer words, unread." not in text


class Words:
    def __init__(self, number: int, *, sealed: bool = False) -> None:
        self.number, self.is_sealed, self.at = number, sealed, timezone.now()


def test_shown_waiting_and_last_words_are_told_apart() -> None:
    one, two, three, four = Words(1), Words(2, sealed=True), Words(3), Words(4)

    assert versions.present([one, two, three, four], 3) is one
    assert versions.present([one, two, three, four], None) is four
    assert versions.present([two], None) is None
    assert versions.waiting([one, two, three, four], 3) is four
    assert versions.waiting([one], 2) is None
    assert versions.last([one, two]) is one
    assert versions.states([one, two, three, four], waiting_from=4, is_shown=True) == [
        "earlier",
        "sealed",
        "shown",
        "waiting",
    ]
    assert versions.states([one, two], waiting_from=None, is_shown=False) == ["earlier", "sealed"]
