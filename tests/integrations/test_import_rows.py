"""A file as rows: what is taken of it, what is listed with its line, what stops it."""

import pytest

from integrations.rules import columns, sheets
from integrations.rules.rows import Row

HEAD = "number,title,author,region,organization,stakeholder_group,keywords,text\n"


def read(text: str | bytes, language: str = "en", **chosen: str) -> sheets.Sheet:
    content = text if isinstance(text, bytes) else text.encode()
    return sheets.read(content, chosen=chosen, language=language)


def only(text: str) -> Row:
    sheet = read(text)
    assert sheet.untaken == []
    assert len(sheet.rows) == 1
    return sheet.rows[0]


def reasons(text: str) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in read(text).untaken]


def test_row_says_everything_its_columns_hold() -> None:
    row = only(HEAD + "7,A title,Amina,Kenya,Mtandao Sawa,Civil Society,seats,Words.\n")

    assert (row.line, row.ref, row.number) == (2, "7", "7")
    assert (row.title, row.text, row.author) == ("A title", "Words.", "Amina")
    assert (row.organization, row.group, row.country) == ("Mtandao Sawa", "civil_society", "KE")
    assert (row.language, row.extra) == ("en", {"keywords": "seats"})


def test_text_is_its_authors_to_the_last_space() -> None:
    text = "  1. First\r\n\r\n\tindented  \n   code\u202eletters \ufeff\x00 end \n\n"

    row = only("title,text\nA," + '"' + text.replace('"', '""') + '"\n')

    assert row.text == "  1. First\n\n\tindented  \n   code\u202eletters \ufeff end \n\n"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Technical community", "technical_community"),
        ("Technical Community", "technical_community"),
        ("TECHNICAL COMMUNITY", "technical_community"),
        ("technical_community", "technical_community"),
        ("Civil  society", "civil_society"),
        ("Private Sector", "private_sector"),
        ("Governments", "government"),
        ("Intergovernmental organisation", "intergovernmental_organization"),
        ("Academia", "academia"),
        ("Other", "other"),
        ("", None),
    ],
)
def test_group_is_known_whatever_its_capitals(written: str, key: str | None) -> None:
    assert only(f"title,stakeholder_group,text\nA,{written},Words.\n").group == key


@pytest.mark.parametrize(
    "name", ["Independent Researcher", "individual", "None", "n/a", "N/A", "NA", "-", "", "  ", "Personal submission"]
)
def test_word_for_no_organization_makes_a_person(name: str) -> None:
    row = only(f"title,author,organization,text\nA,Rosa Field,{name},Words.\n")

    assert (row.author, row.organization) == ("Rosa Field", "")


def test_organization_that_is_the_authors_own_name_makes_a_person() -> None:
    row = only("title,author,organization,text\nA,José Marín,JOSE MARIN,Words.\n")

    assert (row.author, row.organization) == ("José Marín", "")


def test_mail_address_in_place_of_an_organization_is_kept_apart() -> None:
    row = only("title,author,organization,text\nA,Rosa,rosa@example.org,Words.\n")

    assert (row.organization, row.extra) == ("", {"organization": "rosa@example.org"})


def test_region_that_is_no_country_is_kept_beside_the_text() -> None:
    row = only("title,region,text\nA,Latin America,Words.\n")

    assert (row.country, row.extra) == ("", {"region": "Latin America"})


def test_long_title_keeps_its_beginning_and_the_whole_beside_the_text() -> None:
    title = "word " * 120

    row = only(f"title,text\n{title},Words.\n")

    assert (len(row.title), row.title[-1]) == (500, "…")
    assert row.extra == {"title": title.strip()}


def test_row_without_number_has_the_same_reference_every_time() -> None:
    first = read("title,text,keywords\nA,Words.,x\nB,Words.,x\n").rows
    again = read("keywords,text,title\ny,Words.,A\n").rows

    assert first[0].ref == again[0].ref
    assert first[0].ref != first[1].ref


