from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.models import Licence
from rounds.rules import corrections
from secretariat.forms.base import DeskForm

# Words of this length and less stand on one line.
_LINE = 300


class CorrectionForm(DeskForm):
    """Other words in the place of these. `what` and `field` say which: the rules know how many fit."""

    text = forms.CharField(label=_("New words"), strip=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody reads it beside the old words and the new ones."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody reads the reason.")},
    )

    def __init__(self, *args: Any, what: str, field: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.required = (what, field) in corrections.NEEDED
        text.error_messages["required"] = _("Write the words that shall stand there.")
        limit = corrections.LIMITS[what][field]
        if field == "licence":
            self.fields["text"] = forms.ChoiceField(label=_("New licence"), choices=Licence.choices)
            self.order_fields(["text", "reason", "key"])
        elif limit <= _LINE:
            text.widget = forms.TextInput(attrs={"maxlength": limit})
        else:
            text.widget = forms.Textarea(attrs={"rows": 8})
