"""What a receipt says: the fingerprint of the words, and what becomes of them now."""

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _

from rounds.rules import days


def fingerprint(*texts: str) -> str:
    """SHA-256 of the words as filed, in hexadecimal, in eight groups of eight.

    Several texts (title, text, answers in the order of their questions) are joined by an empty line; blank ones are
    left out.
    """
    whole = hashlib.sha256("\n\n".join(text for text in texts if text).encode()).hexdigest()
    return " ".join(whole[start : start + 8] for start in range(0, len(whole), 8))


def what_now(*, status: str, waiting_for: str | None, body: str, is_named: bool, confirmed_until: datetime) -> str:
    """What becomes of a text, in one sentence. `body`: the organization in whose name it stands, if any."""
    if status == "received":
        return _waits(waiting_for, body) % {"body": body, "until": f"{days.moment_words(confirmed_until)} UTC"}
    if status == "published":
        return _shown(body, is_named) % {"body": body}
    sentences = {
        "hidden": _("It is hidden by a moderator; its number stays."),
        "withdrawn": _("It is withdrawn; its number stays."),
        "erased": _("It is erased; its number stays."),
    }
    return sentences.get(status, "")


def _shown(body: str, is_named: bool) -> str:
    if body:
        return _("It is shown in the name of %(body)s. Everybody who reads this consultation can read it.")
    if is_named:
        return _("It is shown with your name. Everybody who reads this consultation can read it.")
    return _("It is shown without your name. Everybody who reads this consultation can read it.")


def _waits(waiting_for: str | None, body: str) -> str:
    match waiting_for:
        case "release":
            return _(
                "It is received and counts from that moment. It is shown in the name of %(body)s once one of its focal "
                "points releases it, until %(until)s."
            )
        case "organization":
            return _(
                "It is received and counts from that moment. It is shown in the name of %(body)s once %(body)s or the "
                "secretariat confirms you, until %(until)s; or you show it as your own."
            )
        case "address":
            return _(
                "It is received and counts from that moment. It is shown once you confirm your address, until "
                "%(until)s."
            )
        case _:
            return _("It is received and counts from that moment. It is shown once a moderator has read it.")


def changes(*, closes_at: datetime) -> str:
    """Until when its author can change it."""
    return _("You can correct or withdraw it until the round closes: %(moment)s UTC.") % {
        "moment": days.closing_words(closes_at)
    }
