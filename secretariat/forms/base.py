from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from texts.rules import languages
from texts.rules.fold import fold


def new_key() -> str:
    return str(uuid4())


class DeskForm(forms.Form):
    """A form that does one thing once. What is missing is said by our own sentences, in the reader's language."""

    use_required_attribute = False
    # Several forms stand on one page, and an id stands there once.
    key = forms.CharField(required=False, initial=new_key, widget=forms.HiddenInput(attrs={"id": False}))


class LanguageSelect(forms.Select):
    """Each language is named in itself, so its option carries it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {"lang": str(value), "dir": languages.direction(str(value))}
        return option


class LanguageField(forms.ChoiceField):
    widget = LanguageSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Language"))
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid_choice", _("“%(value)s” is not a language we know. Choose one from the list.")
        )
        super().__init__(choices=languages.CHOICES, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return languages.is_known(str(value))


class PersonField(forms.EmailField):
    """Somebody by their address: gives a Person whose address is confirmed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mail address of their account"))
        kwargs.setdefault("error_messages", {"required": _("Write the address of their account.")})
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        if not email:
            return None
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has an account with this address. They create one first."))
        if person.confirmed_at is None:
            raise forms.ValidationError(
                _("%(name)s has not confirmed this address yet. They open the link in their mail first."),
                params={"name": person.name},
            )
        return person


class OrganizationChoice(forms.ModelChoiceField):
    """One organization from a list; its own text is its name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Organization.objects.verified().unmerged())
        kwargs.setdefault("error_messages", {"required": _("Choose an organization.")}).setdefault(
            "invalid_choice", _("Choose an organization from the list.")
        )
        super().__init__(**kwargs)


class OrganizationNames(forms.CharField):
    """Organizations by name, one on each line: gives a list of Organization."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        names = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        wanted = {fold(name): name for name in names}
        found = Organization.objects.filter(name_folded__in=wanted).select_related("merged_into")
        # A body that is one with another is named by the name that goes on.
        known = {body.name_folded: body.merged_into or body for body in found}
        missing = [name for folded, name in wanted.items() if folded not in known]
        if missing:
            raise forms.ValidationError(
                _("No organization is noted under “%(name)s”. Note it first, or mend the name."),
                params={"name": missing[0][:120]},
            )
        return list(dict.fromkeys(known[folded] for folded in wanted))
