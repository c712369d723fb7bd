"""What a person fills in to be confirmed for a body, and to say in whose name a text is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, AffiliationRequest, Organization, StakeholderGroup
from public.forms_filing import KeyForm
from rounds.models import Capacity
from texts.rules import places


class AskForm(KeyForm):
    """The body by its name; what describes it is asked for where nobody has noted it yet."""

    use_required_attribute = False

    name = forms.CharField(
        max_length=300,
        label=_("Name of the organization or coalition"),
        error_messages={"required": _("Write the name of the organization.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    role = forms.ChoiceField(
        label=_("You are"),
        choices=[
            (Affiliation.Role.FOCAL_POINT, _("its focal point or coordinator: you speak for it")),
            (Affiliation.Role.MEMBER, _("a member: a focal point releases what you send in its name")),
        ],
        initial=Affiliation.Role.FOCAL_POINT,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        required=False,
        max_length=AffiliationRequest.NOTE_LIMIT,
        label=_("How can we check it?"),
        help_text=_("Your post, a page that names you, somebody whom we can ask."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    address = forms.EmailField(
        required=False,
        label=_("Your mail address there"),
        help_text=_("We send it a link where the secretariat knows the organization’s domain. Nobody else sees it."),
    )
    type = forms.ChoiceField(
        label=_("What it is"),
        choices=Organization.Type,
        initial=Organization.Type.ORGANIZATION,
        required=False,
        widget=forms.RadioSelect,
    )
    stakeholder_group = forms.ModelChoiceField(
        queryset=StakeholderGroup.objects.all(),
        required=False,
        label=_("Its stakeholder group"),
        empty_label=_("Not said"),
        error_messages={"invalid_choice": _("Choose a group from the list.")},
    )
    country = forms.ChoiceField(
        required=False, label=_("Its country or territory"), choices=[("", _("None, or several")), *places.CHOICES]
    )

    def clean_type(self) -> str:
        return self.cleaned_data["type"] or Organization.Type.ORGANIZATION


class AnswerForm(KeyForm):
    """A focal point or the secretariat answers a request. The reason is read by who asked."""

    reason = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("Reason, if you refuse"),
        help_text=_("Only who asked reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CapacityForm(KeyForm):
    """In whose name a text is. `bodies`: those that may be chosen."""

    voice = forms.ChoiceField(
        label=_("This text speaks"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose in whose name the text is.")},
    )

    def __init__(self, *args: Any, bodies: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        own = (Capacity.PERSONAL.value, _("for its author alone"))
        self.fields["voice"].choices = [  # type: ignore[attr-defined]
            own,
            *((key, _("for %(body)s") % {"body": body.name}) for key, body in self.bodies.items()),
        ]

    @property
    def organization(self) -> Organization | None:
        return self.bodies.get(self.cleaned_data["voice"])
