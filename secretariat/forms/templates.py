from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Template
from rounds.models import Consultation
from secretariat.forms.base import DeskForm, LanguageField


class TemplateForm(DeskForm):
    """A wording to start from. `consultations`: for which somebody may write one; with them the form asks for which."""

    consultation = forms.ModelChoiceField(
        queryset=Consultation.objects.none(),
        required=False,
        label=_("For which consultation"),
        to_field_name="slug",
        error_messages={"invalid_choice": _("Choose a consultation from the list.")},
    )
    rule = forms.IntegerField(
        required=False,
        label=_("Number of the rule"),
        help_text=_("Empty: for any rule, or for a question to the author."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        min_value=1,
        max_value=32_767,
        error_messages={
            "invalid": _("Write a whole number, such as 3."),
            "min_value": _("Rules are numbered from 1 on."),
            "max_value": _("No rule has such a number."),
        },
    )
    language = LanguageField(initial="en")
    name = forms.CharField(
        label=_("Name"),
        help_text=_("By it you find the wording; no author reads it."),
        max_length=Template.NAME_LIMIT,
        error_messages={"required": _("Give the wording a name by which you find it.")},
    )
    text = forms.CharField(
        label=_("Wording"),
        help_text=_("Short, kind and plain. Who decides reads it again and fits it to the case."),
        max_length=Template.TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the wording.")},
    )

    def __init__(
        self, *args: Any, consultations: "Iterable[Consultation] | None" = None, for_all: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["consultation"]
        if consultations is None:
            del self.fields["consultation"]
            return
        field.queryset = consultations
        field.required = not for_all
        field.empty_label = _("All consultations") if for_all else _("Choose a consultation")
        field.error_messages["required"] = _("Choose a consultation from the list.")
