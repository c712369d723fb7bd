"""Forms of a consultation that is being prepared: its preview link, a trial of what participants will fill in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.models import Question
from secretariat.forms.base import DeskForm, LanguageField


class PreviewForm(DeskForm):
    days = forms.IntegerField(
        initial=7,
        min_value=1,
        max_value=30,
        label=_("It ends after so many days"),
        help_text=_("From 1 to 30. A new link ends the one before."),
        error_messages={
            "required": _("Say after how many days it ends."),
            "invalid": _("Write a number of days, from 1 to 30."),
            "min_value": _("A preview link lasts from 1 to 30 days."),
            "max_value": _("A preview link lasts from 1 to 30 days."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class TrialForm(DeskForm):
    """What a participant fills in. `questions`: those of the call; an answer may stand without the free text."""

    text = forms.CharField(required=False, strip=False, label=_("Your text"), widget=forms.Textarea(attrs={"rows": 8}))
    language = LanguageField(label=_("Write in any language"), initial="en")

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = {f"answer_{question.number}": question for question in questions}
        for name, question in self.answers.items():
            self.fields[name] = forms.CharField(
                required=False,
                strip=False,
                label=str(question),
                help_text=question.help,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.order_fields([*self.answers, "text", "language", "key"])

    @property
    def asked(self) -> list[Any]:
        return [self[name] for name in self.answers]

    def given(self) -> dict[str, str]:
        """The answers by the number of their question."""
        return {str(question.number): self.cleaned_data[name] for name, question in self.answers.items()}
