from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rounds.actions.documents import FILE_LIMIT, LINK_LIMIT, TITLE_LIMIT
from rounds.models import Document
from secretariat.forms.base import DeskForm, LanguageField
from secretariat.forms.rounds import DayField
from texts.files.kinds import Kind

ACCEPT = ",".join(ending for kind in Kind for ending in kind.endings)


class DocumentForm(DeskForm):
    """A document: a file, or a link."""

    type = forms.ChoiceField(
        label=_("What it is"), choices=Document.Type, error_messages={"required": _("Choose what it is.")}
    )
    title = forms.CharField(
        max_length=TITLE_LIMIT, label=_("Title"), error_messages={"required": _("Give the document a title.")}
    )
    language = LanguageField(label=_("Language of the document"))
    dated = DayField(label=_("Date of the document"), error_messages={"required": _("Choose its date.")})
    file = forms.FileField(
        required=False,
        label=_("File"),
        help_text=format_lazy(
            _(
                "PDF, Word, OpenDocument, Excel, PowerPoint, plain text or picture, at most {limit} MB. "
                "What it tells of its maker’s machine is taken out."
            ),
            limit=FILE_LIMIT // 1024**2,
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": _("The file is empty.")},
    )
    link = forms.CharField(
        required=False,
        max_length=LINK_LIMIT,
        label=_("Or a link"),
        help_text=_("The whole address: https://…"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
