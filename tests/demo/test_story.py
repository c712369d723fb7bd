"""The demonstration's story holds together: its counts, what it points to, and that nothing in it is yet to come."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from consultation.demo import story
from consultation.demo.shapes import french, prose

STARTS = [
    datetime(2027, 3, 1, 0, 5, tzinfo=UTC),
    datetime(2027, 3, 1, 12, 0, tzinfo=UTC),
    datetime(2027, 3, 1, 23, 55, tzinfo=UTC),
]
GROUPS = {
    "government",
    "intergovernmental_organization",
    "private_sector",
    "civil_society",
    "technical_community",
    "academia",
    "other",
}
KINDS = {None, "support", "concern", "question", "suggestion", "missing_issue"}

PEOPLE = {person.key: person for person in story.PEOPLE}
ORGANIZATIONS = {organization.key: organization for organization in story.ORGANIZATIONS}
CONTRIBUTIONS = {contribution.key: contribution for contribution in story.CONTRIBUTIONS}
COMMENTS = {comment.key: comment for comment in story.COMMENTS}
OPTIONS = {option.key: option for option in story.OPTIONS}
PARAGRAPHS = {text.key: {paragraph.number for paragraph in text.paragraphs} for text in story.TEXTS}
ROUNDS = {round_.number: round_ for round_ in story.ROUNDS}


def test_keys_are_unique():
    assert len(PEOPLE) == len(story.PEOPLE)
    assert len({person.email for person in story.PEOPLE}) == len(story.PEOPLE)
    assert len(ORGANIZATIONS) == len(story.ORGANIZATIONS)
    assert len(CONTRIBUTIONS) == len(story.CONTRIBUTIONS)
    assert len(COMMENTS) == len(story.COMMENTS)


def test_people_belong_to_known_groups_and_use_reserved_addresses():
    hosts = {person.email.split("@")[1] for person in story.PEOPLE}

    assert {person.group for person in story.PEOPLE} == GROUPS
    assert {organization.group for organization in story.ORGANIZATIONS} == GROUPS - {"other"}
    assert {host for host in hosts if not host.endswith(".example")} == {"example.org", "example.net"}


def test_accounts_are_the_six_of_the_demonstration():
    assert {PEOPLE[key].email for key in story.ACCOUNTS} == {
        f"{name}@example.org"
        for name in ("secretariat", "moderator", "participant", "focal-point", "coordinator", "follower")
    }
    assert story.OFFICES == {"noor": "secretariat", "piet": "moderator"}


def test_organizations_are_nine_and_an_impostor():
    verified = [organization for organization in story.ORGANIZATIONS if organization.verified]
    officials = [key for organization in verified for key in organization.focal_points + organization.members]

    assert len(verified) == 9
    assert [organization.key for organization in story.ORGANIZATIONS if not organization.verified] == ["false-ministry"]
    assert len(officials) == len(set(officials)) == len(set(officials) & set(PEOPLE))


def test_official_writes_from_the_domain_of_the_body():
    elsewhere = [
        key
        for organization in story.ORGANIZATIONS
        for key in organization.focal_points + organization.members
        if PEOPLE[key].email.split("@")[1] not in (organization.domain, "example.org")
    ]

    assert elsewhere == []


def test_contributions_come_from_nine_bodies_and_three_people():
    in_time = [contribution for contribution in story.CONTRIBUTIONS if not contribution.late]

    assert len({contribution.organization for contribution in in_time if contribution.organization}) == 9
    assert [contribution.by for contribution in in_time if not contribution.organization] == ["rosa", "nino", "marit"]
    assert [contribution.key for contribution in story.CONTRIBUTIONS if contribution.late] == ["mere"]
    assert [contribution.key for contribution in in_time if contribution.channel == "recorded"] == ["union"]


def test_contributions_fall_inside_the_round_but_the_late_one():
    opens, closes = ROUNDS[1].opens.at(STARTS[0]), ROUNDS[1].closes.at(STARTS[0])

    for contribution in story.CONTRIBUTIONS:
        assert (opens <= contribution.moment.at(STARTS[0]) < closes) == (not contribution.late)


def test_contributions_are_of_real_length():
    lengths = {contribution.key: len(contribution.whole.split()) for contribution in story.CONTRIBUTIONS}

    assert {key: length for key, length in lengths.items() if not 150 <= length <= 500} == {}


def test_extension_was_decided_before_the_close_and_gave_five_days():
    extension = ROUNDS[1].extension

    assert extension is not None
    assert extension.moment.at(STARTS[0]) < extension.closes_from.at(STARTS[0])
    assert extension.closes_to.at(STARTS[0]) - extension.closes_from.at(STARTS[0]) == timedelta(days=5)
    assert extension.closes_to == ROUNDS[1].closes


@pytest.mark.parametrize("start", STARTS)
def test_second_round_is_open_and_the_third_is_not(start):
    assert ROUNDS[1].closes.at(start) < start
    assert ROUNDS[2].opens.at(start) <= start < ROUNDS[2].closes.at(start)
    assert start < ROUNDS[3].opens.at(start)


def test_zero_draft_draws_on_what_was_sent():
    counts = [len(paragraph.drawn_from) for paragraph in story.ZERO_DRAFT.paragraphs]
    cited = {key for paragraph in story.ZERO_DRAFT.paragraphs for key in paragraph.drawn_from}
    of_nino = [paragraph.number for paragraph in story.ZERO_DRAFT.paragraphs if "nino" in paragraph.drawn_from]

    assert counts == [6, 3, 8, 9, 5, 4, 7, 3, 5, 4, 2, 2]
    assert set(CONTRIBUTIONS) - cited == {"marit", "mere"}
    assert of_nino == [4, 7]


def test_issues_paper_is_eight_paragraphs_on_two_pages():
    words = sum(len(paragraph.text.split()) for paragraph in story.ISSUES_PAPER.paragraphs)

    assert [paragraph.number for paragraph in story.ISSUES_PAPER.paragraphs] == list(range(1, 9))
    assert 850 <= words <= 1200
    assert all(question.text in story.ISSUES_PAPER.paragraphs[7].text for question in story.QUESTIONS)


def test_options_name_champions_and_their_relations():
    assert [option.letter for option in story.OPTIONS if option.is_status_quo] == ["A"]
    assert {key for option in story.OPTIONS for key in option.champions} <= set(ORGANIZATIONS)
    assert {key for relation in story.RELATIONS for key in (relation.option, relation.other)} == set(OPTIONS)
    assert all(2 <= len(option.body.split("\n\n")) <= 4 for option in story.OPTIONS)


def test_comments_are_counted_as_told():
    states = Counter(comment.status for comment in story.ZERO_DRAFT_COMMENTS)
    on_seven = [comment for comment in story.ZERO_DRAFT_COMMENTS if comment.paragraph == 7]

    assert states == {"published": 44, "hidden": 1, "withdrawn": 1, "received": 1}
    assert sum(comment.status == "published" for comment in on_seven) == 13
    assert len(story.PAPER_COMMENTS) == 14
    assert {comment.paragraph for comment in story.ZERO_DRAFT_COMMENTS} == {None, *range(1, 13)}


def test_comments_point_to_what_exists():
    for comment in story.COMMENTS:
        assert comment.by in PEOPLE
        assert comment.kind in KINDS
        if comment.organization is not None:
            assert comment.by in ORGANIZATIONS[comment.organization].focal_points
        if comment.proposal in OPTIONS:
            assert comment.paragraph is None
        elif comment.paragraph is not None:
            assert comment.paragraph in PARAGRAPHS[comment.proposal]
        if comment.as_secretariat:
            assert story.OFFICES[comment.by] == "secretariat"


@pytest.mark.parametrize("start", STARTS)
def test_replies_follow_a_top_level_comment_in_the_same_place(start):
    for reply in story.COMMENTS:
        if reply.reply_to is None:
            continue
        parent = COMMENTS[reply.reply_to]
        assert parent.reply_to is None
        assert (parent.proposal, parent.paragraph) == (reply.proposal, reply.paragraph)
        assert parent.moment.at(start) < reply.moment.at(start)


@pytest.mark.parametrize("start", STARTS)
def test_comments_fall_inside_their_round_and_never_in_the_future(start):
    for comment in story.COMMENTS:
        round_ = ROUNDS[1] if comment.proposal == "issues-paper" else ROUNDS[2]
        at = comment.moment.at(start)
        assert round_.opens.at(start) <= at < round_.closes.at(start)
        assert at <= start - timedelta(hours=1)


@pytest.mark.parametrize("start", STARTS)
def test_last_day_has_news_for_a_follower(start):
    fresh = [
        comment
        for comment in story.ZERO_DRAFT_COMMENTS
        if comment.status == "published" and comment.moment.at(start) > start - timedelta(hours=20)
    ]

    assert len(fresh) == 7


@pytest.mark.parametrize("start", STARTS)
def test_corrected_withdrawn_and_hidden_comments_tell_when(start):
    corrected = [comment for comment in story.COMMENTS if comment.corrected_from]
    withdrawn = [comment for comment in story.COMMENTS if comment.status == "withdrawn"]
    hidden = COMMENTS[story.HIDING.comment]
    replies = [comment for comment in story.COMMENTS if comment.reply_to == hidden.key]

    assert [comment.key for comment in corrected] == ["5-nalau"]
    assert corrected[0].corrected.at(start) - corrected[0].moment.at(start) > timedelta(minutes=15)
    assert [comment.key for comment in withdrawn] == ["10-chamber"]
    assert withdrawn[0].moment.at(start) < withdrawn[0].withdrawn.at(start) < start
    assert (hidden.status, story.HIDING.rule) == ("hidden", 2)
    assert [reply.status for reply in replies] == ["published", "published"]
    assert all(reply.moment.at(start) < story.HIDING.moment.at(start) < start for reply in replies)


def test_unconfirmed_body_waits():
    waiting = [comment for comment in story.COMMENTS if comment.status == "received"]

    assert [(comment.organization, comment.waiting_for) for comment in waiting] == [("false-ministry", "organization")]


def test_languages_are_four_and_arabic_is_written_in_arabic():
    for comment in story.COMMENTS + story.CONTRIBUTIONS:
        arabic = sum("\u0600" <= letter <= "\u06ff" for letter in comment.text)
        assert (arabic > len(comment.text) / 2) == (comment.language == "ar")

    assert {comment.language for comment in story.ZERO_DRAFT_COMMENTS} == {"en", "fr", "es", "ar"}


def test_texts_keep_within_the_limits():
    assert max(len(comment.text) for comment in story.COMMENTS) <= 20_000
    assert max(len(contribution.text) for contribution in story.CONTRIBUTIONS) <= 200_000
    assert all(comment.text.strip() == comment.text != "" for comment in story.COMMENTS)


def test_copies_and_endorsement_name_comments_and_people():
    assert COMMENTS[story.COPIES.first].text == story.COPIES.text
    assert (COMMENTS[story.COPIES.first].paragraph, story.COPIES.count) == (story.COPIES.paragraph, 40)
    assert story.ENDORSEMENT.comment in COMMENTS
    assert (len(set(story.ENDORSEMENT.organizations)), len(set(story.ENDORSEMENT.people))) == (3, 9)
    assert set(story.ENDORSEMENT.people) <= set(PEOPLE)


def test_prose_joins_lines_and_keeps_lists():
    assert prose("one\n two\n\n1. a\n b\n2. c\n - d") == "one two\n\n1. a b\n2. c\n- d"


def test_french_punctuation_does_not_begin_a_line():
    assert french("« Soit ; non ? »") == "«\xa0Soit\xa0; non\xa0?\xa0»"


def test_answers_are_to_questions_and_inside_their_word_limits():
    limits = {question.number: question.word_limit for question in story.QUESTIONS}
    answers = [(key, *answer) for key, told in CONTRIBUTIONS.items() for answer in told.answers]

    assert [(key, number) for key, number, _text in answers] == [
        (key, number) for key in ("circle", "longshore") for number in (1, 2, 3)
    ]
    assert [key for key, number, text in answers if len(text.split()) > limits[number]] == []


def test_documents_are_files_and_a_link_and_older_than_the_first_round_s_close():
    assert [document.type for document in story.DOCUMENTS] == [
        "background_paper",
        "letter",
        "issues_paper",
        "translation",
    ]
    assert [bool(document.link) + bool(document.file) for document in story.DOCUMENTS] == [1, 1, 1, 1]
    assert all(document.dated.at(STARTS[0]) < ROUNDS[1].closes.at(STARTS[0]) for document in story.DOCUMENTS)
