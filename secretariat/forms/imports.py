from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from integrations.rules import columns
from rounds.models import Round
from secretariat.forms.base import DeskForm, LanguageField

FILE_LIMIT = 16 * 1024 * 1024


class ImportForm(DeskForm):
    """A CSV file for a call. `calls`: the consultation's calls for inputs."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("In UTF-8; the first line names the columns. At most 16 megabytes here."),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty."),
            "missing": _("Choose the file."),
            "invalid": _("Choose the file."),
        },
    )
    round = forms.ModelChoiceField(
        queryset=Round.objects.none(),
        label=_("Call for inputs"),
        empty_label=None,
        error_messages={
            "required": _("Choose the call to which they were sent."),
            "invalid_choice": _("Choose a call from the list."),
        },
    )
    language = LanguageField(label=_("Language of the texts"), help_text=_("For rows that do not name one themselves."))
    map = forms.CharField(
        required=False,
        label=_("Columns with other names"),
        help_text=_("One on each line: the column, =, what it holds. For example: Who wrote=author"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, calls: Sequence[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.filter(pk__in=[call.pk for call in calls])  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".csv,text/csv"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise forms.ValidationError(
                _("The file has more than 16 megabytes. Whoever runs this site can import it by command.")
            )
        return file

    def clean_map(self) -> dict[str, str]:
        pairs = [line for line in self.cleaned_data["map"].splitlines() if line.strip()]
        try:
            return columns.parse_map(pairs)
        except columns.BadColumns as error:
            raise forms.ValidationError(str(error)) from None
