"""Names that read alike, and addresses at a body's domain."""

import pytest

from accounts.actions import people
from accounts.models import Organization, Person
from accounts.rules import domains, names
from tests import factories


@pytest.mark.parametrize(
    "name",
    [
        "Secretariat",
        "S e c r e t a r i a t",
        "Ѕесrеtаriаt team",
        "Secretarlat",
        "Sécrétariat",
        "ΜΟDERATOR",
        "Anna, mоderatоr",
        "𝐌𝐨𝐝𝐞𝐫𝐚𝐭𝐨𝐫",
        "Секретариат",
        "秘书处",
    ],
)
def test_name_reads_like_an_office(name: str) -> None:
    assert names.reads_like_an_office(name)


@pytest.mark.parametrize("name", ["Anna Lind", "Модест Раков", "李明", "Secunda Tariq", "Moderata Fonte", ""])
def test_name_of_a_person_does_not(name: str) -> None:
    assert not names.reads_like_an_office(name)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("The Secretariat", True),
        ("moderators", True),
        ("Stаnding  Forum", True),
        ("Secretariat of the Standing Forum", True),
        ("Standing Forum Secretariat", True),
        ("Secretariat of the Pacific Community", False),
        ("Friends of the Standing Forum", False),
    ],
)
def test_body_that_reads_like_the_host(name: str, taken: bool) -> None:
    assert names.is_an_office(name, ["Standing Forum"]) == taken


def test_skeleton_folds_case_spaces_and_letters() -> None:
    assert names.skeleton("Mіnistry  of lT") == names.skeleton("MINISTRY OF IT") == "mlnlstryoflt"
    assert names.skeleton("…") == ""


@pytest.mark.django_db
def test_person_takes_no_confirmed_bodys_name(
    secretary: Person, member: Person, organization: Organization, refused: object
) -> None:
    with refused("name_of_a_body"):  # type: ignore[operator]
        people.check_name("SMALL саrriers circle")
    Organization.objects.update(verified_at=None)
    people.check_name("Small carriers circle")


@pytest.mark.django_db
def test_account_with_an_offices_name_is_refused(client: object) -> None:
    form = {"name": "Mоderator", "email": "new@example.org", "password1": factories.PASSWORD}
    page = client.post("/accounts/signup/", form)  # type: ignore[attr-defined]

    assert "A name that reads like the secretariat or a moderator cannot be taken." in page.content.decode()
    assert Person.objects.filter(email="new@example.org").count() == 0


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("office@ministry.example", True),
        ("office@MINISTRY.Example", True),
        ("office@mail.ministry.example", False),
        ("office@evilministry.example", False),
        ("office@ministry.example.org", False),
        ('"a@ministry.example"@evil.org', False),
        ("ministry.example", False),
        ("@ministry.example", False),
    ],
)
def test_address_counts_at_the_exact_domain(address: str, is_there: bool) -> None:
    assert domains.is_at(address, "ministry.example") == is_there


def test_international_domains_are_one_with_their_encoding() -> None:
    assert domains.canonical("MÜLLER.example") == "xn--mller-kva.example"
    assert domains.is_at("a@müller.example", "xn--mller-kva.example")
    # Old and new rules read this letter differently, so it must be written as it is encoded.
    assert domains.canonical("straße.example") is None


@pytest.mark.parametrize(
    "domain", ["", "localhost", "a..example", "-a.example", "a_b.example", "10.0.0.1", "a@b.example"]
)
def test_what_is_no_domain(domain: str) -> None:
    assert domains.canonical(domain) is None
