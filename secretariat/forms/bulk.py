from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.actions.deciding import REASON_LIMIT
from moderation.models import Bulk, Decision
from rounds.models import Rule
from secretariat.forms.base import DeskForm, LanguageField

Verb = Decision.Verb
# "comment:<id>:<token>" of a thousand texts fit well.
READ_LIMIT = 200 * Bulk.AT_MOST


class ReadField(forms.CharField):
    """Which texts are meant, and what was read of each: gives a list of (kind, id, token)."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        found = []
        for one in super().clean(value).split():
            kind, _colon, rest = one.partition(":")
            key, _colon, token = rest.partition(":")
            try:
                found.append((kind, UUID(key), token[:80]))
            except ValueError:
                raise forms.ValidationError(_("This page was not sent as it was. Go back and choose again.")) from None
        return found[: Bulk.AT_MOST + 1]


class BulkForm(DeskForm):
    """The same decision about many texts: only what it needs is asked."""

    act = forms.CharField(widget=forms.HiddenInput)
    read = ReadField(max_length=READ_LIMIT, required=False)
    rule = forms.TypedChoiceField(
        label=_("Rule that they break"),
        coerce=int,
        error_messages={
            "required": _("Choose the rule that the texts break."),
            "invalid_choice": _("Choose the rule that the texts break."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands beside each of them, and each author gets it by mail."),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why, so that the authors can understand it.")},
    )
    language = LanguageField(label=_("Language of the reason"))
    is_all_or_nothing = forms.BooleanField(
        required=False,
        label=_("All of them or none"),
        help_text=_("Where one cannot be done any more, nothing is done."),
    )

    def __init__(self, *args: Any, act: str, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", _("Choose a rule")), *((rule.number, str(rule)) for rule in rules)]  # type: ignore[attr-defined]
        if act != Verb.HIDE:
            del self.fields["rule"]
        if act == Verb.PUBLISH:
            del self.fields["reason"], self.fields["language"]
        if act == Verb.KEEP:
            self.fields["reason"].help_text = _("It stands beside each decision in the public record.")


def packed(read: Sequence[tuple[str, UUID, str]]) -> str:
    """What `ReadField` takes."""
    return " ".join(f"{kind}:{key}:{token}" for kind, key, token in read)
