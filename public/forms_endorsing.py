from django.utils.translation import gettext_lazy as _

from public.forms_filing import CapacityField, KeyForm


class EndorseForm(KeyForm):
    """One button: in whose name a text is endorsed."""

    capacity = CapacityField(error_messages={"required": _("Choose in whose name you endorse it.")})
