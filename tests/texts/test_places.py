"""Countries and territories."""

from collections import Counter

import pytest
from django.utils.translation import override

from texts.rules import places


def test_every_code_of_iso_3166_is_there_once():
    codes = [code for code, _ in places.CHOICES]

    assert len(codes) == 249
    assert len(set(codes)) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)
    assert len({str(name) for _, name in places.CHOICES}) == 249


def test_every_place_has_one_of_the_22_subregions_except_antarctica():
    regions = Counter(places.region(code) for code, _ in places.CHOICES)

    assert set(regions) - {None} == set(places.REGIONS)
    assert len(places.REGIONS) == 22
    assert regions[None] == 1
    assert places.region("AQ") is None


@pytest.mark.parametrize(
    ("code", "region"),
    [
        *(("KE", "Eastern Africa"), ("BR", "South America"), ("MX", "Central America"), ("US", "Northern America")),
        *(("CY", "Western Asia"), ("IR", "Southern Asia"), ("SD", "Northern Africa"), ("SS", "Eastern Africa")),
        *(
            ("GB", "Northern Europe"),
            ("FR", "Western Europe"),
            ("NZ", "Australia and New Zealand"),
            ("TT", "Caribbean"),
        ),
    ],
)
def test_region_is_that_of_the_united_nations(code, region):
    assert places.REGIONS[places.region(code)] == region


def test_unknown_code_has_no_region_and_is_its_own_name():
    assert places.region("XX") is None
    assert places.name("XX") == "XX"
    assert places.is_known("XX") is False


def test_choices_are_in_the_order_of_names_whatever_their_accents():
    names = [str(name) for _, name in places.CHOICES]

    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert names[-1] == "Zimbabwe"


def test_name_is_english_to_a_reader_of_english():
    with override("en"):
        assert places.name("CI") == "Côte d’Ivoire"
        assert places.name("KR") == "South Korea"


@pytest.mark.parametrize("code", [code for code, _ in places.CHOICES])
def test_place_is_found_by_its_own_name_and_code(code):
    with override("en"):
        assert places.code_for(places.name(code)) == code
        assert places.code_for(places.name(code).upper()) == code
    assert places.code_for(code) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("United States", "US"), ("USA", "US"), ("usa", "US"), ("U.S.", "US"), ("The United States", "US")),
        *(("United States of America", "US"), ("UK", "GB"), ("uk", "GB"), ("UNITED KINGDOM", "GB"), ("Scotland", "GB")),
        *(
            ("South Korea", "KR"),
            ("Republic of Korea", "KR"),
            ("DPRK", "KP"),
            ("Russia", "RU"),
            ("Russian Federation", "RU"),
        ),
        *(
            ("Brasil", "BR"),
            ("Islamic Republic of Iran", "IR"),
            ("Iran, Islamic Republic of", "IR"),
            ("Cote d'Ivoire", "CI"),
        ),
        *(
            ("Ivory Coast", "CI"),
            ("Democratic Republic Of Congo", "CD"),
            ("DRC", "CD"),
            ("Viet Nam", "VN"),
            ("Vietnam", "VN"),
        ),
        *(
            ("People's Republic of China", "CN"),
            ("Czech Republic", "CZ"),
            ("Turkey", "TR"),
            ("Türkiye", "TR"),
            ("Burma", "MM"),
        ),
        *(("Trinidad & Tobago", "TT"), (" the  netherlands ", "NL"), ("Swaziland", "SZ"), ("Cape Verde", "CV")),
    ],
)
def test_place_is_found_by_what_people_call_it(name, code):
    assert places.code_for(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "?",
        "Korea",
        "Congo",
        "Global",
        "Africa",
        "Geneva, Switzerland",
        "Atlantis",
        "no",
        "in",
        "XX",
        "and",
        "the",
    ],
)
def test_what_names_no_single_place_is_not_found(name):
    assert places.code_for(name) is None


def test_no_two_places_answer_to_one_name():
    names = [(places._key(name), code) for code, name in places._NAMES.items()]
    names += [(places._key(name), code) for code, variants in places._VARIANTS.items() for name in variants]

    codes: dict[str, set[str]] = {}
    for name, code in names:
        codes.setdefault(name, set()).add(code)

    assert {name: found for name, found in codes.items() if len(found) > 1} == {}
