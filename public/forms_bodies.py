"""What a person fills in to be confirmed for a body, and to say in whose name a text is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters
from accounts.models import Affiliation, AffiliationRequest, Organization, StakeholderGroup
from accounts.rules import terms
from public.forms_files import ACCEPT
from public.forms_filing import KeyForm, LanguageField, language_choices
from rounds.models import Capacity
from texts.rules import places
from web.refusals import Invalid


class LetterField(forms.Field):
    """A letter as `letters.Upload`, or None. What it is is found out by the act."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("A letter"))
        kwargs.setdefault(
            "help_text",
            format_lazy(
                _(
                    "Of the organization, with your name: PDF, office file, plain text or picture, at most {limit} MB. "
                    "Only those who answer read it; it is deleted 30 days after the answer. Choose it last: an error "
                    "leaves this box empty."
                ),
                limit=letters.LIMIT // 1024**2,
            ),
        )
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ACCEPT}

    def clean(self, value: Any) -> letters.Upload | None:
        value = super().clean(value or None)
        if value is None:
            return None
        try:
            letters.check_size(value.size or 0)
        except Invalid as error:
            raise forms.ValidationError(str(error), code=error.refusal.code) from None
        return letters.Upload(value.name or "", value.read())


class YearsField(forms.ChoiceField):
    """How long somebody is confirmed; one year where a button said nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=terms.CHOICES, initial=terms.USUAL, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value or terms.USUAL)


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
    letter = LetterField(required=False)
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
    """A focal point answers a request. The reason is read by who asked."""

    years = YearsField(
        label=_("How long, if you confirm"),
        help_text=_("Before the end they can ask to be renewed."),
    )
    reason = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("Reason, if you refuse"),
        help_text=_("Only who asked reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LetterForm(KeyForm):
    """A letter beside a request that waits."""

    letter = LetterField(required=True, error_messages={"required": _("Choose a file.")})


class InviteForm(KeyForm):
    """Somebody is invited to belong to a body as a member."""

    use_required_attribute = False

    address = forms.EmailField(
        max_length=254,
        label=_("Mail address"),
        error_messages={"required": _("Write the address.")},
        help_text=_("The link works for the account of this address, once, within 14 days."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = LanguageField(label=_("Language of the mail"))

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(language)  # type: ignore[attr-defined]
        self.fields["language"].initial = language


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
