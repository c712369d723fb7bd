"""Inputs and outputs of the API: strict when reading, exact when writing."""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

MISSING = _("This input is missing.")
EMPTY = _("This input cannot be null.")
# A time, and behind it UTC or a distance from it.
_ZONED = re.compile(r"\d:\d.*(?:Z|[+-]\d\d:?\d\d)\Z", re.IGNORECASE)


class Moment(serializers.DateTimeField):
    """RFC 3339 in UTC, in whatever zone the reader lives."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)


class ZonedMoment(Moment):
    """A moment that somebody sends: with its zone, and in years that a calendar has."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "null": EMPTY,
        "invalid": _("Send a moment with its zone, such as 2027-04-17T21:14:00Z."),
        "date": _("Send a moment with its zone, such as 2027-04-17T21:14:00Z."),
        "overflow": _("Send a moment between the years 1970 and 9000."),
    }

    def to_internal_value(self, value: Any) -> Any:
        # A moment without a zone would be read in ours, and would be hours beside the truth.
        if not isinstance(value, str) or not _ZONED.search(value):
            self.fail("invalid")
        moment = super().to_internal_value(value)
        if not 1970 <= moment.year <= 9000:
            self.fail("overflow")
        return moment


class Day(serializers.DateField):
    """A day as 2027-01-20."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "null": EMPTY,
        "invalid": _("Send a day such as 2027-01-20."),
    }

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid")
        return super().to_internal_value(value)


class Words(serializers.CharField):
    """Text as typed; what it must satisfy is said by the action. Anything but a string is refused."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "null": EMPTY,
        "invalid": _("Send a string."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Answers(serializers.DictField):
    """A JSON object whose values are texts, such as `{"1": "…"}`."""

    child = Words()
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "null": EMPTY,
        "invalid": _('Send one JSON object of strings, such as {{"1": "…"}}.'),
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
            self.fail("invalid")
        return super().to_internal_value(data)


class Reference(serializers.UUIDField):
    """The id of a thing."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "null": EMPTY,
        "invalid": _("Send an id as you read it, such as 3f0b6c9e-5d0a-4f6e-9a41-1c2d3e4f5a6b."),
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class OneOf(serializers.ChoiceField):
    """One of a few words."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "null": EMPTY,
        "invalid_choice": _("Send one of: {known}."),
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", known=", ".join(str(choice) for choice in self.choices))
        return data


class Input(serializers.Serializer[Any]):
    """One JSON object. A field that is not declared is refused by name, so that a slip is not lost in silence."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("Send one JSON object.")}

    def to_internal_value(self, data: Any) -> Any:
        errors: dict[str, Any] = {}
        if isinstance(data, Mapping):
            known = ", ".join(self.fields)
            sentence = _("There is no such input. Known are: %(known)s.") % {"known": known}
            errors = {str(name): [ErrorDetail(sentence, "unknown_field")] for name in data if name not in self.fields}
        try:
            given = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                errors |= error.detail
            raise serializers.ValidationError(errors) from None
        if errors:
            raise serializers.ValidationError(errors)
        return given


class FileInBase64(Input):
    """A file within a JSON object."""

    name = Words()
    content = Words(help_text="The bytes in Base64, some 3 MB at most.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            attrs["content"] = base64.b64decode(attrs["content"], validate=True)
        except (binascii.Error, ValueError):
            sentence = str(_("Send the bytes of the file in Base64."))
            raise serializers.ValidationError({"content": [ErrorDetail(sentence, "invalid")]}) from None
        return attrs
