import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from integrations.actions import imports
from integrations.rules import columns
from jobs.models import Job
from rounds.models import Consultation
from web.refusals import NotDone


class Command(BaseCommand):
    help = "Bring contributions that were collected elsewhere into a call for inputs: one row of a CSV file each."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8 whose first line names its columns")
        parser.add_argument("--consultation", required=True, metavar="SLUG")
        parser.add_argument("--round", type=int, metavar="N", help="by default its only call for inputs")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help=f"what a column holds, where its name does not say it; fields: {', '.join(columns.FIELDS)}",
        )
        parser.add_argument("--language", default="", metavar="TAG", help="by default the consultation's")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; they hold the consultation's secretariat")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"])
        consultation = self._consultation(options["consultation"])
        content = self._content(options["file"])
        now = timezone.now()
        try:
            chosen = columns.parse_map(options["map"])
            round = imports.call_of(consultation=consultation, number=options["round"])
            source = imports.read(by=by, round=round, content=content, columns=chosen, language=options["language"])
            job = imports.begin(by=by, round=round, source=source, now=now)
            self.stdout.write(_("%(round)s: %(total)s rows.") % {"round": round, "total": source.sheet.total})
            job = imports.take(by=by, job=job, round=round, source=source, now=now, told=self._told)
        except (NotDone, columns.BadColumns) as error:
            raise CommandError(_("%(reason)s Nothing was imported.") % {"reason": error}) from None
        self._report(job)

    def _told(self, written: int) -> None:
        self.stdout.write(_("  %(written)s written") % {"written": written})

    def _report(self, job: Job) -> None:
        for error in job.errors:
            self.stderr.write(_("Line %(line)s is left out: %(reason)s") % error)
        for sentence in sentences(job):
            self.stdout.write(sentence)

    def _person(self, email: str | None) -> Person | None:
        if email is None:
            return None
        person = Person.objects.filter(email__iexact=email.strip()).first()
        if person is None:
            raise CommandError(_("Nobody has an account with the address %(email)s.") % {"email": email})
        return person

    def _consultation(self, slug: str) -> Consultation:
        consultation = Consultation.objects.filter(slug=slug).first()
        if consultation is None:
            slugs = ", ".join(Consultation.objects.values_list("slug", flat=True)[:20]) or _("none yet")
            raise CommandError(
                _("There is no consultation “%(slug)s”. There are: %(slugs)s.") % {"slug": slug, "slugs": slugs}
            )
        return consultation

    def _content(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
            ) from None


def sentences(job: Job) -> list[str]:
    """What came of an import, for a person."""
    added, present, refused = job.result["added"], job.result["present"], job.result["refused"]
    told = [
        ngettext("%(n)s contribution was added.", "%(n)s contributions were added.", added) % {"n": added}
        if added
        else _("Nothing was added.")
    ]
    if present:
        told.append(ngettext("%(n)s was in already.", "%(n)s were in already.", present) % {"n": present})
    if refused:
        told.append(ngettext("%(n)s row was left out.", "%(n)s rows were left out.", refused) % {"n": refused})
    return told
