import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import factors
from accounts.models import Person


class Command(BaseCommand):
    help = "Take apps, passkeys and recovery codes from the account of somebody who lost them."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", help="the address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError(_("Nobody has an account with the address %(email)s.") % {"email": options["email"]})
        count = factors.take_away(person=person)
        words = ngettext(
            "%(name)s has no second factor any more; %(count)s was taken away.",
            "%(name)s has no second factor any more; %(count)s were taken away.",
            count,
        )
        self.stdout.write(words % {"name": person.name, "count": count})
