#!/usr/bin/env python
"""Django's command line, with the database role that each command may use."""

import os
import sys

# Whoever owns the tables may also switch off the record's guard, so only these commands get that role.
ROLE_VARIABLES = {
    "migrate": "OWNER_DATABASE_URL",
    "makemigrations": "OWNER_DATABASE_URL",
    "showmigrations": "OWNER_DATABASE_URL",
    "seed_demo": "OWNER_DATABASE_URL",
    "run_sequencer": "SEQUENCER_DATABASE_URL",
}


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    url = os.environ.get(ROLE_VARIABLES.get(command, ""))
    if url:
        os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consultation.settings")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
