"""The controls above what one voice said, and above the bodies that took part."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.stakeholder_group import GROUPS
from rounds.models import Consultation


class _Choosing(forms.Form):
    """One choice, which may be left open."""

    name: str

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields[self.name].error_messages["invalid_choice"] = _("“%(value)s” is not in this list. Choose one.")

    def chosen(self) -> str:
        """What was chosen and is offered; else nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(self.name) or "")

    def query(self) -> dict[str, str]:
        """The same as it stands in an address."""
        return {self.name: self.chosen()} if self.chosen() else {}


class ConsultationChoice(_Choosing):
    name = "consultation"
    consultation = forms.ChoiceField(label=_("Consultation"), required=False)

    def __init__(self, data: Mapping[str, Any], *, consultations: Iterable[Consultation], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.consultations = {consultation.slug: consultation for consultation in consultations}
        titles = [(slug, consultation.title) for slug, consultation in self.consultations.items()]
        self.fields["consultation"].choices = [("", _("All consultations")), *titles]  # type: ignore[attr-defined]

    def found(self) -> Consultation | None:
        return self.consultations.get(self.chosen())


class GroupChoice(_Choosing):
    name = "stakeholder_group"
    stakeholder_group = forms.ChoiceField(
        label=_("Stakeholder group"),
        required=False,
        choices=[("", _("All groups")), *((key, name) for key, name, _slot in GROUPS)],
    )
