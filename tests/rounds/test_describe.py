"""A consultation's own words while it is in preparation."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import Organization, Person
from ledger.models import Entry
from rounds.models import Consultation
from tests import factories

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def prepared(secretary: Person, host: Organization) -> Consultation:
    made = factories.make_consultation(secretary, host)
    Consultation.objects.filter(pk=made.pk).update(published_at=None)
    made.refresh_from_db()
    return made


def test_consultation_in_preparation_is_described_anew_without_an_entry(
    secretary: Person, prepared: Consultation
) -> None:
    before = Entry.objects.count()

    factories.describe(
        secretary,
        prepared,
        title=" Who   acts? ",
        summary="One.\r\nTwo.",
        contact="Write to us.",
        decides="The Forum.",
        becomes="A text.",
        names="All names.",
        licence="CC0-1.0",
    )

    prepared = Consultation.objects.select_related("charter").get(pk=prepared.pk)
    charter = prepared.charter
    assert (prepared.title, prepared.summary, prepared.contact) == ("Who acts?", "One.\nTwo.", "Write to us.")
    assert (charter.decides, charter.becomes, charter.names) == ("The Forum.", "A text.", "All names.")
    assert charter.licence == "CC0-1.0"
    assert charter.licence_address == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert Entry.objects.count() == before


@pytest.mark.parametrize("said", [{"title": " "}, {"summary": "\n"}])
def test_consultation_needs_a_title_and_says_what_is_asked(
    secretary: Person, prepared: Consultation, refused: Refuses, said: dict[str, str]
) -> None:
    with refused("text_missing"):
        factories.describe(secretary, prepared, **said)


def test_published_consultation_is_not_described_anew(
    secretary: Person, consultation: Consultation, refused: Refuses
) -> None:
    with refused("published_already"):
        factories.describe(secretary, consultation, title="Another title")

    consultation.refresh_from_db()
    assert consultation.title == "Who acts next?"
