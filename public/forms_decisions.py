"""Which of the moderators’ decisions a list shows."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext_lazy as _

from moderation.models import Decision, DecisionQuerySet
from rounds.models import Consultation

# So many months back one may choose from; the list itself goes back to the first decision.
MONTHS = 36


class DecisionFilters(forms.Form):
    """Each may be left open. `decisions`: all that the reader may read, from which rules and months are offered."""

    consultation = forms.ChoiceField(label=_("Consultation"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    verb = forms.ChoiceField(
        label=_("Decision"), required=False, choices=[("", _("All decisions")), *Decision.Verb.choices]
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        decisions: DecisionQuerySet,
        consultations: Iterable[Consultation],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        months = decisions.order_by().datetimes("at", "month", order="DESC", tzinfo=UTC)[:MONTHS]
        choices: dict[str, list[tuple[str, Any]]] = {
            "consultation": [("", _("All consultations")), *((one.slug, one.title) for one in consultations)],
            "month": [("", _("All months")), *((f"{at:%Y-%m}", date_format(at, "F Y")) for at in months)],
            "rule": [("", _("All rules")), *_rules(decisions)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("“%(value)s” is not in this list. Choose one that is.")

    @property
    def is_used(self) -> bool:
        return any(self.chosen().values())

    def chosen(self) -> dict[str, str]:
        """What was chosen and is offered, by field."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    def query(self) -> dict[str, str]:
        """The same as it stands in an address, without what was left open."""
        return {name: value for name, value in self.chosen().items() if value}

    def apply(self, decisions: DecisionQuerySet) -> DecisionQuerySet:
        chosen = self.chosen()
        if chosen["consultation"]:
            decisions = decisions.filter(consultation__slug=chosen["consultation"])
        if chosen["month"]:
            begins = datetime.strptime(chosen["month"], "%Y-%m").replace(tzinfo=UTC)
            ends = begins.replace(year=begins.year + begins.month // 12, month=begins.month % 12 + 1)
            decisions = decisions.filter(at__gte=begins, at__lt=ends)
        if chosen["rule"]:
            decisions = decisions.filter(rule_number=int(chosen["rule"]))
        if chosen["verb"]:
            decisions = decisions.filter(verb=chosen["verb"])
        return decisions


def _rules(decisions: DecisionQuerySet) -> list[tuple[str, str]]:
    """The rules that were applied; one number may have been given to several rules of several consultations."""
    applied = decisions.filter(rule_number__isnull=False).order_by("rule_number", "rule")
    named: dict[int, str] = {}
    for number, name in applied.values_list("rule_number", "rule").distinct():
        if number is None:
            continue
        words = _("%(number)s. %(name)s") % {"number": number, "name": name}
        named[number] = str(_("Rule %(number)s") % {"number": number}) if number in named else str(words)
    return [(str(number), words) for number, words in named.items()]
