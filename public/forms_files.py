"""Choosing the files that come with a contribution."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contributions.actions import files
from contributions.actions.files import Upload
from contributions.models import Attachment
from contributions.rules.files import FILE_LIMIT, TOGETHER
from public.forms_filing import KeyForm
from texts.files.kinds import Kind
from web.refusals import Invalid

# What a browser offers first; the file itself decides.
ACCEPT = ",".join(ending for kind in Kind for ending in kind.endings)
MB = 1024 * 1024


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Some files or none, as `Upload`s. What they are is found out by the act."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault(
            "help_text",
            format_lazy(
                _(
                    "At most {count} files of {one} MB, {all} MB together: PDF, office files without macros, plain "
                    "text, pictures. Who made a file, where and with what is taken out of it. Choose files last: a "
                    "preview or an error leaves this box empty."
                ),
                count=Attachment.AT_MOST,
                one=FILE_LIMIT // MB,
                all=TOGETHER // MB,
            ),
        )
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ACCEPT}

    def clean(self, value: Sequence[UploadedFile] | None) -> list[Upload]:
        chosen = [file for file in value or [] if file]
        super().clean(chosen)
        try:
            files.check_room(len(chosen), sum(file.size or 0 for file in chosen))
            for file in chosen:
                files.check_size(file.name or "", file.size or 0)
        except Invalid as error:
            raise forms.ValidationError(str(error), code=error.refusal.code) from None
        return [Upload(file.name or "", file.read()) for file in chosen]


class AddFileForm(KeyForm):
    """One file beside a contribution that was sent already. The field has the name that the act's refusals use."""

    files = FilesField(  # type: ignore[assignment]  # a field may bear this name
        label=_("File"),
        required=True,
        help_text=_(
            "PDF, office files without macros, plain text, pictures. Who made a file, where and with what is taken out "
            "of it."
        ),
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["files"].widget.attrs["multiple"]

    def clean_files(self) -> list[Upload]:
        """The first; a browser offers to choose one."""
        chosen: list[Upload] = self.cleaned_data["files"]
        return chosen[:1]
