"""Everything held on somebody is in their copy, and nothing of anybody else."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Person
from contributions.models import Attachment
from digests.actions import follows, notices
from integrations.actions import tokens
from moderation.actions import decisions, flags, inquiries, motions, queue
from moderation.models import Item
from proposals.actions import comments, drafts, endorsements, responses
from reports.compose.held import LEFT_OUT, PARTS
from reports.compose.held.keys import KEYS
from tests import factories

pytestmark = pytest.mark.django_db


def copy_of(person, browser=None):
    """The files of a copy by name, as the page hands it out."""
    browser = browser or Client()
    browser.force_login(person)
    browser.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    answer = browser.post("/me/export/file/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def keys_in(value):
    if isinstance(value, dict):
        return {key for inner in value.values() for key in keys_in(inner)} | set(value)
    return {key for inner in value for key in keys_in(inner)} if isinstance(value, list) else set()


def leads_to_a_person(model):
    """The columns of a table that name a person."""
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return {f"{model._meta.label}.{field.name}" for field in fields if field.related_model is Person}


def test_every_column_that_leads_to_a_person_is_in_a_part_or_left_out_for_a_reason():
    columns = {column for model in apps.get_models(include_auto_created=True) for column in leads_to_a_person(model)}
    answered = [column for part in PARTS for column in part.columns]

    assert len(columns) >= 20
    assert len(answered) == len(set(answered))
    assert {*answered, *LEFT_OUT} == columns
    assert not set(answered) & set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_a_table_that_nobody_thought_of_would_be_found():
    class Forgotten(models.Model):
        whose = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "tests"

        def __str__(self):
            return ""

    assert leads_to_a_person(Forgotten) == {"tests.Forgotten.whose"}
    del apps.all_models["tests"]["forgotten"]


@pytest.fixture
def told(settle, secretary, moderator, consultation, call, round, draft, organization):
    """Somebody who has done everything, another one who has done the same, and a canary for each."""

    def fill(name):
        person = factories.make_person(
            f"{name} canaryname", email=f"{name}canarymail@example.org".lower(), country="SE"
        )
        word = f"{name}canary"
        said = factories.make_comment(person, round, draft, text=f"{word}first")
        comments.correct(by=person, comment=said, text=f"{word}second")
        hidden = factories.make_comment(person, round, draft, text=f"{word}hidden")
        factories.hide(secretary, hidden, reason=f"{word}reason")
        sent = factories.make_contribution(person, call, title=f"{word}title", text=f"{word}contribution")
        factories.attach(sent, f"{word}file.txt", f"{word}filecontent".encode())
        responses.file(by=person, round=round, items=[responses.Item(f"{word}together", "en", proposal=draft)])
        now = timezone.now()
        drafts.save_comment(by=person, round=round, proposal=draft, text=f"{word}draft", language="en", now=now)
        drafts.save_contribution(by=person, round=call, text=f"{word}begun", language="en", now=now)
        follows.begin(by=person, thing=consultation, now=now)
        tokens.make(by=person, name=f"{word}token", scopes=["read"], days=30, now=now)
        asking.ask(by=person, organization=organization, note=f"{word}note", now=now)
        asked = decisions.ask(by=moderator, thing=sent, question=f"{word}question", language="en", now=now)
        inquiries.reply(by=person, inquiry=asked.inquiry, text=f"{word}reply", now=now)
        return person, said, sent

    first, second = fill("Anna"), fill("Bert")
    for (whose, _said, _sent), (_other, flagged, _theirs) in ((first, second), (second, first)):
        name = whose.name.split()[0]
        now = timezone.now()
        flags.raise_(by=whose, thing=flagged, rule=3, sentence=f"{name}canarysentence", language="en", now=now)
    endorsements.give(by=first[0], thing=second[1])
    endorsements.give(by=second[0], thing=first[1])
    factories.make_comment(second[0], round, draft, text="Bertcanaryreply", reply_to=first[1])
    settle()
    while notices.tell(now=timezone.now()):
        pass
    return first, second


MINE = (
    "Anna canaryname",
    "annacanarymail@example.org",
    "Annacanaryfirst",
    "Annacanarysecond",
    "Annacanaryhidden",
    "Annacanaryreason",
    "Annacanarytitle",
    "Annacanarycontribution",
    "Annacanaryfile.txt",
    "Annacanaryfilecontent",
    "Annacanarytogether",
    "Annacanarydraft",
    "Annacanarybegun",
    "Annacanarytoken",
    "Annacanarynote",
    "Annacanaryquestion",
    "Annacanaryreply",
    "Annacanarysentence",
)


def test_copy_holds_all_that_is_mine_and_nothing_of_another(told):
    (anna, _said, sent), _other = told

    files = copy_of(anna)
    words = "\n".join(body.decode() for body in files.values())
    page = files["index.html"].decode()

    assert [word for word in MINE if word not in words] == []
    assert [word for word in MINE if word not in page and word != "Annacanaryfilecontent"] == []
    assert "bertcanary" not in words.lower()
    attachment = Attachment.objects.get(contribution=sent)
    assert files[f"files/{attachment.pk}.txt"] == b"Annacanaryfilecontent"
    assert f'<a href="files/{attachment.pk}.txt">' in page


def test_copy_has_a_file_for_each_part_with_its_rows(told):
    (anna, said, sent), _other = told

    files = copy_of(anna)
    rows = {part.name: json.loads(files[f"{part.name}.json"]) for part in PARTS}

    count = {name: len(found) for name, found in rows.items()}
    assert count == {
        "profile": 1,
        "organizations": 1,
        "offices": 0,
        "contributions": 1,
        "comments": 3,
        "drafts": 2,
        "responses": 1,
        "endorsements": 1,
        "follows": 2,
        "digests": 1,
        "mails": count["mails"],
        "tokens": 1,
        "sessions": 0,
        "decisions": 2,
        "inquiries": 1,
        "flags": 1,
        "office_work": 0,
        "entries": count["entries"],
    }
    assert count["mails"] >= 4
    assert [one["text"] for one in rows["comments"][0]["versions"]] == ["Annacanaryfirst", "Annacanarysecond"]
    said.entry.refresh_from_db()
    assert rows["comments"][0]["number"] == said.entry.seq
    received = next(row for row in rows["entries"] if row["kind"] == "contribution.received")
    assert received["record"] == sent.entry.record


def test_every_key_in_a_copy_is_explained(told, secretary, moderator):
    (anna, _said, _sent), _other = told
    used = set()
    for person in (anna, secretary, moderator):
        files = copy_of(person)
        for part in PARTS:
            rows = json.loads(files[f"{part.name}.json"])
            for row in rows:
                row.pop("answers", None)
            used |= keys_in(rows)

    assert used - set(KEYS) == set()


def test_copy_has_no_secret(told, settle):
    (anna, _said, _sent), _other = told
    _row, token = tokens.issue(person=anna, scopes=["read"], now=timezone.now())
    factories.make_second_factor(anna)

    words = "\n".join(body.decode() for body in copy_of(anna).values())

    assert (token in words, factories.SECRET in words, anna.password in words) == (False, False, False)


def test_copy_says_whom_a_moderator_never_names(told, secretary):
    """What somebody did for an office is theirs; whom it was about is not."""
    files = copy_of(secretary)

    work = json.loads(files["office_work.json"])
    assert {row["reason"] for row in work if row["what"] == "decision"} == {"Annacanaryreason", "Bertcanaryreason"}
    words = "\n".join(body.decode() for body in files.values())
    assert [word for word in ("Annacanaryhidden", "Annacanarycontribution", "annacanarymail") if word in words] == []


def test_copy_holds_what_was_done_at_the_desk_and_no_name(told, secretary, moderator, organization):
    (_anna, _said, sent), (bert, said, _sent) = told
    now = timezone.now()
    word = {"language": "en", "now": now}
    motion = motions.ask_to_erase(by=moderator, thing=said, reason="Asked to.", **word)
    motions.agree(by=secretary, motion=motion, now=now)
    decisions.hide(by=secretary, thing=bert, rule=4, reason="Not the name.", **word)
    item = flagged(sent)
    queue.claim(by=moderator, item=item, now=now)
    queue.assign(by=moderator, item=item, to=secretary, now=now)
    queue.recuse(by=moderator, item=item, reason="A friend.", now=now)
    work = [json.loads(copy_of(person)["office_work.json"]) for person in (moderator, secretary)]
    profile = json.loads(copy_of(bert)["profile.json"])[0]
    decided = json.loads(copy_of(bert)["decisions.json"])

    assert {row["what"] for row in work[0]} >= {"decision", "asked a second person", "stepped back"}
    assert {row["what"] for row in work[1]} >= {"agreed to a decision", "answered as a second person", "given to me"}
    assert [
        name in json.dumps(work) for name in ("Bert canaryname", "Anna canaryname", moderator.name, secretary.name)
    ] == [False] * 4
    assert (profile["name"], profile["hidden_words"]) == ("Name hidden", {"name": "Bert canaryname"})
    assert {row["reason"] for row in decided} == {"Bertcanaryreason", "", "Asked to.", "Not the name."}


def flagged(thing):
    flags.raise_(
        by=factories.make_person(), thing=thing, rule=3, sentence="It attacks.", language="en", now=timezone.now()
    )
    return Item.objects.open().get(contribution=thing)


def test_copy_of_a_name_with_signs_of_html(member):
    type(member).objects.filter(pk=member.pk).update(name="<script>alert(1)</script>")
    member.refresh_from_db()

    page = copy_of(member)["index.html"].decode()

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_copy_of_a_place_that_is_not_readable_any_more(secretary, private_consultation, member):
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round, title="Canarysecrettext")
    private_consultation.listings.create(person=member, listed_at=timezone.now())
    factories.make_comment(member, round, draft, text="Said behind doors.")
    private_consultation.listings.all().delete()

    words = "\n".join(body.decode() for body in copy_of(member).values())

    assert "Said behind doors." in words
    assert ("Behind doors" in words, "Canarysecrettext" in words) == (False, False)


def test_files_that_do_not_fit_are_said_to_be_missing(told, monkeypatch):
    (anna, _said, _sent), _other = told
    monkeypatch.setattr("reports.compose.held.copy.FILES_LIMIT", 5)

    files = copy_of(anna)

    assert [name for name in files if name.startswith("files/")] == []
    assert json.loads(files["contributions.json"])[0]["files"][0]["file"] is None


def test_making_a_copy_asks_once_more_who_it_is(as_, member):
    browser = as_(member)

    led = browser.post("/me/export/file/")
    back = browser.post(led["Location"], {"password": factories.PASSWORD, "next": "/me/export/"})

    assert (led.status_code, led["Location"]) == (303, "/accounts/reauthenticate/?next=/me/export/")
    assert back["Location"] == "/me/export/"
    assert browser.post("/me/export/file/")["Content-Type"] == "application/zip"


def test_copy_is_handed_to_nobody_else(as_):
    answers = [as_(None).get("/me/export/"), as_(None).post("/me/export/file/"), as_(None).get("/me/export/file/")]

    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [
        (302, "/accounts/login/?next=/me/export/"),
        (302, "/accounts/login/?next=/me/export/"),
        (405, None),
    ]


def test_copy_is_kept_by_no_cache(member):
    browser = Client()
    browser.force_login(member)
    browser.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})

    answer = browser.post("/me/export/file/")

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="everything-held-on-me-')
