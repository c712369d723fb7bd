from django import forms
from django.utils.translation import gettext_lazy as _

from secretariat.forms.base import DeskForm, LanguageField
from texts.rules import spaces

NAME_LIMIT = 100
WORDS_LIMIT = 20_000


class SiteForm(DeskForm):
    """What the whole site says of itself; every field may stay empty."""

    name = forms.CharField(
        required=False,
        max_length=NAME_LIMIT,
        label=_("Name of the site"),
        help_text=_("It stands at the top of every page and in mails."),
    )
    sender = forms.CharField(
        required=False,
        max_length=NAME_LIMIT,
        label=_("Sender of mails"),
        help_text=_("The name beside our address. Empty: the consultation that a mail is about, or the site."),
    )
    contact_address = forms.EmailField(
        required=False,
        label=_("Mail address for questions"),
        help_text=_("Everybody reads it on the page “Contact”. Empty: the address from which mails come."),
    )
    language = LanguageField(label=_("Language of these words"), initial="en")
    about = forms.CharField(
        required=False,
        max_length=WORDS_LIMIT,
        label=_("About"),
        help_text=_("Who holds these consultations and why. It stands above what a round is."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    contact = forms.CharField(
        required=False,
        max_length=WORDS_LIMIT,
        label=_("Contact"),
        help_text=_("Postal address, telephone, when somebody answers. It stands beside the mail address."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    privacy = forms.CharField(
        required=False,
        max_length=WORDS_LIMIT,
        label=_("Privacy"),
        help_text=_(
            "It replaces the whole page that the site comes with. Name who is responsible, and under which law."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    accessibility = forms.CharField(
        required=False,
        max_length=WORDS_LIMIT,
        label=_("Accessibility"),
        help_text=_("It replaces the statement that the site comes with."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_name(self) -> str:
        return spaces.line(self.cleaned_data["name"])

    def clean_sender(self) -> str:
        return spaces.line(self.cleaned_data["sender"])

    def clean(self) -> None:
        for field in ("about", "contact", "privacy", "accessibility"):
            if field in self.cleaned_data:
                self.cleaned_data[field] = spaces.clean(self.cleaned_data[field])
