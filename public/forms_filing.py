"""What a person fills in to file a text: in whose name, of which kind, in which language, the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Capacity
from rounds.rules import words
from texts.rules import languages
from web.refusals import Invalid

# The languages that stand on top of every list: those of the United Nations.
COMMON = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True)
class Voice:
    """One way in which somebody may speak here, as a choice of the form."""

    capacity: Capacity
    hint: str | Promise
    organization: Organization | None = None

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
    """In whose name, in which language, the words. `voices`: what the person may choose from."""

    capacity = CapacityField(
        error_messages={"required": _("Choose in whose name you speak.")}, initial=Capacity.PERSONAL
    )
    language = LanguageField(
        label=_("Language"),
        error_messages={
            "required": _("Choose the language of your text."),
            "invalid_choice": _("“%(value)s” is not a language we know. Choose one from the list."),
        },
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, voices: Sequence[Voice], language: str, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.voices = voices
        self.fields["capacity"].label = _("You are speaking")
        self.fields["language"].initial = language
        self.fields["language"].choices = language_choices(language)  # type: ignore[attr-defined]


class CommentForm(FilingForm):
    kind = forms.ChoiceField(
        label=_("Kind of comment"),
        required=False,
        choices=[("", _("Simply a comment")), *Comment.Kind.choices],
        error_messages={"invalid_choice": _("“%(value)s” is not a kind of comment. Choose one from the list.")},
    )


class ContributionForm(FilingForm):
    limit = Contribution.TEXT_LIMIT

    title = forms.CharField(
        required=False, label=_("Title"), widget=forms.TextInput(attrs={"maxlength": Contribution.TITLE_LIMIT})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Text")
        self.fields["text"].widget.attrs["rows"] = 18

    def clean_title(self) -> str:
        return _checked(self.cleaned_data["title"], limit=Contribution.TITLE_LIMIT, field="title")


class KeyForm(forms.Form):
    """A button that does one thing once."""

    key = forms.CharField(required=False, initial=new_key, widget=forms.HiddenInput)


def _checked(text: str, *, limit: int, field: str = "text") -> str:
    try:
        return words.checked(text, limit=limit, field=field)
    except Invalid as error:
        raise forms.ValidationError(str(error), code=error.refusal.code) from None
