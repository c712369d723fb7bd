"""What a reader fills in to tell the moderators of a text."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from moderation.models import Flag
from public.forms_filing import KeyForm
from rounds.models import Rule


class FlagForm(KeyForm):
    """The rule that the text breaks, and a sentence that says how."""

    use_required_attribute = False

    rule = forms.TypedChoiceField(
        coerce=int,
        label=_("Which rule does it break?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the rule that it breaks."),
            "invalid_choice": _("Choose the rule that it breaks."),
        },
    )
    sentence = forms.CharField(
        max_length=Flag.SENTENCE_LIMIT,
        label=_("How does it break it?"),
        help_text=_("One sentence is enough. Only the moderators read it, with your name."),
        error_messages={"required": _("Say in a sentence how it breaks the rule.")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, rules: Iterable[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (rule.number, format_html("{}. {}<small>{}</small>", rule.number, rule.name, rule.meaning))
            for rule in rules
        ]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]
