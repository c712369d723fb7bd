"""What a person fills in to let a program act for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from integrations.actions.tokens import DAYS
from integrations.models import AccessToken
from public.forms_filing import KeyForm


class TokenForm(KeyForm):
    use_required_attribute = False

    name = forms.CharField(
        max_length=AccessToken.NAME_LIMIT,
        label=_("What it is for"),
        help_text=_("A name by which you know it again, such as “Our members’ portal”."),
        error_messages={"required": _("Write what the token is for, so that you know it again.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=AccessToken.Scope,
        initial=[AccessToken.Scope.READ],
        error_messages={"required": _("Choose what the token may do.")},
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("How long it is valid"),
        coerce=int,
        choices=[(days, ngettext_lazy("%(n)s day", "%(n)s days", days) % {"n": days}) for days in DAYS],
        initial=DAYS[1],
        error_messages={"required": _("Choose how long the token is valid.")},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, holds_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        if holds_office:
            scopes.help_text = _(
                "You hold an office: a program that may decide by it hides and publishes texts in your name. Allow "
                "that only to one that is for the desk."
            )
        else:
            offered = [choice for choice in AccessToken.Scope.choices if choice[0] != AccessToken.Scope.MODERATE]
            scopes.choices = offered  # type: ignore[attr-defined]
