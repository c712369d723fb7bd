"""Words, languages and places in templates."""

import pytest
from django.template import Context, Engine


def shown(source: str, **values: object) -> str:
    engine = Engine(libraries={"texts": "texts.templatetags.texts"})
    return engine.from_string("{% load texts %}" + source).render(Context(values))


def test_words_are_shown_in_their_format():
    assert shown('{{ text|words:"markdown" }}', text="*a* <b>") == "<p><em>a</em> &lt;b&gt;</p>\n"
    assert shown("{{ text|words:format }}", text="<b>", format="plain") == (
        '<div class="as-written"><p>&lt;b&gt;</p></div>'
    )


def test_words_that_may_not_be_shown_show_nothing():
    assert shown('{{ text|words:"plain" }}', text=None) == ""


def test_language_gives_its_attributes():
    assert shown("<p{% lang_attrs tag %}>", tag="ar") == '<p lang="ar" dir="rtl">'
    assert shown("<p{% lang_attrs tag %}>", tag="pt-BR") == '<p lang="pt-BR" dir="ltr">'


@pytest.mark.parametrize("tag", ["", None])
def test_no_language_gives_no_attributes(tag):
    assert shown("<p{% lang_attrs tag %}>", tag=tag) == "<p>"


def test_attributes_are_escaped():
    assert shown("<p{% lang_attrs tag %}>", tag='"><b>') == '<p lang="&quot;&gt;&lt;b&gt;" dir="ltr">'


def test_language_and_place_have_names():
    assert shown("{{ 'fr'|language_name }}, {{ 'KE'|place_name }}") == "Français, Kenya"
    assert shown("{{ none|language_name }}{{ none|place_name }}", none=None) == ""
