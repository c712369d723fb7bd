"""What a person fills in to file a text: in whose name, of which kind, in which language, the words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Capacity, Question
from rounds.rules import words
from texts.rules import languages, spaces
from web.refusals import Invalid

# The languages that stand on top of every list: those of the United Nations.
COMMON = ("ar", "en", "es", "fr", "ru", "zh")
# As static/talk.js counts them.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}]+")


@dataclass(frozen=True)
class Voice:
    """One way in which somebody may speak here, as a choice of the form.

    `shown` says when a text in this voice is shown, `unnamed` the same for an author who does not give their name.
    """

    capacity: Capacity
    hint: str | Promise
    organization: Organization | None = None
    shown: str | Promise = ""
    unnamed: str | Promise = ""

    @property
    def value(self) -> str:
        return f"{self.capacity}:{self.organization.pk}" if self.organization else str(self.capacity)


@dataclass(frozen=True)
class Spoken:
    """What was chosen; whether the person holds it is asked by the action."""

    capacity: Capacity
    organization: UUID | None = None

    def __str__(self) -> str:
        return f"{self.capacity}:{self.organization}" if self.organization else str(self.capacity)


class CapacityField(forms.Field):
    """Takes every capacity that exists, so that one the person does not hold is refused by name (403)."""

    widget = forms.RadioSelect

    def to_python(self, value: Any) -> Spoken | None:
        if not value:
            return None
        name, _colon, organization = str(value).partition(":")
        if name not in Capacity.values:
            raise forms.ValidationError(self.error_messages["required"], code="invalid")
        try:
            return Spoken(Capacity(name), UUID(organization) if organization else None)
        except ValueError:
            raise forms.ValidationError(self.error_messages["required"], code="invalid") from None


class LanguageSelect(forms.Select):
    """Each language is named in itself, so its option carries it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        tag = str(value)
        option["attrs"] |= {"lang": tag, "dir": languages.direction(tag)}
        return option


class LanguageField(forms.ChoiceField):
    """A language as BCP 47 writes it; one that is not in the list is taken when it is known."""

    widget = LanguageSelect

    def valid_value(self, value: Any) -> bool:
        return languages.is_known(str(value))


def language_choices(first: str) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """Grouped choices (tag, own name): the reader's language and the common ones on top."""
    top = dict.fromkeys([first, *COMMON])
    rest = [(tag, own) for tag, own in languages.CHOICES if tag not in top]
    return [(_("Common"), [(tag, languages.name(tag)) for tag in top]), (_("All others"), rest)]


def new_key() -> str:
    return str(uuid4())


class WordsForm(forms.Form):
    """Only the words, of at most `limit` characters: for a correction, and the root of the other forms."""

    limit = Comment.TEXT_LIMIT

    key = forms.CharField(required=False, initial=new_key, widget=forms.HiddenInput)
    text = forms.CharField(required=False, strip=False, label=_("Comment"), widget=forms.Textarea(attrs={"rows": 8}))

    def clean_text(self) -> str:
        return _checked(self.cleaned_data["text"], limit=self.limit)


class FilingForm(WordsForm):
    """The words first, then in whose name, in which language, with which name.

    `voices`: what the person may choose from. A stranger's form asks for name and address instead. `until`: how long
    one may correct, in words.
    """

    capacity = CapacityField(
        error_messages={"required": _("Choose in whose name you speak.")}, initial=Capacity.PERSONAL
    )
    language = LanguageField(
        label=_("Language of your text"),
        error_messages={
            "required": _("Choose the language of your text."),
            "invalid_choice": _("“%(value)s” is not a language we know. Choose one from the list."),
        },
    )
    named = forms.ChoiceField(
        label=_("Your name"),
        required=False,
        initial="yes",
        choices=[("yes", _("Show my name")), ("no", _("Do not show my name"))],
        widget=forms.RadioSelect,
    )
    # When the draft was saved that stands in the form.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        voices: Sequence[Voice],
        language: str,
        until: str = "",
        is_stranger: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.voices = voices
        self.until = until
        self.is_stranger = is_stranger
        self.fields["capacity"].label = _("You are speaking")
        self.fields["language"].initial = language
        self.fields["language"].choices = language_choices(language)  # type: ignore[attr-defined]
        if is_stranger:
            self.fields["name"] = forms.CharField(
                label=_("Your name"),
                max_length=200,
                error_messages={"required": _("Write the name under which you take part.")},
                widget=forms.TextInput(attrs={"autocomplete": "name"}),
            )
            self.fields["address"] = forms.EmailField(
                label=_("Mail address"),
                max_length=254,
                help_text=_("We send you a link that files the text. The address is never shown."),
                error_messages={
                    "required": _("Write your mail address, so that we can send you the link."),
                    "invalid": _("This is not a mail address. It looks like name@example.org."),
                },
                widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            )
            # Somebody who only wants to see how it would stand need not say yet who they are.
            if "preview" in self.data:
                self.fields["name"].required = self.fields["address"].required = False

    @property
    def voice(self) -> Voice:
        """The voice that is chosen in the form as it stands."""
        chosen = str(self["capacity"].value())
        return next((voice for voice in self.voices if voice.value == chosen), self.voices[0])

    @property
    def is_named(self) -> bool:
        return self["named"].value() != "no"

    @property
    def promise(self) -> str | Promise:
        """When the text will be shown, as the form stands."""
        return self.voice.shown if self.is_named else self.voice.unnamed

    @property
    def tongue(self) -> str:
        """The chosen language by its own name; a BCP 47 tag where it has none."""
        tag = str(self["language"].value() or "")
        return languages.name(tag) if languages.is_known(tag) else tag

    def clean_seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


