import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import translation

from moderation.rules.wordings import WORDINGS, id_of
from rounds.models import Consultation, Office, Rule
from rounds.rules.moderation import RULES

if TYPE_CHECKING:
    from accounts.models import Person


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, viewer: "Person | None") -> "TemplateQuerySet":
        """Those of the consultations that somebody moderates, and those for all where they moderate any."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        moderated = Office.objects.moderated_by(viewer)
        for_all = Q(consultation__isnull=True) if moderated.exists() or _of_the_site(viewer) else Q(pk__in=[])
        return self.filter(Q(consultation__in=moderated) | for_all)

    def templates_for(self, person: "Person", consultation: Consultation | None, language: str) -> "list[Template]":
        """What moderators of this consultation start from, for an author of this language.

        In the author's language first, then the consultation's, then English; those of the consultation before those
        for all. Where nobody wrote one for a rule that a consultation begins with, the wording we come with.
        """
        wanted = list(dict.fromkeys([language, language.partition("-")[0], _language(consultation), "en"]))
        of_it = Q(consultation=consultation) if consultation is not None else Q(pk__in=[])
        rows = list(self.visible_to(person).filter(of_it | Q(consultation__isnull=True), language__in=wanted))
        written = {(row.language, row.rule_number) for row in rows}
        rows += [given for given in _given(consultation, wanted) if (given.language, given.rule_number) not in written]
        return sorted(
            rows,
            key=lambda row: (
                wanted.index(row.language),
                row.rule_number is None,
                row.rule_number or 0,
                row.consultation_id is None,
                row.name,
            ),
        )


class Template(models.Model):
    """A wording that moderators start from when they give a reason or ask an author. Theirs alone to read."""

    NAME_LIMIT, TEXT_LIMIT = 100, 2_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None: for all consultations.
    consultation = models.ForeignKey("rounds.Consultation", null=True, on_delete=models.PROTECT, related_name="+")
    # The rule for which it is meant; None: for any.
    rule_number = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=35)
    name = models.CharField(max_length=NAME_LIMIT)
    text = models.TextField()
    changed_at = models.DateTimeField()

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["language", "rule_number", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "language", "name"], nulls_distinct=False, name="template_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


def _language(consultation: Consultation | None) -> str:
    return consultation.language if consultation is not None else "en"


def _of_the_site(person: "Person") -> bool:
    return Office.objects.held_by(person).filter(consultation__isnull=True, hosting_body__isnull=True).exists()


def _given(consultation: Consultation | None, wanted: list[str]) -> list[Template]:
    """Wordings that stand in no table, for those rules of a consultation that are still the ones it began with."""
    with translation.override(_language(consultation)):
        begun = {given.number: str(given.name) for given in RULES}
    if consultation is not None:
        held = {rule.number: rule.name for rule in Rule.objects.of(consultation)}
        begun = {number: name for number, name in begun.items() if held.get(number) == name}
    return [
        Template(id=id_of(language, number), rule_number=number, language=language, name=name, text=text)
        for language in wanted
        for number, (name, text) in WORDINGS.get(language, {}).items()
        if number in begun
    ]
