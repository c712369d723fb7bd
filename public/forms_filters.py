"""The sentence of controls above a list. What is not offered is refused beside its field, and the list stays whole."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models.stakeholder_group import GROUPS
from contributions.models import ContributionQuerySet
from proposals.models import Comment, CommentQuerySet
from rounds.models import Capacity, Channel, Round
from texts.rules import languages

SIMPLY = "none"
SECRETARIAT = "secretariat"


class Filters(forms.Form):
    """Each field is optional; `is_used` tells a list that is empty from one whose filters leave nothing."""

    stakeholder_group = forms.ChoiceField(
        label=_("Stakeholder group"),
        required=False,
        choices=[("", _("All groups")), *((key, name) for key, name, _slot in GROUPS)],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: Mapping[str, Any], *, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("“%(value)s” is not in this list. Choose one that is.")
        self.fields["language"].choices = _named(languages)  # type: ignore[attr-defined]

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


class CommentFilters(Filters):
    kind = forms.ChoiceField(
        label=_("Kind of comment"),
        required=False,
        choices=[
            ("", _("All kinds")),
            *Comment.Kind.choices,
            (SIMPLY, _("Simply a comment")),
            (SECRETARIAT, _("Secretariat")),
        ],
    )
    field_order = ["stakeholder_group", "kind", "language"]

    def apply(self, comments: CommentQuerySet) -> CommentQuerySet:
        chosen = self.chosen()
        if chosen["stakeholder_group"]:
            comments = comments.filter(stakeholder_group=chosen["stakeholder_group"])
        if chosen["kind"] == SIMPLY:
            comments = comments.filter(kind__isnull=True).exclude(capacity=Capacity.SECRETARIAT)
        elif chosen["kind"] == SECRETARIAT:
            comments = comments.filter(capacity=Capacity.SECRETARIAT)
        elif chosen["kind"]:
            comments = comments.filter(kind=chosen["kind"])
        if chosen["language"]:
            comments = comments.filter(language=chosen["language"])
        return comments


class ContributionFilters(Filters):
    round = forms.ChoiceField(label=_("Round"), required=False)
    channel = forms.ChoiceField(
        label=_("Way it came"),
        required=False,
        choices=[("", _("All ways")), *((channel.value, channel.label) for channel in Channel)],
    )
    field_order = ["round", "stakeholder_group", "language", "channel"]

    def __init__(self, data: Mapping[str, Any], *, rounds: Iterable[Round], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [("", _("All rounds")), *((str(round.number), str(round)) for round in rounds)]
        self.fields["round"].choices = choices  # type: ignore[attr-defined]

    def apply(self, contributions: ContributionQuerySet) -> ContributionQuerySet:
        chosen = self.chosen()
        if chosen["round"]:
            contributions = contributions.filter(round__number=chosen["round"])
        for name in ("stakeholder_group", "language", "channel"):
            if chosen[name]:
                contributions = contributions.filter(**{name: chosen[name]})
        return contributions


def languages_in(filed: "QuerySet[Any, Any]") -> list[str]:
    """The languages in which these texts are written."""
    return list(filed.order_by("language").values_list("language", flat=True).distinct())


def _named(tags: Iterable[str]) -> list[tuple[str, Any]]:
    return [("", _("All languages")), *((tag, languages.name(tag)) for tag in tags)]