def test_language_column_takes_tags_and_names() -> None:
    sheet = read("title,language,text\nA,FR,Mots.\nB,Spanish,Palabras.\nC,,Words.\n", language="pt")

    assert [row.language for row in sheet.rows] == ["fr", "es", "pt"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_columns_may_be_parted_by_comma_semicolon_or_tab(sign: str) -> None:
    row = only(f'"title"{sign}"text"\n"A, or B"{sign}"Words; more."\n')

    assert (row.title, row.text) == ("A, or B", "Words; more.")


def test_byte_order_mark_and_blank_lines_are_passed_over() -> None:
    sheet = read("\ufefftitle,text\r\n\r\nA,Words.\r\n,\r\n".encode())

    assert [(row.line, row.title) for row in sheet.rows] == [(3, "A")]


def test_column_is_mapped_to_a_field() -> None:
    sheet = read("Heading,Was sie sagten,text\nA,Words.,note\n", **{"Heading": "title", "was sie sagten": "text"})

    assert [(row.title, row.text, row.extra) for row in sheet.rows] == [("A", "Words.", {"text": "note"})]


def test_rows_that_cannot_be_taken_are_listed_with_line_and_reason() -> None:
    long = "x" * 200_001

    told = reasons(
        "number,title,stakeholder_group,language,text\n"
        "1,A,Other,,Good.\n"
        '2,B,Other,,"two\nlines\nhere"\n'
        "3,C,Other,, \n"
        f"4,D,Other,,{long}\n"
        "5,,Other,,Words.\n"
        "6,E,Martians,,Words.\n"
        "7,F,Other,tlh,Words.\n"
        "1,G,Other,,Words.\n"
        "8,H,Other,,Words.,more\n"
        f"{'9' * 61},I,Other,,Words.\n"
    )

    assert told == [
        (6, "It has no text."),
        (7, "Its text has 200,001 characters; at most 200,000 fit."),
        (8, "It has no title. Give it one in the file."),
        (
            9,
            "“Martians” is not one of the stakeholder groups: Government, Intergovernmental organization, "
            "Private sector, Civil society, Technical community, Academia, Other.",
        ),
        (10, "“tlh” is not a language we know. Use a tag such as en, fr or zh-Hant."),
        (11, "Its number 1 stands on line 2 already."),
        (12, "It has 6 values, and the first line names 5 columns."),
        (13, "Its number has more than 60 characters."),
    ]


def test_row_that_says_the_same_as_another_is_listed() -> None:
    assert reasons("title,text\nA,Words.\nA,Words.\n") == [(3, "It says the same as the row on line 2.")]


def test_text_of_exactly_200_000_characters_is_taken() -> None:
    assert len(only("title,text\nA," + "é" * 200_000 + "\n").text) == 200_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "The file is empty."),
        (
            b"title,text\nA,Words.\nB,caf\xe9\n",
            "Line 3: this is not UTF-8. Save the file as CSV in UTF-8 and try again.",
        ),
        (
            b"title,summary\nA,Words.\n",
            "Line 1: No column is called “text”, and none is mapped to it. The first line reads: title, summary.",
        ),
        (
            b"text,summary\nA,Words.\n",
            "Line 1: No column is called “title”, and none is mapped to it. The first line reads: text, summary.",
        ),
        (b"title,text,Title\nA,B,C\n", "Line 1: Two columns are called “Title”. Rename one."),
        (
            b'title,text\nA,Words.\nB,"Words\n\nC,more\n',
            "Line 3: the row that begins here has a quotation mark that is not closed, or words behind a closed one.",
        ),
        (
            b'title,text\nA,Words.\n\nB,"Words" and\n',
            "Line 4: the row that begins here has a quotation mark that is not closed, or words behind a closed one.",
        ),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_its_line(content: bytes, sentence: str) -> None:
    with pytest.raises(sheets.Unreadable) as caught:
        read(content)

    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (["text"], "“text” is not of the form column=field."),
        (["=text"], "“=text” is not of the form column=field."),
        (
            ["a=words"],
            "“words” is not a field. The fields are: number, title, text, author, organization, stakeholder_group, "
            "country, language.",
        ),
        (["a=text", "b=text"], "Two columns are mapped to “text”. Choose one."),
        (["a=text", "a=title"], "The column “a” is mapped twice."),
    ],
)
def test_map_that_cannot_be_used_says_why(pairs: list[str], sentence: str) -> None:
    with pytest.raises(columns.BadColumns) as caught:
        columns.parse_map(pairs)

    assert str(caught.value) == sentence


def test_map_names_a_column_that_is_not_there() -> None:
    with pytest.raises(sheets.Unreadable) as caught:
        read("title,words\nA,B\n", Body="text")

    assert str(caught.value) == "Line 1: There is no column “Body”. The columns are: title, words."
