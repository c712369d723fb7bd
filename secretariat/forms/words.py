from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.models import Licence
from secretariat.forms.base import DeskForm
from texts.rules import spaces

TITLE_LIMIT = 200


class OwnWordsForm(DeskForm):
    """What a consultation says of itself; each field may be written anew while it is in preparation."""

    title = forms.CharField(
        max_length=TITLE_LIMIT, label=_("Title"), error_messages={"required": _("Give the consultation a title.")}
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What is asked and of whom, in three sentences. It stands on the first page."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say in a few sentences what is asked.")},
    )
    decides = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("Who decides at the end"),
        help_text=_("In sentences; they stand on the consultation’s page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    becomes = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("What becomes of the contributions and comments"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    names = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("Which names are shown"),
        help_text=_("It stays as it is once the first round opens."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    licence = forms.TypedChoiceField(
        required=False,
        label=_("How texts may be used again"),
        help_text=_("It stays as it is once the first round opens."),
        choices=Licence,
        coerce=Licence,
        initial=Licence.CC_BY,
        empty_value=Licence.CC_BY,
    )
    contact = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("Contact"),
        help_text=_(
            "Whom to ask, and when somebody answers. Markdown: <name@example.org> becomes a link. "
            "Empty: the address of the site."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_title(self) -> str:
        return spaces.line(self.cleaned_data["title"])
