"""Processes that a supervisor starts, watches, starts again and ends."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from consultation.embedded.places import CHECKOUT, DataDirectory

# A process that dies this often within a minute will not get well by itself.
MOST_RESTARTS = 5


class Failed(Exception):
    """A child did not start or does not stay up; the text is for the person at the terminal."""


@dataclass(eq=False)
class Child:
    """One process: how it is started, how it is asked to end, and what the kernel does if its supervisor is killed."""

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    # What stands before setpriv: entering a user namespace would take the tie off again.
    prefix: Sequence[str] = ()
    pass_fds: Sequence[int] = ()
    patience: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    _starts: list[float] = field(default_factory=list)
    _asked: int = 0

    def start(self, *, to_terminal: bool = False) -> None:
        """Start it, its words going into its log; with `to_terminal` only its complaints do."""
        self._starts = [*(at for at in self._starts if at > time.monotonic() - 60), time.monotonic()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, *tied(self.orphan_signal), *self.argv],
                cwd=CHECKOUT,
                env=dict(self.env) if self.env is not None else None,
                stdin=subprocess.DEVNULL,
                stdout=None if to_terminal else log,
                stderr=log,
                pass_fds=tuple(self.pass_fds),
                # Ctrl-C reaches the supervisor alone, which ends the others in order.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self.process is not None  # noqa: S101 - asked only of a started child
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def gives_up(self) -> bool:
        return len(self._starts) > MOST_RESTARTS

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        assert self.process is not None  # noqa: S101 - asked only of a started child
        return self.process.wait()

    def ask_to_stop(self) -> None:
        """Send its signal, once: a second one would tell some to end at once."""
        if self.process is not None and self.running and self._asked != self.pid:
            self._asked = self.pid
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Ask it to end, and end it when it does not."""
        if self.process is None or not self.running:
            return
        self.ask_to_stop()
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def last_words(self, lines: int = 15) -> str:
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


def tied(orphan_signal: signal.Signals) -> Sequence[str]:
    """What to write before a command so that the kernel sends it the signal when its parent ends, however that ends."""
    setpriv = shutil.which("setpriv")
    return (setpriv, f"--pdeathsig={orphan_signal.name.removeprefix('SIG')}", "--") if setpriv else ()


def in_foreground(argv: Sequence[str], env: Mapping[str, str], cwd: Path = CHECKOUT) -> int:
    """Run a command on the person's own terminal; its exit code. Ctrl-C is the command's to answer."""
    process: subprocess.Popen[bytes] | None = None

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if process is not None:
            process.send_signal(number)

    before = {each: signal.signal(each, pass_on) for each in (signal.SIGTERM, signal.SIGHUP)}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # Ignored signals stay ignored in a child, so the child gets Ctrl-C back before it starts.
        process = subprocess.Popen(
            [*tied(signal.SIGKILL), *argv],
            env=dict(env),
            cwd=cwd,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        return process.wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Stop(BaseException):
    """Somebody asked the supervisor to end (TERM, Ctrl-C, a closed terminal)."""


def stop_when_asked() -> None:
    """Turn the three signals that ask for an end into Stop, once; a second one during the end changes nothing."""

    def ask(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stop(signal.Signals(number).name)

    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, ask)


def end_those_left(data: DataDirectory) -> None:
    """Wait for what a killed supervisor left on its way out, and end what stays."""
    left = [_Known(pid, began) for pid, began in data.read_services().get("processes", [])]
    deadline = time.monotonic() + 8
    while any(each.lives for each in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    for each in left:
        if each.lives:
            os.kill(each.pid, signal.SIGKILL)


def known_processes(children: Sequence[Child]) -> list[tuple[int, str]]:
    """Process ids with the moment each began, so that a number given away again is not mistaken."""
    return [(child.pid, began) for child in children if child.process and (began := _began(child.pid))]


@dataclass(frozen=True)
class _Known:
    pid: int
    began: str

    @property
    def lives(self) -> bool:
        return _began(self.pid) == self.began


def _began(pid: int) -> str:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if after_name[0] == "Z" else after_name[19]
