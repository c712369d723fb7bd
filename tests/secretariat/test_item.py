"""The page on which a moderator decides: what it shows, what it offers, what becomes of a form that came too late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import affiliations
from accounts.models import Affiliation, Organization, Person
from contributions.models import Contribution
from moderation.actions import decisions, flags, motions, queue, things
from moderation.models import Decision, Item, Motion, Recusal, Template, Thing, kind_of
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round, Rule
from secretariat.item import around
from secretariat.pages import deciding
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def desk(as_: As, moderator: Person) -> Client:
    return as_(moderator)


@pytest.fixture
def site_moderator(db: None) -> Person:
    """A moderator of the whole site decides about names too."""
    person = factories.make_person("Ilse", group=None)
    factories.make_office(person, "moderator")
    return person


@pytest.fixture
def of_a_body(member: Person, organization: Organization, round: Round, draft: Proposal) -> Comment:
    return factories.make_comment(
        member, round, draft, text="We object.", capacity="organization", organization=organization
    )


@pytest.fixture
def read_first(consultation: Consultation) -> Consultation:
    Consultation.objects.update(moderation="before")
    consultation.refresh_from_db()
    return consultation


def decide(thing: Thing) -> str:
    return reverse("desk_decide", args=[kind_of(thing), thing.pk])


def at(item: Item) -> str:
    return reverse("desk_item", args=[item.pk])


def flag(thing: Thing, by: Person | None = None, rule: int = 3) -> Item:
    flags.raise_(
        by=by or factories.make_person(),
        thing=thing,
        rule=rule,
        sentence="It says what he is.",
        language="en",
        now=timezone.now(),
    )
    return Item.objects.open().get(**{kind_of(thing): thing})


def sent(thing: Thing, act: str, **changed: Any) -> dict[str, Any]:
    return {
        "do": "decide",
        "key": str(uuid4()),
        "token": things.token(thing),
        "act": act,
        "rule": "3",
        "reason": "It attacks a person.",
        "language": "en",
        **changed,
    }


def small(act: str, **said: str) -> dict[str, str]:
    return {"do": act, "key": str(uuid4()), **said}


def offered(client: Client, address: str) -> list[str]:
    return [choice.act for choice in client.get(address).context["choices"]]


# --- what can be decided ---------------------------------------------------------------------------------------------


def test_every_state_offers_what_leads_anywhere(
    desk: Client, member: Person, moderator: Person, round: Round, draft: Proposal, read_first: Consultation
) -> None:
    def make() -> Comment:
        return factories.make_comment(member, round, draft)

    received, published, edited, hidden, withdrawn, flagged = (make() for _time in range(6))
    for comment in (published, edited, hidden, withdrawn, flagged):
        decisions.publish(by=moderator, thing=comment, now=timezone.now())
        comment.refresh_from_db()
    comments.correct(by=member, comment=edited, text="Other words.")
    factories.hide(moderator, hidden)
    comments.withdraw(by=member, comment=withdrawn)
    flag(flagged)

    found = [offered(desk, decide(each)) for each in (received, published, edited, hidden, withdrawn, flagged)]

    assert found == [
        ["publish", "ask", "redact", "hide", "ask_to_erase"],
        ["ask", "redact", "hide", "ask_to_erase"],
        ["publish", "decline", "ask", "hide", "ask_to_erase"],
        ["ask", "redact", "restore", "ask_to_erase"],
        ["ask_to_erase"],
        ["keep", "ask", "redact", "hide", "ask_to_erase"],
    ]


def test_where_a_second_person_was_asked_nothing_is_left_as_it_is_beside_it(
    desk: Client, moderator: Person, secretary: Person, comment: Comment
) -> None:
    factories.hide(moderator, comment)
    motions.ask_to_erase(by=secretary, thing=comment, reason="The law.", language="en", now=timezone.now())

    assert offered(desk, decide(comment)) == ["ask", "redact", "restore"]


def test_name_is_hidden_in_words_that_are_true_of_names(as_: As, site_moderator: Person, member: Person) -> None:
    answer = as_(site_moderator).get(decide(member))

    assert [(one.label, one.hint) for one in answer.context["choices"]] == [
        ("Hide the name", "“Name hidden” stands in its place until they give another one.")
    ]


def test_only_who_is_told_is_said_to_be_told(comment: Comment) -> None:
    assert [deciding.done(act, comment) for act in ("restore", "keep")] == [
        "It is shown again. Both decisions stay in the public record. Its author is told by mail.",
        "It stays as it is. Whoever told the moderators is answered.",
    ]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Noor Haddad", ""), ("Noоr Hаddad", "о а"), ("Нур", ""), ("Ana 3", "")],
    ids=["one script", "two scripts", "another script", "no letter"],
)
def test_letters_of_another_script_are_told_apart(name: str, letters: str) -> None:
    assert around.other_letters(name) == letters


def test_text_of_a_body_is_hidden_by_two_or_held(desk: Client, of_a_body: Comment) -> None:
    assert offered(desk, decide(of_a_body)) == ["ask", "redact", "ask_to_hide", "hold", "ask_to_erase"]


@pytest.mark.parametrize("kind", ["proposal", "document", "organization", "person"])
def test_names_and_titles_are_hidden_and_shown_again(
    kind: str, as_: As, site_moderator: Person, secretary: Person, consultation: Consultation, draft: Proposal
) -> None:
    thing: Thing = {
        "proposal": lambda: draft,
        "document": lambda: factories.make_document(secretary, consultation, "A report"),
        "organization": lambda: factories.make_organization(secretary, "Ministry of Posts"),
        "person": lambda: factories.make_person("Somebody"),
    }[kind]()
    client = as_(site_moderator)
    before = offered(client, decide(thing))

    answers = [client.post(decide(thing), sent(thing, "hide")).status_code]
    thing.refresh_from_db()
    between = offered(client, decide(thing))
    answers.append(client.post(decide(thing), sent(thing, "restore")).status_code)

    thing.refresh_from_db()
    assert (before, between, answers) == (["hide"], ["restore"], [303, 303])
    assert thing.status == "published"
    assert list(Decision.objects.order_by("step").values_list("verb", flat=True)) == ["hide", "restore"]


@pytest.mark.parametrize(
    ("act", "verb", "status"),
    [("hide", "hide", "hidden"), ("ask", "ask", "published"), ("keep", "keep", "published")],
)
def test_flagged_text_is_decided_about(
    act: str, verb: str, status: str, desk: Client, comment: Comment, moderator: Person
) -> None:
    item = flag(comment)

    answer = desk.post(at(item), sent(comment, act))

    comment.refresh_from_db()
    decision = Decision.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, at(item))
    assert (decision.verb, decision.by, comment.status) == (verb, moderator, status)
    assert Item.objects.open().exists() == (act == "ask")


def test_contribution_is_hidden_and_shown_again(desk: Client, contribution: Contribution) -> None:
    desk.post(decide(contribution), sent(contribution, "hide"))
    page = desk.get(decide(contribution)).content.decode()

    desk.post(decide(contribution), sent(contribution, "restore", reason="It speaks of the report."))

    contribution.refresh_from_db()
    assert "At some length." in page
    assert (contribution.status, contribution.text) == ("published", "At some length.")


def test_waiting_edit_stands_beside_the_shown_words_and_is_declined(
    desk: Client, comment: Comment, member: Person, read_first: Consultation
) -> None:
    comment.consultation.refresh_from_db()
    comments.correct(by=member, comment=comment, text="One vile thing.")
    queue.bring_up_to_date(now=timezone.now())
    item = Item.objects.get()
    page = desk.get(at(item)).content.decode()

    answer = desk.post(at(item), sent(comment, "decline"))

    comment.refresh_from_db()
    assert '<del><span class="visually-hidden">taken away: </span>plain </del>' in page
    assert '<ins><span class="visually-hidden">put in: </span>vile </ins>' in page
    assert (answer.status_code, comment.text, comment.waiting_version) == (303, "One plain thing.", None)
    assert "kept for its author and the moderators alone" in desk.get(decide(comment)).content.decode()


# --- wrong input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "changed", "errors"),
    [
        ("hide", {"rule": ""}, {"rule": ["Choose the rule that the text breaks."]}),
        ("hide", {"rule": "99"}, {"rule": ["Choose the rule that the text breaks."]}),
        ("hide", {"rule": "9" * 400}, {"rule": ["Choose the rule that the text breaks."]}),
        ("hide", {"reason": "  "}, {"reason": ["Say why, so that the author can understand it."]}),
        ("ask", {"reason": ""}, {"reason": ["Write the question."]}),
        (
            "hide",
            {"language": "tlh"},
            {"language": ["“tlh” is not a language we know. Choose one from the list."]},
        ),
        ("", {}, {"act": ["Choose what is decided."]}),
        ("burn", {}, {"act": ["This cannot be decided any more. Choose something else."]}),
        ("redact", {"rule": "2"}, {"passages": ["Say which words are taken out."]}),
        (
            "redact",
            {"rule": "2", "passages": "not there"},
            {"passages": ["These words do not stand in the text as you wrote them. Copy them from it."]},
        ),
        (
            "redact",
            {"rule": "3", "passages": "plain"},
            {"rule": ["Words are taken out under a rule about personal data. Choose one."]},
        ),
    ],
)
def test_wrong_decision_is_shown_again_with_a_sentence(
    act: str, changed: dict[str, str], errors: dict[str, list[str]], desk: Client, comment: Comment
) -> None:
    answer = desk.post(decide(comment), sent(comment, act, **changed))

    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert answer.context["form"].errors == errors


@pytest.mark.parametrize("field", ["reason", "passages", "token", "act", "rule", "language", "seen", "do", "key"])
def test_zero_bytes_break_nothing(field: str, desk: Client, comment: Comment) -> None:
    answer = desk.post(decide(comment), {**sent(comment, "hide"), field: "\x00"})

    assert (answer.status_code in (200, 409, 422), Decision.objects.count()) == (True, 0)


@pytest.mark.parametrize("token", ["", "x", "1-0-0", "-", "9" * 70 + "-1", "1--1"])
def test_token_that_is_none_decides_nothing(token: str, desk: Client, comment: Comment) -> None:
    answer = desk.post(decide(comment), sent(comment, "hide", token=token))

    assert (answer.status_code, Decision.objects.count()) == (409, 0)
    assert answer.context["form"].data["reason"] == "It attacks a person."


def test_decision_that_cannot_be_undone_by_being_sent_twice(desk: Client, comment: Comment) -> None:
    form = sent(comment, "hide")

    answers = [desk.post(decide(comment), form).status_code for _try in range(2)]

    assert (answers, Decision.objects.count()) == ([303, 303], 1)


# --- two tabs --------------------------------------------------------------------------------------------------------


def test_text_decided_meanwhile_is_answered_with_what_changed(
    desk: Client, secretary: Person, comment: Comment
) -> None:
    form = sent(comment, "hide")
    factories.hide(secretary, comment, rule=5, reason="It sells something.")

    answer = desk.post(decide(comment), form)

    page = answer.content.decode()
    assert (answer.status_code, Decision.objects.count()) == (409, 1)
    assert "Somebody else decided about this since you opened the page." in page
    assert [decision.reason for decision in answer.context["between"].decisions] == ["It sells something."]
    assert page.count("It attacks a person.") == 1


def test_text_corrected_meanwhile_must_be_read_again(desk: Client, member: Person, comment: Comment) -> None:
    form = sent(comment, "hide")
    comments.correct(by=member, comment=comment, text="One milder thing.")

    first = desk.post(decide(comment), form)
    again = {**form, "token": first.context["form"].data["token"]}
    second = desk.post(decide(comment), again)

    parts = first.context["between"].words[0].parts
    assert (first.status_code, second.status_code) == (409, 303)
    assert [(part.kind, part.text) for part in parts] == [
        ("same", "One "),
        ("gone", "plain "),
        ("new", "milder "),
        ("same", "thing."),
    ]
    assert first.context["form"].data["reason"] == "It attacks a person."


def test_form_whose_decision_is_not_possible_any_more_keeps_the_words(
    desk: Client, member: Person, comment: Comment
) -> None:
    form = sent(comment, "hide")
    comments.withdraw(by=member, comment=comment)

    answer = desk.post(decide(comment), {**form, "token": things.token(comment)})

    assert (answer.status_code, Decision.objects.count()) == (409, 0)
    assert "it is now “Withdrawn by its author”" in answer.content.decode()
    assert answer.context["form"].data["reason"] == "It attacks a person."


def test_closed_item_says_what_was_decided_and_offers_nothing(
    desk: Client, secretary: Person, comment: Comment
) -> None:
    item = flag(comment)
    late = sent(comment, "hide")
    decisions.keep(by=secretary, thing=comment, reason="No.", language="en", now=timezone.now())

    page = desk.get(at(item))
    answer = desk.post(at(item), late)

    assert (page.context["offers"], answer.status_code) == (False, 409)
    assert "This waits no more" in page.content.decode()
    assert [one.verb for one in answer.context["between"].decisions] == ["keep"]
    assert Decision.objects.count() == 1


# --- taking, giving back, stepping back ------------------------------------------------------------------------------


def test_item_is_taken_and_given_back(desk: Client, comment: Comment, moderator: Person) -> None:
    item = flag(comment)

    taken = desk.post(at(item), small("claim"))
    during = Item.objects.get()
    page = desk.get(at(item)).content.decode()
    desk.post(at(item), small("give_back"))

    assert (taken.status_code, during.claimed_by) == (303, moderator)
    assert "You have taken this until" in page
    assert Item.objects.get().claimed_by is None


def test_item_taken_by_another_has_no_form(desk: Client, comment: Comment, secretary: Person) -> None:
    item = flag(comment)
    form = sent(comment, "hide")
    queue.claim(by=secretary, item=item, now=timezone.now())

    page = desk.get(at(item))
    answers = [desk.post(at(item), form), desk.post(at(item), small("claim"))]

    assert page.context["offers"] is False
    assert "Taken by <bdi>Noor</bdi> until" in page.content.decode()
    assert [answer.status_code for answer in answers] == [409, 409]
    assert "What you wrote:" in answers[0].content.decode()
    assert Decision.objects.count() == 0


def test_who_stepped_back_decides_no_more_and_reads_no_flags(desk: Client, comment: Comment, moderator: Person) -> None:
    item = flag(comment)

    answer = desk.post(at(item), small("step_back", why="She is my sister."))
    pages = [desk.get(at(item)), desk.get(decide(comment)), desk.post(at(item), sent(comment, "hide"))]

    recusal = Recusal.objects.get()
    assert (answer.status_code, recusal.person, recusal.reason) == (303, moderator, "She is my sister.")
    assert [page.status_code for page in pages] == [403, 403, 403]
    assert ["You stepped back from this" in page.content.decode() for page in pages] == [True] * 3
    assert ["It says what he is." in page.content.decode() for page in pages] == [False] * 3
    assert Decision.objects.count() == 0


def test_who_belongs_to_the_same_body_is_refused(
    desk: Client, of_a_body: Comment, moderator: Person, secretary: Person, organization: Organization
) -> None:
    factories.make_focal_point(secretary, moderator, organization, role="member")

    page = desk.get(decide(of_a_body))
    answer = desk.post(decide(of_a_body), sent(of_a_body, "ask_to_hide"))

    assert (page.status_code, answer.status_code, Motion.objects.count()) == (403, 403, 0)
    assert "You belong to the same organization as its author" in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_moderator_of_another_consultation_finds_no_item(
    as_: As, comment: Comment, secretary: Person, host: Organization
) -> None:
    item = flag(comment)
    other = factories.make_person("Ada", group=None)
    factories.make_office(other, "moderator", factories.make_consultation(secretary, host))

    found = [as_(other).get(at(item)), as_(other).post(at(item), small("claim")), as_(other).get(decide(comment))]

    assert [answer.status_code for answer in found] == [404, 404, 403]


def test_name_is_decided_about_by_offices_of_the_whole_site(desk: Client, outsider: Person) -> None:
    assert desk.get(decide(outsider)).status_code == 403


def test_request_leads_to_its_own_page(as_: As, secretary: Person, member: Person, organization: Organization) -> None:
    other = factories.make_person()
    request = affiliations.ask(
        by=other,
        organization=organization,
        role=Affiliation.Role.MEMBER,
        note="",
        address="",
        now=timezone.now(),
    )
    queue.bring_up_to_date(now=timezone.now())

    answer = as_(secretary).get(at(Item.objects.get(request=request)))

    assert (answer.status_code, answer["Location"]) == (302, reverse("desk_request", args=[request.pk]))


# --- two people ------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(moderator: Person, of_a_body: Comment) -> Motion:
    return motions.ask_to_hide(
        by=moderator, thing=of_a_body, rule=3, reason="It attacks a person.", language="en", now=timezone.now()
    )


def test_second_person_is_asked_sees_why_and_agrees(
    desk: Client, as_: As, of_a_body: Comment, secretary: Person, moderator: Person
) -> None:
    answer = desk.post(decide(of_a_body), sent(of_a_body, "ask_to_hide"))
    item = Item.objects.get()
    own, other = desk.get(at(item)).content.decode(), as_(secretary).get(at(item)).content.decode()
    done = as_(secretary).post(at(item), small("agree"))

    of_a_body.refresh_from_db()
    decision = Decision.objects.get()
    assert (answer.status_code, done.status_code, of_a_body.status) == (303, 303, "hidden")
    assert (decision.by, decision.seconded_by) == (moderator, secretary)
    assert ('value="take_back"' in own, 'value="agree"' in own) == (True, False)
    assert ('value="take_back"' in other, 'value="agree"' in other) == (False, True)
    assert "It attacks a person." in other


def test_second_person_does_not_agree_with_words(as_: As, asked: Motion, secretary: Person, of_a_body: Comment) -> None:
    item, client = Item.objects.get(), as_(secretary)

    without = client.post(at(item), small("refuse", answer=" "))
    answer = client.post(at(item), small("refuse", answer="It speaks of the report."))

    asked.refresh_from_db()
    assert (without.status_code, answer.status_code) == (422, 303)
    assert without.context["refuse_form"].errors == {"answer": ["Say why you do not agree."]}
    assert (asked.state, asked.answer) == ("refused", "It speaks of the report.")


def test_who_asked_takes_it_back_and_nobody_agrees_afterwards(
    desk: Client, as_: As, asked: Motion, secretary: Person
) -> None:
    item = Item.objects.get()

    back = desk.post(at(item), small("take_back"))
    late = as_(secretary).post(at(item), small("agree"))

    asked.refresh_from_db()
    assert (back.status_code, late.status_code, asked.state) == (303, 409, "taken_back")


def test_who_asked_cannot_agree(desk: Client, asked: Motion) -> None:
    answer = desk.post(at(Item.objects.get()), small("agree"))

    asked.refresh_from_db()
    assert (answer.status_code, asked.state) == (403, "waiting")


def test_text_is_held_at_once_only_under_a_ground(desk: Client, of_a_body: Comment) -> None:
    wrong = desk.post(decide(of_a_body), sent(of_a_body, "hold", rule="3"))
    answer = desk.post(decide(of_a_body), sent(of_a_body, "hold", rule="1"))

    of_a_body.refresh_from_db()
    assert (wrong.status_code, answer.status_code, of_a_body.status) == (422, 303, "hidden")
    assert "One moderator alone holds a text" in str(wrong.context["form"].errors["rule"])
    assert Item.objects.get().reason == "held"


def test_motion_about_a_round_is_answered_on_its_own_page(
    as_: As, secretary: Person, other_secretary: Person, round: Round
) -> None:
    Round.objects.filter(pk=round.pk).update(closes_at=timezone.now() + timedelta(hours=20))
    round.refresh_from_db()
    motions.ask_for_more_time(
        by=secretary,
        round=round,
        closes_at=round.closes_at + timedelta(days=3),
        reason="The network was down.",
        now=timezone.now(),
    )
    item = Item.objects.get()
    page = as_(other_secretary).get(at(item)).content.decode()

    own = as_(secretary).post(at(item), small("agree"))
    answer = as_(other_secretary).post(at(item), small("agree"))
    twice = as_(other_secretary).post(at(item), small("agree"))

    assert "The network was down." in page
    assert [one.status_code for one in (own, answer, twice)] == [403, 303, 409]
    assert Motion.objects.get().state == "agreed"


# --- taking words out ------------------------------------------------------------------------------------------------


@pytest.fixture
def with_data(member: Person, round: Round, draft: Proposal) -> Comment:
    return factories.make_comment(member, round, draft, text="Call Ana on 0123 456, day or night.")


@pytest.mark.parametrize(("originals", "sentence"), [("destroyed", "are destroyed"), ("sealed", "are kept")])
def test_words_are_taken_out_after_the_result_was_shown(
    originals: str, sentence: str, desk: Client, with_data: Comment
) -> None:
    Rule.objects.filter(number=2).update(originals=originals)
    form = sent(with_data, "redact", rule="2", passages="0123 456\n\n Ana \n", reason="A private number.")

    first = desk.post(decide(with_data), form)
    shown = Decision.objects.count()
    second = desk.post(decide(with_data), {**form, "seen": first.context["form"].data["seen"]})

    with_data.refresh_from_db()
    page = first.content.decode()
    assert (first.status_code, shown, second.status_code) == (200, 0, 303)
    assert "Call […] on […], day or night." in page
    assert f"the words as they were {sentence}" in page
    assert with_data.text == "Call […] on […], day or night."


def test_other_passages_than_those_shown_are_shown_again(desk: Client, with_data: Comment) -> None:
    form = sent(with_data, "redact", rule="2", passages="0123 456")
    seen = desk.post(decide(with_data), form).context["form"].data["seen"]

    answer = desk.post(decide(with_data), {**form, "passages": "0123 456\nAna", "seen": seen})

    assert (answer.status_code, Decision.objects.count()) == (200, 0)
    assert answer.context["preview"].words == {"": "Call […] on […], day or night."}


# --- taking back -----------------------------------------------------------------------------------------------------


def test_decision_is_taken_back_within_the_hour(desk: Client, comment: Comment) -> None:
    desk.post(decide(comment), sent(comment, "hide"))
    decision = Decision.objects.get()
    page = desk.get(decide(comment)).content.decode()

    form = {"key": str(uuid4())}
    answers = [desk.post(reverse("desk_undo", args=[decision.pk]), form) for _try in range(2)]

    comment.refresh_from_db()
    assert reverse("desk_undo", args=[decision.pk]) in page
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (comment.status, Decision.objects.count()) == ("published", 2)


def test_decision_is_not_taken_back_after_an_hour(desk: Client, comment: Comment, moderator: Person) -> None:
    decision = factories.hide(moderator, comment)
    Decision.objects.filter(pk=decision.pk).update(at=timezone.now() - timedelta(minutes=61))

    page = desk.get(decide(comment)).content.decode()
    answer = desk.post(reverse("desk_undo", args=[decision.pk]), {"key": str(uuid4())})

    assert reverse("desk_undo", args=[decision.pk]) not in page
    assert (answer.status_code, Decision.objects.count()) == (409, 1)
    assert "A decision is taken back within the hour." in answer.content.decode()


def test_decision_elsewhere_is_not_there_to_take_back(
    as_: As, comment: Comment, moderator: Person, secretary: Person, host: Organization
) -> None:
    decision = factories.hide(moderator, comment)
    other = factories.make_person("Ada", group=None)
    factories.make_office(other, "moderator", factories.make_consultation(secretary, host))

    answer = as_(other).post(reverse("desk_undo", args=[decision.pk]), {"key": str(uuid4())})

    assert (answer.status_code, Decision.objects.count()) == (404, 1)


# --- the next one ----------------------------------------------------------------------------------------------------


def test_deciding_opens_the_next_item_and_takes_it(
    desk: Client, comment: Comment, member: Person, round: Round, draft: Proposal, moderator: Person
) -> None:
    first, second = flag(comment), flag(factories.make_comment(member, round, draft))

    answer = desk.post(at(first), sent(comment, "hide", then="next"))

    second.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, at(second))
    assert second.claimed_by == moderator


# --- what the page shows ---------------------------------------------------------------------------------------------


def test_page_shows_the_text_with_its_context(
    desk: Client, member: Person, round: Round, draft: Proposal, secretary: Person
) -> None:
    paragraph = draft.paragraphs.get(anchor="2")
    parent = factories.make_comment(member, round, draft, paragraph=paragraph, text="The first word.")
    reply = factories.make_comment(
        secretary, round, draft, paragraph=paragraph, reply_to=parent, text="An answer.", capacity="secretariat"
    )

    about_reply = desk.get(decide(reply)).content.decode()
    about_parent = desk.get(decide(parent)).context

    for words in ("On paragraph 2 of Zero draft", "Paragraph 2 says one thing.", "The first word.", "An answer."):
        assert words in about_reply
    assert ([reply.text for reply in about_parent["around"].replies], about_parent["around"].reply_count) == (
        ["An answer."],
        1,
    )


def test_author_is_known_with_what_was_decided_before(
    desk: Client, moderator: Person, comment: Comment, member: Person, round: Round, draft: Proposal
) -> None:
    factories.hide(moderator, factories.make_comment(member, round, draft), rule=5)

    author = desk.get(decide(comment)).context["author"]

    assert (author.person, author.filed, author.shown, author.hidden) == (member, 2, 1, 1)
    assert [(decision.verb, decision.rule_number) for decision in author.earlier] == [("hide", 5)]


def test_author_without_a_name_stays_unknown_to_moderators(
    as_: As, moderator: Person, secretary: Person, member: Person, round: Round, draft: Proposal
) -> None:
    factories.hide(moderator, factories.make_comment(member, round, draft), rule=5)
    unnamed = factories.make_comment(member, round, draft, text="Ferries come first.", is_named=False)

    page, known = as_(moderator).get(decide(unnamed)), as_(secretary).get(decide(unnamed))

    assert ("Teodor" in page.content.decode(), "Teodor" in known.content.decode()) == (False, True)
    assert (page.context["author"].earlier, len(known.context["author"].earlier)) == ([], 1)


def test_flags_name_who_told_to_moderators(desk: Client, comment: Comment, outsider: Person) -> None:
    flag(comment, outsider)

    page = desk.get(decide(comment)).content.decode()

    assert "Olga" in page
    assert "It says what he is." in page


def test_texts_that_read_alike_stand_beside(
    desk: Client, member: Person, outsider: Person, moderator: Person, round: Round, draft: Proposal
) -> None:
    words = "We, the undersigned users of small networks, demand that paragraph 6 is struck out at once."
    one = factories.make_comment(member, round, draft, text=words)
    same = factories.make_comment(outsider, round, draft, text=words)
    near = factories.make_comment(outsider, round, draft, text=words.replace("at once", "today"))
    hidden = factories.make_comment(outsider, round, draft, text=words + " Now.")
    factories.hide(moderator, hidden)
    factories.make_comment(outsider, round, draft, text="Something else entirely, about ferries and landing fees.")

    found = desk.get(decide(one)).context["alike"]

    assert [(each.thing.pk, each.is_same) for each in found] == [
        (same.pk, True),
        (hidden.pk, False),
        (near.pk, False),
    ]


def test_wording_to_start_from_stands_in_the_form(desk: Client, comment: Comment) -> None:
    wording = Template.objects.create(
        language="en", name="Criticism of a person", text="Speak of the text.", rule_number=3, changed_at=timezone.now()
    )
    Template.objects.create(language="fr", name="En français", text="Non.", changed_at=timezone.now())

    plain = desk.get(decide(comment))
    begun = desk.get(f"{decide(comment)}?template={wording.pk}").context["form"]
    wrong = desk.get(f"{decide(comment)}?template=%00").context["form"]

    names = {one.name for one in plain.context["templates"]}
    assert names & {"Criticism of a person", "En français"} == {"Criticism of a person"}
    assert (begun["reason"].value(), begun["rule"].value()) == ("Speak of the text.", 3)
    assert wrong["reason"].value() is None


def test_page_takes_the_same_statements_for_one_and_for_thirty(
    desk: Client, member: Person, comment: Comment, round: Round, draft: Proposal, moderator: Person
) -> None:
    words = "We, the undersigned users of small networks, demand that paragraph 6 is struck out at once."
    comments.correct(by=member, comment=comment, text=words)
    comment.refresh_from_db()
    item = flag(comment)

    def one_more() -> None:
        flag(comment)
        who = factories.make_person()
        factories.make_comment(who, round, draft, reply_to=comment)
        factories.make_comment(who, round, draft, text=words)
        factories.make_comment(who, round, draft, text=f"{words} {who.name}")
        factories.hide(moderator, factories.make_comment(member, round, draft))
        decisions.ask(by=moderator, thing=comment, question="Why?", language="en", now=timezone.now())

    one_more()
    desk.get(at(item))
    with CaptureQueriesContext(connection) as few:
        desk.get(at(item))
    for _time in range(29):
        one_more()
    with CaptureQueriesContext(connection) as many:
        answer = desk.get(at(item))

    assert answer.status_code == 200
    assert len(many) == len(few)
