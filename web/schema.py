"""How the API describes itself: the shape of its errors, said once."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from web import problems

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Choose a new one, such as a UUID, for each text, and send the same again when you do not know "
    "whether a request arrived: nothing is filed twice, and you get the first answer. Kept for 48 hours.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The `ETag` of the thing as you read it. Nobody decides about words they have not read: where it "
    "changed meanwhile the answer is 412, with its new `ETag`; without this header it is 428.",
)
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[201], description="Address of what was filed, in the API."
)

# Ids that the examples share, so that they can be read together.
ROUND = "3f0b6c9e-5d0a-4f6e-9a41-1c2d3e4f5a6b"
PROPOSAL = "9c1d5a52-7f0e-4a3b-8a6d-2b3c4d5e6f70"
PARAGRAPH = "0a4b8c6d-1e2f-4a5b-9c7d-8e9f0a1b2c3d"
COMMENT = "5e6f7081-92a3-4b4c-8d5e-6f708192a3b4"
CONTRIBUTION = "c2d3e4f5-a6b7-4c8d-9e0f-1a2b3c4d5e6f"
ORGANIZATION = "7d8e9fa0-b1c2-4d3e-8f4a-5b6c7d8e9fa0"
PERSON = "e4f5a6b7-c8d9-4eaf-8b1c-2d3e4f5a6b7c"


def example(**value: Any) -> OpenApiExample:
    """What one answer looks like; `value` has every field."""
    return OpenApiExample("Example", value=value, response_only=True, status_codes=["200", "201"])


# status -> (code, what the example says, field of the example)
EXAMPLES: dict[int, tuple[str, str, str | None]] = {
    400: ("unknown", "There is no such thing that you may see. Check the id.", "round"),
    401: ("authentication_failed", str(problems.SENTENCES["authentication_failed"]), None),
    403: ("scope_missing", "This token lacks the scope “comment”.", None),
    404: ("not_found", str(problems.SENTENCES["not_found"]), None),
    409: ("round_not_open", "This round opens on Monday 5 April, 00:00:00 UTC. Your text was not filed.", None),
    412: ("decided_meanwhile", "Somebody else decided about this since you read it.", None),
    413: ("too_large", str(problems.TooLarge.default_detail), None),
    415: ("unsupported_media_type", str(problems.SENTENCES["unsupported_media_type"]), None),
    422: ("idempotency_key_reused", "This idempotency key was already used for another request.", None),
    428: ("if_match_required", "Send the header If-Match with the ETag of what you read.", None),
}
MEANING = {
    400: "An input or filter cannot be taken; each is named in `errors`.",
    401: "No valid access token. A wrong token is refused on public addresses too.",
    403: "You may not do this: the scope is missing, the capacity is not held, or you do not take part here.",
    404: "There is no such thing, or you may not see it: the two look alike.",
    409: "Not in the present state: the round is not open, or does not take this.",
    412: "The thing is not any more as you read it; the detail says what changed, the header `ETag` names its state.",
    413: "The body is too large.",
    415: "The body is not JSON, or not multipart/form-data where a file is sent.",
    422: "The idempotency key was used for another request.",
    428: "The header `If-Match` is missing.",
}


class ProblemErrorSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="The input or filter.")
    code = serializers.CharField(help_text="Stable name of what is wrong with it.")
    detail = serializers.CharField(help_text="A sentence that says what to do.")


class ProblemSerializer(serializers.Serializer[Any]):
    """An error, as RFC 9457 has it."""

    type = serializers.URLField(help_text="Address of the page that explains this error.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence that says what to do.")
    code = serializers.CharField(help_text="Stable name of the error; decide by this one.")
    errors = ProblemErrorSerializer(  # type: ignore[assignment]  # a field may bear this name
        many=True, help_text="Empty where no single input is at fault."
    )


class Schema(AutoSchema):
    """Reading needs no token where the thing is public, and the schema says so."""

    def get_auth(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super().get_auth()
        is_public = self.method in SAFE_METHODS and getattr(self.view, "reads_with", "read") == "read"
        return [{}, *found] if is_public else found


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
