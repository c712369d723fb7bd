"""How the API describes itself: the shape of its errors, said once."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from web import problems

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Choose a new one, such as a UUID, for each text, and send the same again when you do not know "
    "whether a request arrived: nothing is filed twice, and you get the first answer. Kept for 48 hours.",
)
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[201], description="Address of what was filed, in the API."
)

# status -> (code, what the example says, field of the example)
EXAMPLES: dict[int, tuple[str, str, str | None]] = {
    400: ("unknown", "There is no such thing that you may see. Check the id.", "round"),
    401: ("authentication_failed", str(problems.SENTENCES["authentication_failed"]), None),
    403: ("scope_missing", "This token lacks the scope “comment”.", None),
    404: ("not_found", str(problems.SENTENCES["not_found"]), None),
    409: ("round_not_open", "This round opens on Monday 5 April, 00:00:00 UTC. Your text was not filed.", None),
    413: ("too_large", str(problems.TooLarge.default_detail), None),
    415: ("unsupported_media_type", str(problems.SENTENCES["unsupported_media_type"]), None),
    422: ("idempotency_key_reused", "This idempotency key was already used for another request.", None),
}
MEANING = {
    400: "An input or filter cannot be taken; each is named in `errors`.",
    401: "No valid access token. A wrong token is refused on public addresses too.",
    403: "You may not do this: the scope is missing, the capacity is not held, or you do not take part here.",
    404: "There is no such thing, or you may not see it: the two look alike.",
    409: "Not in the present state: the round is not open, or does not take this.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The idempotency key was used for another request.",
}


class ProblemErrorSerializer(serializers.Serializer):  # type: ignore[type-arg]
    field = serializers.CharField(help_text="The input or filter.")
    code = serializers.CharField(help_text="Stable name of what is wrong with it.")
    detail = serializers.CharField(help_text="A sentence that says what to do.")


class ProblemSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """An error, as RFC 9457 has it."""

    type = serializers.URLField(help_text="Address of the page that explains this error.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence that says what to do.")
    code = serializers.CharField(help_text="Stable name of the error; decide by this one.")
    errors = ProblemErrorSerializer(many=True, help_text="Empty where no single input is at fault.")


def failures(*statuses: int) -> dict[Any, Any]:
    """Error responses for `extend_schema`, each with its example."""
    return {(status, problems.MEDIA_TYPE): _failure(status) for status in statuses}


def _failure(status: int) -> OpenApiResponse:
    code, detail, field = EXAMPLES[status]
    named = [{"field": field, "code": code, "detail": detail}] if field else []
    return OpenApiResponse(
        ProblemSerializer,
        description=MEANING[status],
        examples=[
            OpenApiExample(
                code,
                value=problems.problem(status, code, detail, named),
                response_only=True,
                status_codes=[str(status)],
                media_type=problems.MEDIA_TYPE,
            )
        ],
    )
