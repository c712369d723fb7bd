"""The public record, as far as the asker may read it: the record itself knows nothing of consultations and texts."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, FilterSet, UUIDFilter
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from ledger.models import Entry
from proposals.permissions import readable_entries
from rounds.api.filings import ConsultationFilter
from rounds.models import Consultation
from web.doors import ListDoor
from web.fields import Moment
from web.filters import WholeNumberFilter
from web.schema import COMMENT, PROPOSAL, ROUND, example, failures


@extend_schema_serializer(
    examples=[
        example(
            number=1042,
            kind="comment.received",
            at="2027-04-14T09:30:00.125000Z",
            consultation="who-acts-next",
            round=ROUND,
            proposal=PROPOSAL,
            thing=COMMENT,
            record='{"at":"2027-04-14T09:30:00.125Z","kind":"comment.received","v":1}',
        )
    ]
)
class EntrySerializer(serializers.Serializer[Entry]):
    """One public act."""

    number = serializers.IntegerField(source="seq")
    kind = serializers.CharField(help_text="Such as `comment.received` or `moderation.hidden`.")
    at = Moment()
    consultation = serializers.SerializerMethodField(help_text="Slug; null for what concerns the whole site.")
    round = serializers.UUIDField(allow_null=True)
    proposal = serializers.UUIDField(allow_null=True)
    thing = serializers.UUIDField(help_text="What the act is about.")
    record = serializers.CharField(help_text="The bytes of the entry, which never change: canonical JSON.")

    def get_consultation(self, entry: Entry) -> str | None:
        slugs: dict[UUID, str] = self.context["slugs"]
        return slugs.get(entry.consultation) if entry.consultation else None


class KindField(forms.RegexField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(regex=r"^[a-z]+\.[a-z_]+$", max_length=60, **kwargs)


class KindFilter(CharFilter):
    field_class = KindField


class EntryFilters(FilterSet):
    after = WholeNumberFilter(
        field_name="seq",
        lookup_expr="gt",
        min_value=0,
        max_value=2**63 - 1,
        help_text="Only entries with a higher number: where you stopped last time.",
    )
    consultation = ConsultationFilter()
    round = UUIDFilter()
    proposal = UUIDFilter()
    thing = UUIDFilter()
    kind = KindFilter()


@extend_schema_view(
    get=extend_schema(
        operation_id="entries_list",
        tags=["public record"],
        summary="Read the public record",
        description="Every public act in its order, by number. Numbers are without gaps; those you do not get here "
        "belong to consultations you may not read, or to texts that wait to be shown: an entry tells when one is. To "
        "follow what happens, ask again with `after` and the highest number you have seen: nothing is ever given a "
        "lower number later.",
        responses={200: EntrySerializer(many=True), **failures(400, 401, 403)},
    )
)
class Entries(ListDoor):
    queryset = Entry.objects.none()
    serializer_class = EntrySerializer
    filterset_class = EntryFilters
    order = ("seq",)

    def get_queryset(self) -> "QuerySet[Entry, Any]":
        return readable_entries(viewer(self.request))

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        page: list[Entry] = args[0] if args and isinstance(args[0], list) else []
        named = {entry.consultation for entry in page if entry.consultation}
        slugs = dict(Consultation.objects.filter(pk__in=named).values_list("pk", "slug")) if named else {}
        return EntrySerializer(*args, **kwargs, context={**self.get_serializer_context(), "slugs": slugs})
