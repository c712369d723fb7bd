"""Comments and contributions as the desk meets them: by kind and id, in the words their authors filed."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.models import Contribution, ContributionVersion
from moderation.actions import decisions
from moderation.models import Decision
from proposals.models import Comment, CommentVersion
from web.refusals import Conflict, Refusal

Thing = Comment | Contribution
Version = CommentVersion | ContributionVersion


def load(kind: str, id: UUID, viewer: Person) -> Thing:
    """The thing among those the person may read; 404 for any other, and for an unknown kind."""
    match kind:
        case "comment":
            return get_object_or_404(Comment.objects.visible_to(viewer).with_people(), pk=id)
        case "contribution":
            return get_object_or_404(Contribution.objects.visible_to(viewer).with_people(), pk=id)
        case _:
            raise Http404


def last_version(thing: Thing) -> Version | None:
    """The words as filed last; None where they were erased."""
    return thing.versions.order_by("-number").first()


def last_decision(thing: Thing) -> Decision | None:
    about = Q(comment=thing.pk) | Q(contribution=thing.pk)
    return Decision.objects.filter(about).select_related("entry", "by").order_by("-at", "id").first()


def publish(*, by: Person, thing: Thing, version: int | None, now: datetime) -> Decision:
    """Publish what was read, and not what its author corrected meanwhile."""
    require_version(thing, version)
    return decisions.publish(by=by, thing=thing, now=now)


def require_version(thing: Thing, version: int | None) -> None:
    """Nobody decides about words they have not read."""
    last = last_version(thing)
    if version is not None and last is not None and last.number != version:
        raise Conflict(
            Refusal(
                "corrected_meanwhile",
                _("Its author corrected the text since you opened the page. Read it again before you decide."),
            )
        )
