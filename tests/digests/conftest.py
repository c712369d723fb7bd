"""A mail server that really listens, and takes, refuses or is away as a test says."""

import email
import email.policy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from pytest_django import Settings

from digests import tasks

SERVER = Path(__file__).parent / "smtp_server.py"


class Sink:
    """What arrived at the mail server, in order, and what it answers."""

    def __init__(self, directory: Path, port: int) -> None:
        self.directory = directory
        self.port = port

    @property
    def messages(self) -> list[EmailMessage]:
        files = sorted(self.directory.glob("*.eml"))
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]

    @property
    def sessions(self) -> int:
        counted = self.directory / "sessions"
        return len(counted.read_text()) if counted.exists() else 0

    def answer(self, **answers: str) -> None:
        """`answer(**{"person@example.org": "550 unknown"})`; `DATA` is the answer to the message itself."""
        unfinished = self.directory / "answers.new"
        unfinished.write_text(json.dumps(answers))
        unfinished.rename(self.directory / "answers.json")


@pytest.fixture
def sink(settings: Settings, tmp_path: Path) -> Iterator[Sink]:
    directory = tmp_path / "sink"
    directory.mkdir()
    server = subprocess.Popen([sys.executable, "-I", str(SERVER), str(directory)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        backend = "django.core.mail.backends.smtp.EmailBackend"
        options = {"host": "127.0.0.1", "port": port, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        yield Sink(directory, port)
    finally:
        server.kill()
        server.communicate()


@pytest.fixture
def sweep(sink: Sink, settle: Callable[[], None]) -> Callable[[], list[EmailMessage]]:
    """Number the record, then do what the clock does every few seconds; returns what arrived by it."""

    def do() -> list[EmailMessage]:
        settle()
        before = len(sink.messages)
        tasks.send_owed()
        tasks.send_due()
        return sink.messages[before:]

    return do


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")
