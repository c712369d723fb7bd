"""More time for a round, through the API: extended before its close, or given back after an outage."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer
from rounds.actions import rounds
from rounds.api.rounds import WIRE, RoundSerializer, made, readable
from rounds.models import Round
from web.doors import Door
from web.fields import Input, Words, ZonedMoment
from web.refusals import Conflict, Refusal
from web.schema import IDEMPOTENCY_KEY, LOCATION, failures

EXTENDED = OpenApiExample(
    "Five days more",
    value={"closes_at": "2027-04-24T00:00:00Z", "reason": "The call reached three regions late."},
    request_only=True,
)
SUPPLEMENTED = OpenApiExample(
    "Two hours were lost",
    value={
        "outage_from": "2027-04-23T20:00:00Z",
        "outage_until": "2027-04-23T22:00:00Z",
        "closes_at": "2027-04-25T00:00:00Z",
        "reason": "The site was away for two hours of the last evening.",
    },
    request_only=True,
)


class NewExtension(Input):
    """More time for a round that is not over."""

    closes_at = ZonedMoment(help_text="Later than the round closes now.")
    reason = Words(help_text="Everybody reads it.")


class NewSupplement(Input):
    """A round that gives back the time that an outage took from a closed one."""

    outage_from = ZonedMoment(help_text="When the outage began.")
    outage_until = ZonedMoment(help_text="When it was over; more than 15 minutes of the round's last 6 hours.")
    opens_at = ZonedMoment(required=False, allow_null=True, default=None, help_text="At once unless said.")
    closes_at = ZonedMoment()
    reason = Words(help_text="Everybody reads it beside the new round.")


class Extensions(Door):
    @extend_schema(
        operation_id="rounds_extend",
        tags=["consultations"],
        summary="Give a round more time",
        description="For the secretariat of the consultation, before the round closes and with a reason. Within "
        "48 hours of the close it takes two people: then this answers 409 `second_person_needed`, and a second one is "
        "asked at `/api/v1/moderation/motions/`. The answer is the round. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewExtension,
        examples=[EXTENDED, WIRE],
        responses={201: RoundSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        round = get_object_or_404(readable(person), pk=id)
        given = NewExtension(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data

        def extend() -> Round:
            try:
                return rounds.extend(by=person, round=round, **said).round
            except Conflict as error:
                if error.refusal.code != "second_person_needed":
                    raise
                raise Conflict(
                    Refusal(
                        "second_person_needed",
                        _(
                            "Within 48 hours of the close, more time takes two people. Ask a second one at "
                            "%(address)s, or at the desk."
                        ),
                        {"address": "/api/v1/moderation/motions/"},
                    )
                ) from error

        return made(request, extend)


class Supplement(Door):
    @extend_schema(
        operation_id="rounds_supplement",
        tags=["consultations"],
        summary="Give back the time that an outage took",
        description="For the secretariat of the consultation: a closed round is not opened again, so the time is given "
        "back in a round of its own, which asks the same and takes comments on the same texts. The answer is the new "
        "round. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewSupplement,
        examples=[SUPPLEMENTED, WIRE],
        responses={201: RoundSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        round = get_object_or_404(readable(person), pk=id)
        given = NewSupplement(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        return made(request, lambda: rounds.supplement(by=person, round=round, now=timezone.now(), **said))
