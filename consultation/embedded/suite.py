"""./dev test: pytest on throw-away services."""

import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from consultation.embedded import browser
from consultation.embedded.children import in_foreground
from consultation.embedded.places import throw_away
from consultation.embedded.services import Services, throw_away_environment
from consultation.embedded.terminal import say

SKIPPED = f"BROWSER TESTS SKIPPED: no chromium was found; {browser.HOW}"


def run(arguments: Sequence[str]) -> int:
    """pytest's exit code."""
    chromium = browser.find_or_install()
    if chromium is None:
        say(SKIPPED)
    data = throw_away("./dev test")
    try:
        with Services(data, durable=False, quiet=True) as services:
            environment = throw_away_environment(services)
            environment.pop("CHROMIUM", None)
            # Sets have one order in all processes of a run, for they must find the same tests; another one in the next.
            environment.setdefault("PYTHONHASHSEED", str(secrets.randbelow(2**32)))
            if chromium:
                environment["CHROMIUM"] = chromium
            code = in_foreground([sys.executable, "-m", "pytest", *_shared_out(arguments), *arguments], environment)
    finally:
        data.remove()
    if chromium is None:
        say(SKIPPED)
    return code


def _shared_out(arguments: Sequence[str]) -> list[str]:
    """The whole suite runs in a process and a database for each core; a part of it is quicker in one."""
    cores = len(os.sched_getaffinity(0))
    names_a_part = any(Path(argument.partition("::")[0]).exists() for argument in arguments)
    if cores < 2 or names_a_part or "-n" in arguments:
        return []
    return ["-n", str(cores), "--dist", "worksteal"]
