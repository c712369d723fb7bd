from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from proposals.models import Paragraph, ParagraphText, Proposal
from rounds.models import Round
from secretariat.forms.base import DeskForm, LanguageField, OrganizationNames
from secretariat.forms.recordings import READABLE
from texts.rules import paragraphs, spaces

TEXT_LIMIT = 1_000_000
PARAGRAPH_LIMIT = 1_000
_HEADING_LIMIT = ParagraphText._meta.get_field("heading").max_length or 300
_NUMBER_LIMIT = Paragraph._meta.get_field("anchor").max_length or 20


class TextForm(DeskForm):
    """A text to put up for comment. `rounds`: those that are not over."""

    round = forms.ModelChoiceField(
        queryset=Round.objects.none(),
        label=_("Round in which it is up for comment"),
        empty_label=None,
        error_messages={
            "required": _("Choose the round."),
            "invalid_choice": _("This round is over or belongs to another consultation. Choose one from the list."),
        },
    )
    type = forms.ChoiceField(
        label=_("What it is"),
        choices=Proposal.Type,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    title = forms.CharField(max_length=200, label=_("Title"), error_messages={"required": _("Give the text a title.")})
    language = LanguageField()
    file = forms.FileField(
        required=False,
        label=_("From a file"),
        help_text=_(
            "Word (.docx), OpenDocument (.odt), Markdown (.md) or plain text (.txt), of at most 10 MB. Its words are "
            "put into the box below, with headings, numbers, notes and tables; nothing is put up yet."
        ),
        widget=forms.FileInput(attrs={"accept": READABLE}),
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Or paste it as Markdown. Numbers at the beginning of a line part the paragraphs; a text without numbers "
            "is parted at blank lines."
        ),
        strip=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": _("Paste the text: it is empty.")},
    )
    champions = OrganizationNames(
        required=False,
        label=_("Its champions"),
        help_text=_("Only for an option: organizations that stand behind it, one on each line."),
    )
    next_step = forms.CharField(
        required=False, max_length=300, label=_("Its next step"), help_text=_("Only for an option.")
    )
    is_status_quo = forms.BooleanField(
        required=False, label=_("It changes nothing"), help_text=_("Only for an option: keep things as they are.")
    )

    def __init__(self, *args: Any, rounds: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: list[paragraphs.Paragraph] = []
        self.fields["round"].queryset = Round.objects.filter(pk__in=[round.pk for round in rounds])  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            self.parts = paragraphs.split(spaces.clean(text))
        except (paragraphs.NothingToSplit, paragraphs.DuplicateNumber) as error:
            raise forms.ValidationError(str(error)) from None
        if len(self.parts) > PARAGRAPH_LIMIT:
            raise forms.ValidationError(
                _("The text has %(found)s paragraphs. At most %(limit)s can be put up as one text."),
                params={"found": len(self.parts), "limit": PARAGRAPH_LIMIT},
            )
        for part in self.parts:
            _check(part)
        return text

    def clean(self) -> None:
        if self.cleaned_data.get("type", "option") == Proposal.Type.OPTION:
            return
        for name in ("champions", "next_step", "is_status_quo"):
            if self.cleaned_data.get(name):
                self.add_error(name, _("Only an option has this. Choose “Option” above, or leave it empty."))


def _check(part: paragraphs.Paragraph) -> None:
    if max(len(part.number), len(paragraphs.anchor(part.number))) > _NUMBER_LIMIT:
        raise forms.ValidationError(
            _now("The number “%(number)s” is too long for a paragraph."), params={"number": part.number}
        )
    if len(part.heading) > _HEADING_LIMIT:
        raise forms.ValidationError(
            _now("The heading of paragraph %(number)s has %(length)s characters; at most %(limit)s fit."),
            params={"number": part.number, "length": len(part.heading), "limit": _HEADING_LIMIT},
        )
