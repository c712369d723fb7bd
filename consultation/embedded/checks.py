"""./dev check: everything that can be said about the code without using it."""

import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from consultation.embedded.children import in_foreground
from consultation.embedded.places import CHECKOUT, throw_away
from consultation.embedded.services import MANAGE, Services, throw_away_environment
from consultation.embedded.terminal import say, step

# As an installation sets them; the names are ones that nobody can own.
PRODUCTION = {
    "DEBUG": "0",
    "ALLOWED_HOSTS": "consultation.example.org",
    "SITE_URL": "https://consultation.example.org",
    "SITE_NAME": "Consultation",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "DEFAULT_FROM_EMAIL": "Secretariat <secretariat@example.org>",
    "TRUSTED_PROXY": "1",
    "CONSULTATION_DEMO": "0",
}


class Check(NamedTuple):
    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]

    def passes(self) -> bool:
        say(f"\n== {self.name}")
        with step(self.name):
            return in_foreground(self.argv, self.environment) == 0


def run() -> int:
    """0 when nothing is to be said; every check runs, whatever the others found."""
    data = throw_away("./dev check")
    try:
        # Durable, as an installation must be: one of the checks asks the database.
        with Services(data, quiet=True) as services:
            environment = throw_away_environment(services)
            failed = [check.name for check in _checks(environment, data.path / "openapi.yaml") if not check.passes()]
    finally:
        data.remove()
    say(f"\nFAILED: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def _checks(ours: Mapping[str, str], openapi: Path) -> Sequence[Check]:
    production = {**ours, **PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(64)}
    programs = Path(sys.executable).parent
    templates = sorted(str(path) for path in (CHECKOUT / "templates").rglob("*.html"))
    deploy = ["check", "--deploy", "--database", "default", "--fail-level", "WARNING"]
    schema = ["spectacular", "--validate", "--fail-on-warn", "--file", str(openapi)]
    return [
        Check("ruff check", [str(programs / "ruff"), "check", "."], ours),
        Check("ruff format", [str(programs / "ruff"), "format", "--check", "."], ours),
        Check("mypy", [str(programs / "mypy")], ours),
        Check("import-linter", [str(programs / "lint-imports"), "--no-cache"], ours),
        Check("djade", [str(programs / "djade"), "--check", "--target-version", "6.1", *templates], ours),
        Check("makemigrations --check", [*MANAGE, "makemigrations", "--check", "--dry-run"], ours),
        Check("check --deploy", [*MANAGE, *deploy], production),
        Check("OpenAPI", [*MANAGE, *schema], production),
    ]
