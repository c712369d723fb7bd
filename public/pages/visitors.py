from django.http import HttpRequest

from accounts.models import Person


def signed_in(request: HttpRequest) -> Person | None:
    """Who reads, as the reading rules ask for them: None is a stranger."""
    return request.user if request.user.is_authenticated else None
