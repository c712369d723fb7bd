"""When texts of a new account look like a flood. Words are never refused for it; a moderator reads them first."""

import re
from datetime import datetime, timedelta

# An account is new for a day. In its first hour ten texts are shown at once, and of a new account's texts those
# with at most two links.
NEW_FOR = timedelta(days=1)
FIRST_HOUR = timedelta(hours=1)
AT_ONCE = 10
LINKS = 2
UNVOUCHED = frozenset({"address", "unconfirmed"})
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


def could_flood(joined_at: datetime, standing: str, at: datetime) -> bool:
    """Whether an account is new and no organization vouches for it; `standing` as filed."""
    return standing in UNVOUCHED and at < joined_at + NEW_FOR


def is_full_of_links(joined_at: datetime, standing: str, at: datetime, *texts: str) -> bool:
    """Whether texts of a new account, also when they are corrected, are read first for their links."""
    return could_flood(joined_at, standing, at) and has_many_links(*texts)


def in_first_hour(joined_at: datetime, at: datetime) -> bool:
    return at < joined_at + FIRST_HOUR


def has_many_links(*texts: str) -> bool:
    """Whether the texts together hold more than two addresses of pages."""
    return sum(len(_LINK.findall(text)) for text in texts) > LINKS
