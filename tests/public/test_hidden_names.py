"""What a moderator hid stands nowhere, in its place stands why; and what was decided is told to readers and authors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from digests import compose
from digests.actions import follows
from digests.models import Follow
from ledger.models import Entry
from moderation.actions import decisions, motions
from public import record, stations
from reports.models import Word
from rounds.actions.documents import Upload
from rounds.models import Capacity
from tests import factories

pytestmark = pytest.mark.django_db
RULE = {"rule": 4, "reason": "It claims another name.", "language": "en"}


@pytest.fixture
def things(secretary, consultation, round, organization):
    person = factories.make_person("Canary Person")
    text = factories.make_proposal(secretary, round, title="Canary text")
    factories.make_comment(person, round, text, text="A remark that stays.", paragraph=text.paragraphs.first())
    file = Upload("canary.txt", b"Canary file")
    return {
        "person": person,
        "organization": factories.make_organization(secretary, "Canary Body"),
        "document": factories.make_document(secretary, consultation, "Canary document", file=file),
        "proposal": text,
    }


def page_of(kind, thing) -> str:
    match kind:
        case "person":
            return f"/people/{thing.pk}/"
        case "organization":
            return f"/organizations/{thing.pk}/"
        case "document":
            return f"/c/{thing.consultation.slug}/"
        case _:
            return f"/p/{thing.pk}/"


@pytest.mark.parametrize("kind", ["person", "organization", "document", "proposal"])
def test_hidden_thing_leaves_a_tombstone_and_comes_back(as_, secretary, settle, things, kind):
    thing, client, now = things[kind], as_(None), timezone.now()
    words = f"Canary {'Body' if kind == 'organization' else 'text' if kind == 'proposal' else kind.title()}"
    words = words if kind != "document" else "Canary document"
    before = client.get(page_of(kind, thing)).text
    decision = decisions.hide(by=secretary, thing=thing, now=now, **RULE)
    settle()
    decision.refresh_from_db()
    hidden = client.get(page_of(kind, thing)).text
    thing.refresh_from_db()
    decisions.restore(by=secretary, thing=thing, reason="It does not.", language="en", now=now)
    after = client.get(page_of(kind, thing)).text

    tombstone = "rule 4, Nobody speaks in a false name (decision "
    link = f'<a class="ref" href="/{decision.number}/">No. {decision.number}</a>'
    assert [words in page for page in (before, hidden, after)] == [True, False, True]
    assert [page.count('<div class="tombstone">') for page in (before, hidden, after)] == [0, 1, 0]
    assert f"{tombstone}{link})" in hidden
    assert "It claims another name." in hidden
    # What is hidden is not told of again.
    assert [page.count(f'href="/flag/{kind}/{thing.pk}/"') for page in (before, hidden, after)] == [1, 0, 1]


def test_threads_of_a_hidden_text_stay_readable_and_closed_to_new_words(as_, secretary, outsider, things, refused):
    text = things["proposal"]
    decisions.hide(by=secretary, thing=text, now=timezone.now(), **RULE)
    page = as_(outsider).get(f"/p/{text.pk}/{text.paragraphs.first().anchor}/").text

    assert "A remark that stays." in page
    assert "so nothing is written about it here" in page
    assert "<textarea" not in page
    text.refresh_from_db()
    with refused("not_shown"):
        factories.make_comment(outsider, text.revisions.get().round, text)


def test_file_of_a_hidden_document_is_not_served(as_, secretary, things):
    document, client = things["document"], as_(None)
    addresses = [f"/c/{document.consultation.slug}/documents/{document.pk}/", f"/api/v1/documents/{document.pk}/file/"]
    before = [client.get(address).status_code for address in addresses]
    decisions.hide(by=secretary, thing=document, now=timezone.now(), **RULE)

    assert before == [200, 200]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    document.refresh_from_db()
    decisions.restore(by=secretary, thing=document, reason="It does not.", language="en", now=timezone.now())
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_words_of_hidden_titles_are_no_suggestions(secretary, round, consultation, settle):
    text = factories.make_proposal(secretary, round, title="Zanzibarine")
    document = factories.make_document(secretary, consultation, "Quokkaish")
    sought = Word.objects.filter(word__in=["zanzibarine", "quokkaish"]).order_by("word").values_list("word", flat=True)
    settle()
    before = list(sought.all())
    for thing in (text, document):
        decisions.hide(by=secretary, thing=thing, now=timezone.now(), **RULE)
    settle()
    hidden = list(sought.all())
    for thing in (text, document):
        thing.refresh_from_db()
        decisions.restore(by=secretary, thing=thing, reason="It does not.", language="en", now=timezone.now())
    settle()

    assert (before, hidden, list(sought.all())) == (["quokkaish", "zanzibarine"], [], ["quokkaish", "zanzibarine"])


def test_words_that_were_taken_out_are_no_suggestions(moderator, member, round, draft, settle):
    comment = factories.make_comment(member, round, draft, text="Ask Zanzibarine about it.")
    settle()
    before = Word.objects.filter(word="zanzibarine").count()
    said = {"rule": 2, "reason": "A private person.", "language": "en", "now": timezone.now()}
    decisions.redact(by=moderator, thing=comment, passages=["Zanzibarine"], **said)
    settle()

    assert (before, Word.objects.filter(word="zanzibarine").count()) == (1, 0)


# --- what is told ----------------------------------------------------------------------------------------------------


@pytest.fixture
def decided(secretary, moderator, member, organization, round, draft, settle):
    """A text each for what may be decided, with what was decided about it last."""

    def text(**fields):
        return factories.make_comment(member, round, draft, text="Call Ana on 0123 456.", **fields)

    of_a_body = {"capacity": Capacity.ORGANIZATION, "organization": organization}
    made = {name: text() for name in ("hidden", "asked", "kept", "redacted", "undone", "erased")}
    made |= {name: text(**of_a_body) for name in ("held", "lapsed")}
    settle()
    now = timezone.now()
    said = {"rule": 3, "reason": "It attacks.", "language": "en", "now": now}
    decisions.hold(by=moderator, thing=made["lapsed"], **said | {"rule": 1})
    motions.lapse(now=now + timedelta(hours=73))
    decisions.hide(by=moderator, thing=made["hidden"], **said)
    decisions.hold(by=moderator, thing=made["held"], **said | {"rule": 1})
    decisions.ask(by=moderator, thing=made["asked"], question="Who is meant?", language="en", now=now)
    decisions.keep(by=moderator, thing=made["kept"], reason="It breaks none.", language="en", now=now)
    decisions.redact(by=moderator, thing=made["redacted"], passages=["0123 456"], **said | {"rule": 2})
    decisions.undo(by=moderator, decision=decisions.hide(by=moderator, thing=made["undone"], **said), now=now)
    motion = motions.ask_to_erase(by=moderator, thing=made["erased"], reason="By law.", language="en", now=now)
    motions.agree(by=secretary, motion=motion, now=now)
    settle()
    for thing in made.values():
        thing.refresh_from_db()
    return made


SENTENCES = {
    "hidden": "{it} was hidden: rule 3, “No attacks on persons”.",
    "held": "for longer if a second one agrees: rule 1, “No threats and no incitement”.",
    "lapsed": "{it} is shown again: no second person agreed in time that it is hidden.",
    "asked": "The moderators asked the author of {it} about it.",
    "kept": "{it} stays as it is: a moderator read it, and it breaks no rule.",
    "redacted": "Personal data was taken out of {it}: rule 2, “No private persons”.",
    "undone": ", about {it}.",
    "erased": "The words of {it} were erased for good by two people; its number stays.",
}
LINES = {
    "hidden": "{it} was hidden by a moderator under rule 3, “No attacks on persons”:",
    "held": "{it} was hidden by one moderator for 72 hours, unless a second one agrees, under rule 1, "
    "“No threats and no incitement”:",
    "lapsed": "{it} is shown again: no second moderator agreed in time.",
    "redacted": "Personal data was taken out of {it} under rule 2, “No private persons”:",
    "undone": "A moderator’s decision about {it} was taken back.",
    "erased": "The words of {it} were erased for good by two people:",
}
STATIONS = {
    "hidden": "Hidden by a moderator: rule 3, No attacks on persons",
    "held": "Hidden by one moderator for 72 hours, unless a second one agrees: rule 1, No threats and no incitement",
    "lapsed": "Shown again: no second moderator agreed in time",
    "asked": "A moderator asked you about it",
    "kept": "A moderator read it and left it as it is",
    "redacted": "Personal data was taken out: rule 2, No private persons",
    "erased": "Erased for good, by two people",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_record_tells_it_in_a_sentence(decided, name):
    number = decided[name].number
    it = f'<a class="ref" href="/{number}/">No. {number}</a>'
    last = Entry.objects.filter(thing=decided[name].pk).order_by("-pk")[:1]
    (told,) = record.tell(last, None)

    assert told.words.count(SENTENCES[name].format(it=it)) == 1
    # No name of a person, no word of a text.
    assert decided[name].author is None or decided[name].author.name not in told.words


def test_digest_tells_followers_what_is_not_shown_or_shown_again(decided, outsider, consultation):
    follow = follows.begin(by=outsider, thing=consultation, now=timezone.now())
    Follow.objects.filter(pk=follow.pk).update(told_seq=0, since_seq=0)
    news = compose.compose(outsider, list(Follow.objects.filter(person=outsider)), 10_000, now=timezone.now())
    lines = [line.words for chapter in news.chapters for line in chapter.lines]

    told = {name: words.format(it=f"No. {decided[name].number}") for name, words in LINES.items()}
    assert {name: lines.count(words) for name, words in told.items()} == dict.fromkeys(told, 1)
    quiet = [f"No. {decided[name].number} " for name in ("asked", "kept")]
    assert [line for line in lines for number in quiet if number in line] == []


@pytest.mark.parametrize("name", STATIONS)
def test_author_reads_it_among_the_stations(decided, member, name):
    found = stations.stations_of([decided[name]], member)[decided[name].pk]

    assert [station.words for station in found][-1] == STATIONS[name]


def test_author_reads_what_was_taken_back(decided, member):
    found = stations.stations_of([decided["undone"]], member)[decided["undone"].pk]
    hidden, undone = found[-2:]

    assert hidden.words == "Hidden by a moderator: rule 3, No attacks on persons"
    assert undone.words == f"Decision No. {hidden.number} was taken back"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hidden", "Hidden by a moderator on "),
        ("held", "Held by a moderator until "),
        ("redacted", "Personal data was taken out: rule 2, No private persons (decision "),
        ("erased", "Erased on "),
    ],
)
def test_page_of_the_text_says_it_in_the_place_of_its_words(as_, decided, name, words):
    page = as_(None).get(f"/comments/{decided[name].pk}/").text

    assert page.count(words) == 1
    assert "0123 456" not in page
    assert ("Call Ana on […]." in page) == (name == "redacted")


def test_text_stays_hidden_under_its_rule_when_showing_it_is_taken_back(as_, moderator, decided):
    text = decided["hidden"]
    restored = decisions.restore(by=moderator, thing=text, reason="A slip.", language="en", now=timezone.now())
    decisions.undo(by=moderator, decision=restored, now=timezone.now())
    page = as_(None).get(f"/comments/{text.pk}/").text

    assert "rule 3, No attacks on persons" in page
    assert "It attacks." in page
