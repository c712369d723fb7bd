"""Carrying away as tables: what is in the files, and what is not."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.actions import endorsements, proposals
from proposals.models import Comment, Proposal
from reports.compose import columns
from rounds.models import Consultation, Round
from tests import factories
from tests.reports.test_cells import PAYLOADS

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]
As = Callable[[Person | None], Client]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def body(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """The rows by their headings, as a program that reads CSV sees them."""
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def sheet_cells(content: bytes, number: int = 1) -> list[dict[str, str]]:
    """The rows of a sheet by the letters of their columns; each value as the file holds it."""
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        root = ElementTree.fromstring(whole.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in root.iter(f"{MAIN}row"):
        cells = {}
        for cell in row.iter(f"{MAIN}c"):
            assert cell.find(f"{MAIN}f") is None
            place = cell.attrib["r"].rstrip("0123456789")
            cells[place] = "".join(cell.itertext())
        rows.append(cells)
    return rows


def sheet_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of the first sheet by their headings."""
    head, *rows = sheet_cells(content)
    return [{head[place]: value for place, value in row.items()} for row in rows]


@pytest.fixture
def get(settle: Settle, as_: As) -> Callable[..., bytes]:
    """The content of a file once the record is at rest, for a stranger unless said."""

    def fetch(address: str, person: Person | None = None) -> bytes:
        settle()
        return body(as_(person).get(address))

    return fetch


def test_contributions_are_one_row_a_text(
    get: Callable[..., bytes],
    secretary: Person,
    member: Person,
    outsider: Person,
    call: Round,
    draft: Proposal,
    organization: Organization,
    settle: Settle,
) -> None:
    factories.make_question(call, "What has no home?")
    factories.make_question(call, "Who should act?")
    sent = factories.make_contribution(
        member,
        call,
        title="For carriers",
        text="Keep **it** small.",
        capacity="organization",
        organization=organization,
        answers={"2": "Whoever can."},
        language="fr",
    )
    proposals.cite(by=secretary, paragraph=draft.paragraphs.get(anchor="2"), contributions=[sent], now=sent.posted_at)
    endorsements.give(by=outsider, thing=sent)
    settle()
    sent = Contribution.objects.select_related("entry").get(pk=sent.pk)

    rows = csv_rows(get("/c/who-acts/contributions.csv"))

    assert len(rows) == 1
    stamped = {name: rows[0].pop(name) for name in ("As of No.", "As of (UTC)", "Licence")}
    assert stamped["Licence"] == "Creative Commons Attribution 4.0 (CC BY 4.0)"
    assert int(stamped["As of No."]) > (sent.number or 0)
    assert rows[0] == {
        "No.": str(sent.number),
        "Address": f"{settings.SITE_URL}/contributions/{sent.pk}/",
        "What it is": "Contribution",
        "Consultation": "Who acts next?",
        "Round": "Round 1: Call for inputs",
        "Replaces No.": "",
        "Replaced by No.": "",
        "Who": "Teodor",
        "Organization": "Small Carriers’ Circle",
        "Speaking": "for an organization",
        "Stakeholder group": "Private sector",
        "Country code": "",
        "Country": "",
        "Region": "",
        "How well known": "Speaks for a confirmed organization",
        "Language code": "fr",
        "Language": "Français",
        "Received (UTC)": sent.posted_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Way it came": "sent on the web",
        "Had arrived (UTC)": "",
        "Status": "Shown",
        "Not shown since (UTC)": "",
        "Decision No.": "",
        "Rule": "",
        "Corrected (UTC)": "",
        "Same text, sent by": "1",
        "Same text as No.": "",
        "Cited in paragraphs": "Zero draft: 2",
        "Endorsed by organizations": "0",
        "Endorsed by people": "1",
        "Title": "For carriers",
        "Answer to question 1": "",
        "Answer to question 2": "Whoever can.",
        "Text": "Keep **it** small.",
    }


