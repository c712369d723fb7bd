from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Organization, StakeholderGroup
from accounts.rules import terms
from rounds.models import Consultation, Office
from secretariat.forms.base import DeskForm, LanguageField, OrganizationChoice, PersonField
from texts.rules import places


class OrganizationForm(DeskForm):
    name = forms.CharField(
        max_length=300, label=_("Name"), error_messages={"required": _("Write the name of the organization.")}
    )
    type = forms.ChoiceField(
        label=_("What it is"),
        choices=Organization.Type,
        initial=Organization.Type.ORGANIZATION,
        widget=forms.RadioSelect,
    )
    stakeholder_group = forms.ModelChoiceField(
        queryset=StakeholderGroup.objects.all(),
        label=_("Stakeholder group"),
        empty_label=_("Choose a group"),
        error_messages={
            "required": _("Choose its stakeholder group."),
            "invalid_choice": _("Choose a group from the list."),
        },
    )
    country = forms.ChoiceField(
        required=False, label=_("Country or territory"), choices=[("", _("None, or several")), *places.CHOICES]
    )
    language = LanguageField(label=_("Language in which it is written to"), initial="en")
    verified = forms.BooleanField(
        required=False,
        initial=True,
        label=_("We know that it is what it says"),
        help_text=_("Its focal points then speak for a confirmed organization."),
    )


class YearsField(forms.ChoiceField):
    """How long somebody is confirmed; one year where a button said nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=terms.CHOICES, initial=terms.USUAL, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value or terms.USUAL)


class AffiliationForm(DeskForm):
    """`leads`: what a focal point of this body is called."""

    person = PersonField()
    role = forms.ChoiceField(
        label=_("Belongs to it as"), initial=Affiliation.Role.FOCAL_POINT, widget=forms.RadioSelect
    )
    years = YearsField(label=_("How long"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (Affiliation.Role.FOCAL_POINT, _("%(role)s: may speak for it") % {"role": leads(organization)}),
            (Affiliation.Role.MEMBER, _("Member: works with it")),
        ]


class DomainForm(DeskForm):
    domain = forms.CharField(
        required=False,
        max_length=253,
        label=_("Domain of its mail addresses"),
        help_text=_("Such as ministry.example. An address counts when it is at exactly this domain."),
    )


class RequestForm(DeskForm):
    """The answer to somebody who asks to be confirmed."""

    years = YearsField(label=_("How long, if you confirm"), help_text=_("Before the end they can ask to be renewed."))
    reason = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("Reason, if you refuse"),
        help_text=_("Only who asked reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def leads(organization: Organization) -> Any:
    """What somebody who may speak for the body is called."""
    return _("Coordinator") if organization.type == Organization.Type.COALITION else _("Focal point")


class ConsultationOfficeForm(DeskForm):
    """An office in one consultation."""

    person = PersonField()
    role = forms.ChoiceField(
        label=_("Office"),
        choices=Office.Role,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the office.")},
    )


class OfficeForm(ConsultationOfficeForm):
    """An office, and where it counts: `consultations` and `bodies` are those in which the person gives out offices."""

    consultation = forms.ModelChoiceField(
        queryset=Consultation.objects.none(),
        required=False,
        label=_("For one consultation"),
        empty_label=_("Not for one alone"),
        error_messages={"invalid_choice": _("Choose a consultation from the list.")},
    )
    hosting_body = OrganizationChoice(
        required=False, label=_("For all of a hosting body"), empty_label=_("Not for one body alone")
    )

    def __init__(
        self,
        *args: Any,
        consultations: "QuerySet[Consultation]",
        bodies: "QuerySet[Organization]",
        whole_site: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.whole_site = whole_site
        self.fields["consultation"].queryset = consultations  # type: ignore[attr-defined]
        self.fields["hosting_body"].queryset = bodies  # type: ignore[attr-defined]

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("consultation") and said.get("hosting_body"):
            self.add_error("hosting_body", _("Choose one consultation or one hosting body, not both."))
        elif not self.whole_site and not (said.get("consultation") or said.get("hosting_body") or self.errors):
            self.add_error("consultation", _("Choose a consultation or a hosting body."))


class KeyForm(DeskForm):
    """A button that does one thing once."""
