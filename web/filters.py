"""Filters of the API's lists: each declared, and anything else refused by name."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import CharFilter, DjangoFilterBackend, NumberFilter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

PAGING = ("cursor", "limit")


class Declared(DjangoFilterBackend):
    """A filter that is misspelt, empty or given twice would answer another question than the one asked: 400."""

    def filter_queryset(self, request: Request, queryset: "QuerySet[Any, Any]", view: Any) -> "QuerySet[Any, Any]":
        filters = self.get_filterset_class(view, queryset)
        known = [*(filters.base_filters if filters else ()), *PAGING]
        errors: dict[str, list[ErrorDetail]] = {}
        for name, values in request.query_params.lists():
            if name not in known:
                sentence = _("There is no such filter. Known are: %(known)s.") % {"known": ", ".join(known)}
                errors[name] = [ErrorDetail(sentence, "unknown_filter")]
            elif len(values) > 1:
                errors[name] = [ErrorDetail(_("This filter is given more than once."), "filter_twice")]
            elif not values[0].strip():
                errors[name] = [ErrorDetail(_("This filter has no value. Leave it out, or give one."), "filter_empty")]
        if errors:
            raise ValidationError(errors)
        filtered: QuerySet[Any, Any] = super().filter_queryset(request, queryset, view)
        return filtered


class SlugFilter(CharFilter):
    field_class = forms.SlugField


class WholeNumberFilter(NumberFilter):
    field_class = forms.IntegerField