def test_both_files_have_the_same_rows(
    get: Callable[..., bytes], member: Person, round: Round, draft: Proposal, secretary: Person
) -> None:
    first = factories.make_comment(member, round, draft, paragraph=draft.paragraphs.get(anchor="3"), kind="concern")
    factories.make_comment(member, round, draft, reply_to=first, text="مرحبا", language="ar")
    factories.hide(secretary, first)

    as_csv = csv_rows(get(f"/p/{draft.pk}/comments.csv"))
    as_xlsx = sheet_rows(get(f"/p/{draft.pk}/comments.xlsx"))

    moments = [str(column.heading) for column in columns.COMMENTS if column.kind is columns.Kind.MOMENT]
    stamp = [str(column.heading) for column in columns.STAMP]
    assert [row["No."] for row in as_csv] == [row["No."] for row in as_xlsx]
    assert [
        {name: value for name, value in row.items() if value and name not in (*moments, *stamp)} for row in as_csv
    ] == [{name: value for name, value in row.items() if name not in moments} for row in as_xlsx]
    assert as_csv[1]["Text"] == "مرحبا"
    assert as_csv[1]["Reply to No."] == as_csv[0]["No."]
    assert as_csv[0]["Paragraph"] == "3"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_hidden_text_has_a_row_and_no_words(
    ending: str, get: Callable[..., bytes], secretary: Person, comment: Comment, draft: Proposal, settle: Settle
) -> None:
    decision = factories.hide(secretary, comment, rule=2, reason="It names somebody.")

    content = get(f"/p/{draft.pk}/comments.{ending}")

    rows = csv_rows(content) if ending == "csv" else sheet_rows(content)
    decision.refresh_from_db()
    assert len(rows) == 1
    assert rows[0]["Status"] == "Hidden by a moderator"
    assert rows[0]["Decision No."] == str(decision.number)
    assert rows[0]["Rule"] == f"2, {decision.rule}"
    assert not rows[0].get("Text")
    assert not rows[0].get("Who")
    assert b"One plain thing" not in content


def test_what_waits_has_no_row_not_even_for_its_author(
    get: Callable[..., bytes], member: Person, comment: Comment, draft: Proposal
) -> None:
    Comment.objects.filter(pk=comment.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )

    assert csv_rows(get(f"/p/{draft.pk}/comments.csv", member)) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_file_made_again_at_the_same_number_is_the_same_for_every_reader(
    ending: str, get: Callable[..., bytes], member: Person, secretary: Person, comment: Comment, draft: Proposal
) -> None:
    address = f"/p/{draft.pk}/comments.{ending}"

    assert get(address) == get(address, member) == get(address, secretary)


def test_file_at_another_number_is_another(
    get: Callable[..., bytes], as_: As, settle: Settle, member: Person, comment: Comment, draft: Proposal, round: Round
) -> None:
    address = f"/p/{draft.pk}/comments.csv"
    settle()
    first = as_(None).get(address)
    tag = first.headers["ETag"]
    assert as_(None).get(address, headers={"If-None-Match": tag}).status_code == 304

    factories.make_comment(member, round, draft)
    settle()
    second = as_(None).get(address, headers={"If-None-Match": tag})

    assert second.status_code == 200
    assert second.headers["ETag"] != tag
    assert len(csv_rows(body(second))) == 2


def test_file_is_named_after_its_list_and_number(
    as_: As, settle: Settle, comment: Comment, draft: Proposal, contribution: Contribution
) -> None:
    settle()

    number = csv_rows(body(as_(None).get("/c/who-acts/contributions.csv")))[0]["As of No."]

    names = {
        "/c/who-acts/contributions.csv?stakeholder_group=civil_society": "who-acts-contributions-civil_society",
        "/c/who-acts/rounds/1/contributions.csv": "who-acts-round-1-contributions",
        "/c/who-acts/rounds/1/comments.csv": "who-acts-round-1-comments",
        "/c/who-acts/rounds/1/late.csv": "who-acts-round-1-late",
        f"/p/{draft.pk}/comments.csv": "who-acts-comments-on-zero-draft",
    }
    for address, name in names.items():
        response = as_(None).get(address)
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}-no-{number}.csv"'
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_filters_are_those_of_the_list(
    get: Callable[..., bytes], as_: As, member: Person, outsider: Person, call: Round
) -> None:
    factories.make_contribution(member, call, title="One")
    factories.make_contribution(outsider, call, title="Two")

    rows = csv_rows(get("/c/who-acts/contributions.csv?stakeholder_group=academia"))

    assert [row["Title"] for row in rows] == ["Two"]
    explained = sheet_cells(get("/c/who-acts/contributions.xlsx?stakeholder_group=academia"), 2)
    assert explained[2] == {"A": "Stakeholder group: Academia"}


