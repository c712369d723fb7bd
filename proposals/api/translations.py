"""Further languages of a consultation, a round, a question or a text, through the API."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer
from accounts.models import Person
from proposals.actions import translations as text_translations
from proposals.models import Proposal
from rounds.actions import translations
from rounds.actions.translations import Thing
from rounds.models import Consultation, Question, Round
from rounds.rules.translations import FIELDS
from web.doors import Door
from web.fields import Input, OneOf, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import IDEMPOTENCY_KEY, PROPOSAL, example, failures

# The words that each kind of thing has.
WORDS = {**FIELDS, "text": ("title", "text")}
OF = [(kind, kind) for kind in WORDS]
ALL = sorted({name for names in WORDS.values() for name in names})
ANSWER = {"of": "text", "id": PROPOSAL, "language": "fr", "languages": ["en", "fr"]}


@extend_schema_serializer(examples=[example(**ANSWER)])
class TranslationSerializer(serializers.Serializer[Any]):
    """What can be read in which languages now."""

    of = serializers.ChoiceField([(kind, kind) for kind in WORDS])
    id = serializers.UUIDField()
    language = serializers.CharField(help_text="The one that was brought in.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="All, the authentic one first.")


class Place(Input):
    """Which words, in which language."""

    of = OneOf(OF, help_text="What is translated; `text` is one that is up for comment.")
    id = Reference(help_text="Its id.")
    language = Words(help_text="BCP 47; not the authentic one.")


class NewTranslation(Place):
    """Words in a further language. What the authentic version says must be said, and nothing else."""

    title = Words(required=False, default="", help_text="Of a consultation, a round or a text.")
    summary = Words(required=False, default="", help_text="Of a consultation or a round.")
    text = Words(
        required=False,
        default="",
        help_text="Of a question; of a text all its paragraphs as Markdown, under the numbers of the authentic text.",
    )
    help = Words(required=False, default="", help_text="Of a question.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        wrong = {
            name: [ErrorDetail(str(_("What is translated has no such words.")), "nothing_to_translate")]
            for name in ALL
            if attrs.get(name) and name not in WORDS[attrs["of"]]
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return attrs


IN_FRENCH = OpenApiExample(
    "A text in French",
    value={
        "of": "text",
        "id": PROPOSAL,
        "language": "fr",
        "title": "Agir ensemble",
        "text": "1. Le Forum décide.\n\n2. Chaque question est proposée à un organe qui existe.",
    },
    request_only=True,
)
GONE = OpenApiExample("The French one", value={"of": "text", "id": PROPOSAL, "language": "fr"}, request_only=True)


def _thing(person: Person, of: str, id: UUID) -> Thing | Proposal:
    """What is translated, as far as the person may read it."""
    found: Thing | Proposal | None
    match of:
        case "consultation":
            found = Consultation.objects.visible_to(person).filter(pk=id).first()
        case "round":
            found = Round.objects.visible_to(person).select_related("consultation").filter(pk=id).first()
        case "question":
            found = Question.objects.visible_to(person).select_related("round__consultation").filter(pk=id).first()
        case _:
            found = Proposal.objects.visible_to(person).select_related("consultation").filter(pk=id).first()
    if found is None:
        raise unknown("id")
    return found


def _answer(thing: Thing | Proposal, said: dict[str, Any]) -> Response:
    others = sorted(thing.translations.values_list("language", flat=True))
    shown = {"of": said["of"], "id": thing.pk, "language": said["language"], "languages": [thing.language, *others]}
    return Response(TranslationSerializer(shown).data)


class Translations(Door):
    @extend_schema(
        operation_id="translations_create",
        tags=["consultations"],
        summary="Bring in words in a further language",
        description="For the secretariat of the consultation, of a text also for those who hold the pen; at any time, "
        "after the close too. All paragraphs of a text are brought in or none; what stood there in this language is "
        "replaced. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=NewTranslation,
        examples=[IN_FRENCH, example(**ANSWER)],
        responses={200: TranslationSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewTranslation(data=request.data)
        given.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(given.validated_data)
        thing = _thing(person, said["of"], said["id"])
        common = {"by": person, "language": said["language"], "now": timezone.now()}

        def act() -> Thing | Proposal:
            if isinstance(thing, Proposal):
                return text_translations.translate(**common, proposal=thing, title=said["title"], text=said["text"])
            words = {name: said[name] for name in WORDS[said["of"]]}
            return translations.translate(**common, thing=thing, said=words)

        once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        return _answer(thing, said)


class RemoveTranslation(Door):
    @extend_schema(
        operation_id="translations_remove",
        tags=["consultations"],
        summary="Take a further language away",
        description="For the secretariat of the consultation, of a text also for those who hold the pen. What was said "
        "about the text stays. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=Place,
        examples=[GONE, example(**ANSWER | {"languages": ["en"]})],
        responses={200: TranslationSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = Place(data=request.data)
        given.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(given.validated_data)
        thing = _thing(person, said["of"], said["id"])
        common = {"by": person, "language": said["language"], "now": timezone.now()}

        def act() -> Thing | Proposal:
            if isinstance(thing, Proposal):
                return text_translations.remove(**common, proposal=thing)
            return translations.remove(**common, thing=thing)

        once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        return _answer(thing, said)
