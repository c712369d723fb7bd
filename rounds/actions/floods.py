"""A step of every filing: what could be a flood from a new account is read by a moderator first."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import Person
from rounds.models import WaitingFor
from rounds.rules import floods


def reads_first(
    *, author: Person | None, standing: str, texts: list[str], at: datetime, filed: Callable[[], int]
) -> WaitingFor | None:
    """What comes fast or full of links from an account that is new and that nobody vouches for.

    `standing` and `at` as filed; `filed` counts what the author had filed before, and is asked only where that tells.
    """
    if author is None or not floods.could_flood(author.joined_at, standing, at):
        return None
    if floods.has_many_links(*texts):
        return WaitingFor.MODERATOR
    if not floods.in_first_hour(author.joined_at, at):
        return None
    return WaitingFor.MODERATOR if filed() >= floods.AT_ONCE else None


def one_after_the_other(author: Person) -> None:
    """What somebody sends side by side is counted one after the other, until the transaction ends."""
    Person.objects.get_queryset().select_for_update(no_key=True).get(pk=author.pk)