class CommentForm(FilingForm):
    kind = forms.ChoiceField(
        label=_("Kind of comment"),
        required=False,
        choices=[("", _("Simply a comment")), *Comment.Kind.choices],
        error_messages={"invalid_choice": _("“%(value)s” is not a kind of comment. Choose one from the list.")},
    )

    @property
    def kind_name(self) -> str | Promise:
        """The chosen kind in words; nothing for a simple comment."""
        return dict(Comment.Kind.choices).get(str(self["kind"].value() or ""), "")


class AnswerField(forms.CharField):
    """The answer to one question of a call."""

    widget = forms.Textarea

    def __init__(self, question: Question) -> None:
        super().__init__(required=False, strip=False, label=str(question), help_text=question.help)
        self.question = question
        self.widget.attrs["rows"] = 5


class ContributionForm(FilingForm):
    """`questions`: those of the call; each has its box beside the free text."""

    limit = Contribution.TEXT_LIMIT

    title = forms.CharField(
        required=False, label=_("Title"), widget=forms.TextInput(attrs={"maxlength": Contribution.TITLE_LIMIT})
    )

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your text")
        self.fields["text"].widget.attrs["rows"] = 8 if questions else 14
        for question in questions:
            self.fields[answer_name(question.number)] = AnswerField(question)
        self.questions = questions

    @property
    def answers(self) -> list[tuple[forms.BoundField, int]]:
        """The box of each question, and how many words stand in it."""
        boxes = [self[answer_name(question.number)] for question in self.questions]
        return [(box, count_words(str(box.value() or ""))) for box in boxes]

    @property
    def has_title(self) -> str:
        return str(self["title"].value() or "").strip()

    def given(self) -> dict[str, str]:
        """The answers as they were typed, by the number of their question."""
        typed = {
            str(question.number): self.cleaned_data.get(answer_name(question.number), "") for question in self.questions
        }
        return {number: text for number, text in typed.items() if text.strip()}

    def clean_title(self) -> str:
        if spaces.is_blank(self.cleaned_data["title"]):
            return ""
        return _checked(self.cleaned_data["title"], limit=Contribution.TITLE_LIMIT, field="title")

    def clean_text(self) -> str:
        """The text may stay empty where a question is answered; which is known once all boxes were read."""
        text = self.cleaned_data["text"]
        return "" if self.questions and spaces.is_blank(text) else _checked(text, limit=self.limit)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.questions and "text" in cleaned and not cleaned["text"] and not self.given():
            self.add_error("text", _("Write something: the text is empty."))
        return cleaned


def answer_name(number: int) -> str:
    return f"answer_{number}"


def count_words(text: str) -> int:
    """About how many words; each sign of a script that is written without spaces counts as one."""
    return len(WORD.findall(text))


class KeyForm(forms.Form):
    """A button that does one thing once."""

    key = forms.CharField(required=False, initial=new_key, widget=forms.HiddenInput)


def _checked(text: str, *, limit: int, field: str = "text") -> str:
    try:
        return words.checked(text, limit=limit, field=field)
    except Invalid as error:
        raise forms.ValidationError(str(error), code=error.refusal.code) from None
