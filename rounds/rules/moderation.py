"""What a consultation begins with: its rules, and the time within which the secretariat decides."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Hours within which the secretariat decides what waits, where a charter does not say otherwise; and what it may say.
DECIDES_WITHIN = 48
SHORTEST, LONGEST = 1, 336
AT_MOST = 20
NAME_LIMIT, MEANING_LIMIT = 300, 1_000


class Ground(models.TextChoices):
    """For what one moderator alone may hold a text that takes two people to hide."""

    DANGER = "danger", _("Danger to a person")
    PERSONAL_DATA = "personal_data", _("Personal data")
    UNLAWFUL = "unlawful", _("Plainly unlawful")


class Originals(models.TextChoices):
    """What becomes of words that are taken out of a text under a rule."""

    SEALED = "sealed", _("Kept, for its author and the moderators alone")
    DESTROYED = "destroyed", _("Destroyed")


@dataclass(frozen=True)
class Given:
    """One of the rules that a consultation begins with."""

    number: int
    name: str | Promise
    meaning: str | Promise
    ground: str = ""
    originals: str = Originals.SEALED.value


@dataclass(frozen=True)
class Wanted:
    """A rule as somebody asks for it: with its number where it holds already, without one where it is new."""

    number: int | None
    name: str
    meaning: str = ""
    ground: str = ""
    originals: str = Originals.SEALED.value


RULES: tuple[Given, ...] = (
    Given(
        1,
        _("No threats and no incitement"),
        _("Nobody is threatened here, and nobody is called upon to harm others."),
        Ground.DANGER,
    ),
    Given(
        2,
        _("No private persons"),
        _("A text does not name private persons or show their personal data."),
        Ground.PERSONAL_DATA,
        Originals.DESTROYED,
    ),
    Given(3, _("No attacks on persons"), _("Attack what is said, not who says it; no contempt for a group of people.")),
    Given(
        4, _("Nobody speaks in a false name"), _("A text does not claim to come from somebody it does not come from.")
    ),
    Given(5, _("No advertising"), _("A text does not sell something and does not repeat itself to be seen.")),
    Given(6, _("Nothing unlawful"), _("A text that may not lawfully be shown is not shown."), Ground.UNLAWFUL),
)
