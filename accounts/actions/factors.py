from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.models import Person


@transaction.atomic(savepoint=False)
def take_away(*, person: Person) -> int:
    """Take every second factor from an account whose owner lost them; returns how many there were.

    For whoever holds the machine: on the pages people take away their own, and need one to get there.
    """
    return Authenticator.objects.filter(user=person).delete()[0]
