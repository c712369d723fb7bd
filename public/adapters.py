"""What allauth asks us about second factors: how they are named and drawn, what is said when one does not fit."""

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.main import QRCode

from accounts.models import Person
from rounds.models import Site


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, str | Promise]] = {
        "add_email_blocked": gettext_lazy(
            "An account with a second factor takes no new address. Take the second factor away first, and set it up "
            "again afterwards."
        ),
        "cannot_delete_authenticator": gettext_lazy("This second factor cannot be taken away."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a passkey first."),
        "incorrect_code": gettext_lazy("This does not fit. Try again; of an app, with the code that it shows now."),
        "unverified_email": gettext_lazy("Confirm or remove each address of your account first."),
    }

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def build_totp_svg(self, url: str) -> SafeString:
        """The code as part of the page, which loads no picture from elsewhere: one dark square for each module."""
        code: Any = QRCode(border=4)
        code.add_data(url)
        code.make()
        rows = code.get_matrix()
        dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell)
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}"/></svg>',
            len(rows),
            _("The key as a picture for the camera of your telephone. It stands below in letters as well."),
            dark,
        )

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name}

    def _get_site_name(self) -> str:
        return str(Site.objects.described())
