"""allauth's account mails, in our hands: rows like every other message, with links to the site's own address."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmation
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions import people, sessions
from accounts.models import Person
from accounts.rules import names
from digests import emails
from digests.actions import mails
from digests.models import Mail
from digests.rules import links


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: Person, form: BaseForm, commit: bool = True) -> Person:
        """A new account: the name from the form, the language of the page it was made on."""
        person: Person = super().save_user(request, user, form, commit=False)
        person.name = " ".join(form.cleaned_data["name"].split())
        person.name_skeleton = names.skeleton(person.name)
        person.language = translation.get_language() or person.language
        person.joined_at = timezone.now()
        if commit:
            person.save()
        return person

    def post_login(self, request: HttpRequest, user: Person, **said: Any) -> HttpResponse:
        """Signed in: the session is listed among the person's devices from now on (public.devices goes on)."""
        response: HttpResponse = super().post_login(request, user, **said)
        now, key = timezone.now(), str(request.session.session_key)
        sessions.describe(key=key, user_agent=request.headers.get("User-Agent", ""), now=now)
        request.session[sessions.MARK] = {"key": key, "seen": now.timestamp()}
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The link was answered: the person's address is confirmed, as far as it is the one they sign in with."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            people.confirm_address(by=email_address.user, now=timezone.now())
        return confirmed

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return links.site(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """`key` holds user and token in one; allauth's address wants them joined by the hyphen between them."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return links.site(path.replace("UID-KEY", quote(key)))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the message instead of sending it. Its secret stands in that row alone, until it has left."""
        person = context.get("user") or Person.objects.filter(email__iexact=email).first()
        key = f"account:{uuid4()}"
        about = {
            **context,
            "login_url": links.site(reverse("account_login")),
            "signup_url": links.site(reverse("account_signup")),
        }
        if template_prefix != "account/email/password_reset_key":
            about["password_reset_url"] = links.site(reverse("account_reset_password"))
        mails.write(
            kind=Mail.Kind.ACCOUNT,
            event_key=key,
            person=person,
            address=email,
            letter=emails.account(template_prefix, key, about),
            now=timezone.now(),
        )
