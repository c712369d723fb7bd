import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.models import Contribution
from proposals.models import Paragraph, ParagraphText
from rounds.models import Status
from secretariat.forms.base import DeskForm

# A paragraph that drew on more than this would draw on everything.
AT_MOST = 500


class SourcesForm(DeskForm):
    """For each paragraph of a text the numbers of the contributions from which it is drawn: “12, 57, 141”.

    `sources` of a valid form is {Paragraph: [Contribution, …]}.
    """

    def __init__(self, data: Any = None, *, parts: Sequence[ParagraphText], viewer: Person, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.parts, self.viewer = parts, viewer
        self.sources: dict[Paragraph, list[Contribution]] = {}
        for part in parts:
            present = [str(one.number) for one in part.paragraph.drawn_from.all() if one.number]
            self.fields[self.name(part)] = forms.CharField(
                required=False,
                label=_("Paragraph %(number)s") % {"number": part.number},
                initial=", ".join(present),
                widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
            )

    @staticmethod
    def name(part: ParagraphText) -> str:
        return f"p{part.paragraph.pk}"

    def rows(self) -> list[tuple[ParagraphText, Any]]:
        return [(part, self[self.name(part)]) for part in self.parts]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        wanted: dict[str, list[int]] = {}
        for part in self.parts:
            name = self.name(part)
            words = str(said.get(name, "")).replace("No.", " ").replace("#", " ")
            pieces = [piece for piece in re.split(r"[\s,;]+", words) if piece]
            if any(not piece.isascii() or not piece.isdigit() or len(piece) > 9 for piece in pieces):
                self.add_error(name, _("Write numbers of contributions, with commas between them: 12, 57, 141."))
            elif len(pieces) > AT_MOST:
                self.add_error(name, _("Name at most %(count)s contributions.") % {"count": AT_MOST})
            else:
                wanted[name] = list(dict.fromkeys(int(piece) for piece in pieces))
        found = self._found({number for numbers in wanted.values() for number in numbers})
        for part in self.parts:
            name = self.name(part)
            missing = [number for number in wanted.get(name, []) if number not in found]
            if missing:
                self.add_error(
                    name,
                    _("No. %(number)s is no contribution of this consultation that is shown.") % {"number": missing[0]},
                )
            elif name in wanted:
                self.sources[part.paragraph] = [found[number] for number in wanted[name]]
        return said

    def _found(self, numbers: set[int]) -> dict[int, Contribution]:
        if not numbers or not self.parts:
            return {}
        shown = Contribution.objects.visible_to(self.viewer).filter(
            consultation=self.parts[0].paragraph.proposal.consultation_id,
            status=Status.PUBLISHED,
            entry__seq__in=numbers,
        )
        return {one.number: one for one in shown.select_related("entry").defer("text") if one.number}
