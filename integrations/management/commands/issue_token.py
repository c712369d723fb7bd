from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Person
from integrations.actions import tokens
from integrations.models import AccessToken
from web.refusals import NotDone


class Command(BaseCommand):
    help = "Give a person an access token for the API. It is printed once, alone on the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address of the account")
        parser.add_argument("--scopes", default="read", help="separated by commas: read, comment (default: read)")
        parser.add_argument("--days", type=int, help="how long it is valid (default: until it is revoked)")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"No account has the address {options['email']}. Create it first.")
        now = timezone.now()
        days: int | None = options["days"]
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("Give a number of days from 1 to 3650.")
        ends = now + timedelta(days=days) if days else None
        try:
            row, token = tokens.issue(person=person, scopes=scopes, now=now, expires_at=ends)
        except NotDone as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Access token for {person.name} <{person.email}>")
        for scope in row.scopes:
            self.stdout.write(f"  {scope}: {AccessToken.Scope(scope).label}")
        self.stdout.write(f"Valid until {ends:%Y-%m-%d %H:%M} UTC." if ends else "Valid until it is revoked.")
        self.stdout.write("It is shown only now. Keep it like a password; send it as “Authorization: Bearer …”.")
        self.stdout.write(token)
