"""In which language the API answers: the authentic one unless `?language=` asks for another."""

from typing import Any

from django.utils.translation import gettext as _
from django_filters.rest_framework import CharFilter
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from texts.rules import languages

HELP = (
    "BCP 47: give the words in this language where they are there, else in another of the same language, else in the "
    "authentic one. `language` says in which they are."
)
LANGUAGE = OpenApiParameter("language", str, description=HELP)


class ReadIn(CharFilter):
    """Chooses the language of the answer, and leaves nothing out of the list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=HELP, **kwargs)

    def filter(self, queryset: Any, value: Any) -> Any:
        return queryset


def wanted(request: Request | None) -> list[str]:
    """What `?language=` asks for; 400 for what is no language."""
    asked = request.query_params.get("language", "") if request is not None else ""
    if not asked:
        return []
    tag = languages.canonical(asked)
    if tag is None:
        sentence = _("“%(tag)s” is not a language we know. Use a tag such as en, fr or zh-Hant.") % {"tag": asked[:35]}
        raise ValidationError({"language": [ErrorDetail(sentence, "language_unknown")]})
    return [tag]


class Translated(serializers.Serializer[Any]):
    """A thing whose words may stand in several languages. `told`: the names of those words."""

    told: tuple[str, ...] = ()

    language = serializers.CharField(help_text="BCP 47: of these words; asked for by `?language=`.")
    authentic_language = serializers.CharField(
        source="language", help_text="The one that counts where versions differ."
    )
    languages = serializers.SerializerMethodField(help_text="Those in which it can be read, the authentic one first.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_languages(self, thing: Any) -> list[str]:
        return [thing.language, *sorted(row.language for row in thing.translations.all())]

    def get_fields(self) -> dict[str, Any]:
        """What each thing is stands before the languages that it has."""
        fields: dict[str, Any] = super().get_fields()
        return fields | {name: fields.pop(name) for name in ("language", "authentic_language", "languages")}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().to_representation(instance)
        words = instance.told(wanted(self.context.get("request")))
        if words is not instance:
            data |= {name: getattr(words, name) or data[name] for name in self.told} | {"language": words.language}
        return data
