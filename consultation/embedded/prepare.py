"""Tables and demonstration data in one process: each start of Django costs seconds."""

import sys
from pathlib import Path

from consultation.embedded.terminal import step


def main(told: Path) -> None:
    """Migrate, seed, and write what seed_demo tells (the accounts) into a file for the launcher to print at the end."""
    with step("Django"):
        import django

        django.setup()
        from django.core.management import call_command
    with step("tables"):
        call_command("migrate", verbosity=0, interactive=False)
    with step("demonstration data"), told.open("w", encoding="utf-8") as file:
        call_command("seed_demo", stdout=file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
