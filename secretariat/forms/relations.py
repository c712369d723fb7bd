from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.actions.relations import PARAGRAPH_LIMIT
from proposals.models import Proposal, Relation
from secretariat.forms.base import DeskForm


class RelationForm(DeskForm):
    """How one option stands to another. `options`: those of the consultation."""

    option = forms.ModelChoiceField(
        queryset=Proposal.objects.none(),
        label=_("This option"),
        error_messages={"required": _("Choose an option."), "invalid_choice": _("Choose an option from the list.")},
    )
    kind = forms.ChoiceField(
        label=_("Stands so"), choices=Relation.Kind, error_messages={"required": _("Choose how it stands.")}
    )
    other = forms.ModelChoiceField(
        queryset=Proposal.objects.none(),
        label=_("To this one"),
        error_messages={"required": _("Choose an option."), "invalid_choice": _("Choose an option from the list.")},
    )
    paragraph = forms.CharField(
        required=False,
        max_length=PARAGRAPH_LIMIT,
        label=_("In paragraph"),
        help_text=_("Its number, where they meet in one place of the draft."),
    )

    def __init__(self, *args: Any, options: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Proposal.objects.filter(pk__in=[option.pk for option in options])
        for name in ("option", "other"):
            self.fields[name].queryset = offered  # type: ignore[attr-defined]
