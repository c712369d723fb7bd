"""What a message is, before it is sent."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Letter:
    """One message to one person: its parts and the headers that are its own."""

    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Short:
    """What a short message says: a subject, a few sentences, one address to go to."""

    subject: str
    sentences: tuple[str, ...]
    link: str


@dataclass(frozen=True)
class Decided:
    """What a mail about a decision says, in its reader's language; nobody who decided is named.

    `place`: titles, each with its language, from the widest to the narrowest. `quoted`: the reason or the question as
    it was given, `introduced` before it. `steps`: what the reader can do next, each with its address.
    """

    subject: str
    place: tuple[tuple[str, str], ...]
    said: tuple[str, ...]
    introduced: str
    quoted: str
    language: str
    meaning: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    number: int | None
    decision_url: str
    thing_url: str
    rules_url: str = ""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits too long, named without a word of what it says."""

    what: str
    is_given: bool
    due: str
    consultation: str
    language: str
    url: str


@dataclass(frozen=True)
class Late:
    """What a reminder says to somebody who decides."""

    subject: str
    said: tuple[str, ...]
    items: tuple[Waiting, ...]
    more: str
    why: str
    queue_url: str


def address() -> str:
    """The address that the site writes from, without a name."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def host() -> str:
    return address().rpartition("@")[2] or "localhost"


def sender(name: str) -> str:
    """The From line: our address under the name of the consultation or of the site."""
    user, _, domain = address().rpartition("@")
    return str(Address(" ".join(name.split()), user, domain) if user else address())


def message_id(*what: object) -> str:
    """The same for the same things, at each attempt, and nobody else can foretell it."""
    key = salted_hmac("digests.message_id", "/".join(str(part) for part in what), algorithm="sha256").hexdigest()
    return f"<{key[:40]}@{host()}>"


def headers(name: str, *what: object) -> dict[str, str]:
    """What every message carries; `name` stands in From, `what` makes the Message-ID."""
    return {
        "From": sender(name),
        "Message-ID": message_id(*what),
        # Nobody's holiday answer is wanted, and no list software should answer either.
        "Auto-Submitted": "auto-generated",
    }
