from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# (key, label, colour slot) in the fixed order in which groups are shown everywhere. The slot names one of the tested
# colours in static/tokens.css; Other is drawn hollow.
GROUPS: tuple[tuple[str, Promise, int], ...] = (
    ("government", _("Government"), 1),
    ("intergovernmental_organization", _("Intergovernmental organization"), 2),
    ("private_sector", _("Private sector"), 3),
    ("civil_society", _("Civil society"), 4),
    ("technical_community", _("Technical community"), 5),
    ("academia", _("Academia"), 6),
    ("other", _("Other"), 0),
)
LABELS = {key: label for key, label, _slot in GROUPS}
SLOTS = {key: slot for key, _label, slot in GROUPS}


class StakeholderGroup(models.Model):
    """One of the six, or Other. The rows are seeded; labels are translated in code."""

    key = models.CharField(primary_key=True, max_length=40)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> str | Promise:
        return LABELS[self.key]

    @property
    def slot(self) -> int:
        return SLOTS[self.key]


def seed(model: type[StakeholderGroup] = StakeholderGroup) -> None:
    """Put the seven rows in place; run by the migration and after each flush in tests."""
    model.objects.bulk_create(
        [model(key=key, position=position) for position, (key, _label, _slot) in enumerate(GROUPS)],
        ignore_conflicts=True,
    )
