"""What all said, in order: everything once in each order, sums that come out even, the same bytes at one number."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from docx import Document

from accounts.models import Organization, Person
from contributions.actions import contributions
from contributions.models import Contribution
from integrations.actions import imports
from ledger.actions import sequence
from proposals.actions import comments
from proposals.models import Comment, Paragraph, Proposal
from public import carrying
from reports.compose import as_docx, compilation, stamp
from reports.compose.parts import Compilation
from rounds.models import Consultation, Round
from tests import factories

Settle = Callable[[], None]
As = Callable[[Person | None], Client]
FILE = Path(__file__).parents[2].parent / "shared" / "data" / "netmundial2014" / "contributions.csv"
ORDERS = ("group", "question", "paragraph")


def compiled(round: Round, by: str = "group", viewer: Person | None = None) -> Compilation:
    made = stamp.of(round.consultation_id, cursors=())
    assert made is not None
    return compilation.make(round, viewer, by=by, stamp=made)


def outline(made: Compilation) -> list[tuple[str, list[str]]]:
    """Each section with its texts, replies behind what they reply to."""

    def told(item: object) -> str:
        return f"{item.title or item.who}{''.join(f' > {told(reply)}' for reply in item.replies)}"  # type: ignore[attr-defined]

    return [(section.heading or section.title, [told(item) for item in section.items]) for section in made.sections]


@pytest.fixture
def busy(
    secretary: Person,
    member: Person,
    outsider: Person,
    organization: Organization,
    call: Round,
    consultation: Consultation,
    settle: Settle,
) -> Round:
    """A call with two questions and an issues paper, and something of every kind and fate in it."""
    for words in ("What is missing?", "Who acts?"):
        factories.make_question(call, words)
    paper = factories.make_proposal(secretary, call, type="paper", title="Questions without a home")
    first, second = Paragraph.objects.filter(proposal=paper).order_by("anchor")[:2]
    factories.make_contribution(member, call, title="Of a body", capacity="organization", organization=organization)
    factories.make_contribution(outsider, call, title="One answer", text="", answers={2: "We **do**."})
    factories.make_contribution(outsider, call, title="Both", text="Freely.", answers={1: "This.", 2: "They."})
    factories.make_contribution(member, call, title="The same", text="Word for word.")
    factories.make_contribution(outsider, call, title="Again", text="word for  word.")
    hidden = factories.make_contribution(member, call, title="Hidden")
    factories.hide(secretary, hidden, rule=3, reason="It attacks somebody.")
    contributions.withdraw(by=member, contribution=factories.make_contribution(member, call, title="Taken back"))
    waiting = factories.make_contribution(member, call, title="Waits")
    Contribution.objects.filter(pk=waiting.pk).update(
        status="received", waiting_for="moderator", title=None, text=None, answers=None, words_digest=None
    )
    on_first = factories.make_comment(member, call, paper, paragraph=first, text="On the first.")
    factories.make_comment(outsider, call, paper, reply_to=on_first, text="I reply.")
    factories.make_comment(outsider, call, paper, paragraph=second, text="On the second.")
    factories.make_comment(member, call, paper, text="On all of it.")
    answered = factories.make_comment(member, call, paper, paragraph=second, text="To be hidden.")
    factories.make_comment(outsider, call, paper, reply_to=answered, text="It stays.")
    factories.hide(secretary, answered)
    comments.withdraw(by=member, comment=factories.make_comment(member, call, paper, text="Never mind."))
    settle()
    return call


def test_by_group_in_the_fixed_order_and_nothing_is_said_of_who_said_nothing(busy: Round) -> None:
    assert outline(compiled(busy, "group")) == [
        ("Government", []),
        ("Intergovernmental organization", []),
        ("Private sector", ["Of a body"]),
        ("Civil society", []),
        ("Contributions", ["The same"]),
        ("Comments", ["Teodor > Olga", "Teodor"]),
        ("Technical community", []),
        ("Academia", []),
        ("Contributions", ["One answer", "Both"]),
        ("Comments", ["Olga"]),
        ("Other", []),
        ("Not shown", []),
        ("Contributions", ["", ""]),
        ("Comments", [" > Olga", ""]),
    ]


def test_by_question_each_answer_stands_under_its_question(busy: Round) -> None:
    made = compiled(busy, "question")

    assert outline(made) == [
        ("Question 1", ["Olga"]),
        ("Question 2", ["Olga", "Olga"]),
        ("Beside the questions", ["Of a body", "The same", "Both"]),
        ("Questions without a home", []),
        ("On the whole text", ["Teodor", ""]),
        ("Paragraph 1", ["Teodor > Olga"]),
        ("Paragraph 2", ["Olga", " > Olga"]),
        ("Paragraph 3", []),
        ("Not shown", ["", ""]),
    ]
    asked = [section.title for section in made.sections[:2]]
    answers = [[words.text for item in section.items for words in item.words] for section in made.sections[:3]]
    assert asked == ["What is missing?", "Who acts?"]
    assert answers[:2] == [["This."], ["We **do**.", "They."]]
    assert answers[2][1:] == ["Word for word.", "Freely."]


def test_by_paragraph_each_paragraph_stands_before_what_was_said_of_it(busy: Round) -> None:
    made = compiled(busy, "paragraph")

    assert outline(made) == [
        ("Questions without a home", []),
        ("On the whole text", ["Teodor", ""]),
        ("Paragraph 1", ["Teodor > Olga"]),
        ("Paragraph 2", ["Olga", " > Olga"]),
        ("Paragraph 3", []),
        ("Contributions, on no paragraph", ["Of a body", "The same", "One answer", "Both"]),
        ("Not shown", ["", ""]),
    ]
    assert [words.text for words in made.sections[2].about] == ["Paragraph 1 says one thing."]


@pytest.mark.parametrize("by", ORDERS)
def test_every_text_stands_in_every_order_once_and_the_sums_come_out_even(busy: Round, by: str) -> None:
    made = compiled(busy, by)

    shown = Contribution.objects.filter(round=busy).exclude(status="received")
    numbers = {*shown.values_list("entry__seq", flat=True)}
    numbers |= {*Comment.objects.filter(round=busy).values_list("entry__seq", flat=True)}
    told = [item.number for item in made.items()] + [also for item in made.items() for also in set(item.also)]
    words = Counter(words.text for item in made.items() for words in item.words)
    assert set(told) == numbers
    assert set(words.values()) == {1}
    # An answer stands apart from the rest of its contribution; nothing else stands twice.
    assert by == "question" or len(told) == len(numbers)
    assert [sum.sentence for sum in made.sums] == [
        "Contributions: received 8 = shown 5 + hidden 1 + withdrawn 1 + erased 0 + waiting 1",
        "Comments: received 7 = shown 5 + hidden 1 + withdrawn 1 + erased 0 + waiting 0",
    ]
    assert [sum.is_equal for sum in made.sums] == [True, True]


def test_what_is_not_shown_says_what_happened_and_no_word_of_it(busy: Round, secretary: Person, member: Person) -> None:
    lost = {item.status: item for item in compiled(busy).items() if item.fate and item.is_contribution}

    decision = Contribution.objects.get(round=busy, status="hidden").status_entry
    assert decision is not None
    assert re.sub(r"on .* UTC", "on …", lost["hidden"].fate) == (
        f"Hidden by a moderator on …: rule 3, No attacks on persons (decision No. {decision.seq})"
    )
    assert lost["hidden"].reason is not None
    assert lost["hidden"].reason.text == "It attacks somebody."
    assert [(item.title, item.who, item.group, item.words) for item in lost.values()] == [("", "", "", ())] * 2
    for viewer in (secretary, member, None):
        assert compiled(busy, viewer=viewer) == compiled(busy)


def test_the_same_text_is_told_once_with_its_numbers(busy: Round) -> None:
    same = next(item for item in compiled(busy).items() if item.title == "The same")
    again = Contribution.objects.get(title="Again")

    assert same.also == (again.number,)
    assert [note.words for note in same.notes] == [f"The same text was filed by 2 people, also as No. {again.number}"]


def test_a_reply_to_what_is_told_elsewhere_stands_by_itself(
    busy: Round, secretary: Person, member: Person, consultation: Consultation, settle: Settle
) -> None:
    paper = Proposal.objects.get(title="Questions without a home")
    before = Comment.objects.get(text="On the first.")
    late = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    Round.objects.filter(pk=late.pk).update(supplements=busy, reason="It was away.")
    late.refresh_from_db()
    factories.make_comment(member, late, paper, reply_to=before, text="After all.")
    settle()

    made = compiled(late, "paragraph")

    assert outline(made)[1] == ("Paragraph 1", ["Teodor"])
    assert [note.words for item in made.items() for note in item.notes] == [f"Reply to No. {before.number}"]


def test_it_asks_the_same_of_the_database_whatever_its_size(busy: Round, member: Person, settle: Settle) -> None:
    paper = Proposal.objects.get(title="Questions without a home")
    with CaptureQueriesContext(
        connection,
    ) as few:
        compiled(busy)
    for _each in range(15):
        factories.attach(factories.make_contribution(member, busy))
        factories.make_comment(
            factories.make_person(), busy, paper, reply_to=factories.make_comment(member, busy, paper)
        )
    settle()
    with CaptureQueriesContext(connection) as many:
        compiled(busy)

    assert len(many) == len(few)


# --- the doors -------------------------------------------------------------------------------------------------------


def page_of(round: Round, ending: str = "/", by: str = "group") -> str:
    return f"/c/{round.consultation.slug}/rounds/{round.number}/compilation{ending}?by={by}"


@pytest.mark.parametrize("ending", ["/", ".docx"])
@pytest.mark.parametrize("by", ORDERS)
def test_made_again_at_the_same_number_it_has_the_same_bytes(
    busy: Round, as_: As, moderator: Person, settle: Settle, ending: str, by: str
) -> None:
    settle()
    moderator.time_zone, moderator.language = "Africa/Nairobi", "fr"
    moderator.save(update_fields=["time_zone", "language"])
    first = as_(None).get(page_of(busy, ending, by))
    with time_machine.travel(datetime(2031, 5, 4, 9, tzinfo=UTC), tick=False), translation.override("ar"):
        second = as_(None).get(page_of(busy, ending, by), headers={"accept-language": "ar"})
    third = as_(moderator).get(page_of(busy, ending, by))

    assert {(one.status_code, one.headers["ETag"]) for one in (first, second, third)} == {(200, first.headers["ETag"])}
    assert first.content == second.content
    assert first.content == third.content


def test_who_has_it_already_is_not_sent_it_again_until_something_changes(
    busy: Round, as_: As, member: Person, settle: Settle
) -> None:
    settle()
    client = as_(None)
    had = client.get(page_of(busy, ".docx")).headers["ETag"]

    again = client.get(page_of(busy, ".docx"), headers={"if-none-match": had})
    factories.make_contribution(member, busy)
    settle()
    news = client.get(page_of(busy, ".docx"), headers={"if-none-match": had})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", had)
    assert news.status_code == 200
    assert news.headers["ETag"] != had


def test_what_is_hidden_later_does_not_come_back(busy: Round, as_: As, secretary: Person, settle: Settle) -> None:
    settle()
    client = as_(None)
    before = client.get(page_of(busy)).content.decode()
    factories.hide(secretary, Contribution.objects.get(title="Of a body"), reason="It goes.")
    settle()
    after = client.get(page_of(busy)).content.decode()

    assert (before.count("Of a body"), after.count("Of a body")) == (1, 0)
    assert after.count("It goes.") == 1


@pytest.mark.parametrize("by", ["nothing", "group'", "\x00", "GROUP"])
def test_an_order_that_nobody_offers_is_not_found(busy: Round, as_: As, settle: Settle, by: str) -> None:
    settle()
    assert as_(None).get(f"/c/who-acts/rounds/{busy.number}/compilation/", {"by": by}).status_code == 404


def test_a_round_of_comments_is_not_arranged_by_question(
    round: Round, draft: Proposal, as_: As, settle: Settle
) -> None:
    settle()
    statuses = [as_(None).get(page_of(round, "/", by)).status_code for by in ORDERS]
    assert statuses == [200, 404, 200]


def test_in_preparation_there_is_none_even_for_its_offices(
    consultation: Consultation, call: Round, secretary: Person, as_: As, settle: Settle
) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(published_at=None)
    settle()
    assert as_(secretary).get(page_of(call)).status_code == 404


def test_what_no_program_could_open_is_not_made(
    busy: Round, as_: As, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compilation, "LIMIT", 10)
    settle()
    response = as_(None).get(page_of(busy, ".docx"))

    assert (response.status_code, response.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert response.content.decode().count('href="/c/who-acts/rounds/1/compilation') == 0
    assert response.content.decode().count('href="/c/who-acts/rounds/1/contributions.xlsx"') == 1


def test_before_the_record_is_at_rest_it_says_when_to_come_again(
    busy: Round, as_: As, member: Person, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "WAIT_SECONDS", 0.0)
    factories.make_contribution(member, busy)
    response = as_(None).get(page_of(busy))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_where_others_have_theirs_made_it_says_when_to_come_again(
    busy: Round, as_: As, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "SLOTS", 0)
    settle()
    client = as_(None)
    first = client.get(page_of(busy, ".docx"))
    monkeypatch.setattr(carrying, "SLOTS", 2)
    second = client.get(page_of(busy, ".docx"))

    assert (first.status_code, first.headers["Retry-After"]) == (503, "5")
    assert second.status_code == 200


def test_headings_of_the_page_leave_out_no_level(busy: Round, as_: As, member: Person, settle: Settle) -> None:
    factories.make_contribution(member, busy, title="With headings", text="###### Small\n\ntext\n\n# Large\n\ntext")
    settle()
    for by in ORDERS:
        html = as_(None).get(page_of(busy, "/", by)).content.decode()
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
        jumps = [after for before, after in zip(levels, levels[1:], strict=False) if after > before + 1]
        assert (levels.count(1), jumps) == (1, [])
        assert len(re.findall(r'id="([^"]+)"', html)) == len(set(re.findall(r'id="([^"]+)"', html)))


# --- Word ------------------------------------------------------------------------------------------------------------


def word_of(round: Round, by: str = "group") -> "Document":
    return Document(io.BytesIO(as_docx.write(compiled(round, by))))


def test_the_word_document_has_real_headings_and_its_moment_is_the_record_s(busy: Round) -> None:
    made = compiled(busy, "paragraph")
    document = Document(io.BytesIO(as_docx.write(made)))

    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert headings[:6] == [
        ("Title", "Compilation: Round 1: Call for inputs"),
        ("Heading 1", "Contents"),
        ("Heading 1", "Questions without a home"),
        ("Heading 2", "On the whole text"),
        ("Heading 3", "Comment, Teodor"),
        ("Heading 2", "Paragraph 1"),
    ]
    properties = document.core_properties
    assert (properties.title, properties.author) == ("Compilation: Round 1: Call for inputs, by paragraph", "")
    assert properties.created == made.stamp.at.replace(microsecond=0, tzinfo=properties.created.tzinfo)


def test_the_word_document_closes_with_its_sums_and_terms(busy: Round) -> None:
    words = [paragraph.text for paragraph in word_of(busy).paragraphs]
    sums = [sum.sentence for sum in compiled(busy).sums]

    assert words[words.index("Sums", 40) + 1 :][:2] == sums
    assert words.count("Terms of use: Creative Commons Attribution 4.0 (CC BY 4.0).") == 1


@pytest.mark.skipif(not FILE.exists(), reason="real contributions are not here (../shared/data/netmundial2014)")
@pytest.mark.django_db
def test_the_187_are_all_in_it(call: Round) -> None:
    now = timezone.now()
    source = imports.read(by=None, round=call, content=FILE.read_bytes())
    job = imports.begin(by=None, round=call, source=source, now=now)
    imports.take(by=None, job=job, round=call, source=source, now=now)
    # It waits for numbers alone.
    while sequence.number_batch():
        pass

    made = compiled(call)
    with zipfile.ZipFile(io.BytesIO(as_docx.write(made))) as package:
        words = package.read("word/document.xml").decode()

    assert made.sums[0].sentence == (
        "Contributions: received 187 = shown 187 + hidden 0 + withdrawn 0 + erased 0 + waiting 0"
    )
    # Two of them are the same, word for word.
    assert words.count('<w:pStyle w:val="Heading2"/>') == 186
    assert sum(1 + len(item.also) for item in made.items()) == 187
    assert len(re.sub(r"<[^>]*>", "", words)) > 1_700_000
