from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.actions.milestones import TITLE_LIMIT
from secretariat.forms.base import DeskForm
from secretariat.forms.rounds import DayField


class MilestoneForm(DeskForm):
    """A step that is no round."""

    title = forms.CharField(
        max_length=TITLE_LIMIT,
        label=_("What is due"),
        help_text=_("Such as: answers to every comment, and Draft rev. 1."),
        error_messages={"required": _("Say what is due.")},
    )
    day = DayField(label=_("Day"), error_messages={"required": _("Choose the day.")})
