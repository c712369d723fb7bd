import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from rounds.actions import offices
from rounds.models import Consultation, Office
from texts.rules.fold import fold
from web.refusals import NotDone


class Command(BaseCommand):
    help = "Give somebody an office: for one consultation, for all of a hosting body, or for the whole site."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", help="the address of somebody who has an account")
        parser.add_argument("--role", required=True, choices=Office.Role.values)
        scope = parser.add_mutually_exclusive_group()
        scope.add_argument("--consultation", metavar="SLUG", help="for this consultation only")
        scope.add_argument("--hosting-body", metavar="NAME", help="for all consultations of this organization")

    def handle(self, *args: Any, **options: Any) -> None:
        person = self._person(options["email"])
        role = Office.Role(options["role"])
        consultation = self._consultation(options["consultation"])
        body = self._body(options["hosting_body"])
        now = timezone.now()
        try:
            with transaction.atomic():
                office = offices.grant(
                    by=None, person=person, role=role, consultation=consultation, hosting_body=body, now=now
                )
        except NotDone as error:
            raise CommandError(str(error)) from None
        values = {
            "name": person.name,
            "role": role.label,
            "scope": consultation or body or _("the whole site"),
        }
        if office.granted_at == now:
            self.stdout.write(_("%(name)s now holds the office “%(role)s” for %(scope)s.") % values)
        else:
            self.stdout.write(_("%(name)s holds the office “%(role)s” for %(scope)s already.") % values)

    def _person(self, email: str) -> Person:
        person = Person.objects.filter(email__iexact=email.strip()).first()
        if person is None:
            raise CommandError(
                _("Nobody has an account with the address %(email)s. They create one on the site first.")
                % {"email": email}
            )
        if not person.is_active:
            raise CommandError(_("The account of %(name)s is closed.") % {"name": person.name})
        if person.confirmed_at is None:
            raise CommandError(
                _("%(name)s has not confirmed the address yet. They open the link in their mail first.")
                % {"name": person.name}
            )
        return person

    def _consultation(self, slug: str | None) -> Consultation | None:
        if slug is None:
            return None
        consultation = Consultation.objects.filter(slug=slug).first()
        if consultation is None:
            slugs = ", ".join(Consultation.objects.values_list("slug", flat=True)[:20]) or _("none yet")
            raise CommandError(
                _("There is no consultation “%(slug)s”. There are: %(slugs)s.") % {"slug": slug, "slugs": slugs}
            )
        return consultation

    def _body(self, name: str | None) -> Organization | None:
        if name is None:
            return None
        body = Organization.objects.filter(name_folded=fold(name)).first()
        if body is None:
            raise CommandError(_("No organization “%(name)s” is noted. Note it on the desk first.") % {"name": name})
        return body
