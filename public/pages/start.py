"""Where somebody begins after signing in: at the page of what concerns them most."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Affiliation, Person
from contributions.models import Contribution, ContributionDraft
from digests.models import Follow
from proposals.models import Comment, CommentDraft, Endorsement
from public.pages.organizations import to_answer, to_release
from public.pages.visitors import signed_in
from rounds.models import Round
from rounds.permissions import can_use_desk


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    return HttpResponseRedirect(_begin(person) if person is not None else reverse("home"))


def _begin(person: Person) -> str:
    """First the desk, then what waits for their answer, drafts, endorsements, their texts, what they follow."""
    now = timezone.now()
    if can_use_desk(person) is None:
        return reverse("desk")
    if to_release(person, now) or to_answer(person):
        return reverse("my_organizations")
    open_rounds = Round.objects.visible_to(person).open_at(now).select_related("consultation")
    written = Q(pk__in=CommentDraft.objects.filter(person=person).values("round")) | Q(
        pk__in=ContributionDraft.objects.filter(person=person).values("round")
    )
    round = open_rounds.filter(written).order_by("closes_at").first()
    if round is not None:
        return reverse("my_response", args=[round.consultation.slug, round.number])
    bodies = Affiliation.objects.focal_points().filter(person=person).values("organization")
    given = Endorsement.objects.visible_to(person).filter(comment__organization__in=bodies, round__in=open_rounds)
    last = given.order_by("-given_at").first()
    if last is not None:
        return reverse("comment_endorsements", args=[last.comment_id])
    if Comment.objects.filter(author=person).exists() or Contribution.objects.filter(author=person).exists():
        return reverse("me")
    return reverse("follows" if Follow.objects.visible_to(person).current().exists() else "home")


urlpatterns = [path("me/start/", start, name="start")]
