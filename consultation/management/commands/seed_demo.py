from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.demo import seed, story

WHAT_FOR = {
    "noor": "the desk: opens rounds, puts up texts, answers",
    "piet": "the desk: decides about texts",
    "teodor": "comments for himself",
    "jun": "speaks for Longshore Network Operators",
    "amina": "speaks for Mtandao Sawa, a coalition",
    "aroha": "has written nothing and reads the daily digest",
}


class Command(BaseCommand):
    help = "Make the demonstration consultation, once, and name its accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is made only where CONSULTATION_DEMO=1.")
        seed.seed(start=timezone.now())
        self.stdout.write(f"Accounts, each with the password {seed.PASSWORD}")
        for key, address in story.ACCOUNTS.items():
            self.stdout.write(f"  {address:<27} {WHAT_FOR[key]}")
