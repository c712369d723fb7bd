"""The controls above what one stakeholder group said in a consultation."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from public.forms_filters import Filters
from public.said import Voice
from rounds.models import Round

CONTRIBUTIONS, COMMENTS = "contributions", "comments"


class GroupFilters(Filters):
    """Rounds, contributions or comments, languages; the group is the page's."""

    stakeholder_group = None  # type: ignore[assignment]  # so a form leaves a field of its parent out
    round = forms.ChoiceField(label=_("Round"), required=False)
    texts = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", _("All texts")),
            (CONTRIBUTIONS, _("Contributions")),
            (COMMENTS, _("Comments")),
        ],
    )
    field_order = ["round", "texts", "language"]

    def __init__(self, data: Mapping[str, Any], *, rounds: Iterable[Round], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [("", _("All rounds")), *((str(round.number), str(round)) for round in rounds)]
        self.fields["round"].choices = choices  # type: ignore[attr-defined]

    def apply(self, voice: Voice) -> Voice:
        chosen = self.chosen()
        sent, said = voice.contributions, voice.comments
        if chosen["round"]:
            sent = sent.filter(round__number=chosen["round"])
            said = said.filter(round__number=chosen["round"])
        if chosen["language"]:
            sent, said = sent.filter(language=chosen["language"]), said.filter(language=chosen["language"])
        if chosen["texts"] == CONTRIBUTIONS:
            said = said.none()
        elif chosen["texts"] == COMMENTS:
            sent = sent.none()
        return Voice(sent, said)
