"""What contributions and comments have in common on the wire."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import CharFilter, ChoiceFilter, FilterSet, UUIDFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Organization, Person
from accounts.models.stakeholder_group import LABELS
from rounds.models import Capacity, Channel, Consultation, Filing, Round
from texts.rules import languages
from web.fields import Input, OneOf, Reference, Words
from web.filters import SlugFilter
from web.problems import unknown

NUMBER = "Number in the public record; null for the second until it is given."
COUNTRY = "ISO 3166 alpha-2, or null."
REGION = "UN M49 subregion of an author who is not named, where at least five people could be meant; else null."
AUTHOR = "Null where nobody with an account wrote it, or the author does not give their name."
SAME_TEXT = "Id of the first text with the same words, up to date within seconds; null for the first and all others."
SAME_TEXT_COUNT = "Of the first of the same texts: how many there are, itself among them. Else 1."
YES_OR_NO = [("true", "true"), ("false", "false")]


class LanguageField(forms.CharField):
    def clean(self, value: Any) -> str:
        tag = str(super().clean(value))
        found = languages.canonical(tag) if tag else ""
        if found is None:
            raise ValidationError(_("This is not a language we know. Use a tag such as en, fr or zh-Hant."), "invalid")
        return found


class LanguageFilter(CharFilter):
    field_class = LanguageField


class ConsultationFilter(SlugFilter):
    """By slug. A consultation that one may not read looks like one that does not exist: nothing."""

    def filter(self, qs: "QuerySet[Any, Any]", value: str) -> "QuerySet[Any, Any]":
        if not value:
            return qs
        # Asked as a value and not as a join, so that the index over consultation and moment gives the order.
        return qs.filter(consultation=Subquery(Consultation.objects.filter(slug=value).order_by().values("pk")[:1]))


class FilingFilters(FilterSet):
    consultation = ConsultationFilter()
    round = UUIDFilter(field_name="round_id")
    stakeholder_group = ChoiceFilter(field_name="stakeholder_group_id", choices=list(LABELS.items()))
    organization = UUIDFilter(field_name="organization_id")
    language = LanguageFilter()
    channel = ChoiceFilter(choices=Channel.choices)
    imported = ChoiceFilter(method="only_imported", choices=YES_OR_NO)

    @extend_schema_field(OpenApiTypes.BOOL)
    def only_imported(self, queryset: "QuerySet[Any, Any]", name: str, value: str) -> "QuerySet[Any, Any]":
        if value == "true":
            return queryset.filter(channel=Channel.IMPORTED)
        return queryset.exclude(channel=Channel.IMPORTED)


class NewFiling(Input):
    """The inputs that every filed text has."""

    round = Reference(help_text="Id of an open round.")
    capacity = OneOf(
        Capacity.choices,
        required=False,
        default=Capacity.PERSONAL.value,
        help_text="For whom you speak. You must hold the capacity: a body's focal points speak for it.",
    )
    organization = Reference(
        required=False,
        allow_null=True,
        default=None,
        help_text="Id of the body you speak for; needed where `capacity` is `organization`, refused elsewhere.",
    )
    language = Words(help_text="BCP 47: the language of the text.")
    is_named = serializers.BooleanField(
        required=False,
        default=True,
        help_text="False: your name is known to the secretariat alone. Others read group and region, or “A person”.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named, speaks = attrs["organization"] is not None, attrs["capacity"] == Capacity.ORGANIZATION
        if speaks and not named:
            sentence = _("Name the organization for which you speak.")
            raise serializers.ValidationError({"organization": [serializers.ErrorDetail(str(sentence), "required")]})
        if named and not speaks:
            sentence = _("You name an organization: set capacity to organization, or leave the organization out.")
            raise serializers.ValidationError({"organization": [serializers.ErrorDetail(str(sentence), "not_used")]})
        return attrs


def consultation_for(person: Person, slug: str) -> Consultation:
    """The consultation that an input names, as far as its sender may see it."""
    found = Consultation.objects.visible_to(person).filter(slug=slug).first()
    if found is None:
        raise unknown("consultation")
    return found


def round_for(person: Person, id: UUID) -> Round:
    """The round that an input names, as far as its sender may see it."""
    found = Round.objects.visible_to(person).select_related("consultation").filter(pk=id).first()
    if found is None:
        raise unknown("round")
    return found


def organization_for(person: Person, id: UUID | None) -> Organization | None:
    """The body that an input names, if it names one."""
    if id is None:
        return None
    found = Organization.objects.visible_to(person).heard_from(person.pk).filter(pk=id).first()
    if found is None:
        raise unknown("organization")
    return found


def channel_of(request: HttpRequest) -> Channel:
    """A token is a partner's service; a session is somebody on the web."""
    return Channel.API if getattr(request, "auth", None) is not None else Channel.WEB


def country_of(filing: Filing) -> str | None:
    return filing.country or None
