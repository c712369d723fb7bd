"""Directories: where data are kept, who holds them, where sockets lie."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
import time
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
# The kernel takes 107 bytes for a socket's path; the longest name in the directory is ".s.PGSQL.5432".
LONGEST_SOCKET_DIRECTORY = 107 - len("/.s.PGSQL.5432")
NOBODY = 65534
THROW_AWAY_PREFIX = "consultation-test-"
# What --fresh empties: our own names only, whatever else lies in a directory that somebody named.
KEPT = ("postgres", "valkey", "mailbox", "beat", "logs", "files", "static", "secret_key", "services.json")


class Held(Exception):
    """Another process works on the same data; the text says which."""


class DataDirectory:
    """A directory with the data of one demonstration or one test run, held by one supervisor at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock: Any = None

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def mailbox(self) -> Path:
        return self._made("mailbox")

    @property
    def logs(self) -> Path:
        return self._made("logs")

    @property
    def beat(self) -> Path:
        return self._made("beat")

    @property
    def valkey(self) -> Path:
        return self._made("valkey")

    @property
    def sockets(self) -> Path:
        """A directory of ours alone whose path is short enough for a socket."""
        own = self.path / "run"
        if len(os.fsencode(own)) <= LONGEST_SOCKET_DIRECTORY:
            return self._made("run")
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        short = Path("/tmp") / f"consultation-{os.getuid()}-{digest}"  # noqa: S108 - checked below
        try:
            short.mkdir(mode=0o700)
        except FileExistsError:
            found = short.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), *_lent(short)}:
                raise SystemExit(f"{short} belongs to somebody else. Name another directory: --data DIR") from None
        return short

    def hold(self, as_what: str) -> None:
        """Take the directory for this process, until it ends.

        Raises Held with a sentence for the person at the terminal when another process has it.
        """
        lock = (self.path / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Held(lock.read().strip() or "another ./dev") from None
        lock.truncate(0)
        lock.write(f"{as_what} (process {os.getpid()})")
        lock.flush()
        self._lock = lock

    def share(self) -> Any:
        """Say that this process uses services which another may be about to stop. Close what is returned when done."""
        users = (self.path / "users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
        return users

    def wait_for_users(self) -> Any:
        """Return when nobody shares the services any more. While what is returned stays open, nobody new does."""
        users = (self.path / "users").open("a")
        fcntl.flock(users, fcntl.LOCK_EX)
        return users

    def secret_key(self) -> str:
        """The key of this installation, made once and readable by its owner alone."""
        path = self.path / "secret_key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        key = secrets.token_urlsafe(64)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
        return key

    def write_services(self, facts: dict[str, Any]) -> None:
        """Leave word of what runs here: addresses for ./dev manage, process ids for the next start."""
        path = self.path / "services.json"
        new = path.with_suffix(".new")
        new.write_text(json.dumps(facts), encoding="utf-8")
        new.chmod(0o600)
        new.replace(path)

    def read_services(self) -> dict[str, Any]:
        try:
            facts: dict[str, Any] = json.loads((self.path / "services.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return facts

    def empty(self) -> None:
        """Remove all that a demonstration keeps."""
        for name in KEPT:
            path = self.path / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def remove(self) -> None:
        sockets = self.sockets
        shutil.rmtree(self.path, ignore_errors=True)
        if sockets.parent != self.path:
            shutil.rmtree(sockets, ignore_errors=True)

    def _made(self, name: str) -> Path:
        path = self.path / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path


def throw_away(as_what: str) -> DataDirectory:
    """A new temporary directory, held; those that a killed run left behind are removed."""
    parent = Path(tempfile.gettempdir())
    for left in parent.glob(f"{THROW_AWAY_PREFIX}*"):
        try:
            found = left.lstat()
            # One that was made a moment ago may not have been locked yet.
            if found.st_uid != os.getuid() or found.st_mtime > time.time() - 60 or not (left / "lock").exists():
                continue
            data = DataDirectory(left)
            data.hold("cleaning")
        except (Held, OSError):
            continue
        data.remove()
    data = DataDirectory(Path(tempfile.mkdtemp(prefix=THROW_AWAY_PREFIX)))
    data.hold(as_what)
    return data


def chosen(option: str | None) -> DataDirectory:
    """The directory that --data, CONSULTATION_DATA or the default names."""
    named = option or os.environ.get("CONSULTATION_DATA") or str(CHECKOUT / ".data")
    called_from = Path(os.environ.get("CONSULTATION_CALLED_FROM", "."))
    return DataDirectory((called_from / Path(named).expanduser()).resolve())


def _lent(path: Path) -> set[int]:
    """As root the database may run as nobody, to whom its socket directory is then lent."""
    return {NOBODY} if os.getuid() == 0 and path.lstat().st_mode & 0o077 == 0 else set()
