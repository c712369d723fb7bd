"""./dev manage: manage.py on the demonstration's data, beside its services or with services of its own."""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from consultation.embedded.children import Failed, in_foreground
from consultation.embedded.places import DataDirectory, Held
from consultation.embedded.services import MANAGE, Services, demo_environment, is_prepared
from consultation.embedded.terminal import say

# With nobody there to take it, mail waits in its table until the next demo.
NO_MAIL = "smtp://127.0.0.1:9"


def run(data: DataDirectory, arguments: Sequence[str]) -> int:
    """The exit code of `manage.py ARGUMENTS`. Raises Failed when the services can neither be used nor started."""
    deadline = time.monotonic() + 60
    told = False
    while True:
        try:
            data.hold("./dev manage")
        except Held as held:
            users, environment = _beside(data)
            with users:
                if environment:
                    return _manage({**os.environ, **environment}, arguments)
            if time.monotonic() > deadline:
                raise Failed(f"{held} holds {data.path} and its services do not answer.") from None
            if not told:
                told = True
                say(f"Waiting for {held} to be ready.")
            time.sleep(0.5)
        else:
            return _alone(data, arguments)


def _beside(data: DataDirectory) -> tuple[Any, Mapping[str, str]]:
    users = data.share()
    return users, data.read_services().get("environment", {})


def _alone(data: DataDirectory, arguments: Sequence[str]) -> int:
    services = Services(data, quiet=True)
    with services:
        environment = demo_environment(services, port=8000, mail=NO_MAIL)
        code = 0
        if services.embedded_database and arguments[:1] not in (["migrate"], ["help"], ["--help"]):
            code = _make_tables(services, environment)
        if code:
            return code
        services.publish(environment, services.children)
        code = _manage(environment, arguments)
        with data.wait_for_users():
            services.stop()
    return code


def _make_tables(services: Services, environment: Mapping[str, str]) -> int:
    if is_prepared(services.addresses["OWNER_DATABASE_URL"]):
        return 0
    return _manage(environment, ["migrate", "--verbosity", "0"])


def _manage(environment: Mapping[str, str], arguments: Sequence[str]) -> int:
    # Files are named from where the person stands.
    stands_in = Path(os.environ.get("CONSULTATION_CALLED_FROM", "."))
    return in_foreground([*MANAGE, *arguments], environment, stands_in)
