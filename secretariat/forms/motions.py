from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.actions.deciding import REASON_LIMIT
from secretariat.forms.base import DeskForm, LanguageField


class RevokeForm(DeskForm):
    """Why somebody does not belong to a body any more."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Who is asked reads it."),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
    language = LanguageField(label=_("Language of the reason"))
