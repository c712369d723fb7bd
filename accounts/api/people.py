from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from accounts.models import Person


class AuthorSerializer(serializers.Serializer[Person]):
    """Whoever wrote a text: never more than the name, and never the address."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Person.Kind.choices)


def viewer(request: Request) -> Person | None:
    """Who reads; None is a stranger."""
    return request.user if request.user.is_authenticated else None


def filer(request: Request) -> Person:
    """Who files something; nobody does so unnamed (401)."""
    person = viewer(request)
    if person is None:
        raise NotAuthenticated
    return person
