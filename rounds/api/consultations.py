from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Organization, Person, StakeholderGroup
from accounts.models.stakeholder_group import LABELS
from rounds.actions import consultations
from rounds.api.languages import LANGUAGE, ReadIn, Translated
from rounds.models import Charter, Consultation, Licence
from web.doors import Door, ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import IDEMPOTENCY_KEY, LOCATION, ORGANIZATION, example, failures


class CharterSerializer(serializers.Serializer[Charter]):
    """The rules of a consultation, in sentences."""

    decides = serializers.CharField(help_text="Who decides.")
    becomes = serializers.CharField(help_text="What becomes of what people write.")
    names = serializers.CharField(help_text="How names are shown.")


WIRE = example(
    slug="who-acts-next",
    id="f6a7b8c9-dae1-4fb2-8c3d-4e5f6a7b8c9d",
    number=3,
    url=f"{settings.SITE_URL}/c/who-acts-next/",
    title="Who acts next?",
    summary="Some questions have no home.",
    level="international",
    hosting_body=ORGANIZATION,
    time_zone="UTC",
    reading="public",
    taking_part="everybody",
    stakeholder_groups=[],
    moderation="after",
    charter={"decides": "The Forum decides.", "becomes": "A recommendation.", "names": "Names are public."},
    contact="[The secretariat](mailto:secretariat@example.org) answers within two days.",
    licence="CC-BY-4.0",
    opened_at="2027-01-15T09:00:00Z",
    published_at="2027-01-20T09:00:00Z",
    language="en",
    authentic_language="en",
    languages=["en", "fr"],
)


@extend_schema_serializer(examples=[WIRE])
class ConsultationSerializer(Translated):
    """A whole process: what is asked, of whom, by whom. Its title and summary may stand in further languages."""

    told = ("title", "summary")

    slug = serializers.CharField(help_text="Names the consultation everywhere in the API.")
    id = serializers.UUIDField(help_text="Names it in the bytes of the public record.")
    number = serializers.IntegerField(
        allow_null=True, help_text="Number in the public record; null for the second until it is given."
    )
    url = serializers.SerializerMethodField(help_text="The page for people.")
    title = serializers.CharField()
    summary = serializers.CharField()
    level = serializers.ChoiceField(Consultation.Level.choices)
    hosting_body = serializers.UUIDField(source="hosting_body_id", help_text="Id of an organization.")
    time_zone = serializers.CharField()
    reading = serializers.ChoiceField(Consultation.Reading.choices)
    taking_part = serializers.ChoiceField(Consultation.TakingPart.choices)
    stakeholder_groups = serializers.SerializerMethodField(
        help_text="Keys of the groups that take part, where `taking_part` is `groups`."
    )
    moderation = serializers.ChoiceField(Consultation.Moderation.choices)
    charter = CharterSerializer()
    contact = serializers.CharField(
        help_text="Whom to ask, in Markdown; empty where nothing more than the site’s is said."
    )
    licence = serializers.ChoiceField(
        Licence.choices,
        source="charter.licence",
        help_text="Under which terms contributions and comments may be used again; an SPDX name, or `reserved`.",
    )
    opened_at = Moment(source="made_at", help_text="When it was set up.")
    published_at = Moment(allow_null=True, help_text="Null while it is in preparation, which only its offices read.")

    def get_url(self, consultation: Consultation) -> str:
        return f"{settings.SITE_URL}/c/{consultation.slug}/"

    def get_stakeholder_groups(self, consultation: Consultation) -> list[str]:
        return sorted(group.pk for group in consultation.groups.all())


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Keys(serializers.ListField):
    """Keys of stakeholder groups."""


class OwnWords(Input):
    """What a consultation says of itself."""

    title = Words(help_text="At most 200 characters.")
    summary = Words(help_text="What is asked and of whom, in three sentences.")
    contact = Words(help_text="Whom to ask, in Markdown.")
    decides = Words(help_text="Who decides at the end, in sentences.")
    becomes = Words(help_text="What becomes of the contributions and comments.")
    names = Words(help_text="How names are shown.")
    licence = OneOf(Licence.choices, help_text="Under which terms texts may be used again.")

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in self.may_be_left_out(fields):
            fields[name].required = False
        return fields

    def may_be_left_out(self, fields: dict[str, Any]) -> set[str]:
        """What is left out stays as it is."""
        return set(fields)


class NewConsultation(OwnWords):
    """All that a consultation is opened with."""

    slug = Words(help_text="The last part of its address: letters from a to z, digits, hyphens; at most 80.")
    hosting_body = Reference(help_text="Id of the organization that holds it.")
    level = OneOf(Consultation.Level.choices, help_text="`international` unless said.")
    language = Words(help_text="BCP 47; `en` unless said.")
    time_zone = Words(help_text="As IANA has it; `UTC` unless said.")
    reading = OneOf(Consultation.Reading.choices, help_text="Who may read; `public` unless said.")
    taking_part = OneOf(Consultation.TakingPart.choices, help_text="Who may take part; `everybody` unless said.")
    stakeholder_groups = Keys(
        child=OneOf(list(LABELS.items())), help_text="Their keys, where `taking_part` is `groups`."
    )
    moderation = OneOf(Consultation.Moderation.choices, help_text="When moderators read; `after` unless said.")

    def may_be_left_out(self, fields: dict[str, Any]) -> set[str]:
        return set(fields) - {"slug", "title", "summary", "hosting_body"}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("taking_part") == Consultation.TakingPart.GROUPS and not attrs.get("stakeholder_groups"):
            sentence = str(_("Name the stakeholder groups that take part."))
            wrong = serializers.ErrorDetail(sentence, "groups_missing")
            raise serializers.ValidationError({"stakeholder_groups": [wrong]})
        return attrs


