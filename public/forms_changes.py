"""What an author fills in to put other words in the place of their contribution's."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import Contribution, ContributionVersion
from public.forms_filing import LanguageField, WordsForm, language_choices
from rounds.models import Question
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Invalid


class RewordingForm(WordsForm):
    """Title, text, and the answers to the questions of the call; at least one of the last two."""

    limit = Contribution.TEXT_LIMIT

    title = forms.CharField(
        required=False,
        max_length=Contribution.TITLE_LIMIT,
        label=_("Title"),
        help_text=_("Left empty, the first words of the text stand in its place."),
    )
    field_order = ["key", "title", "text"]

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Text")
        self.fields["text"].widget.attrs["rows"] = 10 if questions else 18
        self.questions = questions
        for question in questions:
            self.fields[_name(question)] = forms.CharField(
                required=False,
                strip=False,
                label=str(question),
                help_text=question.help,
                widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            )

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[_name(question)] for question in self.questions]

    def given(self) -> dict[str, str]:
        """The answers by the number of their question; empty ones are left out by the action."""
        return {str(question.number): self.cleaned_data.get(_name(question), "") for question in self.questions}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.questions and spaces.is_blank(text):
            return ""
        try:
            return words.checked(text, limit=self.limit)
        except Invalid as error:
            raise forms.ValidationError(str(error), code=error.refusal.code) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "text" in said and not said["text"] and all(map(spaces.is_blank, self.given().values())):
            self.add_error("text", _("Write something: the text is empty."))
        return said


class ReplacementForm(RewordingForm):
    language = LanguageField(
        label=_("Language"),
        error_messages={
            "required": _("Choose the language of your text."),
            "invalid_choice": _("“%(value)s” is not a language we know. Choose one from the list."),
        },
    )
    field_order = ["key", "title", "language", "text"]

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = language
        self.fields["language"].choices = language_choices(language)  # type: ignore[attr-defined]


def words_of(version: ContributionVersion) -> dict[str, str]:
    """A version's words as the form begins with them."""
    return {
        "title": version.title,
        "text": version.text,
        **{f"answer_{number}": answer for number, answer in version.answers.items()},
    }


def _name(question: Question) -> str:
    return f"answer_{question.number}"
