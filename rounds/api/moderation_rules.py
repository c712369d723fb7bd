"""Under which rules a consultation is moderated, through the API: what holds, what was changed, and changing it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from rounds.actions import moderation_rules
from rounds.api.questions import Count
from rounds.models import Consultation, Rule, RulesChange
from rounds.rules.moderation import AT_MOST, LONGEST, MEANING_LIMIT, NAME_LIMIT, SHORTEST, Ground, Originals, Wanted
from web.doors import Door
from web.fields import EMPTY, MISSING, Input, Moment, OneOf, Words
from web.once import once
from web.schema import IDEMPOTENCY_KEY, example, failures

# The newest changes that an answer holds; the public record has all.
CHANGES = 100
GROUNDS = [("", "none"), *Ground.choices]
RULE = {
    "number": 2,
    "name": "No private persons",
    "meaning": "A text does not name private persons or show their personal data.",
    "ground": "personal_data",
    "originals": "destroyed",
}
HELD = {"moderation": "after", "reads_first_texts": False, "decides_within": 48, "rules": [RULE]}
WIRE = example(
    **HELD,
    consultation="who-acts-next",
    ended=[],
    changed=1,
    changes=[
        {
            "number": 214,
            "at": "2027-02-03T16:05:12.480000Z",
            "reason": "The hosts agreed on two days.",
            "before": {**HELD, "decides_within": 72},
            "after": HELD,
        }
    ],
)
SENT = OpenApiExample(
    "Read first",
    value={
        **HELD,
        "moderation": "before",
        "rules": [RULE, {"name": "No threats", "meaning": "", "ground": "danger"}],
        "reason": "Threats were sent.",
        "known": 1,
    },
    request_only=True,
)


class Yes(serializers.BooleanField):
    """True or false, sent as such."""

    default_error_messages = {"required": MISSING, "null": EMPTY}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class RuleSerializer(serializers.Serializer[Any]):
    """A numbered rule in words that people read."""

    number = serializers.IntegerField(help_text="Given to no other rule of the consultation.")
    name = serializers.CharField()
    meaning = serializers.CharField(help_text="May be empty.")
    ground = serializers.ChoiceField(GROUNDS, help_text="For what one moderator alone may hold a text under it.")
    originals = serializers.ChoiceField(
        Originals.choices, help_text="What becomes of personal data that is taken out of a text under it."
    )


class HeldSerializer(serializers.Serializer[Any]):
    """What holds, or held."""

    moderation = serializers.ChoiceField(Consultation.Moderation.choices)
    reads_first_texts = serializers.BooleanField(
        help_text="Whether the first text of somebody for whom no organization vouches is read by a moderator first."
    )
    decides_within = serializers.IntegerField(help_text="Hours within which the secretariat decides what waits.")
    rules = RuleSerializer(many=True)


class RulesChangeSerializer(serializers.Serializer[RulesChange]):
    """What was changed, and why."""

    number = serializers.IntegerField(source="entry.seq", allow_null=True, help_text="Number in the public record.")
    at = Moment()
    reason = serializers.CharField(help_text="In the consultation’s language.")
    before = HeldSerializer()
    after = HeldSerializer()


@extend_schema_serializer(examples=[WIRE])
class RulesSerializer(HeldSerializer):
    """The rules under which a consultation is moderated."""

    consultation = serializers.CharField(help_text="Its slug.")
    ended = RuleSerializer(many=True, help_text="Rules that hold no more; decisions may name them.")
    changed = serializers.IntegerField(help_text="How often they were changed.")
    changes = RulesChangeSerializer(many=True, help_text=f"The newest first, at most {CHANGES}.")


class WantedRule(Input):
    """A rule that shall hold."""

    number = Count(required=False, allow_null=True, default=None, help_text="Of a rule that holds; null for a new one.")
    name = Words(help_text=f"At most {NAME_LIMIT} characters.")
    meaning = Words(required=False, default="", help_text=f"At most {MEANING_LIMIT:,} characters.")
    ground = OneOf(GROUNDS, required=False, default="")
    originals = OneOf(Originals.choices, required=False, default=Originals.SEALED.value)


class ChangedRules(Input):
    """All that shall hold. A rule that is left out ends."""

    moderation = OneOf(Consultation.Moderation.choices)
    reads_first_texts = Yes()
    decides_within = Count(help_text=f"Hours, {SHORTEST} to {LONGEST}.")
    rules = WantedRule(many=True, help_text=f"1 to {AT_MOST}.")
    reason = Words(help_text="Everybody reads it.")
    known = Count(
        required=False, allow_null=True, default=None, help_text="`changed` as you know it; 409 where it is higher."
    )


def _rules(rules: "list[Rule]") -> list[dict[str, Any]]:
    return list(RuleSerializer(rules, many=True).data)


def _answer(person: Person | None, consultation: Consultation) -> Response:
    every = list(Rule.objects.visible_to(person).filter(consultation=consultation))
    changes = RulesChange.objects.visible_to(person).filter(consultation=consultation).select_related("entry")
    newest: Any = changes[:CHANGES]
    body = {
        "consultation": consultation.slug,
        "moderation": consultation.moderation,
        "reads_first_texts": consultation.reads_first_texts,
        "decides_within": consultation.decides_within,
        "rules": _rules([rule for rule in every if rule.ended_at is None]),
        "ended": _rules([rule for rule in every if rule.ended_at is not None]),
        "changed": changes.count(),
        "changes": RulesChangeSerializer(newest, many=True).data,
    }
    return Response(body)


class ConsultationRules(Door):
    writes_with = "moderate"

    @extend_schema(
        operation_id="rules_retrieve",
        tags=["consultations"],
        summary="Read the rules of a consultation",
        description="When moderators read, how fast it is decided, the numbered rules, and what was changed in them.",
        responses={200: RulesSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, slug: str) -> Response:
        person = viewer(request)
        return _answer(person, get_object_or_404(Consultation.objects.visible_to(person), slug=slug))

    @extend_schema(
        operation_id="rules_change",
        tags=["consultations"],
        summary="Change the rules of a consultation",
        description="For its secretariat: all that shall hold, with a reason. One entry in the public record, with the "
        "old rules beside the new ones. Texts that wait go on waiting. Needs the scope `moderate`.",
        parameters=[IDEMPOTENCY_KEY],
        request=ChangedRules,
        examples=[SENT, WIRE],
        responses={200: RulesSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def put(self, request: Request, slug: str) -> Response:
        person = filer(request)
        consultation = get_object_or_404(Consultation.objects.visible_to(person), slug=slug)
        given = ChangedRules(data=request.data)
        given.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(given.validated_data)
        said["rules"] = [Wanted(**rule) for rule in said["rules"]]
        said["moderation"] = Consultation.Moderation(said["moderation"])

        def act() -> Consultation:
            return moderation_rules.change(by=person, consultation=consultation, now=timezone.now(), **said)

        once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        return _answer(person, Consultation.objects.get(pk=consultation.pk))
