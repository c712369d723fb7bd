"""Wordings that moderators start from. They are no act of the public record: what was said with them is."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from moderation.models import Template
from moderation.permissions import can_word
from rounds.models import Consultation, Rule
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def add(
    *,
    by: Person,
    consultation: Consultation | None,
    rule: int | None,
    language: str,
    name: str,
    text: str,
    now: datetime,
) -> Template:
    """A wording for one consultation, or with None for all; for one rule of it, or with None for any."""
    require(can_word(by, consultation))
    said = _checked(consultation, rule, language, name, text)
    return _saved(Template(id=uuid4(), consultation=consultation, changed_at=now, **said))


@transaction.atomic(savepoint=False)
def change(
    *, by: Person, template: Template, rule: int | None, language: str, name: str, text: str, now: datetime
) -> Template:
    """The wording in other words. What was decided with it stays as it was said."""
    require(can_word(by, template.consultation))
    present = _present(template)
    for field, value in _checked(present.consultation, rule, language, name, text).items():
        setattr(present, field, value)
    present.changed_at = now
    return _saved(present)


@transaction.atomic(savepoint=False)
def remove(*, by: Person, template: Template) -> Template:
    """Take a wording away. Nothing that was said with it changes."""
    require(can_word(by, template.consultation))
    key = _present(template).pk
    Template.objects.filter(pk=key).delete()
    return template


def _present(template: Template) -> Template:
    found = Template.objects.select_for_update(of=("self",)).filter(pk=template.pk).first()
    if found is None:
        raise Conflict(Refusal("template_gone", _("This wording was taken away meanwhile.")))
    return found


def _checked(
    consultation: Consultation | None, rule: int | None, language: str, name: str, text: str
) -> dict[str, object]:
    if rule is not None and rule not in {held.number for held in Rule.objects.of(consultation)}:
        raise Invalid(Refusal("rule_unknown", _("Choose one of the rules, or none."), field="rule"))
    line = spaces.line(name)
    if spaces.is_blank(line):
        raise Invalid(Refusal("name_missing", _("Give the wording a name by which you find it."), field="name"))
    words.check_length(line, limit=Template.NAME_LIMIT, field="name")
    return {
        "rule_number": rule,
        "language": words.checked_language(language),
        "name": line,
        "text": words.checked(text, limit=Template.TEXT_LIMIT),
    }


def _saved(template: Template) -> Template:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise Invalid(
            Refusal(
                "template_name_taken",
                _("There is a wording of this name in this language already. Choose another name."),
                field="name",
            )
        ) from None
    return template
