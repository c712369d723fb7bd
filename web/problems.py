"""Every error of the API in one shape: application/problem+json (RFC 9457)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_standardized_errors.formatter import flatten_errors
from rest_framework import exceptions, status
from rest_framework.views import set_rollback

from web.once import BadKey, KeyReused
from web.refusals import Conflict, Invalid, NotDone, Refusal, Refused

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: gettext_lazy("This cannot be taken as it is"),
    401: gettext_lazy("Who are you?"),
    403: gettext_lazy("You may not do this"),
    404: gettext_lazy("Nothing here"),
    405: gettext_lazy("This address does not do that"),
    406: gettext_lazy("Only JSON is spoken here"),
    409: gettext_lazy("Not in the present state"),
    412: gettext_lazy("It changed meanwhile"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("Not in a form that is understood here"),
    422: gettext_lazy("This key belongs to another request"),
    428: gettext_lazy("Say what you have read"),
    503: gettext_lazy("Back in a moment"),
}
# What the framework says of a request as a whole, in words that say what to do.
SENTENCES = {
    "authentication_failed": gettext_lazy("The access token is not valid: unknown, expired or revoked."),
    "not_authenticated": gettext_lazy("Send an access token: “Authorization: Bearer …”."),
    "not_found": gettext_lazy(
        "There is nothing here that you may see. Check the address; addresses of the API end with a slash."
    ),
    "not_acceptable": gettext_lazy("Answers are application/json. Ask for that, or leave the Accept header out."),
    "unsupported_media_type": gettext_lazy(
        "Send the body as JSON, with “Content-Type: application/json”; a file as “multipart/form-data”."
    ),
    "parse_error": gettext_lazy(
        "The body is not JSON. Check quotes, commas and its encoding, which is UTF-8. A file is sent as a form."
    ),
}


class ChangedMeanwhile(NotDone):
    """If-Match names another state than the one the thing is in (412). `etag`: of the one it is in."""

    def __init__(self, refusal: Refusal, etag: str) -> None:
        super().__init__(refusal)
        self.etag = etag


class NothingNamed(NotDone):
    """If-Match is missing where one must say what was read (428)."""


STATUS_OF: Mapping[type[NotDone], int] = {
    ChangedMeanwhile: status.HTTP_412_PRECONDITION_FAILED,
    NothingNamed: status.HTTP_428_PRECONDITION_REQUIRED,
    Refused: status.HTTP_403_FORBIDDEN,
    Conflict: status.HTTP_409_CONFLICT,
    Invalid: status.HTTP_400_BAD_REQUEST,
    BadKey: status.HTTP_400_BAD_REQUEST,
    KeyReused: status.HTTP_422_UNPROCESSABLE_ENTITY,
}


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("The body is larger than anything that fits here. Shorten the text.")
    default_code = "too_large"


def unknown(field: str) -> Invalid:
    """An input that names a thing which does not exist, or which the asker may not see: the two look alike."""
    sentence = gettext_lazy("There is no such thing that you may see. Check the id.")
    return Invalid(Refusal("unknown", sentence, field=field))


def problem(status_code: int, code: str, detail: str, errors: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The body of an answer. `errors`: {field, code, detail} each."""
    return {
        "type": f"{settings.SITE_URL}/api/v1/docs/errors#{code}",
        "title": str(TITLES.get(status_code, _("Something broke on our side"))),
        "status": status_code,
        "detail": detail,
        "code": code,
        "errors": [{"field": e["field"], "code": e["code"], "detail": e["detail"]} for e in errors],
    }


def answer(body: dict[str, Any], headers: Mapping[str, str] | None = None) -> HttpResponse:
    return JsonResponse(body, status=body["status"], content_type=MEDIA_TYPE, headers=headers)


def of_not_done(exception: NotDone) -> dict[str, Any]:
    """What an action refused, as the body of an answer."""
    refusal = exception.refusal
    status_code = next(number for kind, number in STATUS_OF.items() if isinstance(exception, kind))
    named = [{"field": refusal.field, "code": refusal.code, "detail": str(refusal)}] if refusal.field else []
    return problem(status_code, refusal.code, str(refusal), named)


def of_api_exception(exception: exceptions.APIException) -> dict[str, Any]:
    """What the framework or an input serializer refused."""
    found = flatten_errors(exception.detail)
    if not isinstance(exception, exceptions.ValidationError):
        code = found[0].code
        return problem(exception.status_code, code, str(SENTENCES.get(code, found[0].detail)))
    # What is wrong with a list as a whole is said of the list.
    named = [(str(e.attr).removesuffix(".non_field_errors"), e) for e in found if e.attr != "non_field_errors"]
    errors = [{"field": name, "code": e.code, "detail": e.detail} for name, e in named]
    if len(found) == 1:
        return problem(exception.status_code, found[0].code, found[0].detail, errors)
    detail = _("%(count)s inputs cannot be taken as they are; each is named in errors.") % {"count": len(found)}
    return problem(exception.status_code, "invalid", detail, errors)


def handle(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The framework's exception handler: refusals become problems, defects go on to Django's own handler."""
    if isinstance(exc, NotDone):
        set_rollback()
        return answer(of_not_done(exc), {"ETag": exc.etag} if isinstance(exc, ChangedMeanwhile) else None)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, RequestDataTooBig):
        exc = TooLarge()
    if not isinstance(exc, exceptions.APIException):
        return None
    set_rollback()
    challenge = getattr(exc, "auth_header", None)
    return answer(of_api_exception(exc), {"WWW-Authenticate": challenge} if challenge else None)