@pytest.mark.parametrize("query", ["stakeholder_group=nobody", "round=99", "language=xx", "channel=%00"])
def test_filter_that_is_not_offered_is_refused_as_the_list_refuses_it(
    query: str, as_: As, settle: Settle, contribution: Contribution
) -> None:
    settle()

    response = as_(None).get(f"/c/who-acts/contributions.xlsx?{query}")

    assert response.status_code == as_(None).get(f"/c/who-acts/contributions/?{query}").status_code == 400
    assert 'href="/c/who-acts/contributions/"' in response.content.decode()


def test_same_text_stands_once_in_the_list_and_for_each_in_the_round(
    get: Callable[..., bytes], member: Person, outsider: Person, round: Round, draft: Proposal
) -> None:
    factories.make_comment(member, round, draft, text="The same words.")
    factories.make_comment(outsider, round, draft, text="The same words.")

    listed = csv_rows(get(f"/p/{draft.pk}/comments.csv"))
    every = csv_rows(get("/c/who-acts/rounds/1/comments.csv"))

    assert [(row["Same text, sent by"], row["Same text as No."]) for row in listed] == [("2", "")]
    assert [(row["Same text, sent by"], row["Same text as No."]) for row in every] == [
        ("2", ""),
        ("1", every[0]["No."]),
    ]


def test_late_and_in_time_are_two_files(
    get: Callable[..., bytes], member: Person, outsider: Person, call: Round
) -> None:
    factories.make_contribution(member, call, title="In time")
    late = factories.make_contribution(outsider, call, title="Too late")
    Contribution.objects.filter(pk=late.pk).update(is_late=True)

    assert [row["Title"] for row in csv_rows(get("/c/who-acts/rounds/1/contributions.csv"))] == ["In time"]
    assert [row["Title"] for row in csv_rows(get("/c/who-acts/rounds/1/late.csv"))] == ["Too late"]


def test_person_without_a_name_is_a_person(
    get: Callable[..., bytes], member: Person, round: Round, draft: Proposal
) -> None:
    factories.make_comment(member, round, draft, is_named=False)

    content = get(f"/p/{draft.pk}/comments.csv")

    row = csv_rows(content)[0]
    assert (row["Who"], row["Country"], row["Stakeholder group"]) == ("A person", "", "")
    assert b"Teodor" not in content


@pytest.mark.parametrize("payload", PAYLOADS)
def test_formula_is_no_formula_in_either_file(
    payload: str, get: Callable[..., bytes], member: Person, call: Round
) -> None:
    sent = factories.make_contribution(member, call, title="A title", text="A text")
    Contribution.objects.filter(pk=sent.pk).update(title=payload, text=payload)
    Person.objects.filter(pk=member.pk).update(name=payload)

    row = csv_rows(get("/c/who-acts/contributions.csv"))[0]
    cells = sheet_rows(get("/c/who-acts/contributions.xlsx"))[0]

    for name in ("Who", "Title", "Text"):
        assert row[name].lstrip("\t\r\n")[0] == "'"
        # As a text, which nothing runs, and to the letter.
        assert cells[name].replace("_x000D_", "\r") == payload


def test_text_longer_than_a_cell_goes_on_in_the_next(get: Callable[..., bytes], member: Person, call: Round) -> None:
    factories.make_contribution(member, call, text="Short.")
    words = "Ninety days is too long. " * 4_000
    factories.make_contribution(member, call, text=words.strip())

    content = get("/c/who-acts/contributions.xlsx")

    rows = sheet_rows(content)
    names = ["Text", "Text, continued (2)", "Text, continued (3)", "Text, continued (4)"]
    assert "".join(rows[1][name] for name in names) == words.strip()
    assert [name for name in names if name in rows[0]] == ["Text"]
    explained = [row.get("A") for row in sheet_cells(content, 2)]
    assert "Text, continued" in explained
    assert csv_rows(get("/c/who-acts/contributions.csv"))[1]["Text"] == words.strip()


