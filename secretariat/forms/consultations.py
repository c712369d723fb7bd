import zoneinfo
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, StakeholderGroup
from rounds.models import Consultation
from secretariat.forms.base import DeskForm, LanguageField, OrganizationChoice, PersonField
from secretariat.forms.words import OwnWordsForm

_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
TIME_ZONES = [("UTC", "UTC")] + [
    (name, name.replace("_", " "))
    for name in sorted(zoneinfo.available_timezones())
    if name.partition("/")[0] in _AREAS and "/" in name
]
SLUG_LIMIT = 80


class ConsultationForm(OwnWordsForm):
    """All that a consultation is opened with. `bodies`: those in whose name the person may open one."""

    slug = forms.CharField(
        required=False,
        max_length=SLUG_LIMIT,
        label=_("Address"),
        help_text=_("The last part of its address: letters, digits and hyphens. Empty: made from the title."),
    )
    hosting_body = OrganizationChoice(label=_("Hosting body"), empty_label=_("Choose an organization"))
    level = forms.ChoiceField(label=_("Level"), choices=Consultation.Level, initial=Consultation.Level.INTERNATIONAL)
    language = LanguageField(label=_("Language of the consultation"), initial="en")
    time_zone = forms.ChoiceField(label=_("Time zone of the hosting body"), choices=TIME_ZONES, initial="UTC")
    reading = forms.ChoiceField(
        label=_("Who may read"),
        choices=Consultation.Reading,
        initial=Consultation.Reading.PUBLIC,
        widget=forms.RadioSelect,
    )
    taking_part = forms.ChoiceField(
        label=_("Who may take part"),
        choices=Consultation.TakingPart,
        initial=Consultation.TakingPart.EVERYBODY,
        widget=forms.RadioSelect,
    )
    groups = forms.ModelMultipleChoiceField(
        queryset=StakeholderGroup.objects.all(),
        required=False,
        label=_("The named groups"),
        help_text=_("Only where members of named groups take part."),
        widget=forms.CheckboxSelectMultiple,
    )
    moderation = forms.ChoiceField(
        label=_("When moderators read"),
        choices=Consultation.Moderation,
        initial=Consultation.Moderation.AFTER,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, bodies: "QuerySet[Organization]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hosting_body"].queryset = bodies  # type: ignore[attr-defined]

    def clean(self) -> None:
        slug = self.cleaned_data.get("slug", "").strip()
        title = self.cleaned_data.get("title", "")
        if slug and slug != slugify(slug):
            self.add_error("slug", _("Use small letters from a to z, digits and hyphens only."))
        elif not slug and title:
            slug = _free(slugify(title)[:SLUG_LIMIT].strip("-"))
            if not slug:
                self.add_error("slug", _("No address can be made from this title. Write one in letters from a to z."))
        self.cleaned_data["slug"] = slug


def _free(slug: str) -> str:
    """The slug, with a number behind it where it is taken."""
    if not slug:
        return ""
    taken = set(Consultation.objects.filter(slug__startswith=slug[: SLUG_LIMIT - 5]).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug[: SLUG_LIMIT - 5]}-{number}"
    return free


class ListingForm(DeskForm):
    """A person for the list of a consultation."""

    person = PersonField()
