from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.actions.deciding import REASON_LIMIT
from rounds.models import Rule
from secretariat.forms.base import DeskForm, LanguageField

SPANS = {
    "1": (_("For one day"), timedelta(days=1)),
    "7": (_("For one week"), timedelta(days=7)),
    "30": (_("For 30 days"), timedelta(days=30)),
    "90": (_("For 90 days"), timedelta(days=90)),
    "365": (_("For one year"), timedelta(days=365)),
}


class LiftForm(DeskForm):
    """Ending what somebody is kept from, before its time. `token`: what was read of the account."""

    token = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("They read it, and everybody does in the public record of decisions."),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
    language = LanguageField(label=_("Language of the reason"))


class RestrictForm(LiftForm):
    """Keeping somebody from something, for a time."""

    verb = forms.ChoiceField(
        label=_("What is decided"),
        choices=[
            ("limit", _("Limit: a moderator reads each text before it is shown")),
            ("suspend", _("Suspend: they file, correct and endorse nothing; they read, and take back")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided.")},
    )
    span = forms.ChoiceField(
        label=_("For how long"),
        choices=[(key, words) for key, (words, _span) in SPANS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )
    rule = forms.TypedChoiceField(
        label=_("Rule"),
        coerce=int,
        error_messages={
            "required": _("Choose the rule that was broken."),
            "invalid_choice": _("Choose the rule that was broken."),
        },
    )
    field_order = ("verb", "span", "rule", "reason", "language")

    def __init__(self, *args: Any, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", _("Choose a rule")), *((rule.number, str(rule)) for rule in rules)]  # type: ignore[attr-defined]

    @property
    def lasts(self) -> timedelta:
        """How long, of a form that was looked through."""
        return SPANS[self.cleaned_data["span"]][1]
