"""What somebody looks for, and where. What is not offered is refused beside its field, and the list stays."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models.stakeholder_group import GROUPS
from public.forms_filters import SECRETARIAT, SIMPLY
from rounds.models import Consultation, Round
from texts.rules import languages, places

LIMIT = 200
TOO_LONG = _("At most 200 characters are looked for at once. Leave out the words that matter less.")
FIRST_YEAR, LAST_YEAR = 1900, 2200
# What stands for nothing in words: it cannot be kept in the database, or marks the words found.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")

BEST, NEWEST = "", "newest"
# What is found, in the order of the page. The words stand in the address; the labels on the tabs.
KINDS: dict[str, str | Promise] = {
    "paragraphs": _("Paragraphs"),
    "texts": _("Texts"),
    "contributions": _("Contributions"),
    "comments": _("Comments"),
    "people": _("People"),
    "organizations": _("Organizations and coalitions"),
    "documents": _("Documents"),
    "consultations": _("Consultations"),
}


class Options(forms.Select):
    """A list of choices as one piece of HTML: a template for each of 400 options takes longer than a search."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((key, SafeString(" selected") if str(key) == chosen else "", label) for key, label in self.choices),
        )
        facts = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", facts, options)


class SearchForm(forms.Form):
    """Each field is optional. `rounds` are those of the chosen consultation."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LIMIT, "autocomplete": "off"}),
    )
    consultation = forms.ChoiceField(label=_("Consultation"), required=False)
    round = forms.ChoiceField(label=_("Round"), required=False)
    stakeholder_group = forms.ChoiceField(
        label=_("Stakeholder group"),
        required=False,
        choices=[("", _("All groups")), *((key, name) for key, name, _slot in GROUPS)],
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=[("", _("All countries")), *places.CHOICES])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All languages")), *languages.CHOICES]
    )
    kind = forms.ChoiceField(label=_("Kind of comment"), required=False)
    since = forms.DateField(label=_("From day"), required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(label=_("To day"), required=False, input_formats=["%Y-%m-%d"])
    what = forms.ChoiceField(label=_("Kinds of results"), required=False, choices=[("", _("All")), *KINDS.items()])
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(BEST, _("Best match first")), (NEWEST, _("Newest first"))]
    )

    FILTERS = ("consultation", "round", "stakeholder_group", "country", "language", "kind", "since", "until")

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        consultations: Sequence[Consultation],
        rounds: Sequence[Round],
        kinds: Sequence[tuple[str, Any]],
    ) -> None:
        super().__init__(data)
        self._offer("consultation", _("All consultations"), [(one.slug, one.title) for one in consultations])
        self._offer("round", _("All rounds"), [(str(one.number), str(one)) for one in rounds])
        self._offer("kind", _("All kinds"), [*kinds, (SIMPLY, _("Simply a comment")), (SECRETARIAT, _("Secretariat"))])
        self.is_in_a_consultation = bool(rounds)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                choices, field.widget = field.choices, Options()
                field.widget.choices = choices
            field.error_messages["invalid_choice"] = _("“%(value)s” is not in this list. Choose one that is.")
            if name in ("since", "until"):
                field.error_messages["invalid"] = _("Write the day as 2026-04-18.")
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def _offer(self, name: str, all_of_them: Any, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        words = _UNSEEN.sub(" ", str(self.cleaned_data["q"])).strip()
        if len(words) > LIMIT:
            raise forms.ValidationError(TOO_LONG)
        return words

    def clean_since(self) -> date | None:
        return _possible(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        return _possible(self.cleaned_data["until"])

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))

    def chosen(self) -> dict[str, Any]:
        """What was chosen and is offered, by field; what was left open is not in it."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.FILTERS if self.cleaned_data.get(name)}

    def query(self) -> dict[str, str]:
        """The same as it stands in an address, with the words, the kind of results and the order."""
        self.is_valid()
        return {name: str(self.cleaned_data[name]) for name in self.fields if self.cleaned_data.get(name)}

    def controls(self) -> list[forms.BoundField]:
        """The fields of the filters; rounds belong to one consultation and are offered in it alone."""
        return [
            self[name] for name in self.FILTERS if name != "round" or self.is_in_a_consultation or self[name].errors
        ]


def _possible(day: date | None) -> date | None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("Write the day as 2026-04-18."))
    return day
