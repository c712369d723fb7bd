"""Forms that bring something in, in a further language, with the authentic words beside the fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.actions.translations import TEXT_LIMIT, TITLE_LIMIT
from proposals.rules import texts
from rounds.actions.translations import Thing
from rounds.rules import corrections, translations
from secretariat.forms.base import DeskForm, LanguageField
from texts.rules import paragraphs, spaces

# Words of this length and less stand on one line.
_LINE = 300
_WORDS_MISSING = {"required": _("The authentic version has words here; translate them too.")}


@dataclass(frozen=True)
class Pair:
    """A paragraph in both languages; None where one of them lacks it."""

    number: str
    authentic: paragraphs.Paragraph | None
    given: paragraphs.Paragraph | None


class InLanguageForm(DeskForm):
    """In which language; never the authentic one."""

    language = LanguageField(label=_("Language of the translation"))

    def __init__(self, *args: Any, authentic: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [(tag, own) for tag, own in field.choices if tag != authentic]


class WordsTranslationForm(InLanguageForm):
    """The words of a consultation, a round or a question; a field for each that says something."""

    def __init__(self, *args: Any, what: str, thing: Thing, **kwargs: Any) -> None:
        super().__init__(*args, authentic=thing.language, **kwargs)
        self.said = {field: str(getattr(thing, field)) for field in translations.FIELDS[what]}
        for name, words in self.said.items():
            if spaces.is_blank(words):
                continue
            limit = translations.limit(what, name)
            widget = (
                forms.TextInput(attrs={"dir": "auto"})
                if limit <= _LINE
                else forms.Textarea(attrs={"rows": 6, "dir": "auto"})
            )
            number = None if what == "consultation" else getattr(thing, "number", None)
            self.fields[name] = forms.CharField(
                label=corrections.name(what, name, number),
                max_length=limit,
                widget=widget,
                error_messages=_WORDS_MISSING,
            )

    def pairs(self) -> list[tuple[str, Any]]:
        """The authentic words with the field for theirs."""
        return [(words, self[name]) for name, words in self.said.items() if name in self.fields]

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.said}


class TextTranslationForm(InLanguageForm):
    """A whole text, pasted. `parts`: the authentic paragraphs, which it must have under the same numbers."""

    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LIMIT,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages=_WORDS_MISSING,
    )
    text = forms.CharField(
        label=_("The whole text in this language"),
        help_text=_("Paste it as Markdown, with the paragraph numbers of the authentic text."),
        strip=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"}),
        error_messages={"required": _("Paste the text: it is empty.")},
    )

    def __init__(self, *args: Any, parts: Sequence[paragraphs.Paragraph], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authentic = parts
        self.given: list[paragraphs.Paragraph] = []

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            self.given = paragraphs.split(spaces.clean(text))
        except (paragraphs.NothingToSplit, paragraphs.DuplicateNumber) as error:
            raise forms.ValidationError(str(error)) from None
        refusal = texts.unlike(self.authentic, self.given)
        if refusal is not None:
            raise forms.ValidationError(str(refusal))
        return text

    def pairs(self) -> list[Pair]:
        """What was pasted beside the authentic text, in its order; what it does not have stands at the end."""
        if not self.given:
            return []
        given = {paragraphs.anchor(part.number): part for part in self.given}
        found = [Pair(own.number, own, given.pop(paragraphs.anchor(own.number), None)) for own in self.authentic]
        return [*found, *(Pair(part.number, None, part) for part in given.values())]
