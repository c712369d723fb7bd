from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from public import reading
from rounds.models import Site
from rounds.permissions import can_use_desk


def site(request: HttpRequest) -> dict[str, object]:
    """What every page needs to know of the installation, its reader and the moment."""
    person = getattr(request, "user", None)
    # Asked once for each page, whatever parts of it name the site.
    described = SimpleLazyObject(lambda: Site.objects.described())
    return {
        "site": described,
        "site_name": SimpleLazyObject(lambda: str(described)),
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        "now": timezone.now(),
        # For `told` and `read_in`: the languages of the reader, and a choice by hand for the links to the same text.
        "wanted": SimpleLazyObject(lambda: reading.wanted(request)),
        "carry": reading.carry(request),
        # Asked only by pages that show the menu of somebody who is signed in.
        "may_use_desk": SimpleLazyObject(lambda: can_use_desk(person) is None),
    }
