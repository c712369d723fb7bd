from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from moderation.actions.deciding import REASON_LIMIT
from rounds.models import Rule
from secretariat.forms.base import DeskForm, LanguageField
from secretariat.item.choices import NEEDS_A_RULE, NEEDS_NO_REASON, Choice

RULE_MISSING = _("Choose the rule that the text breaks.")
PASSAGES_LIMIT = 20_000
# What only some decisions ask for.
DEPENDING = ("rule", "passages", "reason", "language")


class DecideForm(DeskForm):
    """One decision of those that are possible. `token` says which words were read, after which decision.

    `seen`: the fingerprint of the passages whose taking out was shown before.
    """

    token = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    act = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is decided."),
            "invalid_choice": _("This cannot be decided any more. Choose something else."),
        },
    )
    rule = forms.TypedChoiceField(
        label=_("Rule"),
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": RULE_MISSING},
    )
    passages = forms.CharField(
        label=_("Words that are taken out"),
        help_text=_("Each on a line of its own, exactly as written. Wherever they stand, they are taken out."),
        max_length=PASSAGES_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 4}))
    language = LanguageField(label=_("Language of the reason"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, choices: Sequence[Choice], rules: Sequence[Rule], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        # Which of them a decision needs, `clean` says; none of them is up to whoever decides.
        for name in DEPENDING:
            self.fields[name].required = not self.is_bound
        self.fields["act"].choices = _offered(choices)  # type: ignore[attr-defined]
        self.fields["rule"].choices = [("", _("Choose a rule")), *((rule.number, _named(rule)) for rule in rules)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        act = said.get("act", "")
        if act in NEEDS_A_RULE and said.get("rule") is None and "rule" not in self.errors:
            self.add_error("rule", RULE_MISSING)
        if act and act not in NEEDS_NO_REASON and not said.get("reason") and "reason" not in self.errors:
            sentence = _("Write the question.") if act == "ask" else _("Say why, so that the author can understand it.")
            self.add_error("reason", sentence)
        return said

    def offer(self, choices: Sequence[Choice], *, token: str, seen: str) -> None:
        """Show what was typed again, about the state that is read now, with what is possible in it."""
        self.fields["act"].choices = _offered(choices)  # type: ignore[attr-defined]
        for name in DEPENDING:
            self.fields[name].required = True
        data: Any = self.data
        shown = data.copy()
        shown["token"], shown["seen"] = token, seen
        self.data = shown

    def taken_out(self) -> list[str]:
        """The passages of a taking out, one from each line."""
        return [line.strip() for line in self.cleaned_data["passages"].splitlines() if line.strip()]


def _offered(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(choice.act, format_html("{}<small>{}</small>", choice.label, choice.hint)) for choice in choices]


def _named(rule: Rule) -> str:
    """“2. No private persons (personal data)”: the ground stands with it, for holding and taking out need one."""
    return f"{rule} ({str(rule.get_ground_display()).lower()})" if rule.ground else str(rule)


class StepBackForm(DeskForm):
    why = forms.CharField(
        required=False,
        max_length=300,
        label=_("Why it is too near to you"),
        help_text=_("Only moderators read it."),
    )


class NotAgreedForm(DeskForm):
    answer = forms.CharField(
        label=_("Why you do not agree"),
        help_text=_(
            "Who asked reads it. Where the text is held, everybody reads it as the reason why it is shown again."
        ),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why you do not agree.")},
    )
