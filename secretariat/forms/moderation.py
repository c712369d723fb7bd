from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rounds.actions.moderation_rules import REASON_LIMIT
from rounds.models import Consultation, Rule
from rounds.rules.moderation import AT_MOST, LONGEST, MEANING_LIMIT, NAME_LIMIT, SHORTEST, Ground, Originals, Wanted
from secretariat.forms.base import DeskForm
from texts.rules import spaces

# As many rules as hold, and as many new ones.
BLOCKS = 2 * AT_MOST
PARTS = ("number", "name", "meaning", "ground", "originals", "ends")


@dataclass(frozen=True)
class Block:
    """One rule on the form: its fields, and its number where it holds already."""

    number: int | None
    name: BoundField
    meaning: BoundField
    ground: BoundField
    originals: BoundField
    kept: BoundField
    ends: BoundField | None

    @property
    def is_open(self) -> bool:
        """A new one, and one in which something is wrong, is unfolded."""
        fields = (self.name, self.meaning, self.ground, self.originals)
        return self.number is None or any(field.errors for field in fields)


class RulesForm(DeskForm):
    """When moderators read, how fast they decide, and as many rules as `count` says."""

    known = forms.IntegerField(required=False, widget=forms.HiddenInput)
    count = forms.IntegerField(min_value=0, max_value=BLOCKS, widget=forms.HiddenInput)
    moderation = forms.ChoiceField(
        label=_("When moderators read"),
        help_text=_("It stays as you choose it until you choose otherwise, whatever opens or closes."),
        choices=Consultation.Moderation,
        widget=forms.RadioSelect,
    )
    reads_first_texts = forms.BooleanField(
        required=False,
        label=_("A moderator reads first texts"),
        help_text=_(
            "The first text of somebody for whom no confirmed organization vouches waits; the next ones do not."
        ),
    )
    decides_within = forms.IntegerField(
        label=_("Hours within which you decide"),
        help_text=_("From 1 to 336, which are 14 days. Everybody reads it before they write."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "required": _("Write a number of hours."),
            "invalid": _("Write a whole number of hours, such as 48."),
            "min_value": _("At least 1 hour."),
            "max_value": _("At most 336 hours, which are 14 days."),
        },
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody reads it beside the old and the new rules."),
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody reads the reason.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, blocks: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.blocks_count = min(max(blocks, 0), BLOCKS)
        reason = self.fields.pop("reason")
        for place in range(self.blocks_count):
            self.fields |= _fields(place)
        self.fields["reason"] = reason
        # Which block each wanted rule stands in.
        self.places: list[int] = []

    def blocks(self) -> Iterator[Block]:
        for place in range(self.blocks_count):
            number = self._number(place)
            yield Block(
                number,
                self[f"rule_{place}_name"],
                self[f"rule_{place}_meaning"],
                self[f"rule_{place}_ground"],
                self[f"rule_{place}_originals"],
                self[f"rule_{place}_number"],
                self[f"rule_{place}_ends"] if number is not None else None,
            )

    def wanted(self) -> list[Wanted]:
        """The rules that shall hold. A new one in which nothing is written is none."""
        found = []
        self.places = []
        for place in range(self.blocks_count):
            said = {part: self.cleaned_data.get(f"rule_{place}_{part}") for part in PARTS}
            blank = spaces.is_blank(f"{said['name']}{said['meaning']}")
            if (said["number"] is None and blank) or (said["number"] is not None and said["ends"]):
                continue
            self.places.append(place)
            found.append(
                Wanted(
                    said["number"],
                    said["name"] or "",
                    said["meaning"] or "",
                    said["ground"] or "",
                    said["originals"] or Originals.SEALED.value,
                )
            )
        return found

    def names(self) -> dict[str, str]:
        """What the act calls an input, and what this form calls it."""
        return {
            f"rules.{at}.{part}": f"rule_{place}_{'name' if part == 'number' else part}"
            for at, place in enumerate(self.places)
            for part in PARTS
        }

    def _number(self, place: int) -> int | None:
        value = self[f"rule_{place}_number"].value()
        return int(value) if str(value or "").isdecimal() and len(str(value)) < 6 else None


class RuleName(forms.CharField):
    """Whether there must be one, the act says: a new rule in which nothing is written is none."""

    def validate(self, value: Any) -> None:
        self.run_validators(value or "")


class RuleChoice(forms.ChoiceField):
    """One of a few; nothing is the first of them."""

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": value})


def _fields(place: int) -> dict[str, forms.Field]:
    at = f"rule_{place}_"
    return {
        f"{at}number": forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=32_767),
        f"{at}name": RuleName(label=_("Its name"), max_length=NAME_LIMIT),
        f"{at}meaning": forms.CharField(
            required=False,
            label=_("What it means"),
            max_length=MEANING_LIMIT,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        f"{at}ground": RuleChoice(
            label=_("May one moderator alone hold a text for it?"),
            choices=[
                ("", _("No")),
                (Ground.DANGER, _("Yes: danger to a person")),
                (Ground.PERSONAL_DATA, _("Yes: personal data")),
                (Ground.UNLAWFUL, _("Yes: plainly unlawful")),
            ],
        ),
        f"{at}originals": RuleChoice(
            label=_("Words that are taken out of a text are"),
            choices=[
                (Originals.SEALED, _("kept, for its author and the moderators alone")),
                (Originals.DESTROYED, _("destroyed")),
            ],
        ),
        f"{at}ends": forms.BooleanField(required=False, label=_("This rule ends")),
    }


def initial_of(rules: list[Rule]) -> dict[str, Any]:
    """The blocks of the rules that hold."""
    return {
        f"rule_{place}_{part}": getattr(rule, part)
        for place, rule in enumerate(rules)
        for part in PARTS
        if part != "ends"
    }
