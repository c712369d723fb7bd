"""The sentences of what was translated: the thing and the language, never the words."""

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from public.acts import Act
from texts.rules import languages


def consultation(act: Act) -> SafeString:
    return _told(_("{thing} can be read in {language} too."), act, act.consultation)


def round(act: Act) -> SafeString:
    return _told(_("What {thing} says of itself can be read in {language} too."), act, act.round)


def question(act: Act) -> SafeString:
    return _told(_("A question of {thing} can be read in {language} too."), act, act.round)


def text(act: Act) -> SafeString:
    return _told(_("{thing} can be read in {language} too."), act, act.text)


def consultation_removed(act: Act) -> SafeString:
    return _told(_("The version of {thing} in {language} was taken away."), act, act.consultation)


def round_removed(act: Act) -> SafeString:
    return _told(_("The words of {thing} in {language} were taken away."), act, act.round)


def question_removed(act: Act) -> SafeString:
    return _told(_("A question of {thing} was taken away in {language}."), act, act.round)


def text_removed(act: Act) -> SafeString:
    return _told(_("The version of {thing} in {language} was taken away."), act, act.text)


def _told(sentence: str | Promise, act: Act, thing: SafeString | str) -> SafeString:
    tag = str(act.facts["language"])
    name = format_html('<span lang="{}" dir="{}">{}</span>', tag, languages.direction(tag), languages.name(tag))
    return format_html(str(sentence), thing=thing, language=name)
