"""Database and broker together, and the environment that the platform's processes get from them."""

import os
import sys
from collections.abc import Mapping
from typing import Self

import psycopg

from consultation.embedded import postgres, valkey
from consultation.embedded.children import Child, end_those_left, known_processes
from consultation.embedded.places import CHECKOUT, DataDirectory
from consultation.embedded.terminal import say, step

# What a person may have set for another installation, and what must not reach a throw-away one.
SITE_VARIABLES = (
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "SITE_NAME",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "TRUSTED_PROXY",
    "CONSULTATION_DEMO",
    "CONSULTATION_MAILBOX",
    "CONSULTATION_DURABLE",
)
MANAGE = (sys.executable, str(CHECKOUT / "manage.py"))


class Services:
    """PostgreSQL and Valkey on a directory that this process holds; DATABASE_URL and REDIS_URL take their place."""

    def __init__(self, data: DataDirectory, *, durable: bool = True, quiet: bool = False) -> None:
        self.data = data
        self.durable = durable
        self.quiet = quiet
        self.children: list[Child] = []
        self.grounds: list[Child] = []
        self.addresses: dict[str, str] = {}

    @property
    def embedded_database(self) -> bool:
        return "DATABASE_URL" not in os.environ

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start both. Raises Failed with a sentence for the person at the terminal."""
        end_those_left(self.data)
        self.data.write_services({})
        for log in self.data.logs.glob("*.log"):
            log.unlink()
        if self.embedded_database:
            self._start_database()
        else:
            self.addresses |= {name: os.environ[name] for name in os.environ if name.endswith("DATABASE_URL")}
            self.addresses.setdefault("OWNER_DATABASE_URL", self.addresses["DATABASE_URL"])
            self._tell("PostgreSQL: the one that DATABASE_URL names")
        if "REDIS_URL" in os.environ:
            self.addresses["REDIS_URL"] = os.environ["REDIS_URL"]
            self._tell("Valkey: the one that REDIS_URL names")
        else:
            self._start_broker()

    def stop(self) -> None:
        # What stands on the services ends first, and together; then they do.
        standing = [child for child in self.children if child not in self.grounds]
        for child in standing:
            child.ask_to_stop()
        for child in (*standing, *reversed(self.grounds)):
            child.stop()
        self.data.write_services({})

    def publish(self, environment: Mapping[str, str], children: list[Child]) -> None:
        """Leave word for ./dev manage, and for the next start should this process be killed."""
        ours = {name: value for name, value in environment.items() if os.environ.get(name) != value}
        self.data.write_services({"environment": ours, "processes": known_processes(children)})

    def remember(self, children: list[Child]) -> None:
        self.data.write_services({"processes": known_processes(children)})

    def _start_database(self) -> None:
        cluster = postgres.Cluster(self.data, durable=self.durable)
        name = f"PostgreSQL {postgres.version(cluster.bin)}"
        if self.quiet:
            child = cluster.start()
        else:
            with step(name):
                child = cluster.start()
        self.children.append(child)
        self.grounds.append(child)
        self.remember(self.children)
        self.addresses |= {
            "DATABASE_URL": postgres.url(cluster.sockets, postgres.APP),
            "OWNER_DATABASE_URL": postgres.url(cluster.sockets, postgres.OWNER),
            "SEQUENCER_DATABASE_URL": postgres.url(cluster.sockets, postgres.SEQUENCER),
        }

    def _start_broker(self) -> None:
        if self.quiet:
            child = valkey.start(self.data)
        else:
            with step("Valkey"):
                child = valkey.start(self.data)
        self.children.append(child)
        self.grounds.append(child)
        self.remember(self.children)
        self.addresses["REDIS_URL"] = valkey.url(self.data.sockets)

    def _tell(self, text: str) -> None:
        if not self.quiet:
            say(f"  {text}")


def is_prepared(address: str) -> bool:
    """Whether the database has had its first migration."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    return bool(row and row[0])


def demo_environment(services: Services, *, port: int, mail: str) -> dict[str, str]:
    """The environment of every process of the demonstration. It never sends mail to the world."""
    data = services.data
    defaults = {
        "SECRET_KEY": data.secret_key(),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DEFAULT_FROM_EMAIL": "Secretariat <secretariat@example.org>",
    }
    return {
        **defaults,
        **_without_launcher(os.environ),
        **services.addresses,
        "EMAIL_URL": mail,
        "CONSULTATION_DATA": str(data.path),
        "CONSULTATION_DEMO": "1",
        "CONSULTATION_DURABLE": "1",
        "CONSULTATION_MAILBOX": str(data.mailbox),
        "PYTHONUNBUFFERED": "1",
    }


def throw_away_environment(services: Services) -> dict[str, str]:
    """The environment of tests and proofs: DATABASE_URL is the owner's, APP_DATABASE_URL the site's."""
    addresses = dict(services.addresses)
    addresses["APP_DATABASE_URL"] = addresses["DATABASE_URL"]
    addresses["DATABASE_URL"] = addresses["OWNER_DATABASE_URL"]
    kept = {name: value for name, value in _without_launcher(os.environ).items() if name not in SITE_VARIABLES}
    return {
        **kept,
        **addresses,
        "SECRET_KEY": services.data.secret_key(),
        "CONSULTATION_DATA": str(services.data.path),
        "CONSULTATION_DURABLE": "1" if services.durable else "0",
    }


def _without_launcher(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name != "CONSULTATION_CALLED_FROM"}
