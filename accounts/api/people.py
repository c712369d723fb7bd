from rest_framework import serializers

from accounts.models import Person


class AuthorSerializer(serializers.Serializer[Person]):
    """Whoever wrote a text: never more than the name, and never the address."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Person.Kind.choices)
