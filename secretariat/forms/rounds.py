import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.models import Round
from rounds.rules import days
from secretariat.forms.base import DeskForm

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?")
END = "24:00"


class DayInput(forms.DateInput):
    input_type = "date"


class DayField(forms.DateField):
    """A day as 2027-04-18, which is also what a browser's calendar sends."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d"],
            widget=DayInput(format="%Y-%m-%d", attrs={"placeholder": "2027-04-18"}),
            **kwargs,
        )
        self.error_messages["invalid"] = _("Write the day as year, month and day: 2027-04-18.")

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        # A day later the calendar ends, and with it the end of that day.
        if day is not None and not 1970 <= day.year <= 9000:
            raise forms.ValidationError(_("Choose a day between the years 1970 and 9000."), code="invalid")
        return day


class TimeField(forms.CharField):
    """A time of day in UTC: gives a `time`, "24:00" for the end of the day, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget = forms.TextInput(attrs={"placeholder": "18:00", "inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        if written == END:
            return END
        found = _TIME.fullmatch(written)
        if found is None:
            raise forms.ValidationError(_("Write the time as hours and minutes in UTC: 18:00."), code="invalid")
        return time(int(found[1]), int(found[2]))


def opening_of(day: date, at: time | str | None) -> datetime:
    """The first moment of a round: that of its first day where no time is given."""
    if at == END:
        return days.end_of_day(day)
    return datetime.combine(day, at if isinstance(at, time) else time(), tzinfo=UTC)


def closing_of(day: date, at: time | str | None) -> datetime:
    """The first moment that is too late: the last day counts in full where no time is given."""
    return datetime.combine(day, at, tzinfo=UTC) if isinstance(at, time) else days.end_of_day(day)


class RoundForm(DeskForm):
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=Round.Purpose,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the round is for.")},
    )
    title = forms.CharField(
        required=False, max_length=200, label=_("Title"), help_text=_("Empty: the name of its purpose.")
    )
    summary = forms.CharField(
        required=False,
        max_length=4_000,
        label=_("What is asked in this round"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    first_day = DayField(label=_("First day"), error_messages={"required": _("Choose the day on which it opens.")})
    opens_time = TimeField(label=_("Opens at, UTC"), help_text=_("Empty: at 00:00."))
    last_day = DayField(label=_("Last day"), error_messages={"required": _("Choose the last day.")})
    closes_time = TimeField(label=_("Closes at, UTC"), help_text=_("Empty: the last day counts in full."))

    def clean(self) -> None:
        said = self.cleaned_data
        if {"first_day", "opens_time", "last_day", "closes_time"} <= said.keys():
            said["opens_at"] = opening_of(said["first_day"], said["opens_time"])
            said["closes_at"] = closing_of(said["last_day"], said["closes_time"])
            if said["closes_at"] <= said["opens_at"]:
                self.add_error("last_day", _("The round must close after it opens."))


class ExtensionForm(DeskForm):
    last_day = DayField(label=_("New last day"), error_messages={"required": _("Choose the new last day.")})
    closes_time = TimeField(label=_("Closes at, UTC"), help_text=_("Empty: the last day counts in full."))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody reads it: “Extended until …, because …”."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody reads the reason.")},
    )

    def __init__(self, *args: Any, closes_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closes_at = closes_at

    def clean(self) -> None:
        said = self.cleaned_data
        if {"last_day", "closes_time"} <= said.keys():
            said["closes_at"] = closing_of(said["last_day"], said["closes_time"])
            # Only for a preview, which asks no action: the same form sent twice meets the close that it made itself.
            if "preview" in self.data and said["closes_at"] <= self.closes_at:
                self.add_error("last_day", _("An extension ends later than the round does now; it is never shortened."))


class SupplementForm(DeskForm):
    """More time after an outage, in a round of its own. Days and times are UTC."""

    outage_day = DayField(label=_("The outage began on"), error_messages={"required": _("Say when it began.")})
    outage_time = TimeField(label=_("at, UTC"))
    until_day = DayField(label=_("It was over on"), error_messages={"required": _("Say when it was over.")})
    until_time = TimeField(label=_("at, UTC"))
    first_day = DayField(required=False, label=_("The new round opens on"), help_text=_("Empty: at once."))
    opens_time = TimeField(label=_("Opens at, UTC"), help_text=_("Empty: at 00:00."))
    last_day = DayField(label=_("Last day"), error_messages={"required": _("Choose the last day.")})
    closes_time = TimeField(label=_("Closes at, UTC"), help_text=_("Empty: the last day counts in full."))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody reads it beside the new round."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: everybody reads the reason.")},
    )

    def clean(self) -> None:
        said = self.cleaned_data
        for day, at, name in (
            ("outage_day", "outage_time", "outage_from"),
            ("until_day", "until_time", "outage_until"),
        ):
            if {day, at} <= said.keys():
                said[name] = opening_of(said[day], said[at])
        if {"first_day", "opens_time"} <= said.keys():
            said["opens_at"] = opening_of(said["first_day"], said["opens_time"]) if said["first_day"] else None
        if {"last_day", "closes_time"} <= said.keys():
            said["closes_at"] = closing_of(said["last_day"], said["closes_time"])
