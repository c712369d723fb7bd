from django import forms
from django.utils.translation import gettext_lazy as _

from secretariat.forms.base import DeskForm


class QuestionForm(DeskForm):
    """One question of a call."""

    text = forms.CharField(
        label=_("Question"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the question.")},
    )
    help = forms.CharField(
        required=False,
        label=_("Help"),
        help_text=_("What an answer may speak of. It stands beside the question."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    word_limit = forms.IntegerField(
        required=False,
        label=_("Word limit"),
        help_text=_("Who writes more is warned, and can send it all the same. Empty: no limit."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write a whole number, such as 300.")},
    )


class MoveForm(DeskForm):
    """A button that gives a question another number."""

    to = forms.IntegerField()
