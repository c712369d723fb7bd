"""A mail server in a process of its own, which takes, refuses or says what a test has written down for it.

Run with `python -I`: its library imports a module named `public`, as one of our rooms is called.
Prints its port; each message becomes a file, `answers.json` holds the answers that addresses get instead of 250.
"""

import asyncio
import itertools
import json
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.count = itertools.count()

    def answer(self, what: str) -> str:
        answers = self.directory / "answers.json"
        return json.loads(answers.read_text()).get(what, "250 OK") if answers.exists() else "250 OK"

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        with (self.directory / "sessions").open("a") as sessions:
            sessions.write("1")
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answer("DATA")
        if answer.startswith("250"):
            unfinished = self.directory / ".unfinished"
            unfinished.write_bytes(envelope.original_content or b"")
            unfinished.rename(self.directory / f"{next(self.count):05}.eml")
        return answer


async def serve(directory: Path) -> None:
    sink = Sink(directory)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink, hostname="localhost"), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


asyncio.run(serve(Path(sys.argv[1])))
