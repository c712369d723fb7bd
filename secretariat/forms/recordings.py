import re
import zoneinfo
from collections.abc import Sequence
from datetime import datetime, time
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.models.stakeholder_group import GROUPS
from contributions.models import Contribution
from contributions.rules.files import FILE_LIMIT
from rounds.models import Question, Way
from rounds.rules import words
from secretariat.forms.base import DeskForm, LanguageField
from secretariat.forms.rounds import DayField
from texts.rules import places, spaces
from texts.rules.fold import fold
from web.refusals import Invalid

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
READABLE = ".docx,.odt,.txt,.md"


@cache
def zones() -> list[str]:
    """The world's time zones as people name them, by region and city; UTC first."""
    return ["UTC", *sorted(name for name in zoneinfo.available_timezones() if re.fullmatch(r"[A-Z][a-z]+/.+", name))]


class OriginalForm(DeskForm):
    """The file in which a text arrived."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (.docx), OpenDocument (.odt), plain text (.txt) or Markdown (.md), of at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": READABLE}),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty."),
            "missing": _("Choose the file."),
            "invalid": _("Choose the file."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise forms.ValidationError(_("The file has more than 10 MB. Paste its text instead."))
        return file


class TimeField(forms.CharField):
    """A time of day: gives a `time`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"placeholder": "21:14", "inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        found = _TIME.fullmatch(written)
        if found is None:
            raise forms.ValidationError(_("Write the time as hours and minutes: 21:14."), code="invalid")
        return time(int(found[1]), int(found[2]))


class OrganizationName(forms.CharField):
    """An organization that is noted, by its name: gives an Organization, or None."""

    def clean(self, value: Any) -> Any:
        name = " ".join(str(super().clean(value)).split())
        if not name:
            return None
        found = Organization.objects.filter(name_folded=fold(name)).first()
        if found is None:
            raise forms.ValidationError(
                _("No organization is noted under “%(name)s”. Note it first, or leave this empty."),
                params={"name": name[:120]},
            )
        return found.merged_into or found


class RecordingForm(DeskForm):
    """A text that arrived by another way. `questions`: those of the call."""

    limit = Contribution.TEXT_LIMIT

    # The file that was read, if the text came in one.
    original = forms.UUIDField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label=_("It came by"),
        choices=[
            (Way.MAIL, _("mail")),
            (Way.POST, _("post")),
            (Way.MEETING, _("a meeting")),
            (Way.PORTAL, _("another portal")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    day = DayField(label=_("Day on which it arrived"), error_messages={"required": _("Choose the day.")})
    time = TimeField(
        label=_("Time at which it arrived"),
        help_text=_("A letter counts from its delivery."),
        error_messages={"required": _("Write the time as hours and minutes: 21:14.")},
    )
    time_zone = forms.ChoiceField(label=_("In the time of"))
    author_name = forms.CharField(
        label=_("Who wrote"),
        help_text=_("As it is signed; shown to everybody."),
        max_length=300,
        error_messages={"required": _("Write who sent it.")},
    )
    organization = OrganizationName(
        required=False, label=_("For which organization"), help_text=_("Its name as it is noted here.")
    )
    stakeholder_group = forms.ChoiceField(
        required=False,
        label=_("Stakeholder group"),
        help_text=_("Of an organization its own group counts."),
        choices=[("", _("Not said")), *((key, name) for key, name, _slot in GROUPS)],
    )
    country = forms.ChoiceField(
        required=False, label=_("Country or territory"), choices=[("", _("Not said")), *places.CHOICES]
    )
    address = forms.EmailField(
        required=False,
        label=_("Mail address of the sender"),
        help_text=_("They are mailed what was recorded. The address is never shown."),
        error_messages={"invalid": _("This is not a mail address. It looks like name@example.org.")},
    )
    language = LanguageField(label=_("Language of the text"))
    title = forms.CharField(
        required=False,
        max_length=Contribution.TITLE_LIMIT,
        label=_("Title"),
        help_text=_("Left empty, the first words of the text stand in its place."),
    )
    text = forms.CharField(required=False, strip=False, label=_("Text"), widget=forms.Textarea(attrs={"rows": 18}))

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            (name, name.replace("_", " ")) for name in zones()
        ]
        for question in questions:
            self.fields[_name(question)] = forms.CharField(
                required=False,
                strip=False,
                label=str(question),
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            )

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[_name(question)] for question in self.questions]

    def given(self) -> dict[str, str]:
        """The answers by the number of their question."""
        return {str(question.number): self.cleaned_data.get(_name(question), "") for question in self.questions}

    def answered(self) -> list[tuple[Question, str]]:
        """Each question that was answered."""
        given = self.given()
        return [(q, given[str(q.number)]) for q in self.questions if not spaces.is_blank(given[str(q.number)])]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.questions and spaces.is_blank(text):
            return ""
        try:
            return words.checked(text, limit=self.limit)
        except Invalid as error:
            raise forms.ValidationError(str(error), code=error.refusal.code) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "text" in said and not said["text"] and not self.answered():
            self.add_error("text", _("Write something: the text is empty."))
        if {"day", "time", "time_zone"} <= said.keys():
            said["arrived_at"] = datetime.combine(
                said["day"], said["time"], tzinfo=zoneinfo.ZoneInfo(said["time_zone"])
            )
        return said


def _name(question: Question) -> str:
    return f"answer_{question.number}"