NEW = OpenApiExample(
    "A national consultation",
    value={
        "slug": "who-acts-next",
        "title": "Who acts next?",
        "summary": "Some questions have no home.",
        "hosting_body": ORGANIZATION,
        "level": "national",
        "time_zone": "Africa/Nairobi",
        "decides": "The Forum decides.",
    },
    request_only=True,
)
OTHER_WORDS = OpenApiExample("Another summary", value={"summary": "Some questions have no home."}, request_only=True)


def readable(person: Person | None) -> "QuerySet[Consultation, Any]":
    """What one answer needs of the consultations that this viewer may read."""
    return (
        Consultation.objects.visible_to(person)
        .select_related("charter", "entry")
        .prefetch_related("groups", "translations")
    )


def _answer(request: Request, act: Callable[[], Consultation], *, status: int = 200) -> Response:
    """Run the act once for its key, and answer with the consultation as it is now."""
    outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
    thing = get_object_or_404(readable(filer(request)), pk=outcome.thing)
    headers = {"Location": f"{settings.SITE_URL}/api/v1/consultations/{thing.slug}/"} if status == 201 else None
    return Response(ConsultationSerializer(thing).data, status=status, headers=headers)


class ConsultationFilters(FilterSet):
    language = ReadIn()


class Consultations(ListDoor):
    queryset = Consultation.objects.none()
    serializer_class = ConsultationSerializer
    filterset_class = ConsultationFilters
    order = ("made_at", "id")

    def get_queryset(self) -> "QuerySet[Consultation, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="consultations_list",
        tags=["consultations"],
        summary="List consultations",
        description="Those you may read, oldest first. Without a token: the public ones.",
        responses={200: ConsultationSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="consultations_create",
        tags=["consultations"],
        summary="Set up a consultation",
        description="For the secretariat of the site or of the hosting body. It is in preparation, which only its "
        "offices read, until it is published. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewConsultation,
        examples=[NEW, WIRE],
        responses={201: ConsultationSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewConsultation(data=request.data)
        given.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(given.validated_data)

        def act() -> Consultation:
            bodies = Organization.objects.visible_to(person).unmerged()
            host = bodies.filter(pk=said["hosting_body"]).first()
            if host is None:
                raise unknown("hosting_body")
            groups = StakeholderGroup.objects.filter(pk__in=said.pop("stakeholder_groups", []))
            return consultations.create(
                **_typed(said) | {"by": person, "hosting_body": host, "groups": groups, "now": timezone.now()}
            )

        return _answer(request, act, status=201)


class OneConsultation(ThingDoor):
    queryset = Consultation.objects.none()
    serializer_class = ConsultationSerializer
    lookup_field = "slug"

    def get_queryset(self) -> "QuerySet[Consultation, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="consultations_retrieve",
        tags=["consultations"],
        summary="Read one consultation",
        parameters=[LANGUAGE],
        responses={200: ConsultationSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="consultations_describe",
        tags=["consultations"],
        summary="Put a consultation in other words",
        description="For its secretariat, while it is in preparation. What is left out stays. Once it is published, a "
        "slip is corrected with a notice. Needs the scope `comment`.",
        request=OwnWords,
        examples=[OTHER_WORDS, WIRE],
        responses={200: ConsultationSerializer, **failures(400, 401, 403, 404, 409, 413, 415)},
    )
    def patch(self, request: Request, slug: str) -> Response:
        person = filer(request)
        consultation = get_object_or_404(readable(person), slug=slug)
        given = OwnWords(data=request.data)
        given.is_valid(raise_exception=True)
        own = {name: getattr(consultation, name) for name in ("title", "summary", "contact")}
        rules = {name: getattr(consultation.charter, name) for name in ("decides", "becomes", "names", "licence")}
        said = _typed({**own, **rules, **given.validated_data})
        return _answer(request, lambda: consultations.describe(by=person, consultation=consultation, **said))


class PublishConsultation(Door):
    @extend_schema(
        operation_id="consultations_publish",
        tags=["consultations"],
        summary="Publish a consultation",
        description="For its secretariat, once. From here on the clock opens its rounds, and a slip in its words is "
        "corrected with a notice. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: ConsultationSerializer, **failures(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, slug: str) -> Response:
        person = filer(request)
        consultation = get_object_or_404(readable(person), slug=slug)
        now = timezone.now()
        return _answer(request, lambda: consultations.publish(by=person, consultation=consultation, now=now))


CHOICES: dict[str, Any] = {
    "level": Consultation.Level,
    "reading": Consultation.Reading,
    "taking_part": Consultation.TakingPart,
    "moderation": Consultation.Moderation,
    "licence": Licence,
}


def _typed(said: dict[str, Any]) -> dict[str, Any]:
    """Each of a few words as the act knows it."""
    return {name: CHOICES[name](value) if name in CHOICES else value for name, value in said.items()}