def test_second_sheet_says_what_each_column_means_and_of_which_state_it_is(
    get: Callable[..., bytes], as_: As, contribution: Contribution
) -> None:
    content = get("/c/who-acts/contributions.xlsx")

    explained = sheet_cells(content, 2)
    number = csv_rows(get("/c/who-acts/contributions.csv"))[0]["As of No."]
    said = [row.get("A", "") for row in explained]
    begin = said.index("Column") + 1
    assert said[begin:] == [str(column.heading) for column in columns.CONTRIBUTIONS]
    assert [line for line in said[:begin] if line.startswith("State of the public record: No. " + number)] != []
    assert "https://creativecommons.org/licenses/by/4.0/" in said
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        core, custom = whole.read("docProps/core.xml").decode(), whole.read("docProps/custom.xml").decode()
    assert f"State of the public record: No. {number}" in core
    assert "Number of the record" in custom


def test_moments_are_real_dates_in_the_spreadsheet(get: Callable[..., bytes], contribution: Contribution) -> None:
    cells = sheet_rows(get("/c/who-acts/contributions.xlsx"))[0]

    # Days since the last day of 1899.
    assert 46_000 < float(cells["Received (UTC)"]) < 60_000


def test_endorsements_are_organizations_first(
    get: Callable[..., bytes],
    secretary: Person,
    member: Person,
    outsider: Person,
    contribution: Contribution,
    organization: Organization,
    settle: Settle,
) -> None:
    other = factories.make_person("Rosa")
    factories.make_focal_point(secretary, other, organization)
    endorsements.give(by=outsider, thing=contribution)
    endorsements.give(by=other, thing=contribution, capacity="organization", organization=organization)

    rows = csv_rows(get(f"/contributions/{contribution.pk}/endorsements.csv"))

    assert [(row["Whose"], row["Who"], row["Stakeholder group"]) for row in rows] == [
        ("an organization", "Small Carriers’ Circle", "Private sector"),
        ("a person", "Olga", "Academia"),
    ]
    assert {row["Of No."] for row in rows} == {
        str(Contribution.objects.select_related("entry").get(pk=contribution.pk).number)
    }


def test_public_record_is_told_as_on_its_page(
    get: Callable[..., bytes], secretary: Person, comment: Comment, outsider: Person
) -> None:
    factories.hide(secretary, comment)

    every = csv_rows(get("/ledger.csv"))
    chosen = csv_rows(get("/ledger.csv?consultation=who-acts&what=comments"))
    first = csv_rows(get("/ledger.csv?number=1"))

    assert [int(row["No."]) for row in every] == sorted((int(row["No."]) for row in every), reverse=True)
    assert every[0]["What happened"] == "Hidden by a moderator"
    assert [(row["What happened"], row["Consultation"]) for row in chosen] == [("Comment", "Who acts next?")]
    assert [row["No."] for row in first] == ["1"]
    assert csv_rows(get("/ledger.csv", outsider)) == every
    assert sheet_rows(get("/ledger.xlsx?what=comments"))[0]["In a sentence"] == chosen[0]["In a sentence"]


def test_public_record_of_a_private_consultation_is_its_readers_alone(
    get: Callable[..., bytes], as_: As, secretary: Person, private_consultation: Consultation, settle: Settle
) -> None:
    settle()

    strangers = as_(None).get("/ledger.csv")
    own = as_(secretary).get("/ledger.csv")

    assert strangers.headers["ETag"] != own.headers["ETag"]
    assert strangers.headers["Cache-Control"] == "private, no-store"
    assert "Behind doors" not in body(strangers).decode()
    assert "Behind doors" in body(own).decode()
    assert as_(None).get("/ledger.csv?consultation=behind-doors").status_code == 422


@pytest.mark.parametrize("number", ["0", "x", "9" * 30])
def test_number_that_is_none_is_refused_as_the_page_refuses_it(number: str, as_: As, settle: Settle) -> None:
    settle()

    assert as_(None).get(f"/ledger.xlsx?number={number}").status_code == 422
    assert as_(None).get(f"/ledger/?number={number}").status_code == 422


