"""Languages by their tags."""

import pytest

from texts.rules import languages


def test_choices_hold_every_language_once_under_its_own_name():
    tags = [tag for tag, _ in languages.CHOICES]

    assert sorted(tags) == sorted(language.tag for language in languages.LANGUAGES)
    assert len(set(tags)) == len(tags)
    assert len({own for _, own in languages.CHOICES}) == len(tags)
    assert dict(languages.CHOICES)["sw"] == "Kiswahili"


def test_official_languages_of_the_united_nations_are_there():
    assert [language.tag for language in languages.LANGUAGES][:6] == ["ar", "en", "es", "fr", "ru", "zh"]


def test_choices_begin_with_latin_letters_without_regard_to_case():
    names = [own for _, own in languages.CHOICES]

    assert names[:3] == ["Afrikaans", "Asụsụ Igbo", "Avañe'ẽ"]
    assert names.index("isiZulu") < names.index("Íslenska") < names.index("Italiano")


@pytest.mark.parametrize("language", languages.LANGUAGES, ids=lambda language: language.tag)
def test_language_that_can_be_chosen_is_known_by_its_usual_tag(language):
    assert languages.canonical(language.tag) == language.tag
    assert languages.name(language.tag) == language.own


@pytest.mark.parametrize(
    ("tag", "usual"),
    [
        ("pt-br", "pt-BR"),
        ("PT-BR", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        ("ZH-HANT-HK", "zh-Hant-HK"),
        ("en-GB", "en-GB"),
        ("es-419", "es-419"),
        ("fr-011", "fr-011"),
        ("sr-cyrl-rs", "sr-Cyrl-RS"),
    ],
)
def test_tag_with_script_and_region_is_known(tag, usual):
    assert languages.canonical(tag) == usual
    assert languages.is_known(tag) is True


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "x",
        "xx",
        "english",
        "en-",
        "-en",
        "en--GB",
        "en_GB",
        "en-XX",
        "en-999",
        "en-Abcd",
        "en-GB-Latn",
        "en GB",
        "en\n",
    ]
    + ["qq-BR", "en-GB-oed", "i-klingon", "x-private", "en-a-b", "é", "<b>", "zh-Hantt"],
)
def test_nonsense_is_not_known(tag):
    assert languages.is_known(tag) is False
    assert languages.canonical(tag) is None


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        *(
            ("ar", "rtl"),
            ("ar-EG", "rtl"),
            ("AR", "rtl"),
            ("he", "rtl"),
            ("fa-IR", "rtl"),
            ("ur", "rtl"),
            ("ps", "rtl"),
        ),
        *(("ckb", "rtl"), ("ug", "rtl"), ("dv", "rtl"), ("az-Arab", "rtl"), ("pa-Arab-PK", "rtl"), ("ha-arab", "rtl")),
        *(("en", "ltr"), ("zh-Hant", "ltr"), ("ur-Latn", "ltr"), ("pa", "ltr"), ("xx", "ltr"), ("", "ltr")),
    ],
)
def test_direction_follows_the_script(tag, direction):
    assert languages.direction(tag) == direction


@pytest.mark.parametrize(
    ("tag", "own"),
    [
        ("fr", "Français"),
        ("fr-CA", "Français"),
        ("pt-br", "Português (Brasil)"),
        ("zh-Hant-HK", "繁體中文"),
        ("zh-TW", "中文"),
        ("sr-Latn-RS", "Srpski"),
        ("tlh", "tlh"),
    ],
)
def test_name_is_the_languages_own_or_its_parents(tag, own):
    assert languages.name(tag) == own


@pytest.mark.parametrize(
    ("tag", "config"),
    [
        *(("en", "texts_en"), ("en-GB", "texts_en"), ("FR-ca", "texts_fr"), ("es", "texts_es"), ("ru", "texts_ru")),
        *(
            ("ar-EG", "texts_ar"),
            ("de", "texts_simple"),
            ("zh", "texts_simple"),
            ("", "texts_simple"),
            ("enm", "texts_simple"),
        ),
    ],
)
def test_search_configuration_is_a_stemmer_for_five_languages(tag, config):
    assert languages.search_config(tag) == config
