"""./dev bench and ./dev prove: programs in tests/bench/ and tests/prove/, each on durable services of its own.

A program is a module with a docstring whose first line says what it measures or proves. It runs with the environment of
the tests, on a migrated and durable database and with collected files, prints its figures, and its exit code says
whether they reach the bar.
"""

import ast
import sys
from pathlib import Path

from consultation.embedded.children import Failed, in_foreground
from consultation.embedded.places import CHECKOUT, throw_away
from consultation.embedded.services import MANAGE, Services, throw_away_environment
from consultation.embedded.terminal import say


def run(kind: str, name: str | None) -> int:
    """0 when all that was asked for reached its bar. Raises Failed for an unknown name."""
    found = {path.stem: path for path in sorted((CHECKOUT / "tests" / kind).glob("[a-z]*.py"))}
    if name is not None and name not in found:
        raise Failed(f"There is no {name!r} here. There is: {', '.join(found) or 'nothing yet'}.")
    failed = [each for each, path in found.items() if name in (None, each) and _run(kind, each, path)]
    if failed:
        say(f"\nBelow the bar: {', '.join(failed)}")
    return 1 if failed else 0


def _run(kind: str, name: str, path: Path) -> int:
    told = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or name).splitlines()[0]
    say(f"\n== {kind} {name}: {told}")
    data = throw_away(f"./dev {kind} {name}")
    try:
        with Services(data, quiet=True) as services:
            environment = throw_away_environment(services)
            environment |= {
                "DJANGO_SETTINGS_MODULE": "consultation.settings",
                "PYTHONPATH": str(CHECKOUT),
                # The last is the name under which Django's own test client asks.
                "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
                # Figures, not a line for every refusal that a proof provokes.
                "LOG_LEVEL": environment.get("LOG_LEVEL", "ERROR"),
            }
            for prepared in (["migrate"], ["collectstatic", "--noinput"]):
                if code := in_foreground([*MANAGE, *prepared, "--verbosity", "0"], environment):
                    return code
            # A program may have the name of one of our apps: its directory is no place to import from.
            return in_foreground([sys.executable, "-P", str(path)], environment)
    finally:
        data.remove()