@pytest.mark.parametrize(
    "address",
    ["/c/behind-doors/contributions", "/c/behind-doors/rounds/1/comments", "/c/behind-doors/rounds/1/late"],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_private_consultation_is_not_there_for_strangers(
    address: str, ending: str, as_: As, settle: Settle, secretary: Person, private_consultation: Consultation
) -> None:
    factories.make_round(secretary, private_consultation)
    settle()

    assert as_(None).get(f"{address}.{ending}").status_code == 404
    response = as_(secretary).get(f"{address}.{ending}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_thirty_rows_ask_as_much_as_one(
    ending: str, as_: As, settle: Settle, member: Person, outsider: Person, call: Round, round: Round, draft: Proposal
) -> None:
    def cost(address: str) -> int:
        settle()
        with CaptureQueriesContext(connection) as asked:
            body(as_(None).get(address))
        return len(asked)

    addresses = [f"/c/who-acts/contributions.{ending}", f"/p/{draft.pk}/comments.{ending}"]
    for _ in range(2):
        first = factories.make_contribution(member, call)
        endorsements.give(by=outsider, thing=first)
        factories.make_comment(member, round, draft, paragraph=draft.paragraphs.get(anchor="1"))
    before = [cost(address) for address in addresses]
    for _ in range(28):
        factories.make_contribution(member, call)
        factories.make_comment(member, round, draft, paragraph=draft.paragraphs.get(anchor="2"))

    assert [cost(address) for address in addresses] == before


def test_list_that_is_too_long_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, as_: As, settle: Settle, member: Person, call: Round
) -> None:
    monkeypatch.setattr("public.carried_tables.MOST", {"csv": 1, "xlsx": 1})
    factories.make_contribution(member, call)
    factories.make_contribution(member, call)
    settle()

    response = as_(None).get("/c/who-acts/rounds/1/contributions.csv")

    assert response.status_code == 422
    page = response.content.decode()
    assert "A file of this kind holds at most 1 rows, and this list has more." in page
    assert 'href="/c/who-acts/rounds/1/"' in page


def test_every_column_is_explained_on_the_page(as_: As) -> None:
    page = as_(None).get("/help/columns/").content.decode()

    for _name, table in columns.TABLES:
        for column in table:
            assert column.heading
            assert column.meaning
            assert f"<dt>{column.heading}</dt>" in page


@pytest.mark.django_db(transaction=True)
def test_file_is_made_in_one_snapshot_outside_of_a_transaction(get: Callable[..., bytes], comment: Comment) -> None:
    rows = csv_rows(get("/c/who-acts/rounds/1/comments.csv"))

    assert [row["Text"] for row in rows] == ["One plain thing."]
    assert [row["Text"] for row in sheet_rows(get("/c/who-acts/rounds/1/comments.xlsx"))] == ["One plain thing."]


def test_list_leads_to_its_files_with_its_filters(
    as_: As, settle: Settle, contribution: Contribution, comment: Comment, draft: Proposal, outsider: Person
) -> None:
    endorsements.give(by=outsider, thing=contribution)
    settle()
    pages = {
        "/c/who-acts/contributions/": "",
        "/c/who-acts/contributions/?stakeholder_group=civil_society&after=": "?stakeholder_group=civil_society",
        f"/p/{draft.pk}/comments/": "",
        f"/contributions/{contribution.pk}/endorsements/": "",
        "/ledger/": "",
        "/ledger/?what=comments&number=9": "?what=comments&amp;number=9",
    }
    for address, query in pages.items():
        page = as_(None).get(address).content.decode()
        for ending in ("csv", "xlsx"):
            file = f"{address.partition('?')[0].rstrip('/')}.{ending}{query}"
            assert page.count(f'href="{file}"') == 1
            assert as_(None).get(file.replace("&amp;", "&")).status_code == 200


def test_consultation_in_preparation_is_not_carried_away(
    as_: As, settle: Settle, secretary: Person, consultation: Consultation, comment: Comment, draft: Proposal
) -> None:
    """Its offices still change its words, and the record does not say so."""
    Consultation.objects.filter(pk=consultation.pk).update(published_at=None)
    settle()

    for address in (
        "/c/who-acts/contributions.csv",
        "/c/who-acts/rounds/1/comments.csv",
        f"/p/{draft.pk}/comments.csv",
    ):
        assert as_(secretary).get(address).status_code == 404


def test_manual_explains_the_columns_in_the_words_of_the_files() -> None:
    manual = (Path(settings.BASE_DIR) / "docs" / "columns.md").read_text(encoding="utf-8")

    rows = [line for line in manual.partition("\n## ")[2].splitlines() if line.startswith("| ")]
    assert [row for row in rows if row not in ("| column | what it means | example |", "| --- | --- | --- |")] == [
        f"| {column.heading} | {column.meaning} | {column.example} |"
        for _name, table in columns.TABLES
        for column in table
    ]
