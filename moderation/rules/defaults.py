"""The rules that hold where a consultation has not set its own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    number: int
    name: str | Promise
    meaning: str | Promise


RULES: tuple[Rule, ...] = (
    Rule(
        1, _("No threats and no incitement"), _("Nobody is threatened here, and nobody is called upon to harm others.")
    ),
    Rule(2, _("No private persons"), _("A text does not name private persons or show their personal data.")),
    Rule(3, _("No attacks on persons"), _("Attack what is said, not who says it; no contempt for a group of people.")),
    Rule(
        4, _("Nobody speaks in a false name"), _("A text does not claim to come from somebody it does not come from.")
    ),
    Rule(5, _("No advertising"), _("A text does not sell something and does not repeat itself to be seen.")),
    Rule(6, _("Nothing unlawful"), _("A text that may not lawfully be shown is not shown.")),
)
BY_NUMBER = {rule.number: rule for rule in RULES}
