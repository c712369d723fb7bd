"""What every address of the API does alike."""

from collections.abc import Sequence
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import BaseParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from web import conditional


class JsonBody(JSONParser):
    """JSON, however deep somebody nests it."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError from None


class Door(APIView):
    """One address of the API."""

    parser_classes: Sequence[type[BaseParser]] = (JsonBody,)
    # The scopes that a token needs here.
    reads_with = "read"
    writes_with = "comment"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        # Read as a whole before anything parses it: the size is checked, and the bytes stay for the idempotency key.
        _body = request._request.body

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        conditional.mark(request._request, final)
        return final


class UploadDoor(Door):
    """One address of the API that takes a file. Its size is checked before it is read, as that of a form."""

    parser_classes = (MultiPartParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super(Door, self).initial(request, *args, **kwargs)


class ListDoor(Door, ListModelMixin, GenericAPIView[Any]):
    """GET gives `{results, next, previous}`."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)


class ThingDoor(Door, RetrieveModelMixin, GenericAPIView[Any]):
    """GET gives one thing, or 404 where it does not exist for the asker."""

    filter_backends = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.retrieve(request, *args, **kwargs)


class NowhereDoor(Door):
    """Any address that is none: 404 in the API's own form, after a wrong token was refused."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.http_method_names = [request.method.lower()]
        setattr(self, request.method.lower(), self.nothing)
        return super().dispatch(request, *args, **kwargs)

    def nothing(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise NotFound
