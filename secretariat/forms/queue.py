"""What the queue is narrowed to, and whom its items are given to."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.models.stakeholder_group import GROUPS
from ledger.models import Entry
from moderation.models import KINDS, Item
from secretariat.forms.base import DeskForm
from secretariat.waiting.people import Choice, Choices
from texts.rules import languages

ME, NOBODY = "me", "nobody"
# What is searched for is the number of an entry: anything longer is none.
DIGITS = 18


class QueueFilters(forms.Form):
    """Each field is optional. What is not offered is refused beside its field, and the queue stays whole."""

    consultation = forms.ChoiceField(label=_("Consultation"), required=False)
    round = forms.ChoiceField(label=_("Round"), required=False)
    stakeholder_group = forms.ChoiceField(
        label=_("Stakeholder group"),
        required=False,
        choices=[("", _("All groups")), *((key, name) for key, name, _slot in GROUPS)],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    assigned_to = forms.ChoiceField(label=_("Given to"), required=False)
    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": _("No. 1042"), "autocomplete": "off"}),
    )
    # Chosen by the tabs; the form keeps it.
    reason = forms.ChoiceField(
        required=False, choices=[("", _("Everything")), *Item.Reason.choices], widget=forms.HiddenInput
    )

    def __init__(
        self, data: Mapping[str, Any], *, choices: Choices, languages_here: set[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.offer("consultation", _("All consultations"), choices.consultations)
        self.offer("round", _("All rounds"), choices.rounds)
        people = [Choice(ME, str(_("Me"))), Choice(NOBODY, str(_("Nobody"))), *choices.colleagues]
        self.offer("assigned_to", _("Anybody"), people)
        self.offer_languages(languages_here or set())
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("“%(value)s” is not in this list. Choose one that is.")
        if len(choices.consultations) < 2 and not self.data.get("consultation"):
            del self.fields["consultation"]
        if not choices.rounds and not self.data.get("round"):
            del self.fields["round"]

    def offer(self, name: str, everything: Any, choices: list[Choice]) -> None:
        offered = [("", everything), *((choice.key, choice.name) for choice in choices)]
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def offer_languages(self, tags: set[str]) -> None:
        """Those in which something waits; one that was chosen before stays, though nothing may wait in it any more."""
        chosen = str(self.data.get("language", ""))
        known = {tag for tag in {*tags, chosen} if languages.is_known(tag)}
        self.offer("language", _("All languages"), [Choice(tag, languages.name(tag)) for tag in sorted(known)])

    def clean_number(self) -> str:
        """Its digits alone: “No. 1042”, “1,042” and “1042” are the same."""
        typed = self.cleaned_data["number"]
        digits = re.sub(r"\D", "", typed)
        if typed and not digits or len(digits) > DIGITS:
            raise forms.ValidationError(_("Write the number as it stands beside a text, as in “No. 1042”."))
        return str(int(digits)) if digits else ""

    def chosen(self) -> dict[str, str]:
        """What was chosen and is offered, by field."""
        self.is_valid()
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name, ""))}

    @property
    def is_used(self) -> bool:
        return bool(self.chosen())

    def matching(self, person: Person, *, but: str = "") -> Q:
        """The condition on items; `but` names a field that is left aside."""
        found = Q()
        for name, value in self.chosen().items():
            if name != but:
                found &= _condition(name, value, person)
        return found


def _condition(name: str, value: str, person: Person) -> Q:
    match name, value:
        case "consultation", slug:
            return Q(consultation__slug=slug)
        case "round", number:
            return Q(round__number=number)
        case "assigned_to", "me":
            return Q(assigned_to=person)
        case "assigned_to", "nobody":
            return Q(assigned_to__isnull=True)
        case "number", number:
            things = Entry.objects.filter(seq=number).values("thing")
            found = Q(pk__in=[])
            for kind in KINDS:
                found |= Q(**{f"{kind}__in": things})
            return found
        case _:
            return Q(**{name: value})


class ItemsField(forms.TypedMultipleChoiceField):
    """Ids of items, whatever they are: the act asks which of them are before whom."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, **kwargs)

    def valid_value(self, value: Any) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True


class GiveForm(DeskForm):
    """Which items are given to whom."""

    item = ItemsField(required=False)
    to = forms.ChoiceField(label=_("Give to"))

    def __init__(self, *args: Any, colleagues: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(ME, _("Me")), *((choice.key, choice.name) for choice in colleagues), (NOBODY, _("Nobody"))]
        self.fields["to"].choices = people  # type: ignore[attr-defined]

    def receiver(self, person: Person) -> Person | None:
        match self.cleaned_data["to"]:
            case "me":
                return person
            case "nobody":
                return None
            case key:
                return Person.objects.get(pk=key)
