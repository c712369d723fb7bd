"""What reached the secretariat by another way, through the API."""

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer
from contributions.actions import recordings
from contributions.actions.files import Upload
from contributions.api.contributions import WIRE, WholeContributionSerializer, readable
from contributions.models import Contribution
from rounds.api.filings import organization_for, round_for
from rounds.models import Way
from web.doors import Door
from web.fields import Answers, FileInBase64, Input, OneOf, Reference, Words, ZonedMoment
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, ROUND, example, failures

RECORDED = example(
    **WIRE
    | {
        "author": None,
        "author_name": "Ana Cardoso",
        "capacity": "personal",
        "organization": None,
        "stakeholder_group": "civil_society",
        "country": "CO",
        "channel": "recorded",
        "posted_at": "2027-04-17T21:14:00.000000Z",
        "answers": {},
        "recording": {"way": "mail", "arrived_at": "2027-04-17T21:14:00.000000Z"},
    },
    html="<p>We answer the second question only.</p>\n",
    attachments=[],
)
SENT = OpenApiExample(
    "A mail",
    value={
        "round": ROUND,
        "way": "mail",
        "arrived_at": "2027-04-17T16:14:00-05:00",
        "time_zone": "America/Bogota",
        "author_name": "Ana Cardoso",
        "stakeholder_group": "civil_society",
        "country": "CO",
        "address": "ana@example.org",
        "text": "We answer the second question only.",
        "language": "en",
    },
    request_only=True,
)


class NewRecording(Input):
    """A text as it arrived, and from whom."""

    round = Reference(help_text="Id of a call for inputs that has opened.")
    way = OneOf(Way.choices, help_text="How it arrived.")
    arrived_at = ZonedMoment(help_text="When, with the zone. After the close it is recorded as late.")
    time_zone = Words(required=False, default="UTC", help_text="The zone in which the moment was read, as IANA has it.")
    author_name = Words(help_text="Who wrote, as the sender says it.")
    organization = Reference(required=False, allow_null=True, default=None, help_text="The body that speaks, if any.")
    stakeholder_group = Words(required=False, default="", help_text="Its key; of a body its own group counts.")
    country = Words(required=False, default="", help_text="ISO 3166 alpha-2.")
    address = Words(required=False, default="", help_text="Where the sender is told what was recorded. Never shown.")
    title = Words(required=False, default="", help_text="Empty: the first words of the text.")
    text = Words(required=False, default="", help_text="Markdown. Needed where no question is answered.")
    answers = Answers(required=False, default=dict, help_text="By the number of the question.")
    language = Words(help_text="BCP 47: the language of the text.")
    original = FileInBase64(required=False, allow_null=True, default=None)


class Recordings(Door):
    @extend_schema(
        operation_id="recordings_create",
        tags=["contributions"],
        summary="Record what arrived by another way",
        description="For the secretariat of the consultation: what came by mail, post, in a meeting or through another "
        "portal. What had arrived in time can be recorded until 10 working days after the close; what arrived later is "
        "marked as late. Its sender is mailed what was recorded. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewRecording,
        examples=[SENT, RECORDED],
        responses={201: WholeContributionSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        given = NewRecording(data=request.data)
        given.is_valid(raise_exception=True)
        said, person = dict(given.validated_data), filer(request)
        original = said.pop("original")

        def act() -> Contribution:
            return recordings.record(
                **said
                | {
                    "by": person,
                    "round": round_for(person, said["round"]),
                    "way": Way(said["way"]),
                    "organization": organization_for(person, said["organization"]),
                    "original": Upload(original["name"], original["content"]) if original else None,
                    "now": timezone.now(),
                }
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        thing = get_object_or_404(readable(person), pk=outcome.thing)
        context = {"request": request, "view": self, "format": self.format_kwarg}
        location = f"{settings.SITE_URL}/api/v1/contributions/{outcome.thing}/"
        body = WholeContributionSerializer(thing, context=context).data
        return Response(body, status=outcome.status, headers={"Location": location})
