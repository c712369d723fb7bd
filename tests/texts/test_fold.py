"""Names that are the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.rules.fold import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Telefónica, S.A.", "TELEFONICA SA"),
        ("U.S. Government", "US  government"),
        ("Citizens’ Coalition", "Citizens' coalition"),
        ("Alvarez & Marsal (Brazil)", "Alvarez / Marsal - Brazil"),
        ("STRASSENBAU", "Straßenbau"),
        ("İstanbul Üniversitesi", "istanbul universitesi"),
        ("Łódź Ørsted Æther", "lodz orsted aether"),
        ("مَركز التّقنية", "مركز التقنية"),
        ("Ｗｉｄｅ Ｎａｍｅ", "wide name"),
        ("Soft\u00adhyphen Zero\u200bwidth", "softhyphen zerowidth"),
        ("ΑΘΗΝΆΣ", "αθηνας"),
    ],
)
def test_name_written_another_way_is_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Article 19", "Article 9"),
        ("St. Thomas University", "Thomas University"),
        ("कि", "कु"),
        ("カス", "ガス"),
        ("ปา", "ป่า"),
        ("ISOC Yemen", "ISOCYemen"),
    ],
)
def test_name_that_differs_by_a_letter_stays_another(one, other):
    assert fold(one) != fold(other)


def test_words_of_indic_names_are_not_cut_at_their_vowels():
    assert fold("मीडिया  डॉक्टर") == "मीडिया डॉक्टर"


@pytest.mark.parametrize("name", ["", " ", "???", "—", "\u200b"])
def test_name_without_letters_folds_to_nothing(name):
    assert fold(name) == ""


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(name):
    once = fold(name)

    assert fold(once) == once
    assert once == " ".join(once.split())


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_case_never_counts(name):
    assert fold(name.upper()) == fold(name.lower())
