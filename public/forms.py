from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import people
from accounts.models import Person
from texts.rules import spaces
from web.refusals import Invalid


class SignupForm(forms.Form):
    """What is asked beside address and password; the rest is asked when it matters."""

    name = forms.CharField(max_length=200, label=_("Your name, as it will be shown"))
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        name = spaces.line(self.cleaned_data["name"])
        if spaces.is_blank(name):
            raise forms.ValidationError(_("Write the name under which you take part."), code="name_missing")
        try:
            people.check_name(name)
        except Invalid as error:
            raise forms.ValidationError(str(error), code=error.refusal.code) from None
        return name

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth once the account is saved with its name by the adapter."""
