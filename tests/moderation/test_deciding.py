"""How a decision is made, whatever it says: who may, on which words, by how many people, and what it leaves behind."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import people
from accounts.models import Organization, Person
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import decisions, flags, motions, queue, things
from moderation.models import Decision, Flag, Inquiry, Item, Motion, Withheld
from proposals.actions import comments
from proposals.models import Comment, CommentVersion, Proposal
from proposals.permissions import readable_versions
from rounds.models import Capacity, Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def of_a_body(member: Person, organization: Organization, round: Round, draft: Proposal) -> Comment:
    return factories.make_comment(
        member, round, draft, text="We object.", capacity=Capacity.ORGANIZATION, organization=organization
    )


def test_text_of_a_body_takes_two_people_to_hide(
    secretary: Person, moderator: Person, of_a_body: Comment, refused: Refused
) -> None:
    now = timezone.now()
    with refused("second_person_needed"):
        decisions.hide(by=moderator, thing=of_a_body, rule=3, reason="R", language="en", now=now)
    motion = motions.ask_to_hide(
        by=moderator, thing=of_a_body, rule=3, reason="It attacks a person.", language="en", now=now
    )
    with refused("second_person_needed"):
        motions.agree(by=moderator, motion=motion, now=now)
    motions.agree(by=secretary, motion=motion, now=now)
    of_a_body.refresh_from_db()
    decision = Decision.objects.get()

    assert of_a_body.status == "hidden"
    assert (decision.by, decision.seconded_by) == (moderator, secretary)
    assert Motion.objects.get().state == "agreed"
    assert list(Item.objects.open()) == []


def test_held_text_is_shown_again_without_a_second_person(moderator: Person, of_a_body: Comment) -> None:
    now = timezone.now()
    decisions.hold(by=moderator, thing=of_a_body, rule=1, reason="It threatens.", language="en", now=now)
    of_a_body.refresh_from_db()
    held = of_a_body.status
    early = motions.lapse(now=now + timedelta(hours=71))
    late = motions.lapse(now=now + timedelta(hours=73))
    of_a_body.refresh_from_db()

    assert (held, early, late) == ("hidden", 0, 1)
    assert (of_a_body.status, of_a_body.text) == ("published", "We object.")
    assert list(Decision.objects.order_by("step").values_list("verb", "step")) == [("hold", 1), ("lapse", 2)]
    kinds = Entry.objects.filter(thing=of_a_body.pk).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["comment.received", "moderation.held", "moderation.lapsed"]


def test_text_is_held_only_on_the_three_grounds(moderator: Person, of_a_body: Comment, refused: Refused) -> None:
    with refused("not_a_ground"):
        decisions.hold(by=moderator, thing=of_a_body, rule=5, reason="It sells.", language="en", now=timezone.now())


def test_changed_words_wait_while_those_before_stay_shown(
    member: Person, moderator: Person, consultation: Consultation, comment: Comment
) -> None:
    Consultation.objects.update(moderation="before")
    comment.consultation.refresh_from_db()
    changed = comments.correct(by=member, comment=comment, text="Another thing.")
    queue.bring_up_to_date(now=timezone.now())
    item = Item.objects.get()

    assert (changed.status, changed.text, changed.waiting_version) == ("published", "One plain thing.", 2)
    assert (item.reason, item.comment) == ("edited", comment)
    assert [version.text for version in readable_versions(None, changed)] == ["One plain thing."]

    decisions.publish(by=moderator, thing=changed, now=timezone.now())
    changed.refresh_from_db()
    assert (changed.text, changed.waiting_version) == ("Another thing.", None)


def test_declined_words_are_never_shown(member: Person, moderator: Person, comment: Comment) -> None:
    Consultation.objects.update(moderation="before")
    comment.consultation.refresh_from_db()
    changed = comments.correct(by=member, comment=comment, text="A vile thing.")
    decisions.decline(by=moderator, thing=changed, rule=3, reason="It attacks.", language="en", now=timezone.now())
    factories.hide(moderator, changed)
    decisions.restore(by=moderator, thing=changed, reason="No.", language="en", now=timezone.now())
    changed.refresh_from_db()

    assert changed.text == "One plain thing."
    assert [version.text for version in readable_versions(None, changed)] == ["One plain thing."]


def test_stale_decision_is_refused(member: Person, moderator: Person, comment: Comment, refused: Refused) -> None:
    read = things.token(comment)
    comments.correct(by=member, comment=comment, text="Another thing.")
    with refused("corrected_meanwhile"):
        decisions.hide(by=moderator, thing=comment, rule=3, reason="R", language="en", token=read, now=timezone.now())


def test_personal_data_is_taken_out_and_destroyed(
    moderator: Person, member: Person, round: Round, draft: Proposal
) -> None:
    comment = factories.make_comment(member, round, draft, text="Call Ana on 0123 456, day or night.")
    decisions.redact(
        by=moderator,
        thing=comment,
        passages=["0123 456"],
        rule=2,
        reason="A private number.",
        language="en",
        now=timezone.now(),
    )
    comment.refresh_from_db()

    assert comment.text == "Call Ana on […], day or night."
    assert not CommentVersion.objects.filter(text__contains="0123").exists()
    assert [version.text for version in readable_versions(None, comment)] == [comment.text]


def test_decision_is_taken_back_within_the_hour(moderator: Person, comment: Comment, refused: Refused) -> None:
    decision = factories.hide(moderator, comment)
    with refused("too_late_to_undo"):
        decisions.undo(by=moderator, decision=decision, now=decision.at + timedelta(hours=1))
    undone = decisions.undo(by=moderator, decision=decision, now=decision.at + timedelta(minutes=59))
    comment.refresh_from_db()

    assert (comment.status, comment.text) == ("published", "One plain thing.")
    assert (undone.verb, undone.undoes, undone.step) == ("undo", decision, 2)


def test_moderator_of_the_authors_body_is_refused(
    secretary: Person, moderator: Person, organization: Organization, comment: Comment, refused: Refused
) -> None:
    factories.make_focal_point(secretary, moderator, organization, role="member")
    with refused("recused"):
        factories.hide(moderator, comment)


def test_who_stepped_back_does_not_decide(
    moderator: Person, outsider: Person, comment: Comment, refused: Refused
) -> None:
    flags.raise_(by=outsider, thing=comment, rule=3, sentence="It attacks.", language="en", now=timezone.now())
    queue.recuse(by=moderator, item=Item.objects.get(), now=timezone.now())
    with refused("recused"):
        factories.hide(moderator, comment)


def test_flags_hide_nothing_and_queue_once(
    outsider: Person, secretary: Person, moderator: Person, comment: Comment, refused: Refused
) -> None:
    now = timezone.now()
    flags.raise_(by=outsider, thing=comment, rule=3, sentence="It attacks.", language="en", now=now)
    with refused("flagged_already"):
        flags.raise_(by=outsider, thing=comment, rule=3, sentence="Again.", language="en", now=now)
    flags.raise_(by=secretary, thing=comment, rule=5, sentence="It sells.", language="en", now=now)
    queue.bring_up_to_date(now=now)
    comment.refresh_from_db()
    item = Item.objects.get()

    assert (comment.status, item.reason, item.flags) == ("published", "flagged", 2)

    kept = decisions.keep(by=moderator, thing=comment, reason="It does not.", language="en", now=now)
    assert set(Flag.objects.values_list("decision", flat=True)) == {kept.pk}
    assert not Item.objects.open().exists()


def test_author_is_asked_and_the_text_goes_on_waiting(moderator: Person, comment: Comment) -> None:
    asked = decisions.ask(by=moderator, thing=comment, question="Whom do you mean?", language="en", now=timezone.now())

    assert (asked.verb, asked.reason) == ("ask", "")
    assert Inquiry.objects.get().text == "Whom do you mean?"


def test_hidden_name_is_not_in_the_row(secretary: Person, outsider: Person) -> None:
    now = timezone.now()
    name = outsider.name
    decisions.hide(by=secretary, thing=outsider, rule=4, reason="It is not theirs.", language="en", now=now)
    outsider.refresh_from_db()
    hidden = outsider.name
    decisions.restore(by=secretary, thing=outsider, reason="It is.", language="en", now=now)
    outsider.refresh_from_db()

    assert (hidden, outsider.name) == ("Name hidden", name)


def test_hidden_text_put_up_is_not_in_its_rows(moderator: Person, draft: Proposal) -> None:
    now = timezone.now()
    before = list(draft.revisions.get().texts.values_list("text", flat=True))
    decisions.hide(by=moderator, thing=draft, rule=6, reason="A court says so.", language="en", now=now)
    hidden = set(draft.revisions.get().texts.values_list("text", flat=True))
    decisions.restore(by=moderator, thing=draft, reason="Not any more.", language="en", now=now)

    assert hidden == {""}
    assert list(draft.revisions.get().texts.values_list("text", flat=True)) == before


def test_queue_follows_texts_that_wait_and_those_that_wait_no_more(
    member: Person, round: Round, draft: Proposal, contribution: Contribution
) -> None:
    Consultation.objects.update(moderation="before")
    round.consultation.refresh_from_db()
    comment = factories.make_comment(member, round, draft)
    queue.bring_up_to_date(now=timezone.now())
    queue.bring_up_to_date(now=timezone.now())
    item = Item.objects.get()

    assert (item.comment, item.reason, item.consultation) == (comment, "read_first", round.consultation)
    assert item.due_at - item.opened_at == timedelta(hours=48)

    comments.withdraw(by=member, comment=comment)
    queue.bring_up_to_date(now=timezone.now())
    assert not Item.objects.open().exists()


def test_held_text_is_held_again_where_showing_it_is_taken_back(
    secretary: Person, moderator: Person, of_a_body: Comment
) -> None:
    now = timezone.now()
    decisions.hold(by=moderator, thing=of_a_body, rule=1, reason="It threatens.", language="en", now=now)
    shown = decisions.restore(by=secretary, thing=of_a_body, reason="No.", language="en", now=now)
    decisions.undo(by=secretary, decision=shown, now=now + timedelta(minutes=5))
    of_a_body.refresh_from_db()
    again = of_a_body.status
    lapsed = motions.lapse(now=now + timedelta(hours=72))
    of_a_body.refresh_from_db()

    assert (again, lapsed, of_a_body.status) == ("hidden", 1, "published")


def test_name_in_the_place_of_a_hidden_one_is_looked_at(secretary: Person, outsider: Person) -> None:
    now = timezone.now()
    decisions.hide(by=secretary, thing=outsider, rule=4, reason="It is not theirs.", language="en", now=now)
    outsider.refresh_from_db()
    people.describe(
        by=outsider, name="Another Name", stakeholder_group="", country="", language="en", time_zone="UTC", now=now
    )
    queue.bring_up_to_date(now=now)
    queue.bring_up_to_date(now=now)
    item = Item.objects.open().get()

    assert (item.person, item.reason, outsider.name, outsider.status) == (
        outsider,
        "edited",
        "Another Name",
        "published",
    )

    decisions.hide(by=secretary, thing=outsider, rule=4, reason="Nor is this.", language="en", now=now)
    outsider.refresh_from_db()
    people.describe(
        by=outsider, name="Own Name", stakeholder_group="", country="", language="en", time_zone="UTC", now=now
    )
    decisions.keep(by=secretary, thing=outsider, reason="It is theirs.", language="en", now=now)
    queue.bring_up_to_date(now=now)

    outsider.refresh_from_db()
    assert outsider.name == "Own Name"
    assert not Item.objects.open().exists()
    assert not Withheld.objects.exists()


def test_second_person_who_took_it_agrees_after_the_author_was_asked(
    secretary: Person, moderator: Person, of_a_body: Comment
) -> None:
    now = timezone.now()
    decisions.hold(by=moderator, thing=of_a_body, rule=1, reason="It threatens.", language="en", now=now)
    decisions.ask(by=moderator, thing=of_a_body, question="Whose?", language="en", now=now)
    queue.claim(by=secretary, item=Item.objects.open().get(), now=now)
    motions.agree(by=secretary, motion=Motion.objects.get(), now=now)
    of_a_body.refresh_from_db()

    assert (of_a_body.status, Motion.objects.get().state) == ("hidden", "agreed")


def test_files_wait_again_where_publishing_is_taken_back(
    moderator: Person, contribution: Contribution, refused: Refused
) -> None:
    Consultation.objects.update(moderation="before")
    contribution.consultation.refresh_from_db()
    file = factories.attach(contribution)
    contribution.refresh_from_db()
    published = decisions.publish(by=moderator, thing=contribution, now=timezone.now())
    file.refresh_from_db()
    shown = file.waits
    decisions.undo(by=moderator, decision=published, now=timezone.now())
    file.refresh_from_db()
    contribution.refresh_from_db()

    assert (shown, file.waits, contribution.text) == (False, True, "At some length.")

    said = {"rule": 3, "reason": "R", "language": "en"}
    declined = decisions.decline(by=moderator, thing=contribution, now=timezone.now(), **said)  # type: ignore[arg-type]
    with refused("not_undoable"):
        decisions.undo(by=moderator, decision=declined, now=timezone.now())


def test_files_are_shown_with_the_text_that_is_shown_again(moderator: Person, contribution: Contribution) -> None:
    Consultation.objects.update(moderation="before")
    contribution.consultation.refresh_from_db()
    file = factories.attach(contribution)
    contribution.refresh_from_db()
    factories.hide(moderator, contribution)
    decisions.restore(by=moderator, thing=contribution, reason="No.", language="en", now=timezone.now())
    file.refresh_from_db()

    assert not file.waits


def test_passages_that_overlap_are_taken_out_whole(moderator: Person, comment: Comment) -> None:
    decisions.redact(
        by=moderator,
        thing=comment,
        passages=["One plain", "plain thing"],
        rule=2,
        reason="R",
        language="en",
        now=timezone.now(),
    )
    comment.refresh_from_db()

    assert comment.text == "[…]."


def test_sweep_goes_on_where_a_held_text_is_not_hidden_any_more(moderator: Person, of_a_body: Comment) -> None:
    now = timezone.now()
    decisions.hold(by=moderator, thing=of_a_body, rule=1, reason="It threatens.", language="en", now=now)
    Comment.objects.filter(pk=of_a_body.pk).update(status="withdrawn")
    lapsed = motions.lapse(now=now + timedelta(hours=72))

    assert (lapsed, Motion.objects.get().state) == (0, "lapsed")


def test_hold_leaves_a_colleagues_motion_to_erase(
    secretary: Person, moderator: Person, of_a_body: Comment, refused: Refused
) -> None:
    now = timezone.now()
    motions.ask_to_erase(by=secretary, thing=of_a_body, reason="The law.", language="en", now=now)
    with refused("asked_already"):
        decisions.hold(by=moderator, thing=of_a_body, rule=1, reason="It threatens.", language="en", now=now)

    assert Motion.objects.get().verb == "erase"


def test_nobody_is_asked_about_what_waits_for_its_body(moderator: Person, of_a_body: Comment, refused: Refused) -> None:
    Comment.objects.update(status="received", waiting_for="release", text=None, words_digest=None)
    with refused("waits_for_its_body"):
        motions.ask_to_hide(by=moderator, thing=of_a_body, rule=3, reason="R", language="en", now=timezone.now())
