from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from digests.actions import valve


class Command(BaseCommand):
    help = "Show the digests that are held because two of one person were planned within ten minutes; --go sends them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--go", action="store_true", help="somebody has looked: let them leave")

    def handle(self, *args: Any, **options: Any) -> None:
        held = list(valve.held().select_related("stream"))
        for digest in held:
            self.stdout.write(f"stream {digest.stream_id}: {digest}, planned {digest.planned_at:%Y-%m-%d %H:%M:%S} UTC")
        if options["go"]:
            self.stdout.write(f"Released: {valve.release()}")
        else:
            self.stdout.write(f"Held: {len(held)}")
