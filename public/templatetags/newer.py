"""What the author of a shown text is told of newer words that wait for a moderator; nobody else reads of them."""

from typing import Any

from django import template
from django.template import Context

from contributions.models import Attachment, Contribution
from rounds.rules import versions

register = template.Library()


@register.inclusion_tag("_parts/newer.html", takes_context=True)
def newer_words(context: Context, thing: Any) -> dict[str, Any]:
    """`{% newer_words comment %}`: nothing where none wait, and nothing for anybody but the author."""
    user = context.get("user")
    if thing.waiting_version is None or user is None or not user.is_authenticated or thing.author_id != user.pk:
        return {}
    is_contribution = isinstance(thing, Contribution)
    newer = versions.waiting(list(thing.versions.all()), thing.waiting_version)
    files = Attachment.objects.visible_to(user).filter(contribution=thing.pk, waits=True) if is_contribution else None
    return {
        "thing": thing,
        "hours": thing.consultation.decides_within,
        "newer": newer,
        "answers": sorted(newer.answers.items(), key=lambda one: int(one[0]))
        if newer is not None and is_contribution
        else [],
        "files": list(files) if files is not None else [],
    }
