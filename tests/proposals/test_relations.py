"""How options stand to each other, said once and read from both sides."""

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.actions import relations
from proposals.models import Relation
from public import related
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def options(secretary, round):
    return [factories.make_proposal(secretary, round, type="option", title=f"Option {name}") for name in "ABC"]


def relate(by, option, kind, other, **fields):
    return relations.relate(by=by, option=option, kind=Relation.Kind(kind), other=other, now=timezone.now(), **fields)


def said(option, viewer=None):
    standing = related.of_options([option], viewer)[option.pk]
    return [(str(one.words), one.other.title, one.paragraph) for one in standing]


def test_relation_is_read_from_both_sides(secretary, options):
    first, second, third = options
    relate(secretary, third, "part_of", second)
    relate(secretary, first, "conflicts_with", second)
    relate(secretary, third, "overlaps_with", first, paragraph="4")

    assert said(first) == [("Conflicts with", "Option B", ""), ("Overlaps with", "Option C", "4")]
    assert said(second) == [("Contains", "Option C", ""), ("Conflicts with", "Option A", "")]
    assert said(third) == [("Part of", "Option B", ""), ("Overlaps with", "Option A", "4")]


def test_conflict_is_said_once_from_either_side(secretary, options, refused):
    first, second, _third = options
    relate(secretary, first, "conflicts_with", second)

    with refused("related_already"):
        relate(secretary, second, "conflicts_with", first)


def test_only_other_options_of_the_same_consultation_are_related(secretary, options, draft, refused):
    with refused("option_unknown"):
        relate(secretary, options[0], "part_of", options[0])
    with refused("option_unknown"):
        relate(secretary, options[0], "part_of", draft)


def test_what_was_taken_back_is_not_read(secretary, options, refused):
    made = relate(secretary, options[0], "conflicts_with", options[1])

    relations.end(by=secretary, relation=made, now=timezone.now())

    assert said(options[0]) == []
    with refused("unrelated_already"):
        relations.end(by=secretary, relation=made, now=timezone.now())


def test_relations_of_a_list_of_options_are_one_query(secretary, options, django_assert_num_queries):
    relate(secretary, options[0], "conflicts_with", options[1])

    with django_assert_num_queries(1):
        related.of_options(options, None)


def test_secretariat_says_it_on_the_desk_and_readers_find_it(as_, client, secretary, consultation, options, settle):
    desk = as_(secretary)
    form = {"option": options[0].pk, "kind": "part_of", "other": options[1].pk, "paragraph": "4", "key": "a"}

    desk.post(reverse("desk_relations", args=[consultation.slug]), form)
    again = desk.post(reverse("desk_relations", args=[consultation.slug]), form | {"key": "b"})
    settle()
    page = client.get(reverse("proposal", args=[options[1].pk])).content.decode()
    record = client.get(reverse("ledger")).content.decode()

    assert again.status_code == 409
    assert ("Contains" in page, "Option A" in page) == (True, True)
    desk.post(reverse("desk_relation_end", args=[Relation.objects.get().pk]), {"key": "c"})
    assert Relation.objects.visible_to(None).count() == 0
    assert record.count("is part of") == 1
