from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Organization
from secretariat.forms.base import DeskForm, LanguageField
from secretariat.forms.people import leads
from texts.rules.fold import fold


class InviteForm(DeskForm):
    """An address is invited to a body."""

    address = forms.EmailField(
        max_length=254,
        label=_("Mail address"),
        error_messages={"required": _("Write the address.")},
        help_text=_("The link works for the account of this address, once, within 14 days."),
    )
    role = forms.ChoiceField(label=_("Invited as"), initial=Affiliation.Role.FOCAL_POINT, widget=forms.RadioSelect)
    language = LanguageField(label=_("Language of the mail"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_invite_%s")
        super().__init__(*args, **kwargs)
        self.fields["address"].widget.attrs["autocomplete"] = "off"
        self.fields["language"].initial = organization.language
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (Affiliation.Role.FOCAL_POINT, _("%(role)s: may speak for it") % {"role": leads(organization)}),
            (Affiliation.Role.MEMBER, _("Member: works with it")),
        ]


class MergeForm(DeskForm):
    """With which other body one is the same. `found` is that body."""

    into = forms.CharField(
        max_length=300,
        label=_("The organization that goes on, by its name"),
        error_messages={"required": _("Write the name of the other organization.")},
        help_text=_("As it stands in the list of organizations."),
    )

    found: Organization | None = None

    def clean_into(self) -> str:
        name: str = self.cleaned_data["into"]
        self.found = Organization.objects.unmerged().filter(name_folded=fold(name)).first()
        if self.found is None:
            raise forms.ValidationError(
                _("No organization is noted under “%(name)s”."), params={"name": name[:120]}, code="unknown"
            )
        return self.found.name
