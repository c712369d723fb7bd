from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Person


class SignupForm(forms.Form):
    """What is asked beside address and password; the rest is asked when it matters."""

    name = forms.CharField(max_length=200, label=_("Your name, as it will be shown"))
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth once the account is saved with its name by the adapter."""
