from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from moderation.actions.deciding import REASON_LIMIT
from rounds.rules.moderation import RULES
from secretariat.forms.base import DeskForm, LanguageField


class _Decided(DeskForm):
    """`version` is the one that was read before deciding: what was corrected since must be read again."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who may read the text reads it, and its author gets it by mail."),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why, so that the author can understand it.")},
    )
    language = LanguageField(label=_("Language of the reason"), help_text=_("Best the author’s, which is chosen here."))


def _rules() -> list[tuple[int, Any]]:
    return [
        (rule.number, format_html("{}. {}<small>{}</small>", rule.number, rule.name, rule.meaning)) for rule in RULES
    ]


class HideForm(_Decided):
    rule = forms.TypedChoiceField(
        label=_("Rule that the text breaks"),
        choices=_rules,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the rule that the text breaks."),
            "invalid_choice": _("Choose the rule that the text breaks."),
        },
    )
    field_order = ["rule", "reason", "language"]


class RestoreForm(_Decided):
    pass


class PublishForm(DeskForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
